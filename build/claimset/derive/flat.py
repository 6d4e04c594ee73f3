"""evidence_flat: the voices with names, titles, dates and passages joined in, for those who open one file."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from claimset.derive.tables import DerivedTable, derived_table, joined
from claimset.package import Package

if TYPE_CHECKING:
    import numpy as np

# Each column, the stored one whose values it shows, and the column before it that says in which row they stand.
COLUMNS = (
    ("proposition", "claims.proposition", "claim_id"),
    ("claim_type", "claims.claim_type", "claim_id"),
    ("topic", "claims.topic", "claim_id"),
    ("time_scope", "claims.time_scope", "claim_id"),
    ("sensitivity", "claims.sensitivity", "claim_id"),
    ("actor_name", "actors.name", "actor_id"),
    ("actor_type", "actors.actor_type", "actor_id"),
    ("identification", "actors.identification", "actor_id"),
    ("adduced_by_name", "actors.name", "adduced_by_id"),
    ("origin_title", "sources.title", "origin_source_id"),
    ("origin_type", "sources.source_type", "origin_source_id"),
    ("origin_consultation", "sources.consultation", "origin_source_id"),
    ("origin_date", "sources.date", "origin_source_id"),
    ("carrier_id", "passages.source_id", "passage_id"),
    ("paragraph", "passages.paragraph", "passage_id"),
    ("passage_role", "passages.passage_role", "passage_id"),
    ("text_start", "passages.text_start", "passage_id"),
    ("carrier_title", "sources.title", "carrier_id"),
    ("carrier_publisher_id", "sources.publisher_id", "carrier_id"),
    ("carrier_publisher_name", "actors.name", "carrier_publisher_id"),
    ("carrier_date", "sources.date", "carrier_id"),
    ("carrier_url", "sources.url", "carrier_id"),
    ("event_title", "events.title", "event_id"),
)


def evidence_flat(package: Package, frames: Mapping[str, pd.DataFrame], members: pd.DataFrame) -> DerivedTable:
    """One row for each row of claim_evidence; members: evidence_id and origin_key of the counted assertions."""
    flat = frames["claim_evidence"].copy()
    places: dict[str, np.typing.NDArray[np.intp]] = {}
    for name, shown, via in COLUMNS:
        table, column = shown.split(".")
        if via not in places:
            places[via] = pd.Index(frames[table][package.table(table).primary_key[0]]).get_indexer(flat[via])
        flat[name] = frames[table][column].array.take(places[via], allow_fill=True)
    flat["origin_keys"] = flat["evidence_id"].map(joined(members, "evidence_id", "origin_key"))
    stored = {name: f"claim_evidence.{name}" for name in package.table("claim_evidence").names}
    return derived_table(package, "evidence_flat", flat, stored | {name: column for name, column, _ in COLUMNS})
