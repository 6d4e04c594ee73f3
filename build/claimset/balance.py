"""How the dataset treats each party: the same numbers for all, so that unequal treatment shows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

import pandas as pd

from claimset.derive.institutions import institutions
from claimset.derive.replies import NO_REPLY, PARTY_ROLES, reply_rows

Frames = Mapping[str, pd.DataFrame]
# The columns in which curators write about a claim in their own words.
CURATED = {"claims": ("proposition", "notes"), "claim_evidence": ("summary", "notes")}


@dataclass(frozen=True, slots=True)
class Party:
    """One party, with everybody who speaks in its name.

    claims_made: claims that it asserts; claims_faced: claims that accuse it or call it a recipient; replies: those of
        the faced ones with a reply of it on record; caveats_on_made, caveats_on_faced: remarks on verification of
        these claims; words_per_claim_made, words_per_claim_faced: words of the curators (proposition, summaries,
        notes) per claim, rounded to one decimal.
    """

    actor_id: str
    name: str
    claims_made: int
    claims_faced: int
    replies: int
    caveats_on_made: int
    caveats_on_faced: int
    words_per_claim_made: float
    words_per_claim_faced: float


def balance(frames: Frames) -> tuple[Party, ...]:
    """All parties that make or face a claim, those that face most first."""
    parties = _parties(frames)
    evidence = frames["claim_evidence"]
    remarks = evidence[evidence["evidence_role"] == "verification_remark"].groupby("claim_id").size()
    words = _words(frames)
    made = _claims_of(evidence[evidence["evidence_role"] == "assertion"], parties)
    roles = frames["claim_actors"]
    faced = _claims_of(roles[roles["role"].isin(PARTY_ROLES)], parties)
    given = reply_rows(frames)
    replied = _claims_of(given[given["reply"] != NO_REPLY], parties)
    names = frames["actors"].set_index("actor_id")["name"]
    rows = [
        Party(
            actor_id=actor,
            name=str(names[actor]),
            claims_made=len(made.get(actor, [])),
            claims_faced=len(faced.get(actor, [])),
            replies=len(replied.get(actor, [])),
            caveats_on_made=int(remarks.reindex(made.get(actor, [])).sum()),
            caveats_on_faced=int(remarks.reindex(faced.get(actor, [])).sum()),
            words_per_claim_made=_mean(words, made.get(actor, [])),
            words_per_claim_faced=_mean(words, faced.get(actor, [])),
        )
        for actor in {**made, **faced}
    ]
    return tuple(sorted(rows, key=lambda row: (-row.claims_faced, -row.claims_made, row.actor_id)))


def _parties(frames: Frames) -> pd.DataFrame:
    """The pairs (actor_id, party): the institutions for which an actor speaks, else itself."""
    tops = institutions(frames).rename(columns={"institution_id": "party"})
    actors = frames["actors"].loc[frames["actors"]["identification"] != "none", "actor_id"]
    single = actors[~actors.isin(tops["actor_id"])]
    return pd.concat([tops, pd.DataFrame({"actor_id": single, "party": single})], ignore_index=True)


def _claims_of(rows: pd.DataFrame, parties: pd.DataFrame) -> dict[str, list[str]]:
    pairs = rows[["claim_id", "actor_id"]].merge(parties, on="actor_id")[["party", "claim_id"]].drop_duplicates()
    return {str(party): list(claims) for party, claims in pairs.groupby("party")["claim_id"]}


def _words(frames: Frames) -> "pd.Series[int]":
    """The words of the curators on each claim."""
    texts = [
        frames[table][["claim_id", column]].rename(columns={column: "text"})
        for table, columns in CURATED.items()
        for column in columns
    ]
    written = pd.concat(texts).dropna()
    return written["text"].str.split().map(len).groupby(written["claim_id"]).sum()


def _mean(words: "pd.Series[int]", claims: list[str]) -> float:
    return round(float(words.reindex(claims).mean()), 1) if claims else 0.0


def text_lines(parties: tuple[Party, ...]) -> Iterator[str]:
    """A table for a terminal."""
    names = [field.name for field in fields(Party)]
    lines = [[str(getattr(party, name)) for name in names] for party in parties]
    widths = [max(map(len, column)) for column in zip(names, *lines, strict=True)]
    for line in (names, *lines):
        yield "  ".join(value.ljust(width) for value, width in zip(line, widths, strict=True)).rstrip()
