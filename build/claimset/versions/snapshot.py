"""The tables of a release or of a package as text, by their keys: what two versions are compared by."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from claimset.check import check
from claimset.derive import derive
from claimset.errors import ReleaseError
from claimset.package import DESCRIPTOR, Package, Table, load_package
from claimset.places import FolderPlace, Place, find_place
from claimset.read import ARROW_TYPES
from claimset.versions.described import described_package

Key = tuple[str, ...]
Row = tuple[str | None, ...]

# The table that every release has about its predecessor, which is no part of what is compared.
CHANGES = "changes"


@dataclass(frozen=True, slots=True)
class TableState:
    """A table with its rows: each a tuple of texts in the order of the columns, missing cells None, by its key."""

    table: Table
    derived: bool
    rows: Mapping[Key, Row]

    def cell(self, key: Key, column: str) -> str | None:
        """One cell; None where it is missing or the table has no such column."""
        return self.rows[key][self.table.names.index(column)] if column in self.table.names else None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One state of a dataset: its description, and its tables by name; a package was not released yet."""

    package: Package
    tables: Mapping[str, TableState]
    released: date | None = None

    @property
    def stored(self) -> Mapping[str, TableState]:
        """The tables that were curated."""
        return {name: state for name, state in self.tables.items() if not state.derived}

    @property
    def derived(self) -> Mapping[str, TableState]:
        """The tables that were computed."""
        return {name: state for name, state in self.tables.items() if state.derived}


def open_snapshot(place: str | Path) -> Snapshot:
    """The state of a release (folder, zip file or version number) or of the package in a folder.

    ReleaseError where there is none, or where the package has errors.
    """
    found = find_place(place)
    with found.file(DESCRIPTOR) as path:
        is_release = b'"created"' in path.read_bytes()
    if is_release:
        return _of_release(found)
    if not isinstance(found, FolderPlace):
        raise ReleaseError(f"{place}: a package in a zip file; unpack it first")
    package = load_package(found.path)
    report = check(package)
    if report.errors:
        message = f"{place}: the check found {report.errors:,} errors; mend them first (`claimset check`)"
        raise ReleaseError(message)
    return snapshot(package, report.frames)


def snapshot(package: Package, frames: Mapping[str, pd.DataFrame]) -> Snapshot:
    """The state of a checked package, from its typed tables."""
    stored = [_state(table, frames[table.name], derived=False) for table in package.tables]
    return Snapshot(package, _by_name((*stored, *_computed(package, frames))))


def recomputed(state: Snapshot, package: Package) -> Mapping[str, TableState]:
    """The derived tables of a state, computed from its stored tables by the rules of this program.

    package: the tables and columns that the rules get; those that the state has not are empty.
    """
    frames = {table.name: _typed(table, state.tables.get(table.name)) for table in package.tables}
    return _by_name(_computed(package, frames))


def _computed(package: Package, frames: Mapping[str, pd.DataFrame]) -> Iterable[TableState]:
    return [_state(item.table, item.frame, derived=True) for item in derive(package, frames)]


def _by_name(states: Iterable[TableState]) -> Mapping[str, TableState]:
    return {state.table.name: state for state in states}


def _state(table: Table, frame: pd.DataFrame, *, derived: bool) -> TableState:
    types = pa.schema([(field.name, ARROW_TYPES[field.type]) for field in table.fields])
    cells = pa.Table.from_pandas(frame, schema=types, preserve_index=False)
    texts = [cells[name].cast(pa.string()).to_pylist() for name in table.names]
    return TableState(_placeless(table), derived, _keyed(table, zip(*texts, strict=True)))


def _placeless(table: Table) -> Table:
    """The table without its path: where its file lies is no part of what it says."""
    return replace(table, path="")


def _keyed(table: Table, rows: Iterable[Row]) -> dict[Key, Row]:
    places = [table.names.index(name) for name in table.primary_key]
    return {tuple(row[place] or "" for place in places): row for row in rows}


def _typed(table: Table, state: TableState | None) -> pd.DataFrame:
    typed = {}
    for field in table.fields:
        texts = pa.array([state.cell(key, field.name) for key in state.rows] if state else [], pa.string())
        typed[field.name] = pc.equal(texts, "true") if field.type == "boolean" else texts.cast(ARROW_TYPES[field.type])
    frame: pd.DataFrame = pa.table(typed).to_pandas(types_mapper=pd.ArrowDtype)
    return frame


def _of_release(place: Place) -> Snapshot:
    with place.file(DESCRIPTOR) as path:
        described = described_package(path)
    states = []
    for table in described.tables:
        if table.name != CHANGES:
            stored = described.curated(table)
            with place.file(table.path) as path:
                rows = _read(path, stored)
            states.append(TableState(_placeless(stored), table.name in described.derived, _keyed(stored, rows)))
    package = replace(described.package, tables=tuple(state.table for state in states if not state.derived))
    return Snapshot(package, _by_name(states), described.released)


def _read(path: Path, table: Table) -> list[Row]:
    """The cells of the columns of `table` in a CSV file."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return [tuple(row[name] or None for name in table.names) for row in csv.DictReader(file, strict=True)]
    except (csv.Error, KeyError, TypeError, UnicodeDecodeError) as error:
        raise ReleaseError(f"{table.path}: not the table that was published ({error}); fetch it again") from None
