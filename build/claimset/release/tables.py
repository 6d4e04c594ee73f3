"""The tables of a release as CSV and as Parquet, with the same values.

CSV is the canonical form of `claimset.canonical`. Parquet carries what CSV cannot: types, the terms of a vocabulary
in their order, and descriptions (Arrow field metadata for columns, key-value metadata of the file for the table).
"""

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pyarrow as pa
import pyarrow.parquet as pq

from claimset.canonical import csv_chunks
from claimset.parallel import each
from claimset.read import ARROW_TYPES
from claimset.release.citation import doi
from claimset.release.content import Content, ReleaseTable
from claimset.release.files import named

# Rows of a group in a Parquet file, and as many as are prepared at a time.
ROWS_OF_A_GROUP = 1 << 16


def write_csv(content: Content, folder: Path) -> None:
    """`csv/<table>.csv` for each table."""
    for item in content.tables:
        with _csv_file(item, content, folder) as write:
            write(item.data)


def write_parquet(content: Content, folder: Path) -> None:
    """`parquet/<table>.parquet` for each table."""
    for item in content.tables:
        with _parquet_file(item, content, folder) as write:
            write(item.data)


def write_parts(parts: Iterator[ReleaseTable], content: Content, folder: Path) -> ReleaseTable:
    """The files that `write_csv` and `write_parquet` make, as far as chosen, of a table that comes in parts.

    parts: successive rows of one table, at least one part; all but the last have ROWS_OF_A_GROUP rows or a multiple.
    The table without its rows, where there is more than one part.
    """
    item = first = next(parts)
    with ExitStack() as files:
        writes = [
            files.enter_context(OPENERS[name](first, content, folder)) for name in PATHS if name in content.formats
        ]
        _write_at_once(writes, first.data)
        for part in parts:
            _write_at_once(writes, part.data)
            item = replace(item, data=None, rows=item.rows + part.rows)
    return item


def _write_at_once(writes: Iterable[Callable[[pa.Table], None]], rows: pa.Table) -> None:
    def apply(write: Callable[[pa.Table], None]) -> None:
        write(rows)

    each(apply, writes)


@contextmanager
def _csv_file(item: ReleaseTable, content: Content, folder: Path) -> Iterator[Callable[[pa.Table], None]]:  # noqa: ARG001 - as OPENERS has it
    """A function that writes the next rows of a table into its CSV file."""
    (folder / "csv").mkdir(exist_ok=True)
    with named(folder / csv_path(item)) as path, path.open("wb") as file:

        def write(rows: pa.Table) -> None:
            # The header is the first piece.
            for chunk in itertools.islice(csv_chunks(rows), 1 if file.tell() else 0, None):
                file.write(chunk)

        yield write


@contextmanager
def _parquet_file(item: ReleaseTable, content: Content, folder: Path) -> Iterator[Callable[[pa.Table], None]]:
    """A function that writes the next rows of a table into its Parquet file."""
    (folder / "parquet").mkdir(exist_ok=True)
    schema = _described(item, content)
    with (
        named(folder / parquet_path(item)) as path,
        path.open("wb") as file,
        pq.ParquetWriter(file, schema, compression="zstd") as writer,
    ):

        def write(rows: pa.Table) -> None:
            for group in _groups(rows):
                writer.write_table(group.cast(schema))

        yield write


def csv_path(item: ReleaseTable) -> str:
    """The path of the CSV file of a table in its release."""
    return f"csv/{item.table.name}.csv"


def parquet_path(item: ReleaseTable) -> str:
    """The path of the Parquet file of a table in its release."""
    return f"parquet/{item.table.name}.parquet"


PATHS: Mapping[str, Callable[[ReleaseTable], str]] = MappingProxyType({"csv": csv_path, "parquet": parquet_path})
OPENERS = MappingProxyType({"csv": _csv_file, "parquet": _parquet_file})


def _groups(data: pa.Table) -> Iterator[pa.Table]:
    """The rows in their groups, each in one piece, so that the bytes do not depend on the pieces they were read in."""
    for start in range(0, max(data.num_rows, 1), ROWS_OF_A_GROUP):
        yield data.slice(start, ROWS_OF_A_GROUP).combine_chunks()


def _described(item: ReleaseTable, content: Content) -> pa.Schema:
    """The types of the columns with the metadata of dataset, table and columns."""
    package, table = content.package, item.table
    columns = [
        pa.field(
            field.name,
            # Of the dictionaries, Parquet keeps those of vocabularies.
            column.type if field.enum else ARROW_TYPES[field.type],
            metadata={"title": field.title, "description": field.description},
        )
        for field, column in zip(table.fields, item.data.columns, strict=True)
    ]
    metadata = {
        "dataset": package.name,
        "dataset_title": package.title,
        "version": package.version,
        "released": content.released.isoformat(),
        "content_hash": content.content_hash,
        "doi": doi(package) or "",
        "license": ", ".join(licence.name for licence in package.licenses),
        "license_url": ", ".join(licence.path for licence in package.licenses),
        "table": table.name,
        "title": table.title,
        "description": table.description,
        "primary_key": ",".join(table.primary_key),
    }
    said = {name: value for name, value in metadata.items() if value}
    return pa.schema(columns, said)
