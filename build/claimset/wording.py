"""Puts broken constraints and keys into words: what is wrong, where, and what to do."""

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import pandas as pd
import pyarrow as pa

from claimset.finding import Finding, shortened
from claimset.package import Field, ForeignKey, Table

# Beyond this many candidates, letters or searches, looking for the nearest candidate costs more than it helps.
MOST_CANDIDATES = 20_000
MOST_LETTERS = 200
MOST_SEARCHES = 100
# In a large table fewer values are searched for: a search compares a value with every candidate.
MOST_COMPARISONS = 200_000


def row_keys(table: Table, lines: Iterable[int], frame: pd.DataFrame) -> dict[int, str | None]:
    """By line the primary key of its row, the parts joined by "/"; None where a part is missing, or the row is."""
    wanted = pd.Index(sorted(set(lines)), dtype="int64")
    there = wanted[wanted.isin(frame.index)].to_list()
    keys = zip(there, _cells(frame, there, table.primary_key), strict=True)
    return dict.fromkeys(wanted.to_list()) | {line: _joined(parts) for line, parts in keys}


def _cells(frame: pd.DataFrame, lines: Sequence[int], names: Sequence[str]) -> list[tuple[object, ...]]:
    """The cells of the columns `names` on each of the lines, all at once: one by one takes a hundred times as long."""
    rows = frame.loc[list(lines), list(names)]
    # Arrow hands over a column many times faster than pandas does.
    columns = [pa.chunked_array(rows[name].array.__arrow_array__()).to_pylist() for name in names]
    return [tuple(pd.NA if cell is None else cell for cell in row) for row in zip(*columns, strict=True)]


def _joined(parts: Sequence[object]) -> str | None:
    return None if any(part is pd.NA for part in parts) else "/".join(str(part) for part in parts)


def nearest(value: str, candidates: Collection[str]) -> str | None:
    """The candidate most like `value`, if one is like it."""
    if len(candidates) > MOST_CANDIDATES or len(value) > MOST_LETTERS:
        return None
    close = difflib.get_close_matches(value, candidates, n=1, cutoff=0.6)
    return close[0] if close else None


def constraint_findings(
    table: Table, slug: str, names: Sequence[str], lines: Sequence[int], frame: pd.DataFrame
) -> Iterator[Finding]:
    """A finding for each line on which the constraint `slug` of the columns `names` does not hold."""
    if slug == "primary-key":
        yield from _repeated_keys(table, lines, frame)
        return
    field = table.field(names[0])
    firsts = _first_lines(frame, [field.name]) if slug == "unique" else {}
    told: dict[object, tuple[str, str | None]] = {}
    keys = _cells(frame, lines, table.primary_key)
    for line, cells, key in zip(lines, _cells(frame, lines, [field.name]), keys, strict=True):
        value = _joined(cells)
        if value is not None and field.type == "number":
            # A float without a fraction stands in the file without one, too.
            value = value.removesuffix(".0")
        if value not in told:
            told[value] = _constraint_message(slug, field, value, firsts.get(cells))
        yield Finding(table.path, line, field.name, _joined(key), slug, "error", *told[value], value)


def _first_lines(frame: pd.DataFrame, names: Sequence[str]) -> dict[tuple[object, ...], int]:
    """The first line on which each combination of cells of the columns `names` stands that stands more than once."""
    repeated = frame.index[frame.duplicated(list(names), keep=False)].to_list()
    firsts: dict[tuple[object, ...], int] = {}
    for line, parts in zip(repeated, _cells(frame, repeated, names), strict=True):
        firsts.setdefault(parts, int(line))
    return firsts


def _constraint_message(slug: str, field: Field, value: str | None, first: int | None) -> tuple[str, str | None]:
    message: str
    hint: str | None = None
    shown = None if value is None else shortened(value)
    match slug:
        case "required":
            message, hint = "the cell is empty, but a value is required", field.description
        case "enum":
            close = nearest(value or "", field.enum)
            hint = f"did you mean {close!r}?" if close else f"the terms are {', '.join(field.enum)}"
            message = f"{shown!r} is not {'an' if field.name[0] in 'aeiou' else 'a'} {field.name}"
        case "pattern":
            message, hint = f"{shown!r} does not have the form {field.pattern}", field.description
        case "minimum":
            message = f"{value} is below the minimum of {field.minimum:g}"
        case "maximum":
            message = f"{value} is above the maximum of {field.maximum:g}"
        case "min-length":
            message = f"{shown!r} is shorter than {field.min_length} characters"
        case "max-length":
            message = f"{shown!r} is longer than {field.max_length} characters"
        case "unique":
            message, hint = f"{shown!r} stands twice in this column", f"the first one is on line {first}"
        case _:
            raise NotImplementedError(slug)
    return message, hint


def _repeated_keys(table: Table, lines: Sequence[int], frame: pd.DataFrame) -> Iterator[Finding]:
    names = table.primary_key
    firsts = _first_lines(frame, names)
    for line, parts in zip(lines, _cells(frame, lines, names), strict=True):
        key = "/".join(str(part) for part in parts)
        message = f"the key {shortened(key)} stands twice"
        hint = f"it is on line {firsts[parts]} already; give this row an id of its own, or delete one of the two"
        field = names[0] if len(names) == 1 else None
        yield Finding(table.path, line, field, key, "primary-key", "error", message, hint, key)


def empty_table_finding(table: Table, rows: int) -> Finding:
    """The finding on a table without rows to which `rows` others refer: one mistake, and not one for each of them."""
    message = f"the table has a header and no rows, and others refer to its rows {rows:,} times"
    hint = "restore its rows, from version control if need be"
    return Finding(table.path, 1, None, None, "table-empty", "error", message, hint)


def reference_findings(
    table: Table, key: ForeignKey, lines: Sequence[int], frames: Mapping[str, pd.DataFrame]
) -> Iterator[Finding]:
    """A finding for each line whose foreign key `key` leads nowhere."""
    frame = frames[table.name]
    candidates = frames[key.table][key.target[0]].dropna().astype(str).to_list() if len(key.target) == 1 else []
    known: dict[str, str | None] = {}
    searches = min(MOST_SEARCHES, MOST_COMPARISONS // max(1, len(candidates)))
    keys = _cells(frame, lines, table.primary_key)
    for line, cells, parts in zip(lines, _cells(frame, lines, key.fields), keys, strict=True):
        value = "/".join(str(cell) for cell in cells)
        if value not in known:
            close = nearest(value, candidates) if len(known) < searches else None
            known[value] = _introduced(close, key, frames[key.table]) if close else None
        message = f"{shortened(value)!r} is not in {key.table}"
        hint = known[value] or f"add it to the table {key.table!r}, or correct it here"
        field = key.fields[0] if len(key.fields) == 1 else None
        yield Finding(table.path, line, field, _joined(parts), "foreign-key", "error", message, hint, value)


def _introduced(close: str, key: ForeignKey, target: pd.DataFrame) -> str:
    """The nearest key with what it stands for, because two ids that look alike have nothing else in common."""
    rest = [name for name in target.columns if name not in key.target]
    row = target[target[key.target[0]].astype("string") == close]
    named = f" ({shortened(str(row[rest[0]].iloc[0]))})" if rest and row[rest[0]].iloc[0] is not pd.NA else ""
    return f"did you mean {close!r}{named}? it is only spelled like it: look at the row"
