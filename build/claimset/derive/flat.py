"""evidence_flat: the voices with names, titles, dates and passages joined in, for those who open one file."""

import sys
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pyarrow as pa

from claimset.derive.ids import Frames, Numbered, Numbers, numbered, taken
from claimset.derive.tables import DerivedTable, derived_table
from claimset.package import Package

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
# The columns by whose values others are looked up.
_LEADING = {via for *_, via in COLUMNS}


def evidence_flat(package: Package, frames: Frames, members: pa.Array) -> DerivedTable:
    """One row for each row of claim_evidence; members: for each of its ids, in order, the origins to which it leads."""
    (table,) = flat_parts(package, frames, members, sys.maxsize)
    return table


def flat_parts(package: Package, frames: Frames, members: pa.Array, rows_at_once: int) -> Iterator[DerivedTable]:
    """evidence_flat in parts of at most so many rows, of which there is at least one."""
    tables = numbered(frames)
    size = len(tables.ids("claim_evidence"))
    for start in range(0, max(size, 1), rows_at_once):
        yield _part(package, tables, members, np.arange(start, min(size, start + rows_at_once)))


def _part(package: Package, tables: Numbered, members: pa.Array, ids: Numbers) -> DerivedTable:
    evidence = tables["claim_evidence"]
    places = tables.rows("claim_evidence", ids)
    stored = {name: f"claim_evidence.{name}" for name in package.table("claim_evidence").names}
    flat = {name: tables.cells(column, places) for name, column in stored.items()}
    numbers = {name: evidence[name].to_numpy()[places] for name in stored if name in _LEADING}
    rows: dict[str, Numbers] = {}
    for name, shown, via in COLUMNS:
        if via not in rows:
            rows[via] = tables.rows(shown.partition(".")[0], numbers[via])
        flat[name] = tables.cells(shown, rows[via])
        if name in _LEADING:
            numbers[name] = tables.references(shown, rows[via])
    flat["origin_keys"] = taken(pa.chunked_array([members]), ids)
    shown_in = stored | {name: shown for name, shown, _ in COLUMNS}
    return derived_table(package, "evidence_flat", pd.DataFrame(flat, copy=False), shown_in)
