"""The tables of a release as CSV and as Parquet, with the same values.

CSV is the canonical form of `claimset.canonical`. Parquet carries what CSV cannot: types, the terms of a vocabulary
in their order, and descriptions (Arrow field metadata for columns, key-value metadata of the file for the table).
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import pyarrow as pa
import pyarrow.parquet as pq

from claimset.canonical import csv_chunks
from claimset.read import ARROW_TYPES
from claimset.release.citation import doi
from claimset.release.content import Content, ReleaseTable
from claimset.release.files import named

# Rows of a group in a Parquet file, and as many as are prepared at a time.
ROWS_OF_A_GROUP = 1 << 16


def write_csv(content: Content, folder: Path) -> None:
    """`csv/<table>.csv` for each table."""
    (folder / "csv").mkdir(exist_ok=True)
    for item in content.tables:
        with named(folder / csv_path(item)) as path, path.open("wb") as file:
            for chunk in csv_chunks(item.data):
                file.write(chunk)


def write_parquet(content: Content, folder: Path) -> None:
    """`parquet/<table>.parquet` for each table."""
    (folder / "parquet").mkdir(exist_ok=True)
    for item in content.tables:
        schema = _described(item, content)
        with (
            named(folder / parquet_path(item)) as path,
            path.open("wb") as file,
            pq.ParquetWriter(file, schema, compression="zstd") as writer,
        ):
            for group in _groups(item.data):
                writer.write_table(group.cast(schema))


def csv_path(item: ReleaseTable) -> str:
    """The path of the CSV file of a table in its release."""
    return f"csv/{item.table.name}.csv"


def parquet_path(item: ReleaseTable) -> str:
    """The path of the Parquet file of a table in its release."""
    return f"parquet/{item.table.name}.parquet"


PATHS: Mapping[str, Callable[[ReleaseTable], str]] = MappingProxyType({"csv": csv_path, "parquet": parquet_path})


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
