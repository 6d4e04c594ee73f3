"""claim_summary: what the rows of a claim add up to, by published conditions."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from claimset.dates import bounds
from claimset.derive.tables import DerivedTable, derived_table
from claimset.package import Package

# For each column its values with their conditions: the first that holds decides. The conditions are expressions over
# the other columns of the same row, so that anybody can check them there.
CONDITIONS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "support": (
        ("several_origins", "origins >= 2"),
        ("one_origin", "origins == 1"),
        ("raised_only", "assertions + questions >= 1"),
        ("none", "assertions + questions == 0"),
    ),
    "opposition": (
        ("denied", "denials >= 1"),
        ("rejected", "rejections >= 1"),
        ("doubted", "doubts + items_against >= 1"),
        ("none", "doubts + items_against == 0"),
    ),
    "backing": (
        ("direct_items", "direct_items >= 1"),
        ("circumstantial_items", "circumstantial_items >= 1"),
        ("testimony_only", "origins >= 1"),
        ("none", "origins == 0"),
    ),
}
COUNTED_ROLES = {
    "assertions": "assertion",
    "questions": "question",
    "denials": "denial",
    "rejections": "rejection",
    "doubts": "doubt",
    "caveats": "verification_remark",
}
STORED = {
    "proposition": "claims.proposition",
    "claim_type": "claims.claim_type",
    "topic": "claims.topic",
    "sensitivity": "claims.sensitivity",
    "first_put_forward": "sources.date",
    "last_put_forward": "sources.date",
    "strongest_certainty": "claim_evidence.certainty",
}


def claim_summary(package: Package, frames: Mapping[str, pd.DataFrame], origins: pd.DataFrame) -> DerivedTable:
    """One row for each claim; origins: the rows of claim_origins."""
    order = package.table("claim_evidence").field("certainty").enum
    return derived_table(package, "claim_summary", summarised(frames, origins, order), STORED)


def summarised(frames: Mapping[str, pd.DataFrame], origins: pd.DataFrame, certainties: tuple[str, ...]) -> pd.DataFrame:
    """The columns of claim_summary, not yet typed; certainties: the terms, strongest first."""
    summary = frames["claims"][["claim_id", "proposition", "claim_type", "topic", "sensitivity"]].set_index("claim_id")
    evidence = _evidence(frames, summary.index)
    origins = origins.assign(place=summary.index.get_indexer(pd.Index(origins["claim_id"])))
    summary = summary.join(_dates(evidence[evidence["evidence_role"].isin(["assertion", "question"])]))
    counts = {"origins": origins, "consulted_texts": evidence.drop_duplicates(["place", "carrier_id"])}
    counts["voices"] = evidence[evidence["identified"] & (evidence["evidence_role"] == "assertion")].drop_duplicates(
        ["place", "actor_id"]
    )
    counts |= {name: evidence[evidence["evidence_role"] == role] for name, role in COUNTED_ROLES.items()}
    items = evidence[evidence["evidence_role"] == "item"]
    counts["items_against"] = items[items["direction"] == "disputes"]
    for directness in ("direct", "circumstantial"):
        counts[f"{directness}_items"] = items[(items["direction"] == "supports") & (items["directness"] == directness)]
    for name, rows in counts.items():
        summary[name] = np.bincount(rows["place"], minlength=len(summary))
    summary["strongest_certainty"] = _strongest(evidence, certainties)
    for column, conditions in CONDITIONS.items():
        values, tests = zip(*conditions, strict=True)
        summary[column] = np.select([np.asarray(summary.eval(test), dtype=bool) for test in tests], values, default="")
    return summary.reset_index()


def _evidence(frames: Mapping[str, pd.DataFrame], claims: pd.Index) -> pd.DataFrame:
    """claim_evidence with the carrier, whether the voice is identified, the date, and the place of the claim."""
    evidence = frames["claim_evidence"]
    carriers = frames["passages"].set_index("passage_id")["source_id"]
    identification = frames["actors"].set_index("actor_id")["identification"]
    dates = frames["sources"].set_index("source_id")["date"]
    rows = evidence.assign(
        place=claims.get_indexer(pd.Index(evidence["claim_id"])),
        carrier_id=evidence["passage_id"].map(carriers),
        identified=evidence["actor_id"].map(identification) != "none",
        date=evidence["origin_source_id"].map(dates),
    )
    return rows[rows["place"] >= 0]


def _dates(rows: pd.DataFrame) -> pd.DataFrame:
    """The earliest and the latest date of an utterance, as EDTF: first_put_forward, last_put_forward by claim."""
    dated = rows.loc[rows["date"].notna(), ["claim_id", "date"]].drop_duplicates()
    # Only where a claim has several dates their order matters.
    known = {text: bounds(text) for text in dated.loc[dated.duplicated("claim_id", keep=False), "date"].unique()}
    # An open end counts as the other end: what is known of "before June" is June.
    early = {text: str(item.earliest or item.latest) for text, item in known.items()}
    late = {text: str(item.latest or item.earliest) for text, item in known.items()}
    dated = dated.assign(early=dated["date"].map(early), late=dated["date"].map(late))
    first = dated.sort_values(["early", "late", "date"]).drop_duplicates("claim_id").set_index("claim_id")["date"]
    last = dated.sort_values(["late", "early", "date"]).drop_duplicates("claim_id", keep="last")
    return pd.DataFrame({"first_put_forward": first, "last_put_forward": last.set_index("claim_id")["date"]})


def _strongest(evidence: pd.DataFrame, certainties: tuple[str, ...]) -> "pd.Series[str]":
    rows = evidence.loc[evidence["evidence_role"] == "assertion", ["claim_id", "certainty"]]
    ranked = rows.assign(rank=rows["certainty"].map({term: place for place, term in enumerate(certainties)}))
    return ranked.sort_values("rank", kind="stable").drop_duplicates("claim_id").set_index("claim_id")["certainty"]
