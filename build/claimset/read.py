"""Reads the tables of a package with their types; the index of a table is the line of the file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import isfinite
from types import MappingProxyType

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from claimset.cells import CellReading, Faults, read_cells
from claimset.finding import Finding, shortened
from claimset.package import Field, Package, Table

ARROW_TYPES: Mapping[str, pa.DataType] = MappingProxyType(
    {
        "string": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
    }
)

# What a cell of a type looks like: one spelling for each value, so that equal values are equal text.
SPELLINGS: Mapping[str, str] = MappingProxyType(
    {
        "integer": r"^(0|-?[1-9][0-9]*)$",
        "number": r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$",
        "boolean": r"^(true|false)$",
        "date": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    }
)
EXPECTED: Mapping[str, str] = MappingProxyType(
    {
        "integer": "a whole number such as 12",
        "number": "a number such as 12.5",
        "boolean": "true or false",
        "date": "a date such as 2023-10-07",
    }
)


@dataclass(frozen=True, slots=True)
class Reading:
    """The tables of a package as they were read.

    frames: a pandas DataFrame for each table, columns in schema order with Arrow-backed dtypes, indexed by file
        line (the line on which the record begins); a cell that could not be read is missing here.
    unsound: tables ("claims") and columns ("claims.topic") whose content is not all there, so that a check
        that needs them would judge what is not in the file.
    unread: the lines of the cells that could not be read, by (table, column).
    """

    frames: Mapping[str, pd.DataFrame]
    findings: tuple[Finding, ...]
    unsound: frozenset[str]
    unread: Mapping[tuple[str, str], frozenset[int]]


def read_package(package: Package) -> Reading:
    """All tables of the package, typed, with the findings on their structure and types."""
    frames: dict[str, pd.DataFrame] = {}
    findings: list[Finding] = []
    unsound: set[str] = set()
    unread: dict[tuple[str, str], frozenset[int]] = {}
    for table in package.tables:
        text = read_cells(package.root, table)
        faults = Faults(table)
        frames[table.name], bad_lines = _typed(text, table, faults)
        findings += (*text.findings, *faults.findings)
        unsound |= text.unsound | faults.unsound
        unread |= {(table.name, column): lines for column, lines in bad_lines.items()}
    return Reading(frames, tuple(findings), frozenset(unsound), unread)


def _typed(text: CellReading, table: Table, faults: Faults) -> tuple[pd.DataFrame, dict[str, frozenset[int]]]:
    """The typed table, and by column the lines of the cells that are not of the column's type."""
    typed: dict[str, pa.ChunkedArray] = {}
    unread = {}
    for column in table.fields:
        values, bad = _convert(text.cells[column.name], column)
        typed[column.name] = values
        if bad is not None:
            unread[column.name] = _untyped(text, bad, column, faults)
    frame: pd.DataFrame = pa.table(typed).to_pandas(types_mapper=pd.ArrowDtype)
    frame.index = text.lines
    frame.index.name = "line"
    return frame, unread


def _convert(text: pa.ChunkedArray, column: Field) -> tuple[pa.ChunkedArray, pa.ChunkedArray | None]:
    """The column in its Arrow type, and a mask of the cells that are not of it (None where all are)."""
    if column.type == "string":
        return text, None
    good = pc.fill_null(pc.match_substring_regex(text, SPELLINGS[column.type]), fill_value=True)
    if column.type == "boolean":
        values = pc.if_else(good, pc.equal(text, "true"), pa.scalar(None, pa.bool_()))
        return values, None if pc.all(good).as_py() in {True, None} else pc.invert(good)
    kind = ARROW_TYPES[column.type]
    try:
        if pc.all(good).as_py() in {True, None}:
            values = text.cast(kind)
            if _within(values, column.type):
                return values, None
    except pa.ArrowInvalid:
        pass
    # Some cell is not of the type: judge each distinct text once.
    known = {value: _parse(value, column.type) for value in pc.unique(text).to_pylist()}
    values = pa.chunked_array([pa.array([known[value] for value in text.to_pylist()], kind)])
    return values, pc.and_(pc.is_valid(text), pc.is_null(values))


def _within(values: pa.ChunkedArray, kind: str) -> bool:
    """Whether all values are of the calendar (years 1 to 9999) or finite: Arrow alone reads others, too."""
    if kind == "date":
        least, most = pc.min_max(values.cast(pa.int32())).values()
        first, last = (pa.scalar(day).cast(pa.int32()) for day in (date.min, date.max))
        return least.as_py() is None or (first.as_py() <= least.as_py() and most.as_py() <= last.as_py())
    return kind != "number" or pc.all(pc.is_finite(values)).as_py() in {True, None}


def _parse(value: str | None, kind: str) -> int | float | date | None:
    """The value of one cell, or None where it is missing or not of its type."""
    if value is None or not pc.match_substring_regex(pa.scalar(value), SPELLINGS[kind]).as_py():
        return None
    if kind == "integer":
        # Python refuses to read thousands of digits.
        return number if len(value) <= len(str(-(2**63))) and -(2**63) <= (number := int(value)) < 2**63 else None
    if kind == "number":
        return float(value) if isfinite(float(value)) else None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _untyped(text: CellReading, bad: pa.ChunkedArray, column: Field, faults: Faults) -> frozenset[int]:
    """Adds a finding for each cell that `bad` marks, and gives their lines."""
    positions = [at for at, is_bad in enumerate(bad.to_pylist()) if is_bad]
    for at in positions:
        value = text.cells[column.name][at].as_py()
        parts = [text.cells[name][at].as_py() for name in faults.table.primary_key]
        key = None if None in parts else "/".join(parts)
        message = f"{shortened(value)!r} is not {EXPECTED[column.type]}"
        faults.add("type", message, line=int(text.lines[at]), column=column.name, key=key, value=value)
    faults.column_unsound(column.name)
    return frozenset(int(text.lines[at]) for at in positions)
