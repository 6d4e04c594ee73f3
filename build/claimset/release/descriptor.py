"""The datapackage.json of a release, in the one form that the readers in Python, R and JavaScript all take.

Source: Data Package and Table Schema, version 1 (Frictionless Data, 2017-2021). Each table is two resources: the CSV
file with its whole schema, and the Parquet file as a plain file, which readers of tables leave alone.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from claimset.content_hash import PROPERTY
from claimset.package import DESCRIPTOR, Field, ForeignKey, Table
from claimset.release.content import Content, ReleaseTable
from claimset.release.files import sum_of, write_text
from claimset.release.sqlite import sqlite_path
from claimset.release.tables import csv_path, parquet_path
from claimset.release.xlsx import xlsx_path

XLSX = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def write_descriptor(content: Content, folder: Path) -> None:
    """`datapackage.json` over the files that hold tables, with the size and hash of each."""
    package = content.package
    descriptor = {
        "profile": "data-package",
        "name": package.name,
        "id": package.identifier,
        "title": package.title,
        "description": package.description,
        "homepage": package.homepage,
        "version": package.version,
        "created": f"{content.released}T00:00:00Z",
        PROPERTY: content.content_hash,
        "keywords": list(package.keywords),
        "licenses": [{"name": item.name, "path": item.path, "title": item.title} for item in package.licenses],
        "contributors": [{"title": item.title, "role": item.role} for item in package.contributors],
        "resources": list(_resources(content, folder)),
    }
    write_text(folder / DESCRIPTOR, json.dumps(_filled(descriptor), ensure_ascii=False, indent=2) + "\n")


def _resources(content: Content, folder: Path) -> Iterator[dict[str, Any]]:
    for item in content.tables:
        yield _csv_resource(item, content, folder)
    if "parquet" in content.formats:
        for item in content.tables:
            yield _parquet_resource(item, content, folder)
    if "sqlite" in content.formats:
        yield _whole_resource("database", sqlite_path(content), "vnd.sqlite3", content, folder)
    if "xlsx" in content.formats:
        yield _whole_resource("workbook", xlsx_path(content), XLSX, content, folder)


def _csv_resource(item: ReleaseTable, content: Content, folder: Path) -> dict[str, Any]:
    path = csv_path(item)
    return _filled(
        {
            "name": item.table.name,
            "title": item.table.title,
            "description": item.table.description,
            "path": path,
            "profile": "tabular-data-resource",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            **_integrity(folder / path, content),
            # Properties of our own, which the specification allows and every reader tried ignores.
            "derived": item.derived or None,
            PROPERTY: content.hashes.get(item.table.name),
            "schema": table_schema(item.table),
        }
    )


def _parquet_resource(item: ReleaseTable, content: Content, folder: Path) -> dict[str, Any]:
    path = parquet_path(item)
    return {
        "name": f"{item.table.name}.parquet",
        "title": f"{item.table.title} (Parquet)",
        "description": f"The table {item.table.name} with the same values, typed.",
        "path": path,
        # Not "parquet": then the Python reader would take it as a table, and turn missing integers into floats.
        "format": "vnd.apache.parquet",
        "mediatype": "application/vnd.apache.parquet",
        **_integrity(folder / path, content),
    }


def _whole_resource(name: str, path: str, kind: str, content: Content, folder: Path) -> dict[str, Any]:
    """A file that holds all tables; as with Parquet, its format is a name that no reader takes for one of tables."""
    return {
        "name": name,
        "title": f"All tables as one {name}",
        "path": path,
        "format": kind,
        "mediatype": f"application/{kind}",
        **_integrity(folder / path, content),
    }


def _integrity(path: Path, content: Content) -> dict[str, Any]:
    return {"bytes": path.stat().st_size, "hash": f"sha256:{sum_of(path, content)}"}


def table_schema(table: Table) -> dict[str, Any]:
    """The Table Schema of a table: columns, keys and constraints."""
    return _filled(
        {
            "fields": [_field(field) for field in table.fields],
            "primaryKey": _names(table.primary_key),
            "foreignKeys": [_foreign_key(key, table) for key in table.foreign_keys],
            "missingValues": [""],
        }
    )


def _field(field: Field) -> dict[str, Any]:
    spellings = {"trueValues": ["true"], "falseValues": ["false"]} if field.type == "boolean" else {}
    constraints = {
        "required": field.required or None,
        "unique": field.unique or None,
        "enum": list(field.enum),
        "pattern": field.pattern,
        "minimum": field.minimum,
        "maximum": field.maximum,
        "minLength": field.min_length,
        "maxLength": field.max_length,
    }
    return _filled(
        {
            "name": field.name,
            "title": field.title,
            "description": field.description,
            "type": field.type,
            **spellings,
            "rdfType": field.rdf_type,
            "constraints": _filled(constraints),
        }
    )


def _foreign_key(key: ForeignKey, table: Table) -> dict[str, Any]:
    # The empty string is the table itself (Table Schema, "Foreign Keys").
    resource = "" if key.table == table.name else key.table
    return {"fields": _names(key.fields), "reference": {"resource": resource, "fields": _names(key.target)}}


def _names(names: tuple[str, ...]) -> str | list[str]:
    return names[0] if len(names) == 1 else list(names)


def _filled(properties: Mapping[str, Any]) -> dict[str, Any]:
    """The properties that say something: none that is None, an empty text or an empty list."""
    return {key: value for key, value in properties.items() if value not in (None, "", [], {})}
