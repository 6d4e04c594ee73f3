"""A package as Parquet in pieces, in which every row still knows the line of the file it is from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
from pyarrow import dataset

from claimset.finding import Finding
from claimset.package import Package, load_package
from claimset.read import ARROW_TYPES, read_package

# The column that the pieces have beside those of the schema: Parquet knows no lines, and findings name them.
LINE = "file_line"
ROWS_A_PIECE = 250_000


class Found(NamedTuple):
    """What findings of both are compared by."""

    table: str
    line: int | None
    field: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class Pieces:
    """What is known of a package once it lies in pieces: what `claimset.read.Reading` says of its files."""

    found: frozenset[Found]
    unsound: frozenset[str]
    unread: Mapping[tuple[str, str], frozenset[int]]


def comparable(findings: Iterable[Finding], package: Package) -> frozenset[Found]:
    """The findings without their wording."""
    names = {table.path: table.name for table in package.tables}
    return frozenset(Found(names[one.path], one.line, one.field, one.rule) for one in findings)


def write_pieces(root: Path, folder: Path) -> Pieces:
    """Writes each table of the package in `root` as Parquet files of some rows each, with the line of every row.

    Structure and types are settled here, by the reader of `claimset check`: a file in pieces has lost its lines,
    and Spark's own CSV reader gives no line numbers and passes over what is too short, too long or of another type.
    """
    package = load_package(root)
    reading = read_package(package)
    for table in package.tables:
        frame = reading.frames[table.name]
        schema = pa.schema({LINE: pa.int64()} | {field.name: ARROW_TYPES[field.type] for field in table.fields})
        columns = [pa.array(frame.index), *(frame[name].array.__arrow_array__() for name in table.names)]
        rows = pa.table(columns, schema.names).cast(schema)
        place = folder / table.name
        place.mkdir(parents=True)
        dataset.write_dataset(
            rows, place, format="parquet", max_rows_per_file=ROWS_A_PIECE, max_rows_per_group=ROWS_A_PIECE
        )
    return Pieces(comparable(reading.findings, package), reading.unsound, reading.unread)
