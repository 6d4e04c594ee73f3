"""The content of a release: every table with its description, typed and sorted, before any format is chosen."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

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
from claimset.parallel import each
from claimset.read import ARROW_TYPES
from claimset.release.changelog import CHANGELOG, release_date
from claimset.release.formats import FORMATS

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
        all terms in the order of the schema, other types as in `claimset.read.ARROW_TYPES`, where texts may be in a
        dictionary, too. None once a computed table is written and no format is to come that needs its rows.
    derived: whether the build computed the table; a stored one was curated.
    """

    table: Table
    data: pa.Table
    derived: bool
    rows: int


@dataclass(frozen=True, slots=True)
class Content:
    """What each writer of a release is given.

    released: the day in the changelog, not that of the build.
    hashes: the content hash of each stored table, by its name.
    documents: the files that are copied from the package, by their names in the release.
    formats: those of `claimset.release.formats` that the release has.
    sums: the SHA-256 of each file as far as somebody has asked for it (`claimset.release.files.sum_of`).
    """

    package: Package
    released: date
    tables: tuple[ReleaseTable, ...]
    hashes: Mapping[str, str]
    documents: Mapping[str, bytes]
    formats: tuple[str, ...]
    sums: dict[Path, str]

    @property
    def name(self) -> str:
        """The name of the release, of its folder and of its archive."""
        return f"{self.package.name}-{self.package.version}"

    @property
    def content_hash(self) -> str:
        """The hash of all stored tables, as `docs/content-hash.md` defines it."""
        return dataset_hash(self.hashes)


def assemble(
    package: Package,
    frames: Mapping[str, pd.DataFrame],
    derived: Iterable[DerivedTable],
    formats: tuple[str, ...] = FORMATS,
) -> Content:
    """The content of the release of `package`; ReleaseError where a document is missing or two columns share a name."""
    documents = {released: _document(package, name, purpose) for name, released, purpose in DOCUMENTS}
    stored = [_release_table(table, frames[table.name], derived=False) for table in package.tables]
    hashes = each(lambda table: table_hash(table, _cells(table, frames[table.name])), package.tables)
    return Content(
        package=package,
        released=release_date(documents[CHANGELOG], package.version),
        tables=(*stored, *map(computed, derived)),
        hashes={table.name: digest for table, digest in zip(package.tables, hashes, strict=True)},
        documents=documents,
        formats=formats,
        sums={},
    )


def computed(item: DerivedTable) -> ReleaseTable:
    """A table that the build computed as a table of its release."""
    return _release_table(item.table, item.frame, derived=True)


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
    data = sort_by_key(pa.table(columns, names), table)
    return ReleaseTable(replace(table, fields=fields), data, derived, data.num_rows)


def _cells(table: Table, frame: pd.DataFrame) -> pa.Table:
    """The columns of the frame as Arrow has them: those of the described types, and dictionaries, are not copied."""
    cells = pa.Table.from_pandas(frame[list(table.names)], preserve_index=False)
    types = (
        column.type if pa.types.is_dictionary(column.type) else ARROW_TYPES[field.type]
        for field, column in zip(table.fields, cells.columns, strict=True)
    )
    return cells.cast(pa.schema(zip(table.names, types, strict=True)))


def _columns(table: Table, cells: pa.Table) -> Iterator[tuple[Field, pa.ChunkedArray]]:
    """The columns as they are released, each EDTF column followed by the first and the last day that it allows."""
    for field in table.fields:
        column = cells[field.name]
        yield field, _encoded(column, field.enum) if field.enum else column
        if field.is_edtf:
            texts = column.cast(pa.string()).combine_chunks().dictionary_encode()
            known = [UNKNOWN if text is None else bounds(text) for text in texts.dictionary.to_pylist()]
            yield _bound_field(field, "earliest"), _days((item.earliest for item in known), texts.indices)
            yield _bound_field(field, "latest"), _days((item.latest for item in known), texts.indices)


def _bound_field(field: Field, bound: str) -> Field:
    return Field(
        name=f"{field.name}_{bound}",
        title=f"{field.title} ({bound})",
        description=f"The {bound} day that {field.name} allows, computed from it by the build. Empty where "
        f"{field.name} is empty or sets no {bound} day.",
        type="date",
    )


def _days(values: Iterable[date | None], indices: pa.Array) -> pa.ChunkedArray:
    return pa.chunked_array([pa.array(values, pa.date32()).take(indices)])


def _encoded(column: pa.ChunkedArray, terms: tuple[str, ...]) -> pa.ChunkedArray:
    """The column as a dictionary of all `terms`, used or not, in their order."""
    indices = pa.int8() if len(terms) <= INT8_TERMS else pa.int16()
    codes = pc.index_in(column.cast(pa.string()), value_set=pa.array(terms)).cast(indices)
    encoded = [pa.DictionaryArray.from_arrays(chunk, pa.array(terms)) for chunk in codes.chunks]
    return pa.chunked_array(encoded, pa.dictionary(indices, pa.string()))
