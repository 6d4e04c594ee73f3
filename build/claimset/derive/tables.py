"""The derived tables as tables: their descriptions, and frames that keep to them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib import resources
from types import MappingProxyType

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from claimset.derive.ids import Numbers, distinct_pairs
from claimset.descriptor import read_json
from claimset.package import Field, Package, Table, load_table, require_sound_keys
from claimset.read import ARROW_TYPES

RESOURCES = "resources.json"
SEPARATOR = ";"


@dataclass(frozen=True, slots=True)
class DerivedTable:
    """A computed table: its description, and its rows with Arrow-backed columns, sorted by primary key."""

    table: Table
    frame: pd.DataFrame


def derived_table(
    package: Package, name: str, frame: pd.DataFrame, stored: Mapping[str, str] = MappingProxyType({})
) -> DerivedTable:
    """The derived table `name`, described in `resources.json` and `schemas/` beside this module, with rows of `frame`.

    stored: the columns whose values are those of a stored column ("claims.topic"); they take over its type and
        constraints, so that these are written once.
    """
    table = _description(package, name, stored)
    return DerivedTable(table, _typed(frame, table))


def joined(groups: Numbers, members: Numbers, texts: pa.Array, size: int) -> pa.Array:
    """For each group from 0 to `size` the distinct texts of its members in their order, joined by semicolons.

    groups, members: row by row the number of the group and that of a text, which is in `texts` in its order; a row
        with -1 in either counts nowhere. A group without members has a missing text.
    """
    group, member = distinct_pairs(groups, members)
    counts = np.bincount(group, minlength=size)
    offsets = pa.array(np.append(0, np.cumsum(counts)), pa.int32())
    lists = pa.ListArray.from_arrays(offsets, texts.take(pa.array(member)), mask=pa.array(counts == 0))
    return pc.binary_join(lists, SEPARATOR)


def _description(package: Package, name: str, stored: Mapping[str, str]) -> Table:
    with resources.as_file(resources.files("claimset.derive")) as folder:
        described = {item["name"]: item for item in read_json(folder, RESOURCES)}
        table = load_table(folder, described[name])
    table = replace(table, fields=tuple(_taken_over(field, package, stored) for field in table.fields))
    require_sound_keys(table, {item.name: item for item in (*package.tables, table)}, described[name]["schema"])
    return table


def _taken_over(field: Field, package: Package, stored: Mapping[str, str]) -> Field:
    if field.name not in stored:
        return field
    table, _, column = stored[field.name].partition(".")
    origin = package.table(table).field(column)
    return replace(
        origin,
        name=field.name,
        title=field.title,
        description=field.description,
        required=field.required,
        unique=field.unique,
    )


def _typed(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The columns of the table in their order and types, sorted by primary key, without any trace of file lines."""
    types = {field.name: pd.ArrowDtype(ARROW_TYPES[field.type]) for field in table.fields}
    typed = frame[list(table.names)].astype(types)
    keys = pa.Table.from_pandas(typed[list(table.primary_key)], preserve_index=False)
    order = pc.sort_indices(keys, sort_keys=[(name, "ascending") for name in table.primary_key]).to_numpy()
    # Most tables are made in their order, and a copy of a large one takes time and memory.
    is_sorted = bool((order[:-1] < order[1:]).all())
    return typed.set_axis(pd.RangeIndex(len(typed))) if is_sorted else typed.take(order).reset_index(drop=True)
