"""Copies a package and breaks every constraint of its schemas, in rows that a seed chooses.

No cell is broken twice, so that each constraint has findings of its own. References are broken in a copy of their own:
where a key has errors, `claimset check` does not judge what refers to it.
"""

import argparse
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from claimset.canonical import csv_chunks, sort_by_key
from claimset.cells import read_cells
from claimset.package import DESCRIPTOR, Field, Package, Table, load_package

SEED = 20231007
# Texts of which each pattern in the schemas refuses one.
ODD = ("!", "two words", "one two three four five six seven eight nine")


class Constraint(NamedTuple):
    """A constraint as findings name it: the field is None where a key of several columns is meant."""

    table: str
    field: str | None
    rule: str


@dataclass(slots=True)
class Damage:
    """The cells of one table, as text, while they are broken; what is broken already stays as it is."""

    table: Table
    cells: pa.Table
    draw: np.random.Generator
    planted: set[Constraint] = field(default_factory=set)
    taken: dict[str, np.ndarray] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """No cell is taken at first."""
        self.taken = {name: np.zeros(self.cells.num_rows, dtype=bool) for name in self.table.names}

    def rows(self, columns: Sequence[str], number: int) -> np.ndarray:
        """So many rows whose cells in these columns are whole, the filled ones first; fewer where there are no more."""
        whole = ~np.logical_or.reduce([self.taken[name] for name in columns])
        empty = np.logical_or.reduce([pc.is_null(self.cells[name]).to_numpy() for name in columns])
        order = self.draw.permutation(np.flatnonzero(whole))
        return order[np.argsort(empty[order], kind="stable")][:number]

    def put(self, columns: Sequence[str], rows: np.ndarray, values: Sequence[Sequence[str | None]], rule: str) -> None:
        """Writes the values of each column into these rows, and notes that they break a rule."""
        if not len(rows):
            return
        for name, texts in zip(columns, values, strict=True):
            mask = np.zeros(self.cells.num_rows, dtype=bool)
            mask[rows] = True
            # The values are taken in the order of the rows in the table.
            new = pa.array(texts, pa.string()).take(pa.array(np.argsort(rows)))
            column = pc.replace_with_mask(self.cells[name].combine_chunks(), pa.array(mask), new)
            self.cells = self.cells.set_column(self.cells.column_names.index(name), name, column)
            self.taken[name] |= mask
        self.planted.add(Constraint(self.table.name, columns[0] if len(columns) == 1 else None, rule))

    def repeat(self, columns: Sequence[str], number: int, rule: str) -> None:
        """Lets so many rows repeat what others have in these columns."""
        rows = self.rows(columns, 2 * number)
        here, there = rows[: len(rows) // 2], rows[len(rows) // 2 :][: len(rows) // 2]
        values = [self.cells[name].take(pa.array(there)).to_pylist() for name in columns]
        self.put(columns, here, values, rule)
        for name in columns:
            self.taken[name][there] = True


def break_columns(damage: Damage, faults: int) -> None:
    """Breaks each constraint of each column, and the primary key."""
    for column in damage.table.fields:
        for rule, value in _wrong_values(column):
            rows = damage.rows([column.name], faults)
            damage.put([column.name], rows, [[value] * len(rows)], rule)
        if column.unique:
            damage.repeat([column.name], faults, "unique")
    damage.repeat(damage.table.primary_key, faults, "primary-key")


def _wrong_values(column: Field) -> Iterator[tuple[str, str | None]]:
    """For each constraint that a single cell can break, a cell that breaks it."""
    if column.required:
        yield "required", None
    if column.type != "string":
        yield "type", "no such value"
    if column.is_edtf:
        yield "date-form", "2030-13"
    if column.enum:
        yield "enum", "no_such_term"
    if column.pattern is not None:
        pattern = column.pattern
        yield "pattern", next(odd for odd in ODD if not re.fullmatch(pattern, odd))
    if column.minimum is not None:
        yield "minimum", f"{column.minimum - 1:g}"
    if column.maximum is not None:
        yield "maximum", f"{column.maximum + 1:g}"
    if column.min_length is not None:
        yield "min-length", "x" * (column.min_length - 1)
    if column.max_length is not None:
        yield "max-length", "x" * (column.max_length + 1)


def break_references(damage: Damage, faults: int) -> None:
    """Lets each foreign key lead nowhere: to ids with the greatest numbers that their form has room for."""
    for key in damage.table.foreign_keys:
        column = key.fields[0]
        known = next((cell for cell in damage.cells[column].to_pylist() if cell is not None), None)
        if known is not None:
            # A broken reference that is part of the key must leave the key unlike all others.
            rows = damage.rows([column, *damage.table.primary_key], faults)
            damage.put([column], rows, [[_nowhere(known, number) for number in range(len(rows))]], "foreign-key")


def _nowhere(known: str, number: int) -> str:
    def from_above(figures: re.Match[str]) -> str:
        room: int = 10 ** len(figures[0])
        return str(room - 1 - number % room).zfill(len(figures[0]))

    return re.sub("[0-9]+", from_above, known)


BREAKS: Mapping[str, Callable[[Damage, int], None]] = MappingProxyType(
    {"columns": break_columns, "references": break_references}
)


def plant(package: Package, folder: Path, what: str, faults: int, seed: int = SEED) -> frozenset[Constraint]:
    """A copy of the package in the new folder with so many faults for each constraint, and which were broken.

    what: "columns" for the constraints of columns and primary keys, "references" for foreign keys.
    """
    folder.mkdir(parents=True)
    shutil.copyfile(package.root / DESCRIPTOR, folder / DESCRIPTOR)
    shutil.copytree(package.root / "schemas", folder / "schemas")
    planted: set[Constraint] = set()
    for table in package.tables:
        draw = np.random.default_rng([seed, *table.name.encode()])
        damage = Damage(table, read_cells(package.root, table).cells, draw)
        BREAKS[what](damage, faults)
        planted |= damage.planted
        path = folder / table.path
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            for chunk in csv_chunks(sort_by_key(damage.cells, table)):
                file.write(chunk)
    return frozenset(planted)


def main() -> None:
    """Plants faults as the command line says, and tells how many constraints that broke."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("what", choices=BREAKS)
    parser.add_argument("--faults", type=int, default=3, help="for each constraint (default: 3)")
    parser.add_argument("--seed", type=int, default=SEED)
    arguments = parser.parse_args()
    planted = plant(load_package(arguments.package), arguments.folder, arguments.what, arguments.faults, arguments.seed)
    sys.stdout.writelines(
        f"{' '.join(part for part in constraint if part)}\n" for constraint in sorted(planted, key=str)
    )


if __name__ == "__main__":
    main()
