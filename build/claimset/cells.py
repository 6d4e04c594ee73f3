"""Reads a CSV file into text cells and judges its structure, because a CSV reader silently shifts, pads and renames.

A sound file takes the quick way (Arrow); a file with any structural fault is read record by record so that the
fault has a line. Source: RFC 4180.
"""

import csv
import difflib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from claimset.bytescan import ByteScan, scan_bytes
from claimset.canonical import first_difference, not_canonical
from claimset.descriptor import safe_path
from claimset.finding import Finding
from claimset.package import Table
from claimset.straight import canonical_cells

# The greatest number that the C type of the limit holds on every system.
LONGEST_CELL = 2**31 - 1
# More unknown columns than this are told in one finding.
MANY = 10

TOO_LONG = "there is a comma too many, or a cell that holds a comma is not in quotation marks"


@dataclass(frozen=True, slots=True)
class CellReading:
    """The cells of one file as text, columns in schema order, missing where the cell is empty.

    lines: the line on which each row begins.
    """

    cells: pa.Table
    lines: pd.Index
    findings: tuple[Finding, ...]
    unsound: frozenset[str]


@dataclass(slots=True)
class Faults:
    """What is found while one table is read: findings, and what is unsound ("claims", "claims.topic")."""

    table: Table
    findings: list[Finding] = field(default_factory=list)
    unsound: set[str] = field(default_factory=set)

    def add(  # noqa: PLR0913 - a finding has this many parts
        self,
        rule: str,
        message: str,
        *,
        line: int | None = None,
        column: str | None = None,
        key: str | None = None,
        hint: str | None = None,
        value: str | None = None,
    ) -> None:
        """A finding in the file of the table; an error, as a fault of structure always is."""
        self.findings.append(Finding(self.table.path, line, column, key, rule, "error", message, hint, value))

    def table_unsound(self) -> None:
        """Rows of the table are not all there."""
        self.unsound.add(self.table.name)

    def column_unsound(self, column: str) -> None:
        """Cells of the column are not all there, or not of its type."""
        self.unsound.add(f"{self.table.name}.{column}")


def read_cells(root: Path, table: Table) -> CellReading:
    """The cells of one table as text, with the findings on the structure of its file."""
    path = safe_path(root, table.path, table.path)
    straight = canonical_cells(path, table)
    if straight is not None:
        return CellReading(straight, pd.RangeIndex(2, straight.num_rows + 2), (), frozenset())
    faults = Faults(table)
    scan = _scan(path, faults)
    header = None if scan is None else _header(path, table, faults)
    if scan is None or header is None:
        faults.table_unsound()
        cells = pa.table([pa.nulls(0, pa.string())] * len(table.names), list(table.names))
        lines: pd.Index = pd.RangeIndex(0)
    else:
        cells, lines = _cells(path, header, scan, faults)
        cells = _by_schema(cells, header, table)
        difference = None if faults.findings else not_canonical(path, table, cells)
        faults.findings += [difference] if difference else []
    return CellReading(cells, lines, tuple(faults.findings), frozenset(faults.unsound))


def _scan(path: Path, faults: Faults) -> ByteScan | None:
    """The scan of a file that can be read as text, with findings; None where it cannot."""
    try:
        if not path.is_file():
            hint = "restore it, or start it with the header line " + ",".join(faults.table.names)
            faults.add("file-missing", "there is no such file", hint=hint)
            return None
        scan = scan_bytes(path)
    except OSError as error:
        faults.add("file-unreadable", f"the file cannot be read: {error.strerror}")
        return None
    if scan.size == 0:
        hint = "the first line must be " + ",".join(faults.table.names)
        faults.add("file-empty", "the file is empty: not even a header line", hint=hint)
        return None
    if scan.nul_line is not None:
        hint = "save the table as UTF-8 text (UTF-16 files are full of NUL bytes)"
        faults.add("nul-byte", "the file holds NUL bytes, so it is not text", line=scan.nul_line, hint=hint)
        return None
    if scan.not_utf8_line is not None:
        hint = 'save it as "CSV UTF-8"'
        faults.add("not-utf8", "the file is not UTF-8 from here on", line=scan.not_utf8_line, hint=hint)
        return None
    if scan.has_bom:
        hint = "run `claimset fmt`"
        faults.add("byte-order-mark", "the file begins with a byte order mark (U+FEFF)", line=1, hint=hint)
    if scan.carriage_return_line is not None:
        message = f"{scan.carriage_returns:,} carriage returns (CR): lines must end in LF alone"
        faults.add("line-ends", message, line=scan.carriage_return_line, hint="run `claimset fmt`")
    return scan


def _records(path: Path) -> Iterator[tuple[int, list[str] | None]]:
    """The records of a CSV file with the line each begins on; the last is None where its quoting is broken."""
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, strict=True)
        begin = 1
        try:
            for record in reader:
                yield begin, record
                begin = reader.line_num + 1
        except csv.Error:
            yield begin, None


def _header(path: Path, table: Table, faults: Faults) -> list[str] | None:
    """The column names of the file, with findings on each that is not in the schema; None without any."""
    _, header = next(_records(path), (1, None))
    if header is None or not any(name in table.names for name in header):
        hint = "the first line must be " + ",".join(table.names)
        faults.add(
            "header-missing", "the first line is not a header: it names no column of the table", line=1, hint=hint
        )
        return None
    missing = [name for name in table.names if name not in header]
    for name in missing:
        faults.column_unsound(name)
    for name, count in Counter(header).items():
        if count > 1:
            message = f"{count:,} columns are called {name!r}"
            faults.add("column-repeated", message, line=1, column=name, hint="keep one of them")
            faults.column_unsound(name)
    _unknown_columns([name for name in dict.fromkeys(header) if name not in table.names], missing, faults)
    for name in missing:
        faults.add("column-missing", f"there is no column {name!r}", line=1, column=name, hint="add it to the header")
    return header


def _unknown_columns(names: list[str], missing: list[str], faults: Faults) -> None:
    if len(names) > MANY:
        some = ", ".join(repr(name) for name in names[:MANY])
        hint = f"the columns are {', '.join(faults.table.names)}"
        faults.add(
            "column-unknown", f"the table has no columns {some} and {len(names) - MANY:,} more", line=1, hint=hint
        )
        return
    for name in names:
        _unknown_column(name, missing, faults)


def _unknown_column(name: str, missing: list[str], faults: Faults) -> None:
    close = difflib.get_close_matches(name.strip().lower(), faults.table.names, n=1)
    hint = f"did you mean {close[0]!r}?" if close else f"the columns are {', '.join(faults.table.names)}"
    faults.add("column-unknown", f"the table has no column {name!r}", line=1, column=name, hint=hint)
    if close and close[0] in missing:
        # The misspelt column is the missing one: one mistake, one finding.
        missing.remove(close[0])


def _cells(path: Path, header: list[str], scan: ByteScan, faults: Faults) -> tuple[pa.Table, pd.Index]:
    """The cells below the header, by position, as text (empty = missing), and the line of each row."""
    quick = None if scan.carriage_returns else _quick_cells(path, header)
    if quick is None:
        return _slow_cells(path, header, faults)
    breaks = scan.newlines + (0 if scan.ends_with_newline else 1)
    if breaks == quick.num_rows + 1:
        return quick, pd.RangeIndex(2, quick.num_rows + 2)
    inner = pa.array([0] * quick.num_rows, pa.int32())
    for column in quick.columns:
        inner = pc.add(inner, pc.fill_null(pc.count_substring(column, "\n"), 0)).combine_chunks()
    height = pd.Series(inner.to_numpy(zero_copy_only=False)) + 1
    return quick, pd.Index(height.cumsum() - height + 2)


def _quick_cells(path: Path, header: list[str]) -> pa.Table | None:
    """The cells as Arrow reads them; None where a record has more or fewer cells than the header, or odd quoting.

    Arrow forgives text after a closing quotation mark and blank lines, so what it read must give the file again.
    """
    ragged: list[int | None] = []

    def skip(row: pacsv.InvalidRow) -> str:
        ragged.append(row.number)
        return "skip"

    names = [str(position) for position in range(len(header))]
    try:
        cells = pacsv.read_csv(
            path,
            read_options=pacsv.ReadOptions(column_names=names, skip_rows=1, block_size=1 << 24),
            parse_options=pacsv.ParseOptions(
                newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=skip
            ),
            convert_options=pacsv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), null_values=[""], strings_can_be_null=True
            ),
        )
    except pa.ArrowInvalid:
        return None
    return None if ragged or first_difference(path, cells.rename_columns(header)) else cells


def _slow_cells(path: Path, header: list[str], faults: Faults) -> tuple[pa.Table, pd.Index]:
    rows: list[list[str]] = []
    lines: list[int] = []
    for begin, record in _records(path):
        if begin == 1:
            continue
        if record is None:
            faults.table_unsound()
            hint = 'close it, and write a quotation mark inside a quoted cell twice ("")'
            message = "a quotation mark in this record is not closed, or text follows a closing one"
            faults.add("quoting", message, line=begin, hint=hint)
        elif len(record) == len(header):
            rows.append(record)
            lines.append(begin)
        else:
            faults.table_unsound()
            _ragged(begin, record, header, faults)
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(header)
    cells = pa.table(
        [pa.array([cell or None for cell in column], pa.string()) for column in columns],
        names=[str(position) for position in range(len(header))],
    )
    return cells, pd.Index(lines, dtype="int64")


def _ragged(line: int, record: list[str], header: list[str], faults: Faults) -> None:
    parts = [
        record[at] for name in faults.table.primary_key if name in header[: len(record)] for at in [header.index(name)]
    ]
    key = "/".join(parts) if all(parts) and len(parts) == len(faults.table.primary_key) else None
    if not record:
        faults.add("row-blank", "the line is blank", line=line, hint="delete it")
    elif len(record) < len(header):
        message = f"{len(record):,} cells where the header has {len(header):,}"
        faults.add(
            "row-short", message, line=line, key=key, hint="add the missing commas; an empty cell stands for missing"
        )
    else:
        message = f"{len(record):,} cells where the header has {len(header):,}"
        faults.add("row-long", message, line=line, key=key, hint=TOO_LONG)


def _by_schema(cells: pa.Table, header: list[str], table: Table) -> pa.Table:
    """The columns of the schema in its order; one that the file lacks is all missing."""
    absent = pa.nulls(cells.num_rows, pa.string())
    columns = [cells.column(header.index(name)) if name in header else absent for name in table.names]
    return pa.table(columns, list(table.names))
