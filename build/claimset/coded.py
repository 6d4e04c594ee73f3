"""Ids as numbers: columns that refer to one table share its ids and hold positions among them.

Such a column is an Arrow dictionary. To whoever looks at a cell it is still the text, but two columns that share
their ids are compared and looked up by number, where texts would be hashed anew for every question.
"""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from claimset.package import ForeignKey, Package

# The positions to which the cells of a foreign key lead, by the name of their table.
Positions = Mapping[tuple[str, ForeignKey], pa.Array]


def positions(key: ForeignKey, frame: pd.DataFrame, target: pd.DataFrame) -> pa.Array:
    """For each row of `frame` the position of the row of `target` that it refers to; missing where there is none."""
    if len(key.fields) == 1:
        cells, keys = (_one(table[name]) for table, name in ((frame, key.fields[0]), (target, key.target[0])))
        return pc.index_in(cells, value_set=keys, skip_nulls=True)
    cells, keys = (
        pd.MultiIndex.from_frame(table[list(names)]) for table, names in ((frame, key.fields), (target, key.target))
    )
    complete = frame[list(key.fields)].notna().all(axis=1).to_numpy()
    first = keys.drop_duplicates()
    at = np.flatnonzero(~keys.duplicated())[first.get_indexer(cells)] if len(first) else np.zeros(len(cells), np.int64)
    lost = ~complete | ~np.asarray(cells.isin(keys))
    return pa.array(at, pa.int32(), mask=lost)


def coded_frames(package: Package, frames: Mapping[str, pd.DataFrame], found: Positions) -> dict[str, pd.DataFrame]:
    """The frames with every key of one column, and the column to which it refers, as columns that share their ids.

    found: the keys all of whose filled cells lead to a row, and nowhere else a column changes.
    """
    single = {
        (table, key.fields[0]): (key.table, key.target[0], where)
        for (table, key), where in found.items()
        if len(key.fields) == 1
    }
    ids = {(table, column): _one(frames[table][column]) for table, column, _ in single.values()}
    numbered = {place: (where, ids[table, column]) for place, (table, column, where) in single.items()}
    numbered |= {place: (pa.array(np.arange(len(some)), pa.int32()), some) for place, some in ids.items()}
    return {
        table.name: frames[table.name].assign(
            **{name: _dictionary(*numbered[table.name, name]) for name in table.names if (table.name, name) in numbered}
        )
        for table in package.tables
    }


def plain_frames(frames: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The frames with each column that shares its ids as one of texts again."""
    return {name: frame.assign(**dict(_plain(frame))) for name, frame in frames.items()}


def _plain(frame: pd.DataFrame) -> Iterator[tuple[str, pd.arrays.ArrowExtensionArray]]:
    for name in frame.columns:
        cells = pa.chunked_array(frame[name].array.__arrow_array__())
        if pa.types.is_dictionary(cells.type):
            yield name, pd.arrays.ArrowExtensionArray(cells.cast(cells.type.value_type))


def _dictionary(numbers: pa.Array, ids: pa.Array) -> pd.arrays.ArrowExtensionArray:
    return pd.arrays.ArrowExtensionArray(pa.chunked_array([pa.DictionaryArray.from_arrays(numbers, ids)]))


def _one(column: pd.Series) -> pa.Array:
    """The column as one array."""
    return pa.chunked_array(column.array.__arrow_array__()).combine_chunks()
