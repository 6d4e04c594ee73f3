"""What R needs to load a release with nothing but itself: `load.R`, and the description as CSV.

Base R reads no JSON and no Parquet, so the types and terms of datapackage.json are there once more as tables.
"""

from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import pyarrow as pa

from claimset.canonical import csv_chunks
from claimset.release.citation import citation
from claimset.release.content import Content
from claimset.release.files import write_bytes


def write_r_files(content: Content, folder: Path) -> None:
    """`R/load.R`, and `R/dataset.csv`, `R/columns.csv` and `R/levels.csv` that it reads."""
    (folder / "R").mkdir()
    script = resources.files("claimset.release").joinpath("R", "load.R").read_bytes()
    write_bytes(folder / "R" / "load.R", script)
    package = content.package
    dataset = [(package.name, package.version, citation(package, content.released))]
    described = [(item.table.name, field) for item in content.tables for field in item.table.fields]
    columns = [(table, field.name, "term" if field.enum else field.type) for table, field in described]
    levels = [(table, field.name, term) for table, field in described for term in field.enum]
    _write_csv(folder / "R" / "dataset.csv", ("name", "version", "citation"), dataset)
    _write_csv(folder / "R" / "columns.csv", ("table", "column", "type"), columns)
    _write_csv(folder / "R" / "levels.csv", ("table", "column", "level"), levels)


def _write_csv(path: Path, names: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    columns = [pa.chunked_array([pa.array([row[at] for row in rows], pa.string())]) for at in range(len(names))]
    write_bytes(path, b"".join(csv_chunks(pa.table(columns, list(names)))))
