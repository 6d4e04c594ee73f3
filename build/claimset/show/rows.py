"""Rows of the tables as plain dictionaries, with the names that people know."""

from collections.abc import Mapping

import pandas as pd

Row = dict[str, str | int | None]


def rows_where(frame: pd.DataFrame, column: str, value: str) -> list[Row]:
    """The rows whose `column` is `value`, in the order of the table; None for what is missing."""
    found = frame[(frame[column] == value).fillna(value=False)].astype(object)
    records = found.where(found.notna(), None).to_dict("records")
    return [{str(name): cell for name, cell in record.items()} for record in records]


def cell(frame: pd.DataFrame, key: str, value: str | int | None, column: str) -> str:
    """One cell of the row whose `key` is `value`, as text; empty where either is missing."""
    if value is None:
        return ""
    found = frame.loc[(frame[key] == value).fillna(value=False), column].dropna()
    return str(found.iloc[0]) if len(found) else ""


def named(frames: Mapping[str, pd.DataFrame], actor: str | int | None) -> str:
    """The name of an actor with its id."""
    return f"{cell(frames['actors'], 'actor_id', actor, 'name')} ({actor})"


def titled(frames: Mapping[str, pd.DataFrame], source: str | int | None) -> str:
    """The title of a source with its id and date."""
    title = cell(frames["sources"], "source_id", source, "title")
    date = cell(frames["sources"], "source_id", source, "date")
    return f"{title} ({source}{', ' + date if date else ''})"


def proposed(frames: Mapping[str, pd.DataFrame], claim: str | int | None) -> str:
    """The id of a claim with its proposition."""
    return f"{claim}: {cell(frames['claims'], 'claim_id', claim, 'proposition')}"
