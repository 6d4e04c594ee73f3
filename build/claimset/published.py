"""Reads a release back: its tables as pandas DataFrames with the types, terms and keys of its description."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from claimset.descriptor import safe_path, validate
from claimset.errors import PackageError, ReleaseError
from claimset.package import DESCRIPTOR, Field, ForeignKey, Package, Table, described, load_table
from claimset.places import Place, find_place

# Nullable types: what is missing is pd.NA. Dates are apart, because pandas has its own type for them, with NaT.
DTYPES: Mapping[pa.DataType, Any] = MappingProxyType(
    {
        pa.string(): pd.StringDtype(),
        pa.int64(): pd.Int64Dtype(),
        pa.float64(): pd.Float64Dtype(),
        pa.bool_(): pd.BooleanDtype(),
    }
)


@dataclass(frozen=True, slots=True)
class ParquetFile:
    """A Parquet file as the description of its release has it: path, size in bytes, SHA-256."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, eq=False, repr=False)
class Release:
    """An opened release: each table is an attribute (`data.claims`) that is read when it is first asked for."""

    package: Package
    released: date
    place: Place
    files: Mapping[str, ParquetFile]
    _frames: dict[str, pd.DataFrame] = field(default_factory=dict)

    @property
    def version(self) -> str:
        """The version of the dataset."""
        return self.package.version

    @property
    def citation(self) -> str:
        """The line with which this version is cited."""
        from claimset.release.citation import citation  # noqa: PLC0415 - it brings half a second of what writes releases

        return citation(self.package, self.released)

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of all tables."""
        return tuple(table.name for table in self.package.tables)

    def table(self, name: str, *, index: bool = False) -> pd.DataFrame:
        """The table `name`; with `index`, its primary key is the index. What you change in it, stays in your copy."""
        table = self._described(name)
        if name not in self._frames:
            with self.place.file(self.files[name].path) as path:
                self._frames[name] = _typed(_read(path, self.files[name]), table)
        frame = self._frames[name].copy(deep=False)
        return frame.set_index(list(table.primary_key)) if index else frame

    def describe(self, name: str) -> pd.DataFrame:
        """One row for each column of the table `name`: title, type, whether required, key, terms and meaning."""
        table = self._described(name)
        rows = [
            {
                "column": column.name,
                "title": column.title,
                "type": "term" if column.enum else column.type,
                "required": column.required,
                "key": _key_of(column, table),
                "terms": ", ".join(column.enum),
                "description": column.description,
            }
            for column in table.fields
        ]
        return pd.DataFrame(rows).set_index("column")

    def join(self, name: str) -> pd.DataFrame:
        """The table `name` with the columns of every table that its foreign keys name, in the same rows.

        The key that leads to a column is its prefix: `claim_id` gives `claim.proposition`, `origin_source_id` gives
        `origin_source.title`.
        """
        table = self._described(name)
        joined = self.table(name)
        for key in table.foreign_keys:
            prefix = _prefix(key)
            other = self.table(key.table).add_prefix(f"{prefix}.")
            targets = [f"{prefix}.{column}" for column in key.target]
            joined = joined.merge(other, how="left", left_on=list(key.fields), right_on=targets, validate="m:1")
            joined = joined.drop(columns=targets)
        return joined

    def __getattr__(self, name: str) -> pd.DataFrame:
        """The table `name`."""
        if name.startswith("_") or name not in self.tables:
            raise AttributeError(f"this release has no table {name!r}; it has {', '.join(self.tables)}")
        return self.table(name)

    def __repr__(self) -> str:
        """Name, version, day and number of tables."""
        return f"<{self.package.name} {self.version} of {self.released}: {len(self.tables)} tables>"

    def __dir__(self) -> list[str]:
        """The names that an editor offers: those of the tables, too."""
        return [*super().__dir__(), *self.tables]

    def _described(self, name: str) -> Table:
        try:
            return self.package.table(name)
        except KeyError:
            raise ReleaseError(f"this release has no table {name!r}; it has {', '.join(self.tables)}") from None


def open_release(release: str | Path) -> Release:
    """The release at a path or of a version; ReleaseError where there is none or its description is damaged."""
    place = find_place(release)
    try:
        with place.file(DESCRIPTOR) as path:
            descriptor = json.loads(path.read_bytes())
        resources = descriptor["resources"]
        tables = [item for item in resources if "schema" in item]
        files = {
            item["name"].removesuffix(".parquet"): ParquetFile(item["path"], item["bytes"], item["hash"])
            for item in resources
            if item["name"].endswith(".parquet")
        }
        missing = [item["name"] for item in tables if item["name"] not in files]
        if missing and "created" in descriptor:
            hint = "build it with --format csv --format parquet"
            raise ReleaseError(f"{place.path}: built without Parquet files, from which tables are loaded; {hint}")
        if missing:
            hint = "load what `claimset build` wrote"
            raise ReleaseError(f"{place.path}: has no Parquet file of {missing[0]}, so it is no release; {hint}")
        for file in files.values():
            safe_path(place.path, file.path, DESCRIPTOR)
        for item in tables:
            validate(item["schema"], DESCRIPTOR, "tableSchema")
        package = described(place.path, descriptor, tuple(load_table(place.path, item) for item in tables))
        return Release(package, date.fromisoformat(descriptor["created"][:10]), place, files)
    except (KeyError, TypeError, ValueError, AttributeError, OSError, RecursionError, PackageError) as error:
        raise ReleaseError(f"{place.path}: {DESCRIPTOR} is not that of a release ({error})") from error


def _read(path: Path, file: ParquetFile) -> pa.Table:
    """The rows of a Parquet file, if it is the one that was published."""
    try:
        with path.open("rb") as opened:
            found = hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        raise ReleaseError(f"{path}: cannot be read: {error.strerror}") from None
    if file.sha256 != f"sha256:{found}":
        raise ReleaseError(f"{file.path}: not the file that was published (its SHA-256 differs); fetch it again")
    return pq.read_table(path)


def _typed(cells: pa.Table, table: Table) -> pd.DataFrame:
    """The rows with ordered categories of all terms, days as datetime64 in seconds, and nullable types otherwise."""
    columns = {}
    for column in table.fields:
        values = cells[column.name]
        if column.enum:
            texts = values.cast(pa.string()).to_pandas()
            columns[column.name] = texts.astype(pd.CategoricalDtype(list(column.enum), ordered=True))
        elif column.type == "date":
            # Nanoseconds, the habit of pandas, reach from 1677 to 2262 only.
            columns[column.name] = values.cast(pa.timestamp("s")).to_pandas()
        else:
            columns[column.name] = values.to_pandas(types_mapper=DTYPES.get)
    return pd.DataFrame(columns)


def _key_of(column: Field, table: Table) -> str:
    """Which keys a column is part of: "primary", "claims.claim_id"."""
    keys = ["primary"] if column.name in table.primary_key else []
    for key in table.foreign_keys:
        keys += [
            f"{key.table}.{target}" for own, target in zip(key.fields, key.target, strict=True) if own == column.name
        ]
    return ", ".join(keys)


def _prefix(key: ForeignKey) -> str:
    return key.fields[0].removesuffix("_id") if len(key.fields) == 1 else key.table
