"""Small questions to ask of columns.

Answers are masks of plain booleans (a missing cell answers no) that keep the index, which is the line.

Everything works on whole columns in Arrow: the tables may hold millions of rows.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from claimset.dates import wide_bounds

# Joins the parts of a composite key; no cell holds it.
_SEPARATOR = "\x1f"


def arrow(column: pd.Series) -> pa.ChunkedArray:
    """The column as Arrow has it."""
    return pa.chunked_array(column.array.__arrow_array__())


def where(frame: pd.DataFrame, bad: "pd.Series[bool]", **facts: pd.Series) -> Iterator[Any]:
    """The rows that are `bad`, with further facts on them, as named tuples; `Index` is the line of the file."""
    positions = np.flatnonzero(bad.to_numpy(dtype=bool))
    if len(positions):
        yield from frame.assign(**facts).iloc[positions].itertuples()


def cells(column: pd.Series, bad: "pd.Series[bool]") -> Iterator[tuple[int, str]]:
    """The lines and texts of the cells that are `bad`."""
    positions = np.flatnonzero(bad.to_numpy(dtype=bool))
    if len(positions):
        yield from ((int(str(line)), text) for line, text in column.iloc[positions].items())


def _mask(values: pa.ChunkedArray, index: pd.Index) -> "pd.Series[bool]":
    return pd.Series(pc.fill_null(values, fill_value=False).to_numpy(), index=index, dtype=bool)


def is_any(column: pd.Series, *terms: str) -> "pd.Series[bool]":
    """Which cells are one of `terms`."""
    return _mask(pc.is_in(arrow(column), value_set=pa.array(terms, pa.string()), skip_nulls=True), column.index)


def is_in(column: pd.Series, others: pd.Series) -> "pd.Series[bool]":
    """Which cells occur in the column `others`."""
    return _mask(pc.is_in(arrow(column), value_set=arrow(others), skip_nulls=True), column.index)


def same(left: pd.Series, right: pd.Series) -> "pd.Series[bool]":
    """Which cells of two columns of the same rows are equal; a missing cell equals nothing."""
    return _mask(pc.equal(arrow(left), arrow(right)), left.index)


def matches(column: pd.Series, expression: str) -> "pd.Series[bool]":
    """Which cells hold a match of a regular expression (RE2)."""
    return _mask(pc.match_substring_regex(arrow(column), expression), column.index)


def pair(*columns: pd.Series) -> pd.Series:
    """The cells of several columns of the same rows as one key; missing where one is missing."""
    joined = pc.binary_join_element_wise(*(arrow(column) for column in columns), _SEPARATOR)
    return pd.Series(pd.arrays.ArrowExtensionArray(joined), index=columns[0].index)


def lookup(keys: pd.Series, frame: pd.DataFrame, key: str, value: str) -> pd.Series:
    """For each cell of `keys` the `value` of the row of `frame` whose `key` it is; missing where there is none."""
    return lookups(keys, frame, key, value)[0]


def lookups(keys: pd.Series, frame: pd.DataFrame, key: str, *values: str) -> list[pd.Series]:
    """The same for several columns of `frame`."""
    positions = pc.index_in(arrow(keys), value_set=arrow(frame[key]), skip_nulls=True).combine_chunks()
    found = [arrow(frame[value]).combine_chunks().take(positions) for value in values]
    return [pd.Series(pd.arrays.ArrowExtensionArray(pa.chunked_array([one])), index=keys.index) for one in found]


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
