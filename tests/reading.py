"""Readers of a release: each gives the columns of one table as the program gives them, by the way the README shows."""

import datetime as dt
import json
import os
import sqlite3
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from functools import cache
from pathlib import Path
from shutil import which
from typing import Any, cast

import duckdb
import frictionless
import openpyxl
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

import claimset
from matrix import SAME
from torture import Cell, Column

SCRIPTS = Path(__file__).parent / "loading"
Reading = Mapping[str, Column]
DAY_ZERO = dt.date(1970, 1, 1)
DUCKDB_TYPES = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}


@cache
def installed_in_r() -> frozenset[str]:
    """The packages that R has; without R, none."""
    if which("Rscript") is None:
        return frozenset()
    script = "cat(rownames(installed.packages()))"
    command = ["Rscript", "--vanilla", "-e", script]
    return frozenset(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split())


def described(release: Path, table: str) -> list[dict[str, Any]]:
    """The fields of a table in the datapackage.json of its release."""
    resources = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    fields: list[dict[str, Any]] = next(item for item in resources if item["name"] == table)["schema"]["fields"]
    return fields


def claimset_load(release: Path, table: str) -> Reading:
    return _from_pandas(claimset.load(release).table(table))


def pandas_parquet(release: Path, table: str) -> Reading:
    return _from_pandas(pd.read_parquet(release / f"parquet/{table}.parquet", dtype_backend="numpy_nullable"))


def pandas_csv(release: Path, table: str) -> Reading:
    path = release / f"csv/{table}.csv"
    return _from_pandas(pd.read_csv(path, dtype="string", keep_default_na=False, na_values=[""]))


def polars_parquet(release: Path, table: str) -> Reading:
    return _from_polars(pl.read_parquet(release / f"parquet/{table}.parquet"))


def polars_csv(release: Path, table: str) -> Reading:
    return _from_polars(pl.read_csv(release / f"csv/{table}.csv", infer_schema=False))


def duckdb_parquet(release: Path, table: str) -> Reading:
    return _from_duckdb(f"FROM '{release}/parquet/{table}.parquet'")


def duckdb_csv(release: Path, table: str) -> Reading:
    types = {}
    for field in described(release, table):
        terms = ", ".join(f"'{term}'" for term in field.get("constraints", {}).get("enum", ()))
        types[field["name"]] = f"ENUM ({terms})" if terms else DUCKDB_TYPES[field["type"]]
    return _from_duckdb(f"FROM read_csv('{release}/csv/{table}.csv', header = true, columns = {types})")


def pyarrow_parquet(release: Path, table: str) -> Reading:
    columns = {}
    for field, column in zip(*_fields_and_columns(pq.read_table(release / f"parquet/{table}.parquet")), strict=True):
        if pa.types.is_dictionary(field.type):
            combined = column.combine_chunks()
            columns[field.name] = Column("term", tuple(column.to_pylist()), tuple(combined.dictionary.to_pylist()))
        else:
            columns[field.name] = _plain(column.to_pylist(), str(field.type))
    return columns


def _fields_and_columns(table: pa.Table) -> tuple[list[pa.Field], list[pa.ChunkedArray]]:
    return list(table.schema), table.columns


def sqlite(release: Path, table: str) -> Reading:
    (path,) = release.glob("*.sqlite")
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a table of ours
        names = [column[0] for column in rows.description]
        return _by_values(names, rows.fetchall())


def openpyxl_xlsx(release: Path, table: str) -> Reading:
    (path,) = release.glob("*.xlsx")
    names, *rows = openpyxl.load_workbook(path)[table].iter_rows(values_only=True)
    return _by_values([str(name) for name in names], rows)


def frictionless_csv(release: Path, table: str) -> Reading:
    resource = frictionless.Package(str(release / "datapackage.json")).get_table_resource(table)
    rows = [row.to_dict() for row in resource.read_rows()]
    levels = {field.name: tuple(field.constraints.get("enum", ())) for field in resource.schema.fields}
    columns = _by_values([*levels], [[row[name] for name in levels] for row in rows])
    types = {field.name: field.type for field in resource.schema.fields}
    return {
        name: Column("term", column.cells, levels[name]) if levels[name] else _plain(column.cells, types[name])
        for name, column in columns.items()
    }


def r(reader: str) -> Callable[[Path, str], Reading]:
    """A reader in R: the part `reader` of read.R."""
    return lambda release, table: _from_json(["Rscript", "--vanilla", str(SCRIPTS / "read.R"), reader], release, table)


def npm(modules: Path) -> Callable[[Path, str], Reading]:
    """The reader of the npm package `datapackage`, installed in the folder `modules`."""
    environment = {"NODE_PATH": str(modules / "node_modules")}
    return lambda release, table: _from_json(["node", str(SCRIPTS / "read.js")], release, table, environment)


def _from_json(command: list[str], release: Path, table: str, environment: Mapping[str, str] | None = None) -> Reading:
    done = subprocess.run(
        [*command, str(release), table],
        env=os.environ | (environment or {}) | {"LC_ALL": "C.UTF-8"},
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    columns = json.loads(done.stdout)
    return {
        column["name"]: Column(
            column["kind"], tuple(_parsed(value, column["kind"]) for value in column["values"]), tuple(column["levels"])
        )
        for column in columns
    }


def _parsed(value: str | None, kind: str) -> Cell:
    """A value that has come as text: days as a number since 1970, where a program has no other exact form."""
    if value is None:
        return None
    if kind == "integer":
        return int(value)
    if kind == "number":
        return float(value)
    if kind == "boolean":
        return value == "true"
    if kind == "date":
        return DAY_ZERO + dt.timedelta(int(value))
    return value


def _from_pandas(frame: pd.DataFrame) -> Reading:
    columns = {}
    for name in frame.columns:
        series = frame[name]
        values = [None if pd.isna(value) else value for value in series.astype(object)]
        if isinstance(series.dtype, pd.CategoricalDtype):
            columns[name] = Column("term", tuple(values), tuple(series.cat.categories))
        else:
            days = series.dtype == "datetime64[s]"
            columns[name] = _plain([value.date() if days and value else value for value in values], str(series.dtype))
    return columns


def _from_polars(frame: pl.DataFrame) -> Reading:
    columns = {}
    for series in frame:
        if isinstance(series.dtype, pl.Categorical | pl.Enum):
            # A Categorical of polars keeps no order of its own.
            levels = tuple(series.dtype.categories) if isinstance(series.dtype, pl.Enum) else ()
            columns[series.name] = Column("term", tuple(series.to_list()), levels)
        else:
            columns[series.name] = _plain(series.to_list(), str(series.dtype))
    return columns


def _from_duckdb(query: str) -> Reading:
    relation = duckdb.sql(query)
    assert relation is not None
    columns = {}
    rows = relation.fetchall()
    for at, (name, kind) in enumerate(zip(relation.columns, relation.types, strict=True)):
        values = tuple(row[at] for row in rows)
        if kind.id == "enum":
            columns[name] = Column("term", values, tuple(cast("list[str]", kind.children[0][1])))
        else:
            columns[name] = _plain(values, str(kind))
    return columns


def _by_values(names: Iterable[str], rows: Iterable[Sequence[Any]]) -> Reading:
    """The columns of a reader without types of columns."""
    cells = list(rows)
    return {name: _plain([row[at] for row in cells], "") for at, name in enumerate(names)}


KINDS = {
    str: "text", bool: "boolean", int: "integer", float: "number",
    dt.date: "date", dt.datetime: "time", type(None): "none",
}  # fmt: skip
TYPES = {
    "text": ("string", "str", "String", "VARCHAR"),
    "integer": ("Int64", "int64", "BIGINT", "integer"),
    "number": ("Float64", "double", "DOUBLE", "number"),
    "boolean": ("boolean", "bool", "Boolean", "BOOLEAN"),
    "date": ("date32[day]", "datetime64[s]", "Date", "DATE", "date"),
}


def _plain(values: Iterable[Any], declared: str) -> Column:
    """A column of values; its kind is that of its declared type, or of its values where there is none."""
    cells = tuple(values)
    kinds = {KINDS.get(type(value), type(value).__name__) for value in cells if value is not None}
    by_type = [kind for kind, types in TYPES.items() if declared in types]
    if by_type:
        return Column(by_type[0], cells)
    if kinds == {"integer", "number"}:
        return Column("number", cells)
    return Column(kinds.pop() if len(kinds) == 1 else "mixed" if kinds else "none", cells)


def as_kind(value: Cell, kind: str) -> Cell:
    """A value as one of another kind, where nothing is lost on the way; else as it is."""
    try:
        if kind == "boolean" and value in {"true", "false", 0, 1}:
            return value in {"true", 1}
        if kind == "integer" and isinstance(value, str | float):
            return int(value) if isinstance(value, str) or value.is_integer() else value
        if kind == "number" and value is not None and not isinstance(value, dt.date):
            return float(value)
        if kind == "date" and isinstance(value, str):
            return dt.date.fromisoformat(value)
    except ValueError:
        pass
    return value


def grade(expected: Column, found: Column) -> str:
    """What a reader made of a column: SAME, the kind it gives instead, "no order", or how many cells differ."""
    values = tuple(as_kind(value, expected.kind) for value in found.cells)
    differing = sum(1 for one, other in zip(expected.cells, values, strict=True) if one != other)
    if found.kind == "refused":
        return "refused"
    if differing:
        return f"{differing} differ"
    if found.kind == "none":
        # A reader without types of columns says nothing of an empty one.
        return "text" if expected.levels else SAME
    if found.kind != expected.kind:
        return found.kind
    return SAME if found.levels == expected.levels else "no order"
