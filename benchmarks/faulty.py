"""Copies a package with exactly so many wrong cells: misspelt terms, references to nowhere, a broken rule of the model.

The columns are ones on which hardly any other check depends, so that a check of the copy has as much to do as one of
the original, and the findings besides.
"""

import argparse
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from claimset.canonical import csv_chunks
from claimset.cells import read_cells
from claimset.package import Package, load_package
from generate import place_beside


def misspelt(term: str, number: int) -> str:
    """The term without one of its letters."""
    lost = number % len(term)
    return term[:lost] + term[lost + 1 :]


def nowhere(key: str, number: int) -> str:
    """A key in the form of this one that no row has."""
    start, *rest = key.split("-")
    return "-".join([start[0] + str(10 ** (len(start) - 1) - 1 - number), *rest])


def unspecified(_certainty: str, _number: int) -> str:
    """The certainty that only a question may have."""
    return "unspecified"


# Table, column, what its wrong cells are like.
FAULTS: tuple[tuple[str, str, Callable[[str, int], str]], ...] = (
    ("claims", "topic", misspelt),
    ("actor_names", "passage_id", nowhere),
    ("claim_evidence", "certainty", unspecified),
)


def spoil(package: Package, folder: Path, faults: int) -> Path:
    """A copy of the package in `folder` with so many wrong cells, a third of each kind.

    As with `generate`, only a generated package is replaced.
    """
    part = place_beside(folder)
    shutil.copytree(package.root, part)
    for position, (name, column, wrong) in enumerate(FAULTS):
        table = package.table(name)
        cells = read_cells(package.root, table).cells
        share = faults // len(FAULTS) + (position < faults % len(FAULTS))
        spoilt = _spoilt(cells[column], share, wrong)
        cells = cells.set_column(cells.column_names.index(column), column, spoilt)
        with (part / table.path).open("wb") as file:
            for chunk in csv_chunks(cells):
                file.write(chunk)
    shutil.rmtree(folder, ignore_errors=True)
    return part.rename(folder)


def _spoilt(column: pa.ChunkedArray, faults: int, wrong: Callable[[str, int], str]) -> pa.Array:
    """The column with so many of its filled cells wrong, evenly spread."""
    sound = column.combine_chunks().cast(pa.string())
    free = pc.indices_nonzero(pc.not_equal(sound, "unspecified")).to_numpy()
    if len(free) < faults:
        message = f"there are {len(free):,} cells that can be made wrong, and {faults:,} are asked for"
        raise ValueError(message)
    chosen = free[np.linspace(0, len(free), faults, endpoint=False).astype(int)]
    mask = np.zeros(len(sound), dtype=bool)
    mask[chosen] = True
    values = [wrong(cell, number) for number, cell in enumerate(sound.take(pa.array(chosen)).to_pylist())]
    return pc.replace_with_mask(sound, pa.array(mask), pa.array(values, pa.string()))


def main() -> None:
    """Spoils a package as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("faults", type=int)
    arguments = parser.parse_args()
    try:
        spoil(load_package(arguments.package), arguments.folder, arguments.faults)
    except (FileExistsError, ValueError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
