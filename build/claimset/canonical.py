"""The canonical form of a CSV file, so that two people who keep the same table keep the same bytes.

UTF-8 without byte order mark, LF, the columns of the schema in its order, rows sorted by primary key (text by
code point, numbers by size), quotation marks only where RFC 4180 needs them, Unicode in normal form C.
"""

import itertools
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from claimset.finding import Finding
from claimset.package import Table

# Few enough that their columns stay in the cache of the processor.
ROWS_AT_ONCE = 1 << 14
TEXT = pa.large_string()
NOTHING, MARK, COMMA, LINE_END = (pa.scalar(text, TEXT) for text in ("", '"', ",", "\n"))


def csv_chunks(cells: pa.Table) -> Iterator[pa.Buffer]:
    """The bytes of the canonical CSV file of a table, in pieces; missing cells are empty."""
    yield pa.py_buffer((",".join(cells.column_names) + "\n").encode())
    for start in range(0, cells.num_rows, ROWS_AT_ONCE):
        some = cells.slice(start, ROWS_AT_ONCE)
        columns = [_quoted(column.cast(TEXT).combine_chunks()) for column in some.columns]
        if len(columns) == 1:
            # A lone missing cell would be a blank line, which readers skip.
            columns = [pc.fill_null(columns[0], '""')]
        columns[-1] = _joined(columns[-1], LINE_END, NOTHING)
        yield _joined(*columns, COMMA).buffers()[2]


def _joined(*columns_and_separator: pa.Array) -> pa.Array:
    return pc.binary_join_element_wise(*columns_and_separator, null_handling="replace", null_replacement="")


def _quoted(column: pa.Array) -> pa.Array:
    """The cells as they stand in a file: in quotation marks those that hold one, a comma or a line end."""
    offsets, text = column.buffers()[1:]
    if text is None:
        return column
    starts = np.frombuffer(offsets, np.int64)[column.offset : column.offset + len(column) + 1]
    signs = np.frombuffer(text, np.uint8)[starts[0] : starts[-1]]
    special = np.flatnonzero((signs == ord('"')) | (signs == ord(",")) | (signs == ord("\n")) | (signs == ord("\r")))
    if not len(special):
        return column
    is_special = np.zeros(len(column), np.bool_)
    is_special[np.searchsorted(starts - starts[0], special, side="right") - 1] = True
    doubled = pc.replace_substring(column.filter(is_special), '"', '""')
    return pc.replace_with_mask(column, pa.array(is_special), _joined(MARK, doubled, MARK, NOTHING))


def sort_by_key(cells: pa.Table, table: Table) -> pa.Table:
    """The rows in the order of the primary key; rows with equal keys stay in their order."""
    if in_order(cells, table):
        return cells
    keys = _keys(cells, table)
    names = [str(position) for position in range(len(keys))]
    return cells.take(pc.sort_indices(pa.table(keys, names), sort_keys=[(name, "ascending") for name in names]))


def in_order(cells: pa.Table, table: Table) -> bool:
    """Whether the rows stand in the order of the primary key; False, too, where a part of a key is missing."""
    alike = None
    for key in _keys(cells, table):
        before, after = key.slice(0, max(0, len(key) - 1)), key.slice(1)
        falls, same = pc.greater(before, after), pc.equal(before, after)
        if key.null_count or pc.any(falls if alike is None else pc.and_(alike, falls)).as_py():
            return False
        alike = same if alike is None else pc.and_(alike, same)
        if not pc.any(alike).as_py():
            break
    return True


def like_row_before(cells: pa.Table) -> npt.NDArray[np.bool_]:
    """Which rows have the cells of the row before them; missing cells are like nothing."""
    alike = np.ones(cells.num_rows, dtype=np.bool_)
    alike[:1] = False
    for column in cells.columns:
        same = pc.equal(column.slice(0, max(0, len(column) - 1)), column.slice(1))
        alike[1:] &= pc.fill_null(same, fill_value=False).to_numpy()
    return alike


def _keys(cells: pa.Table, table: Table) -> list[pa.ChunkedArray]:
    return [_sortable(cells[name], table.field(name).type) for name in table.primary_key]


def _sortable(column: pa.ChunkedArray, kind: str) -> pa.ChunkedArray:
    if kind == "integer":
        try:
            return column.cast(pa.int64())
        except pa.ArrowInvalid:
            return column
    return column.cast(pa.string())


def not_canonical(path: Path, table: Table, cells: pa.Table) -> Finding | None:
    """A finding where the file is not the canonical form of its own cells, with the first line that differs."""
    line = first_difference(path, sort_by_key(cells, table))
    return None if line is None else _difference(table, line)


def first_difference(path: Path, cells: pa.Table) -> int | None:
    """The first line on which the file is not the CSV form of the cells in their order; None where all of it is."""
    line = 1
    with path.open("rb") as file:
        for chunk in csv_chunks(cells):
            # A buffer's own view is of signed bytes, and bytes beyond ASCII are never equal to those.
            expected = memoryview(chunk).cast("B")
            found = file.read(len(expected))
            if found != expected:
                return line + _lines_alike(found, bytes(expected))
            line += found.count(b"\n")
        return line if file.read(1) else None


def _lines_alike(found: bytes, expected: bytes) -> int:
    pairs = zip(found.split(b"\n"), expected.split(b"\n"), strict=False)
    alike = sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))
    # A last line that lacks its line end is the line that differs.
    return min(alike, found.count(b"\n"))


def _difference(table: Table, line: int) -> Finding:
    keys = ", ".join(table.primary_key)
    message = "the file is not in canonical form from here on"
    hint = f"run `claimset fmt` (rows sorted by {keys}, quotation marks only where needed, LF at every line end)"
    return Finding(table.path, line, None, None, "not-canonical", "error", message, hint)
