"""Hand-made tables of the model for tests: who says what where, with everything else filled in."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Self

import pandas as pd

from claimset.derive import derive
from claimset.derive.flat import evidence_flat
from claimset.derive.origins import find_origins
from claimset.derive.replies import replies
from claimset.derive.summary import claim_summary
from claimset.derive.tables import derived_table
from claimset.derive.timeline import timeline
from claimset.package import Package, load_package
from claimset.read import ARROW_TYPES

PACKAGE: Package = load_package(Path(__file__).parents[1])
DIRECTIONS = {"assertion": "supports", "item": "supports", "denial": "disputes", "rejection": "disputes"}
# Two texts by two outlets, which every story has.
TEXTS = {"S0001": "A0001", "S0002": "A0002"}


class Story:
    """Tables that grow row by row; each method adds a row and what it cannot do without."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[tuple[str, ...], dict[str, object]]] = {table.name: {} for table in PACKAGE.tables}
        for text, outlet in TEXTS.items():
            self.actor(outlet, f"Outlet {outlet}", "media_outlet")
            self.add(
                "sources",
                source_id=text,
                title=f"Text {text}",
                source_type="news_article",
                consultation="consulted",
                publisher_id=outlet,
                date="2024-01-31",
            )
            self.add("source_agents", source_id=text, actor_id=outlet, role="issuing_body")
            self.add(
                "passages",
                passage_id=f"{text}-P001",
                source_id=text,
                paragraph=1,
                passage_role="body",
                text_start="It was said",
            )

    def add(self, table: str, **cells: object) -> Self:
        """A row of any table, unless there is one with its key."""
        key = tuple(str(cells[name]) for name in PACKAGE.table(table).primary_key)
        self.rows[table].setdefault(key, cells)
        return self

    def actor(self, actor: str, name: str, kind: str = "person", identification: str = "named") -> Self:
        return self.add("actors", actor_id=actor, name=name, actor_type=kind, identification=identification)

    def tie(self, actor: str, relation: str, organisation: str, rank: str = "normal") -> Self:
        number = f"F{len(self.rows['actor_affiliations']) + 1:04d}"
        return self.add(
            "actor_affiliations",
            affiliation_id=number,
            actor_id=actor,
            organisation_id=organisation,
            relation=relation,
            rank=rank,
        )

    def source(
        self,
        source: str,
        date: str | None = None,
        kind: str = "public_remarks",
        publisher: str | None = None,
        title: str | None = None,
    ) -> Self:
        return self.add(
            "sources",
            source_id=source,
            title=title or f"Source {source}",
            source_type=kind,
            consultation="cited_only",
            date=date,
            publisher_id=publisher,
        )

    def agent(self, source: str, actor: str, role: str) -> Self:
        return self.source(source).add("source_agents", source_id=source, actor_id=actor, role=role)

    def cite(self, citing: str, relation: str, cited: str) -> Self:
        return self.add(
            "source_citations",
            citing_source_id=citing,
            cited_source_id=cited,
            relation=relation,
            passage_id="S0001-P001",
        )

    def claim(self, claim: str, **cells: object) -> Self:
        cells = {
            "proposition": f"that {claim} is so",
            "claim_type": "allegation",
            "topic": "history",
            "sensitivity": "none",
            **cells,
        }
        return self.add("claims", claim_id=claim, **cells)

    def says(  # noqa: PLR0913 - a row of claim_evidence has that many parts that stories vary
        self,
        evidence: str,
        actor: str,
        source: str,
        *,
        claim: str = "C0001",
        text: str = "S0001",
        role: str = "assertion",
        agent: str = "speaker",
        **cells: object,
    ) -> Self:
        """`actor` takes a position in `source`, as told in `text`; in the text itself it is the text's own voice."""
        self.claim(claim)
        if source in TEXTS:
            cells = {"basis": "own_voice"} | cells
        else:
            known = any(key[:2] == (source, actor) for key in self.rows["source_agents"])
            if not known:
                self.agent(source, actor, agent)
            self.cite(text, "quotes", source)
        cells = {
            "direction": DIRECTIONS.get(role, "neutral"),
            "basis": "named_testimony",
            "certainty": "certain",
        } | cells
        return self.add(
            "claim_evidence",
            evidence_id=evidence,
            claim_id=claim,
            passage_id=f"{text}-P001",
            evidence_role=role,
            actor_id=actor,
            origin_source_id=source,
            summary=evidence,
            **cells,
        )

    def link(self, evidence: str, relation: str, other: str) -> Self:
        return self.add("evidence_links", evidence_id=evidence, relation=relation, other_evidence_id=other)

    def frames(self) -> dict[str, pd.DataFrame]:
        """The tables as `claimset.read` gives them, apart from columns that a story does not fill."""
        return {table.name: frame(table.name, self.rows[table.name].values()) for table in PACKAGE.tables}

    def derived(self, table: str) -> pd.DataFrame:
        """One derived table, without computing those that it does not need."""
        frames = self.frames()
        if table == "timeline":
            return timeline(PACKAGE, frames).frame
        if table == "replies":
            return replies(PACKAGE, frames).frame
        origins = find_origins(frames)
        if table == "claim_summary":
            return claim_summary(PACKAGE, frames, origins.table).frame
        if table == "claim_origins":
            return derived_table(PACKAGE, table, origins.table).frame
        return evidence_flat(PACKAGE, frames, origins.members).frame


def frame(table: str, rows: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    described = PACKAGE.table(table)
    types = {field.name: pd.ArrowDtype(ARROW_TYPES[field.type]) for field in described.fields}
    made = pd.DataFrame(list(rows), columns=list(described.names), dtype=object).astype(types)
    made.index = pd.RangeIndex(2, len(made) + 2, name="line")
    return made


def derived(frames: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The derived tables by name."""
    return {item.table.name: item.frame for item in derive(PACKAGE, frames)}


def rows(table: pd.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    """The rows of some columns as plain tuples, None for what is missing."""
    plain = table[list(columns)].astype(object)
    return list(plain.where(plain.notna(), None).itertuples(index=False, name=None))
