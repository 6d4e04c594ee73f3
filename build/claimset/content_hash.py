"""One hash of the curated tables, the same in every file format, row order, column order and library version.

`docs/content-hash.md` describes it so that others can compute it; `tests/content_hash_by_others.py` does.
"""

import hashlib
import struct
from collections.abc import Mapping
from types import MappingProxyType

import pyarrow as pa

from claimset.package import Table

PREFIX = "sha256:"
# The name of the property in datapackage.json.
PROPERTY = "contentHash"

SPELLED = MappingProxyType({True: "true", False: "false"})


def table_hash(table: Table, cells: pa.Table) -> str:
    """The hash of one table: "sha256:" and 64 hexadecimal digits.

    cells: columns of the types in `claimset.read.ARROW_TYPES`, or dictionaries of texts; further columns, such as
        those that a build adds, do not count.
    """
    names = sorted(table.names)
    columns = [[_block(text) for text in _texts(cells[name], table.field(name).type)] for name in names]
    rows = sorted(hashlib.sha256(b"".join(row)).digest() for row in zip(*columns, strict=True))
    return _digest(b"".join((_block(table.name), *map(_block, names), _block(""), *rows)))


def dataset_hash(tables: Mapping[str, str]) -> str:
    """The hash of a dataset, from the hashes of its tables by their names."""
    return _digest(b"".join(_block(name) + _block(tables[name]) for name in sorted(tables)))


def _block(text: str) -> bytes:
    """A text as netstring: the number of its bytes in UTF-8, a colon, the bytes, a comma."""
    data = text.encode("utf-8")
    return b"%d:%b," % (len(data), data)


def _texts(column: pa.ChunkedArray, kind: str) -> list[str]:
    """The one spelling of each cell; a missing one is the empty text."""
    values = column.to_pylist()
    if kind == "number":
        # Of all ways to write a number, only its bits are the same in every language; adding 0.0 makes -0.0 to 0.0.
        return ["" if value is None else struct.pack(">d", value + 0.0).hex() for value in values]
    if kind == "boolean":
        return ["" if value is None else SPELLED[value] for value in values]
    return ["" if value is None else str(value) for value in values]


def _digest(data: bytes) -> str:
    return PREFIX + hashlib.sha256(data).hexdigest()
