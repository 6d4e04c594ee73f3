"""timeline: events and utterances in the order of their dates, with how exact each date is."""

import re
from collections.abc import Mapping

import pandas as pd

from claimset.dates import bounds
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


def timeline(package: Package, frames: Mapping[str, pd.DataFrame]) -> DerivedTable:
    """One row for each event and each source that has a date."""
    return derived_table(package, "timeline", timeline_rows(frames), STORED)


def timeline_rows(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The columns of timeline, not yet typed."""
    events = frames["events"].rename(columns={"event_id": "record_id"}).assign(entry="event")
    events["claim_ids"] = events["record_id"].map(joined(frames["claim_events"], "event_id", "claim_id"))
    sources = frames["sources"].rename(columns={"source_id": "record_id"}).assign(entry="utterance")
    sources["claim_ids"] = sources["record_id"].map(joined(frames["claim_evidence"], "origin_source_id", "claim_id"))
    columns = ["date", "entry", "record_id", "title", "event_type", "occurrence", "source_type", "claim_ids"]
    rows = pd.concat([events.reindex(columns=columns), sources.reindex(columns=columns)], ignore_index=True)
    rows = rows[rows["date"].notna()]
    days = {text: bounds(text) for text in rows["date"].unique()}
    # An open end counts as the other end, so that "before June" stands in June.
    starts = {text: str(item.earliest or item.latest) for text, item in days.items()}
    finishes = {text: str(item.latest or item.earliest) for text, item in days.items()}
    rows = rows.assign(starts=rows["date"].map(starts), finishes=rows["date"].map(finishes))
    rows = rows.sort_values(["starts", "finishes", "entry", "record_id"], ignore_index=True)
    return rows.assign(
        position=rows.index + 1,
        precision=rows["date"].map(precision),
        qualification=rows["date"].map(qualification),
    )


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
