"""One hash of the curated tables, the same in every file format, row order, column order and library version.

`docs/content-hash.md` describes it so that others can compute it; `tests/content_hash_by_others.py` does.
"""

import hashlib
from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from claimset.package import Table

PREFIX = "sha256:"
# The name of the property in datapackage.json.
PROPERTY = "contentHash"

ROWS_AT_ONCE = 1 << 13
TEXT = pa.large_string()
DIGEST = hashlib.sha256().digest_size


def table_hash(table: Table, cells: pa.Table) -> str:
    """The hash of one table: "sha256:" and 64 hexadecimal digits.

    cells: columns of the types in `claimset.read.ARROW_TYPES`, or dictionaries of texts; further columns, such as
        those that a build adds, do not count.
    """
    names = sorted(table.names)
    digests = bytearray()
    for start in range(0, cells.num_rows, ROWS_AT_ONCE):
        some = cells.slice(start, ROWS_AT_ONCE)
        columns = [_without_comma(_texts(some[name].combine_chunks(), table.field(name).type)) for name in names]
        rows = pc.binary_join_element_wise(*columns, pa.scalar("", TEXT), pa.scalar(",", TEXT)).cast(pa.large_binary())
        digests += b"".join([hashlib.sha256(row).digest() for row in rows.to_pylist()])
    np.frombuffer(digests, f"S{DIGEST}").sort()
    return _digest(b"".join((_block(table.name), *map(_block, names), _block(""))), digests)


def dataset_hash(tables: Mapping[str, str]) -> str:
    """The hash of a dataset, from the hashes of its tables by their names."""
    return _digest(b"".join(_block(name) + _block(tables[name]) for name in sorted(tables)))


def _block(text: str) -> bytes:
    """A text as netstring: the number of its bytes in UTF-8, a colon, the bytes, a comma."""
    data = text.encode("utf-8")
    return b"%d:%b," % (len(data), data)


def _without_comma(texts: pa.Array) -> pa.Array:
    """The netstring of each text, but for the comma at its end."""
    lengths = pc.binary_length(texts).cast(TEXT)
    return pc.binary_join_element_wise(lengths, texts, pa.scalar(":", TEXT))


def _texts(column: pa.Array, kind: str) -> pa.Array:
    """The one spelling of each cell; a missing one is the empty text."""
    return pc.fill_null(_hexadecimal(column) if kind == "number" else column.cast(TEXT), "")


def _hexadecimal(numbers: pa.Array) -> pa.Array:
    """The bits of each number: of all ways to write one, only these are the same in every language."""
    # Adding 0.0 makes -0.0 to 0.0.
    values = pc.fill_null(numbers, 0.0).to_numpy(zero_copy_only=False) + 0.0
    digits = values.astype(">f8").tobytes().hex()
    texts = pa.array([digits[at : at + 16] for at in range(0, len(digits), 16)], TEXT)
    return pc.if_else(pc.is_valid(numbers), texts, pa.scalar(None, TEXT))


def _digest(*parts: bytes | bytearray) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(part)
    return PREFIX + whole.hexdigest()
