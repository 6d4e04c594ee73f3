"""A comparison of two versions as text, Markdown (a draft for the changelog), JSON and CSV."""

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any

from claimset.package import Table
from claimset.versions.bump import Bump, bump
from claimset.versions.changes import Change, Reasons, changes, reason_of, reasons
from claimset.versions.difference import Difference, TableDifference, compare
from claimset.versions.snapshot import Key, Row, Snapshot
from claimset.versions.words import claim_lines

# Of a longer value, lists for people show the beginning.
MOST_SHOWN = 60
HEADINGS = {"added": "Added", "changed": "Changed", "removed": "Removed"}


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two states of a dataset and what differs between them."""

    old: Snapshot
    new: Snapshot
    difference: Difference
    bump: Bump
    reasons: Reasons

    @property
    def curated(self) -> list[Change]:
        """The changes in the curated tables: those in the computed ones follow from them."""
        return list(changes(self.difference))


def comparison(old: Snapshot, new: Snapshot) -> Comparison:
    """What leads from one state to the other."""
    difference = compare(old.tables, new.tables)
    return Comparison(old, new, difference, bump(old, new, difference), reasons(new))


def text(found: Comparison) -> Iterator[str]:
    """Lines for people: claims first, then every change of the curated tables, then the version that it needs."""
    yield f"{_named(found.old)} -> {_named(found.new)}"
    if not found.difference:
        yield "  the tables are the same"
    for line in claim_lines(found.old, found.new, found.difference):
        yield f"  {line}"
    for item in found.difference:
        yield f"{item.name}: {_counted(item)}"
        yield from (f"  {_change_line(change, found)}" for change in changes((item,)))
    needed = found.bump
    yield f"This needs a version of at least {needed.next_version(found.old.package.version)} ({needed.level.name}):"
    yield from (f"  {reason.level.name}: {reason.text}" for reason in needed.reasons)
    if not needed.reasons:
        yield "  PATCH: nothing differs in the tables and their description"


def markdown(found: Comparison) -> Iterator[str]:
    """The draft of an entry in the changelog, in the form of Keep a Changelog."""
    yield f"## [{found.bump.next_version(found.old.package.version)}] - YYYY-MM-DD"
    claims = claim_lines(found.old, found.new, found.difference)
    lines: dict[str, list[str]] = {"added": [], "changed": [*claims], "removed": []}
    for (table, change), count in Counter((change.table, change.change) for change in found.curated).items():
        if change in {"row_added", "row_removed"}:
            lines[change.removeprefix("row_")].append(
                f"`{table}`: {count:,} row{'s'[: count > 1]}{_keys(table, change, found)}"
            )
    for one in found.curated:
        part = one.change.rpartition("_")[2]
        if one.change == "value_changed":
            lines["changed"].append(_change_line(one, found))
        elif not one.change.startswith("row_"):
            what = f"column `{one.table}.{one.column}`" if one.column else f"table `{one.table}`"
            lines[part].append(f"The {what}.")
    for part, heading in HEADINGS.items():
        if lines[part]:
            yield from ("", f"### {heading}", "")
            yield from (f"- {line}" for line in lines[part])


def as_json(found: Comparison) -> Iterator[str]:
    """The whole difference as JSON: what is needed to come from one state to the other, either way."""
    value = {
        "old": _identity(found.old),
        "new": _identity(found.new),
        "bump": found.bump.level.name,
        "next_version": found.bump.next_version(found.old.package.version),
        "reasons": [{"level": reason.level.name, "text": reason.text} for reason in found.bump.reasons],
        "claims": claim_lines(found.old, found.new, found.difference),
        "tables": [_table(item) for item in found.difference],
    }
    yield from json.dumps(value, ensure_ascii=False, indent=2).split("\n")


def as_csv(found: Comparison) -> Iterator[str]:
    """The changes of the curated tables as CSV, in the columns of the table `changes`."""
    yield _csv_line(("table_name", "row_key", "column_name", "change", "old_value", "new_value", "reason"))
    for change in found.curated:
        cells = (change.table, change.row, change.column, change.change, change.old, change.new)
        yield _csv_line((*cells, reason_of(change, found.reasons)))


FORMATS: Mapping[str, Callable[[Comparison], Iterator[str]]] = MappingProxyType(
    {"text": text, "markdown": markdown, "json": as_json, "csv": as_csv}
)


def _named(state: Snapshot) -> str:
    return f"{state.package.name} {state.package.version}"


def _identity(state: Snapshot) -> dict[str, str]:
    return {"name": state.package.name, "version": state.package.version}


def _counted(item: TableDifference) -> str:
    counts = ((item.added, "rows added"), (item.removed, "rows removed"), (item.cells, "values changed"))
    parts = [f"{words}: {len(things):,}" for things, words in counts if things]
    if item.old is None or item.new is None:
        parts = ["new table" if item.new else "table removed", *parts]
    return ", ".join(parts) or "another description"


def _change_line(change: Change, found: Comparison) -> str:
    if change.change == "value_changed":
        line = f"{change.table} {change.row}: {change.column} {_shown(change.old)} -> {_shown(change.new)}"
        reason = reason_of(change, found.reasons)
        return f"{line} ({reason})" if reason else line
    place = " ".join(part for part in (change.table, change.row, change.column) if part)
    return f"{place}: {change.change.replace('_', ' ')}"


def _shown(value: str | None) -> str:
    if value is None:
        return "nothing"
    return value if len(value) <= MOST_SHOWN else f"{value[:MOST_SHOWN]}..."


def _keys(table: str, change: str, found: Comparison) -> str:
    """The ids of the rows, where they have one."""
    rows = next(
        (item.added if change == "row_added" else item.removed) for item in found.difference if item.name == table
    )
    return f" ({', '.join(key[0] for key in rows)})" if all(len(key) == 1 for key in rows) else ""


def _table(item: TableDifference) -> dict[str, Any]:
    return {
        "name": item.name,
        "derived": item.derived,
        "old_columns": _columns(item.old),
        "new_columns": _columns(item.new),
        "added": _rows(item.added),
        "removed": _rows(item.removed),
        "cells": [asdict(cell) for cell in item.cells],
    }


def _columns(table: Table | None) -> list[str] | None:
    return list(table.names) if table else None


def _rows(rows: Mapping[Key, Row]) -> list[Row]:
    return list(rows.values())


def _csv_line(cells: tuple[str | None, ...]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow("" if cell is None else cell for cell in cells)
    return out.getvalue()
