"""What differs between two states of tables: a value that can be applied, and turned around."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from claimset.package import Table
from claimset.versions.snapshot import Key, Row, TableState

Tables = Mapping[str, TableState]


@dataclass(frozen=True, slots=True)
class CellChange:
    """Another value in one cell of a row that both states have; None is a missing one, or that of no such column."""

    key: Key
    column: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class TableDifference:
    """What differs in one table.

    old, new: its description in either state; None where the state has no such table.
    added, removed: whole rows, in the columns of the state that has them.
    cells: changes in the rows that both states have.
    """

    name: str
    derived: bool
    old: Table | None
    new: Table | None
    added: Mapping[Key, Row]
    removed: Mapping[Key, Row]
    cells: tuple[CellChange, ...]


Difference = tuple[TableDifference, ...]


def compare(old: Tables, new: Tables) -> Difference:
    """The tables that differ, in the order of the new state; those that are gone come last."""
    names = (*new, *(name for name in old if name not in new))
    found = (_compare(name, old.get(name), new.get(name)) for name in names)
    return tuple(item for item in found if item.old != item.new or item.added or item.removed or item.cells)


def _compare(name: str, old: TableState | None, new: TableState | None) -> TableDifference:
    before: Mapping[Key, Row] = old.rows if old else {}
    after: Mapping[Key, Row] = new.rows if new else {}
    if old and new and old.table.primary_key == new.table.primary_key:
        columns = tuple(dict.fromkeys((*new.table.names, *old.table.names)))
        cells = tuple(
            CellChange(key, column, old.cell(key, column), new.cell(key, column))
            for key, row in after.items()
            if key in before and (old.table.names != new.table.names or row != before[key])
            for column in columns
            if old.cell(key, column) != new.cell(key, column)
        )
        added = {key: row for key, row in after.items() if key not in before}
        removed = {key: row for key, row in before.items() if key not in after}
    else:
        # Rows with keys of other columns are other rows.
        cells, added, removed = (), dict(after), dict(before)
    is_derived = new.derived if new else bool(old and old.derived)
    return TableDifference(
        name, is_derived, old.table if old else None, new.table if new else None, added, removed, cells
    )


def reverse(difference: Difference) -> Difference:
    """The difference from the new state to the old one."""
    return tuple(
        replace(
            item,
            old=item.new,
            new=item.old,
            added=item.removed,
            removed=item.added,
            cells=tuple(replace(cell, old=cell.new, new=cell.old) for cell in item.cells),
        )
        for item in difference
    )


def apply(difference: Difference, tables: Tables) -> Tables:
    """The new state of `tables`, which are the old one."""
    result = dict(tables)
    for item in difference:
        if item.new is None:
            del result[item.name]
        else:
            result[item.name] = _applied(item, item.new, tables.get(item.name))
    return result


def _applied(item: TableDifference, table: Table, old: TableState | None) -> TableState:
    changed = {(cell.key, cell.column): cell.new for cell in item.cells}
    rows: dict[Key, Row] = {}
    if old is not None:
        for key in old.rows:
            if key not in item.removed:
                rows[key] = tuple(changed.get((key, name), old.cell(key, name)) for name in table.names)
    return TableState(table, item.derived, {**rows, **item.added})
