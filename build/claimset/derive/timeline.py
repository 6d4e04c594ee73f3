"""timeline: events and utterances in the order of their dates, with how exact each date is."""

import re

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from claimset.derive.days import first_day, last_day, numbered_dates
from claimset.derive.ids import Frames, Numbered, numbered, taken
from claimset.derive.tables import DerivedTable, derived_table, joined
from claimset.package import Package

STORED = {
    "date": "sources.date",
    "event_type": "events.event_type",
    "occurrence": "events.occurrence",
    "source_type": "sources.source_type",
}
# An interval or a set without a first or a last member.
_OPEN = re.compile(r"^(\[?\.\.|/)|(\.\.\]?|/)$|/\.\.|\.\./")
_QUALIFIERS = {"%": "uncertain_and_approximate", "?": "uncertain", "~": "approximate"}


def timeline(package: Package, frames: Frames) -> DerivedTable:
    """One row for each event and each source that has a date."""
    return derived_table(package, "timeline", timeline_rows(frames), STORED)


def timeline_rows(frames: Frames) -> pd.DataFrame:
    """The columns of timeline, not yet typed."""
    tables = numbered(frames)
    concerned, said = tables["claim_events"], tables["claim_evidence"]
    events = _dated(tables, "events", "event", concerned["event_id"], concerned["claim_id"])
    sources = _dated(tables, "sources", "utterance", said["origin_source_id"], said["claim_id"])
    cells = pa.concat_tables([events, sources], promote_options="default")
    dates, texts = numbered_dates(cells["date"])
    spans = [(first_day(text), last_day(text)) for text in texts]
    ranks = {span: rank for rank, span in enumerate(sorted(set(spans)))}
    # Within one span events stand before utterances, and both by their ids, as they do here.
    order = np.argsort(np.array([ranks[span] for span in spans], dtype=np.int32)[dates], kind="stable")
    rows: pd.DataFrame = cells.take(order).to_pandas(types_mapper=pd.ArrowDtype)
    return rows.assign(
        position=np.arange(1, len(rows) + 1),
        precision=taken(pa.chunked_array([[precision(text) for text in texts]], pa.string()), dates[order]),
        qualification=taken(pa.chunked_array([[qualification(text) for text in texts]], pa.string()), dates[order]),
    )


def _dated(tables: Numbered, name: str, entry: str, records: pd.Series, claims: pd.Series) -> pa.Table:
    """The rows of a table that have a date, by their ids; records, claims: which row goes with which claim."""
    ids = tables.ids(name)
    rows = tables.rows(name, np.arange(len(ids)))
    shown = [column for column in ("date", "title", *STORED) if column in tables.texts[name]]
    cells = pa.table(
        {
            "record_id": ids,
            "entry": pa.repeat(entry, len(ids)),
            "claim_ids": joined(records.to_numpy(), claims.to_numpy(), tables.ids("claims"), len(ids)),
            **{column: tables.cells(f"{name}.{column}", rows) for column in shown},
        }
    )
    return cells.filter(pc.is_valid(cells["date"]))


def precision(text: str) -> str:
    """How exact an EDTF date is: day, month, year, decade, century, interval, set or open."""
    if _OPEN.search(text):
        return "open"
    if "/" in text:
        return "interval"
    if text.startswith("["):
        return "set"
    year, month, day = (*re.sub(r"[?~%]", "", text).split("-"), "XX", "XX")[:3]
    if "X" in year:
        return "decade" if year[:3].isdigit() else "century"
    if "X" in month:
        return "year"
    return "month" if "X" in day else "day"


def qualification(text: str) -> str:
    """Whether an EDTF date is marked as uncertain, approximate or both; "none" where it is not."""
    found = [name for sign, name in _QUALIFIERS.items() if sign in text]
    return "uncertain_and_approximate" if len(found) > 1 else found[0] if found else "none"
