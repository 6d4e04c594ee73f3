"""The derived tables as tables: their descriptions, and frames that keep to them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib import resources
from types import MappingProxyType

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

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


def joined(frame: pd.DataFrame, by: str, column: str) -> "pd.Series[str]":
    """The distinct values of `column` in each group, in their order, joined by semicolons; indexed by group."""
    values = frame[[by, column]].dropna().drop_duplicates().sort_values([by, column])
    lists = pa.Table.from_pandas(values, preserve_index=False).group_by(by, use_threads=False)
    table = lists.aggregate([(column, "list")])
    texts = pc.binary_join(table[f"{column}_list"].cast(pa.list_(pa.string())), SEPARATOR)
    series = pd.Series(texts.to_pandas(types_mapper=pd.ArrowDtype), name=column)
    return series.set_axis(pd.Index(table[by].to_pandas(types_mapper=pd.ArrowDtype), name=by, dtype=frame[by].dtype))


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
    return frame[list(table.names)].astype(types).sort_values(list(table.primary_key), ignore_index=True)
