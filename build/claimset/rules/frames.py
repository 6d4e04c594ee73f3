"""Small questions to ask of columns.

Answers are masks of plain booleans (a missing cell answers no) that keep the index, which is the line.

Everything works on whole columns in Arrow: the tables may hold millions of rows.
"""

from collections import namedtuple
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeGuard

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from claimset.dates import wide_bounds


def arrow(column: pd.Series) -> pa.ChunkedArray:
    """The column as Arrow has it; ids may be a dictionary that they share with other columns (`claimset.coded`)."""
    return pa.chunked_array(column.array.__arrow_array__())


def text(column: pd.Series) -> pa.ChunkedArray:
    """The column as texts."""
    cells = arrow(column)
    return cells.cast(cells.type.value_type) if pa.types.is_dictionary(cells.type) else cells


@dataclass(frozen=True, slots=True)
class Codes:
    """The cells of a column as the numbers of their ids, counted from 0; -1 where a cell is missing."""

    numbers: npt.NDArray[np.int32]
    ids: pa.Array


def codes(column: pd.Series) -> Codes | None:
    """The column as numbers, if its ids are a dictionary."""
    cells = arrow(column)
    if not pa.types.is_dictionary(cells.type) or cells.num_chunks != 1:
        return None
    chunk = cells.chunk(0)
    return Codes(chunk.indices.fill_null(-1).to_numpy(), chunk.dictionary)


def share(some: tuple[Codes | None, Codes | None]) -> TypeGuard[tuple[Codes, Codes]]:
    """Whether both columns are numbers, and positions among the very same ids."""
    one, other = some
    return one is not None and other is not None and are_one(one.ids, other.ids)


def are_one(ids: pa.Array, others: pa.Array) -> bool:
    """Whether two arrays are the same piece of memory."""
    if ids is others:
        return True
    buffers = [[buffer and buffer.address for buffer in array.buffers()] for array in (ids, others)]
    return len(ids) == len(others) and ids.offset == others.offset and buffers[0] == buffers[1]


def where(frame: pd.DataFrame, bad: "pd.Series[bool]", **facts: pd.Series) -> Iterator[Any]:
    """The rows that are `bad`, with further facts on them, as named tuples; `Index` is the line of the file."""
    positions = np.flatnonzero(bad.to_numpy(dtype=bool))
    if not len(positions):
        return
    rows = frame.assign(**facts).iloc[positions]
    kind = namedtuple("Row", ["Index", *rows.columns], rename=True)  # type: ignore[misc]  # noqa: PYI024 - the names are those of the table
    # Arrow hands over a column many times faster than pandas does.
    columns = [[pd.NA if cell is None else cell for cell in _listed(rows[name])] for name in rows.columns]
    yield from map(kind, rows.index.to_list(), *columns)


def _listed(column: pd.Series) -> list[Any]:
    cells: list[Any] = arrow(column).to_pylist() if isinstance(column.dtype, pd.ArrowDtype) else column.to_list()
    return cells


def cells(column: pd.Series, bad: "pd.Series[bool]") -> Iterator[tuple[int, str]]:
    """The lines and texts of the cells that are `bad`."""
    positions = np.flatnonzero(bad.to_numpy(dtype=bool))
    some = column.iloc[positions]
    yield from zip(some.index.to_list(), arrow(some).to_pylist(), strict=True)


def _mask(values: pa.ChunkedArray, index: pd.Index) -> "pd.Series[bool]":
    return pd.Series(pc.fill_null(values, fill_value=False).to_numpy(), index=index, dtype=bool)


def is_any(column: pd.Series, *terms: str) -> "pd.Series[bool]":
    """Which cells are one of `terms`."""
    return _mask(pc.is_in(text(column), value_set=pa.array(terms, pa.string()), skip_nulls=True), column.index)


def is_in(column: pd.Series, others: pd.Series) -> "pd.Series[bool]":
    """Which cells occur in the column `others`."""
    both = (codes(column), codes(others))
    if share(both):
        cells, wanted = both
        there = np.zeros(len(cells.ids) + 1, dtype=bool)
        there[wanted.numbers] = True
        # A missing cell is number -1, the last place.
        there[-1] = False
        return pd.Series(there[cells.numbers], index=column.index, dtype=bool)
    return _mask(pc.is_in(text(column), value_set=text(others), skip_nulls=True), column.index)


def is_in_any(column: pd.Series, others: Sequence[pd.Series]) -> "pd.Series[bool]":
    """Which cells occur in one of several columns."""
    found = pd.Series(data=False, index=column.index)
    for other in others if len(column) else ():
        found |= is_in(column, other)
    return found


def same(left: pd.Series, right: pd.Series) -> "pd.Series[bool]":
    """Which cells of two columns of the same rows are equal; a missing cell equals nothing."""
    both = (codes(left), codes(right))
    if share(both):
        one, other = both
        return pd.Series((one.numbers == other.numbers) & (one.numbers >= 0), index=left.index, dtype=bool)
    return _mask(pc.equal(text(left), text(right)), left.index)


def matches(column: pd.Series, expression: str) -> "pd.Series[bool]":
    """Which cells hold a match of a regular expression (RE2)."""
    return _mask(pc.match_substring_regex(text(column), expression), column.index)


def rows_in(rows: Sequence[pd.Series], others: Sequence[pd.Series]) -> "pd.Series[bool]":
    """Which rows of some columns occur among the rows of as many `others`; one with a missing cell does not."""
    row, other, _ = _numbers(rows[0], others[0])
    for column, wanted in zip(rows[1:], others[1:], strict=True):
        one, two, size = _numbers(column, wanted)
        row = np.where((row < 0) | (one < 0), -1, row.astype(np.int64) * size + one)
        other = np.where((other < 0) | (two < 0), -1, other.astype(np.int64) * size + two)
        if column is not rows[-1]:
            row, other = _renumbered(row, other)
    found = pc.is_in(pa.array(row), value_set=pa.array(other)).to_numpy(zero_copy_only=False)
    return pd.Series(found & (row >= 0), index=rows[0].index, dtype=bool)


def _numbers(column: pd.Series, wanted: pd.Series) -> tuple[npt.NDArray[Any], npt.NDArray[Any], int]:
    """The cells of two columns as numbers that are equal where the cells are, -1 where one is missing; their range."""
    both = (codes(column), codes(wanted))
    if share(both):
        one, other = both
        return one.numbers, other.numbers, len(one.ids)
    cells = pa.chunked_array([*text(column).chunks, *text(wanted).chunks], pa.string())
    known = cells.combine_chunks().dictionary_encode()
    numbers = known.indices.fill_null(-1).to_numpy()
    return numbers[: len(column)], numbers[len(column) :], len(known.dictionary)


def _renumbered(row: npt.NDArray[Any], other: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """The numbers of two columns from 0 on without gap, so that products of them stay small; -1 stays."""
    both = np.concatenate([row, other])
    numbers = np.where(both < 0, -1, pd.factorize(both)[0])
    return numbers[: len(row)], numbers[len(row) :]


def lookup(keys: pd.Series, frame: pd.DataFrame, key: str, value: str) -> pd.Series:
    """For each cell of `keys` the `value` of the row of `frame` whose `key` it is; missing where there is none."""
    return lookups(keys, frame, key, value)[0]


def lookups(keys: pd.Series, frame: pd.DataFrame, key: str, *values: str) -> list[pd.Series]:
    """The same for several columns of `frame`."""
    positions = _positions(keys, frame[key])
    found = [arrow(frame[value]).combine_chunks().take(positions) for value in values]
    return [pd.Series(pd.arrays.ArrowExtensionArray(pa.chunked_array([one])), index=keys.index) for one in found]


def _positions(cells: pd.Series, among: pd.Series) -> pa.Array:
    """For each cell the first position of it in another column; missing where it is not there."""
    both = (codes(cells), codes(among))
    if not share(both):
        return pc.index_in(text(cells), value_set=text(among), skip_nulls=True).combine_chunks()
    one, other = both
    first = np.full(len(one.ids) + 1, -1, dtype=np.int32)
    # Of several positions the one that is written last stays: the first.
    first[other.numbers[::-1]] = np.arange(len(other.numbers), dtype=np.int32)[::-1]
    first[-1] = -1
    found = first[one.numbers]
    return pa.array(found, mask=found < 0)


def days(dates: pd.Series) -> pd.DataFrame:
    """The bounds of EDTF strings as `first` and `last` day numbers; a missing date or an open end is infinite."""
    known = arrow(dates).combine_chunks().dictionary_encode()
    bounds = [wide_bounds(text) for text in known.dictionary.to_pylist()]
    first = [-np.inf if one.earliest is None else one.earliest.toordinal() for one in bounds]
    last = [np.inf if one.latest is None else one.latest.toordinal() for one in bounds]
    at = known.indices.fill_null(len(bounds)).to_numpy(zero_copy_only=False)
    columns = {"first": np.array([*first, -np.inf])[at], "last": np.array([*last, np.inf])[at]}
    return pd.DataFrame(columns, index=dates.index)


def apart(left: pd.Series, right: pd.Series) -> "pd.Series[bool]":
    """Which of the EDTF dates in two columns of the same rows have no day in common, `~` taken widely."""
    one, other = days(left), days(right)
    return (one["last"] < other["first"]) | (other["last"] < one["first"])


def several(items: Sequence[str], most: int = 5) -> str:
    """The items as a reader is told them: the first ones, and how many there are beyond."""
    shown = ", ".join(items[:most])
    return shown if len(items) <= most else f"{shown} and {len(items) - most:,} more"
