"""The content of a release: every table with its description, typed and sorted, before any format is chosen."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from claimset.canonical import sort_by_key
from claimset.content_hash import dataset_hash, table_hash
from claimset.dates import Bounds, bounds
from claimset.derive import DerivedTable
from claimset.descriptor import safe_path
from claimset.errors import ReleaseError
from claimset.package import Field, Package, Table
from claimset.read import ARROW_TYPES
from claimset.release.changelog import CHANGELOG, release_date

# What a release copies from its package: the name there, the name in the release (which holds data only, so that its
# licence is LICENSE), and what is missing without it.
DOCUMENTS = (
    (CHANGELOG, CHANGELOG, "the day of the release under the heading of its version"),
    ("METHODS.md", "METHODS.md", "the rules by which the derived tables are computed"),
    ("LICENSE-DATA", "LICENSE", "the text of the licence under which the data may be used"),
)
# int8 indices are the smallest; they number this many terms.
INT8_TERMS = 128
UNKNOWN = Bounds(None, None)


@dataclass(frozen=True, slots=True)
class ReleaseTable:
    """One table of a release.

    data: columns in the order of `table.fields`, rows sorted by primary key; vocabulary columns are dictionaries of
        all terms in the order of the schema, other types as in `claimset.read.ARROW_TYPES`.
    derived: whether the build computed the table; a stored one was curated.
    """

    table: Table
    data: pa.Table
    derived: bool


@dataclass(frozen=True, slots=True)
class Content:
    """What each writer of a release is given.

    released: the day in the changelog, not that of the build.
    hashes: the content hash of each stored table, by its name.
    documents: the files that are copied from the package, by their names in the release.
    """

    package: Package
    released: date
    tables: tuple[ReleaseTable, ...]
    hashes: Mapping[str, str]
    documents: Mapping[str, bytes]

    @property
    def name(self) -> str:
        """The name of the release, of its folder and of its archive."""
        return f"{self.package.name}-{self.package.version}"

    @property
    def content_hash(self) -> str:
        """The hash of all stored tables, as `docs/content-hash.md` defines it."""
        return dataset_hash(self.hashes)


def assemble(package: Package, frames: Mapping[str, pd.DataFrame], derived: Iterable[DerivedTable]) -> Content:
    """The content of the release of `package`; ReleaseError where a document is missing or two columns share a name."""
    documents = {released: _document(package, name, purpose) for name, released, purpose in DOCUMENTS}
    return Content(
        package=package,
        released=release_date(documents[CHANGELOG], package.version),
        tables=(
            *(_release_table(table, frames[table.name], derived=False) for table in package.tables),
            *(_release_table(item.table, item.frame, derived=True) for item in derived),
        ),
        hashes={table.name: table_hash(table, _cells(table, frames[table.name])) for table in package.tables},
        documents=documents,
    )


def _document(package: Package, name: str, purpose: str) -> bytes:
    try:
        return safe_path(package.root, name, name).read_bytes()
    except FileNotFoundError:
        raise ReleaseError(f"{name}: there is no such file in the package; add it with {purpose}") from None
    except OSError as error:
        raise ReleaseError(f"{name}: cannot be read: {error.strerror}") from None


def _release_table(table: Table, frame: pd.DataFrame, *, derived: bool) -> ReleaseTable:
    fields, columns = zip(*_columns(table, _cells(table, frame)), strict=True)
    names = [field.name for field in fields]
    for name in names:
        if names.count(name) > 1:
            raise ReleaseError(f"{table.path}: {name!r} is a name that the build gives to a column; rename that column")
    return ReleaseTable(replace(table, fields=fields), sort_by_key(pa.table(columns, names), table), derived)


def _cells(table: Table, frame: pd.DataFrame) -> pa.Table:
    types = pa.schema([(field.name, ARROW_TYPES[field.type]) for field in table.fields])
    return pa.Table.from_pandas(frame, schema=types, preserve_index=False)


def _columns(table: Table, cells: pa.Table) -> Iterator[tuple[Field, pa.ChunkedArray]]:
    """The columns as they are released, each EDTF column followed by the first and the last day that it allows."""
    for field in table.fields:
        column = cells[field.name]
        yield field, _encoded(column, field.enum) if field.enum else column
        if field.is_edtf:
            known = [UNKNOWN if text is None else bounds(text) for text in column.to_pylist()]
            yield _bound_field(field, "earliest"), _days(item.earliest for item in known)
            yield _bound_field(field, "latest"), _days(item.latest for item in known)


def _bound_field(field: Field, bound: str) -> Field:
    return Field(
        name=f"{field.name}_{bound}",
        title=f"{field.title} ({bound})",
        description=f"The {bound} day that {field.name} allows, computed from it by the build. Empty where "
        f"{field.name} is empty or sets no {bound} day.",
        type="date",
    )


def _days(values: Iterable[date | None]) -> pa.ChunkedArray:
    return pa.chunked_array([pa.array(values, pa.date32())])


def _encoded(column: pa.ChunkedArray, terms: tuple[str, ...]) -> pa.ChunkedArray:
    """The column as a dictionary of all `terms`, used or not, in their order."""
    indices = pa.int8() if len(terms) <= INT8_TERMS else pa.int16()
    codes = pc.index_in(column.combine_chunks(), value_set=pa.array(terms)).cast(indices)
    return pa.chunked_array([pa.DictionaryArray.from_arrays(codes, pa.array(terms))])
