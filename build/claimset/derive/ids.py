"""The ids of the tables as numbers, so that joining, grouping and sorting compare numbers and not text."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

Frames = Mapping[str, pd.DataFrame]
Numbers = np.typing.NDArray[np.integer[Any]]

# The key of each table whose rows others refer to.
KEYS = {
    "actors": "actor_id",
    "claims": "claim_id",
    "events": "event_id",
    "claim_evidence": "evidence_id",
    "passages": "passage_id",
    "sources": "source_id",
}
# The table to which each column of ids refers.
REFERENCES = {
    **{key: table for table, key in KEYS.items()},
    "adduced_by_id": "actors",
    "organisation_id": "actors",
    "publisher_id": "actors",
    "other_evidence_id": "claim_evidence",
    "origin_source_id": "sources",
    "citing_source_id": "sources",
    "cited_source_id": "sources",
}


class Numbered(Mapping[str, pd.DataFrame]):
    """Tables in which each id is a number: its place, from 0 on, among the ids of its table in the order of their text.

    -1 stands for a missing id and for one that no row has as its key. Other columns are as they were.
    """

    def __init__(self, texts: Frames) -> None:
        """texts: the typed tables; those whose ids are asked for must be among them."""
        self.texts = texts
        self._tables: dict[str, pd.DataFrame] = {}
        self._ids: dict[str, pa.Array] = {}
        self._rows: dict[str, Numbers] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        """The table with numbers for ids, its rows in their order."""
        if name not in self._tables:
            frame = self.texts[name]
            columns = {column: frame[column].array for column in frame} | dict(self._numbers(frame))
            self._tables[name] = pd.DataFrame(columns, copy=False)
        return self._tables[name]

    def __iter__(self) -> Iterator[str]:
        """The names of the tables."""
        return iter(self.texts)

    def __len__(self) -> int:
        """The number of tables."""
        return len(self.texts)

    def ids(self, table: str) -> pa.Array:
        """The ids of a table in their order: the text of each number."""
        if table not in self._ids:
            ids = arrow(self.texts[table][KEYS[table]]).combine_chunks()
            if pc.all(pc.less(ids[:-1], ids[1:]), skip_nulls=False).as_py() is not True:
                ids = pc.unique(ids).drop_null()
                ids = ids.take(pc.array_sort_indices(ids))
            self._ids[table] = ids
        return self._ids[table]

    def text(self, table: str, numbers: "Numbers | pd.Series[int]") -> pd.arrays.ArrowExtensionArray:
        """The ids of a table that these numbers stand for."""
        return taken(pa.chunked_array([self.ids(table)]), np.asarray(numbers))

    def rows(self, table: str, numbers: "Numbers | pd.Series[int]") -> Numbers:
        """The places of the rows of a table that have these numbers; -1 where none has."""
        if table not in self._rows:
            keys = self[table][KEYS[table]].to_numpy()
            places = np.full(len(self.ids(table)) + 1, -1, dtype=np.int32)
            places[keys] = np.arange(len(keys), dtype=np.int32)
            # -1 finds the last place.
            places[-1] = -1
            self._rows[table] = places
        found: Numbers = self._rows[table][np.asarray(numbers)]
        return found

    def cells(self, column: str, rows: Numbers) -> pd.arrays.ArrowExtensionArray:
        """What stands in a column ("claims.topic") in these rows; missing for -1."""
        table, _, name = column.partition(".")
        return taken(arrow(self.texts[table][name]), rows)

    def references(self, column: str, rows: Numbers) -> Numbers:
        """The numbers in a column of ids ("passages.source_id") in these rows; -1 for -1."""
        table, _, name = column.partition(".")
        numbers = self[table][name].to_numpy()
        return np.asarray(pd.api.extensions.take(numbers, rows, allow_fill=True, fill_value=-1), dtype=np.int32)

    def _numbers(self, frame: pd.DataFrame) -> Iterator[tuple[str, Numbers]]:
        """The columns of ids as numbers; those that refer to one table are looked up in one go."""
        for table in dict.fromkeys(REFERENCES[column] for column in frame if column in REFERENCES):
            columns = [column for column in map(str, frame) if REFERENCES.get(column) == table]
            texts = pa.chunked_array(
                [chunk for column in columns for chunk in arrow(frame[column]).chunks], pa.string()
            )
            yield from zip(columns, np.split(places_among(self.ids(table), texts), len(columns)), strict=True)


def numbered(frames: Frames) -> Numbered:
    """The tables with numbers for ids; as they are where they have them already."""
    return frames if isinstance(frames, Numbered) else Numbered(frames)


def arrow(column: pd.Series) -> pa.ChunkedArray:
    """An Arrow-backed column as Arrow has it, without a copy."""
    return pa.chunked_array(column.array.__arrow_array__())


def places_among(terms: pa.Array, cells: pa.ChunkedArray) -> Numbers:
    """The place of each cell among `terms`; -1 where it is missing or none of them."""
    if cells.equals(pa.chunked_array([terms])):
        return np.arange(len(terms), dtype=np.int32)
    found: Numbers = pc.fill_null(pc.index_in(cells, value_set=terms, skip_nulls=True), -1).to_numpy()
    return found


def taken(column: pa.ChunkedArray, places: Numbers) -> pd.arrays.ArrowExtensionArray:
    """The cells in these places of a column; missing for -1. Cells that stand in a row are not copied."""
    first = int(places[0]) if len(places) else 0
    if first >= 0 and np.array_equal(places, np.arange(first, first + len(places))):
        return pd.arrays.ArrowExtensionArray(column.slice(first, len(places)))
    return pd.arrays.ArrowExtensionArray(column.take(pa.array(places, mask=places < 0)))


def distinct(numbers: Numbers) -> Numbers:
    """The distinct numbers in their order."""
    ordered = np.sort(numbers, kind="stable")
    is_first = np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)]
    found: Numbers = ordered[is_first]
    return found


def distinct_pairs(first: Numbers, second: Numbers) -> tuple[Numbers, Numbers]:
    """The distinct pairs of two columns of numbers, in their order; without those that have a -1."""
    known = (first >= 0) & (second >= 0)
    width = int(second.max(initial=0)) + 1
    return np.divmod(distinct(first[known].astype(np.int64) * width + second[known]), width)


def pair_numbers(first: "Numbers | pd.Series[int]", second: "Numbers | pd.Series[int]") -> Numbers:
    """Row by row the number of a pair of numbers, from 0 on in the order of their first rows."""
    one, other = np.asarray(first, dtype=np.int64), np.asarray(second)
    numbers: Numbers = pd.factorize(one * (int(other.max(initial=0)) + 1) + other)[0]
    return numbers


def holds(mask: "pd.Series[bool]") -> np.typing.NDArray[np.bool_]:
    """A mask without index; what is missing does not hold."""
    return mask.to_numpy(dtype=bool, na_value=False)


def among(rows: pd.DataFrame, known: pd.DataFrame) -> np.typing.NDArray[np.bool_]:
    """Row by row whether the row is one of `known`, whose columns stand in the same order."""
    known = known.set_axis(rows.columns, axis="columns").drop_duplicates().assign(is_known=True)
    return rows.merge(known, how="left")["is_known"].notna().to_numpy()
