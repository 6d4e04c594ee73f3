"""A described data package: datapackage.json and its Table Schemas as frozen dataclasses."""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from claimset.descriptor import read_json, require_unique, safe_path, validate
from claimset.errors import PackageError
from claimset.finding import shortened

DESCRIPTOR = "datapackage.json"
EDTF = "http://id.loc.gov/datatypes/edtf"


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its meaning, type and constraints."""

    name: str
    title: str
    description: str
    type: str
    required: bool = False
    unique: bool = False
    enum: tuple[str, ...] = ()
    pattern: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    min_length: int | None = None
    max_length: int | None = None
    rdf_type: str | None = None

    @property
    def is_edtf(self) -> bool:
        """Whether the column holds Extended Date/Time Format strings."""
        return self.rdf_type == EDTF


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns whose values must be found together in the key columns of another table (or the same one)."""

    fields: tuple[str, ...]
    table: str
    target: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its file, columns and keys. `path` is relative to the package, with forward slashes."""

    name: str
    title: str
    description: str
    path: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The column names, in schema order."""
        return tuple(field.name for field in self.fields)

    def field(self, name: str) -> Field:
        """The column called `name`; KeyError where there is none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class License:
    """A licence by its SPDX-like name, web address and title."""

    name: str
    path: str
    title: str


@dataclass(frozen=True, slots=True)
class Contributor:
    """A person or group that made the dataset, and as what."""

    title: str
    role: str


@dataclass(frozen=True, slots=True)
class Package:
    """A described data package: metadata and tables, in the order of the descriptor."""

    root: Path
    name: str
    title: str
    description: str
    version: str
    keywords: tuple[str, ...]
    licenses: tuple[License, ...]
    contributors: tuple[Contributor, ...]
    tables: tuple[Table, ...]
    identifier: str | None = None
    homepage: str | None = None

    def table(self, name: str) -> Table:
        """The table called `name`; KeyError where there is none."""
        for table in self.tables:
            if table.name == name:
                return table
        raise KeyError(name)


def load_package(root: Path) -> Package:
    """The package in the folder `root`; PackageError where folder, descriptor or a schema cannot be used."""
    if not root.exists():
        message = f"{root}: there is no such folder"
        raise PackageError(message)
    if not root.is_dir():
        message = f"{root}: not a folder (a package is a folder with a {DESCRIPTOR}; unpack an archive first)"
        raise PackageError(message)
    if not (root / DESCRIPTOR).is_file():
        message = f"{root}: no {DESCRIPTOR} here, so this folder is no data package (give its folder as ROOT)"
        raise PackageError(message)
    descriptor = read_json(root, DESCRIPTOR)
    validate(descriptor, DESCRIPTOR, "")
    tables = tuple(load_table(root, resource) for resource in descriptor["resources"])
    require_unique((t.name for t in tables), f"{DESCRIPTOR}: resources: two resources are called")
    require_unique((t.path for t in tables), f"{DESCRIPTOR}: resources: two resources have the path")
    for table, resource in zip(tables, descriptor["resources"], strict=True):
        require_sound_keys(table, {t.name: t for t in tables}, _schema_path(resource))
    return described(root, descriptor, tables)


def described(root: Path, descriptor: Mapping[str, Any], tables: tuple[Table, ...]) -> Package:
    """The package in `root` with the metadata of a validated descriptor, and these tables."""
    return Package(
        root=root,
        name=descriptor["name"],
        title=descriptor["title"],
        description=descriptor.get("description", ""),
        version=descriptor["version"],
        keywords=tuple(descriptor.get("keywords", ())),
        licenses=tuple(License(**item) for item in descriptor["licenses"]),
        contributors=tuple(Contributor(item["title"], item["role"]) for item in descriptor["contributors"]),
        tables=tables,
        identifier=descriptor.get("id"),
        homepage=descriptor.get("homepage"),
    )


def _schema_path(resource: Mapping[str, Any]) -> str:
    schema = resource["schema"]
    return schema if isinstance(schema, str) else f"{DESCRIPTOR}: resource {resource['name']!r}: schema"


def load_table(root: Path, resource: Mapping[str, Any]) -> Table:
    """The table that a resource of the folder `root` describes; PackageError where its schema cannot be used."""
    safe_path(root, resource["path"], f"{DESCRIPTOR}: resource {resource['name']!r}")
    schema = resource["schema"]
    if isinstance(schema, str):
        schema = read_json(root, schema)
        validate(schema, resource["schema"], "tableSchema")
    table = Table(
        name=resource["name"],
        title=resource.get("title", resource["name"]),
        description=resource.get("description", ""),
        path=resource["path"],
        fields=tuple(_field(item, _schema_path(resource)) for item in schema["fields"]),
        primary_key=_names(schema["primaryKey"]),
        foreign_keys=tuple(
            ForeignKey(
                fields=_names(key["fields"]),
                table=key["reference"]["resource"] or resource["name"],
                target=_names(key["reference"]["fields"]),
            )
            for key in schema.get("foreignKeys", ())
        ),
    )
    require_unique(table.names, f"{_schema_path(resource)}: fields: two columns are called")
    return table


def _names(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _field(item: Mapping[str, Any], path: str) -> Field:
    constraints = item.get("constraints", {})
    pattern = constraints.get("pattern")
    if pattern is not None:
        _require_usable_pattern(pattern, f"{path}: {item['name']}: pattern")
    return Field(
        name=item["name"],
        title=item["title"],
        description=item["description"],
        type=item["type"],
        required=constraints.get("required", False),
        unique=constraints.get("unique", False),
        enum=tuple(constraints.get("enum", ())),
        pattern=pattern,
        minimum=constraints.get("minimum"),
        maximum=constraints.get("maximum"),
        min_length=constraints.get("minLength"),
        max_length=constraints.get("maxLength"),
        rdf_type=item.get("rdfType"),
    )


def _require_usable_pattern(pattern: str, where: str) -> None:
    """Both Python's and RE2's regular expressions must take the pattern: readers use the one or the other."""
    try:
        re.compile(pattern)
        pc.match_substring_regex(pa.array([""]), f"^(?:{pattern})$")
    except (re.error, OverflowError, RecursionError, pa.ArrowInvalid) as error:
        fault = shortened(str(error))
        message = f"{where}: {shortened(pattern)!r} is not a regular expression that Python and RE2 both read: {fault}"
        raise PackageError(message) from None


def require_sound_keys(table: Table, tables: Mapping[str, Table], path: str) -> None:
    """PackageError where a key of `table` names a column or a table that is not in `tables`, or types differ."""
    for name in table.primary_key:
        _require_column(name, table, f"{path}: primaryKey")
    for key in table.foreign_keys:
        where = f"{path}: foreignKeys: {', '.join(key.fields)}"
        for name in key.fields:
            _require_column(name, table, where)
        if key.table not in tables:
            close = difflib.get_close_matches(key.table, tables, n=1)
            message = f"{where}: there is no table {key.table!r}" + (f"; did you mean {close[0]!r}?" if close else "")
            raise PackageError(message)
        target = tables[key.table]
        for name in key.target:
            _require_column(name, target, where)
        if set(key.target) != set(target.primary_key):
            message = f"{where}: refers to {', '.join(key.target)}, which is not the primary key of {target.name!r}"
            raise PackageError(message)
        if len(key.fields) != len(key.target):
            message = f"{where}: {len(key.fields)} columns refer to {len(key.target)}"
            raise PackageError(message)
        for own, other in zip(key.fields, key.target, strict=True):
            if table.field(own).type != target.field(other).type:
                message = f"{where}: {own} and {target.name}.{other} are of different types"
                raise PackageError(message)


def _require_column(name: str, table: Table, where: str) -> None:
    if name not in table.names:
        close = difflib.get_close_matches(name, table.names, n=1)
        message = f"{where}: table {table.name!r} has no column {name!r}"
        raise PackageError(message + (f"; did you mean {close[0]!r}?" if close else ""))
