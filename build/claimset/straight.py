"""Reads a file that is canonical CSV, and knows one by its bytes, without writing its cells out again.

Whether a file has faults is seen at the speed of reading; which ones they are is left to `claimset.cells`.
Source: RFC 4180, section 2, and the canonical form of `claimset.canonical`.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from claimset.canonical import in_order
from claimset.package import Table

CHUNK = 1 << 22
QUOTE, COMMA, NEWLINE = b'",\n'


def canonical_cells(path: Path, table: Table) -> pa.Table | None:
    """The cells of a file in canonical form with each row on one line, as text; None where the file is anything else.

    The columns are those of the schema, a missing cell is null, and row n stands on line n + 2.
    """
    header = (",".join(table.names) + "\n").encode()
    try:
        newlines = _newlines(path, header)
        cells = None if newlines is None else _read(path, table.names)
    except (OSError, pa.ArrowInvalid):
        return None
    if cells is None or cells.num_rows != newlines or not in_order(cells, table):
        return None
    return cells


def _read(path: Path, names: tuple[str, ...]) -> pa.Table:
    """The cells as Arrow reads them; ArrowInvalid where one is not UTF-8 or a row has more or fewer than the header."""
    return pacsv.read_csv(
        path,
        read_options=pacsv.ReadOptions(column_names=names, skip_rows=1, block_size=CHUNK),
        parse_options=pacsv.ParseOptions(ignore_empty_lines=False),
        convert_options=pacsv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), null_values=[""], strings_can_be_null=True
        ),
    )


def _newlines(path: Path, header: bytes) -> int | None:
    """The number of lines below the header; None where a quotation mark, a line end or a NUL is out of place."""
    newlines = 0
    with path.open("rb") as file:
        if file.read(len(header)) != header:
            return None
        for lines in _whole_lines(file.read):
            if lines[-1] != NEWLINE or lines[0] == NEWLINE or any(mark in lines for mark in (b"\n\n", b"\r", b"\0")):
                return None
            if not _quoted_where_needed(lines):
                return None
            newlines += lines.count(b"\n")
    return newlines


def _whole_lines(read: Callable[[int], bytes]) -> Iterator[bytes]:
    """What is left of a file in pieces that end with a line, except perhaps the last."""
    rest = b""
    while chunk := read(CHUNK):
        end = chunk.rfind(b"\n") + 1
        if end:
            yield rest + chunk[:end]
            rest = chunk[end:]
        else:
            rest += chunk
    if rest:
        yield rest


def _quoted_where_needed(lines: bytes) -> bool:
    """Whether quotation marks enclose whole cells of one line, those with a comma or a quotation mark and no others.

    Every other mark opens, since it cannot follow an open one unless it closes it; a doubled one closes and opens.
    """
    if b'"' not in lines:
        return True
    text = np.frombuffer(lines, np.uint8)
    marks = np.flatnonzero(text == QUOTE)
    opening, closing = marks[::2], marks[1::2]
    if len(opening) != len(closing):
        return False
    # There is a byte after each mark, because the last one ends a line. None stands before the first.
    before = np.where(opening == 0, NEWLINE, text[opening - 1])
    after = text[closing + 1]
    if not (np.isin(before, (QUOTE, COMMA, NEWLINE)).all() and np.isin(after, (QUOTE, COMMA, NEWLINE)).all()):
        return False
    first, last = opening[before != QUOTE], closing[after != QUOTE]
    # Of the pieces between these marks, every other one is inside a cell.
    pieces = np.stack([first, last], axis=1).ravel()
    commas, newlines = (np.logical_or.reduceat(text == byte, pieces)[::2] for byte in (COMMA, NEWLINE))
    doubled = np.searchsorted(marks, last) - np.searchsorted(marks, first) > 1
    return bool((commas | doubled).all() and not newlines.any())
