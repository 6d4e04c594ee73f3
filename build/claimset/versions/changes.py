"""The list of changes: a table with one line for each table, column, row and cell that differs, and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources

import pandas as pd
import pyarrow as pa

from claimset.derive import DerivedTable
from claimset.descriptor import read_json
from claimset.package import load_table
from claimset.read import ARROW_TYPES
from claimset.versions.bump import REASONS
from claimset.versions.difference import Difference, TableDifference
from claimset.versions.snapshot import Snapshot

Reasons = Mapping[tuple[str, str, str | None], str]


@dataclass(frozen=True, slots=True)
class Change:
    """One line: `row` is the primary key, its parts joined by "/"; row and column are None where all are meant."""

    table: str
    row: str | None
    column: str | None
    change: str
    old: str | None
    new: str | None


def changes(difference: Difference) -> Iterator[Change]:
    """The lines of a difference in the curated tables; a reason for one is none itself."""
    for item in difference:
        if not item.derived and item.name != REASONS:
            yield from _of_table(item)


def _of_table(item: TableDifference) -> Iterator[Change]:
    if item.old is None or item.new is None:
        yield Change(item.name, None, None, "table_added" if item.new else "table_removed", None, None)
    else:
        for name in item.new.names:
            if name not in item.old.names:
                yield Change(item.name, None, name, "column_added", None, None)
        for name in item.old.names:
            if name not in item.new.names:
                yield Change(item.name, None, name, "column_removed", None, None)
    for change, keys in (("row_removed", item.removed), ("row_added", item.added)):
        for key in keys:
            yield Change(item.name, "/".join(key), None, change, None, None)
    for cell in item.cells:
        yield Change(item.name, "/".join(cell.key), cell.column, "value_changed", cell.old, cell.new)


def reasons(state: Snapshot) -> Reasons:
    """Why something changed in the version of this state, by table, row and column (None is the whole row)."""
    if REASONS not in state.tables:
        return {}
    table = state.tables[REASONS]
    return {
        (table.cell(key, "table_name") or "", table.cell(key, "row_key") or "", table.cell(key, "column_name")): (
            table.cell(key, "reason") or ""
        )
        for key in table.rows
        if table.cell(key, "version") == state.package.version
    }


def reason_of(change: Change, known: Reasons) -> str | None:
    """The reason given for a change: for its cell or, failing that, for its row."""
    row = change.row or ""
    return known.get((change.table, row, change.column)) or known.get((change.table, row, None))


def changes_table(difference: Difference, known: Reasons) -> DerivedTable:
    """The table `changes` of a release: what differs in its curated tables from the version before."""
    with resources.as_file(resources.files("claimset.versions")) as folder:
        table = load_table(folder, read_json(folder, "changes.json"))
    lines = list(changes(difference))
    columns = {
        "change_number": range(1, len(lines) + 1),
        "table_name": [line.table for line in lines],
        "row_key": [line.row for line in lines],
        "column_name": [line.column for line in lines],
        "change": [line.change for line in lines],
        "old_value": [line.old for line in lines],
        "new_value": [line.new for line in lines],
        "reason": [reason_of(line, known) for line in lines],
    }
    types = pa.schema([(field.name, ARROW_TYPES[field.type]) for field in table.fields])
    frame: pd.DataFrame = pa.table(columns, schema=types).to_pandas(types_mapper=pd.ArrowDtype)
    return DerivedTable(table, frame)
