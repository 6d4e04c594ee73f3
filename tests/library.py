"""A small package of another topic - a lending library - for tests of what knows no model."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

AUTHORS = """\
author_id,name,born
A01,Ama Ataide,1942-03-23
A02,Bruno Schulz,1892-07-12
A03,"Čapek, Karel",
"""
BOOKS = """\
book_id,title,author_id,genre,price,in_print,published,sequel_to
1,Cinnamon Shops,A02,novel,12.5,true,1933-12/1934,
2,Sanatorium,A02,novel,,false,1937,1
10,R.U.R.,A03,drama,7,,1920~,
"""
LOANS = """\
book_id,number,lent_on,note
1,1,2024-01-31,
1,2,2024-02-29,"says ""keep it"", twice"
10,1,2024-03-01,NA
"""
REMINDERS = """\
reminder_id,book_id,number
R1,1,2
R2,10,1
R3,,
"""
TABLES = {"authors": AUTHORS, "books": BOOKS, "loans": LOANS, "reminders": REMINDERS}

# Names, types, constraints; keys; foreign keys.
Columns = dict[str, tuple[str, dict[str, Any]]]
COLUMNS: dict[str, Columns] = {
    "authors": {
        "author_id": ("string", {"required": True, "pattern": "A[0-9]{2}"}),
        "name": ("string", {"required": True, "unique": True, "minLength": 2, "maxLength": 20}),
        "born": ("date", {}),
    },
    "books": {
        "book_id": ("integer", {"required": True, "minimum": 1}),
        "title": ("string", {"required": True}),
        "author_id": ("string", {"required": True}),
        "genre": ("string", {"required": True, "enum": ["novel", "drama", "poetry"]}),
        "price": ("number", {"minimum": 0, "maximum": 99.5}),
        "in_print": ("boolean", {}),
        "published": ("string", {}),
        "sequel_to": ("integer", {}),
    },
    "loans": {
        "book_id": ("integer", {"required": True}),
        "number": ("integer", {"required": True, "minimum": 1, "maximum": 9}),
        "lent_on": ("date", {"required": True}),
        "note": ("string", {}),
    },
    "reminders": {
        "reminder_id": ("string", {"required": True}),
        "book_id": ("integer", {}),
        "number": ("integer", {}),
    },
}
KEYS: dict[str, str | list[str]] = {
    "authors": "author_id",
    "books": "book_id",
    "loans": ["book_id", "number"],
    "reminders": "reminder_id",
}
FOREIGN_KEYS: dict[str, list[tuple[str | list[str], str, str | list[str]]]] = {
    "books": [("author_id", "authors", "author_id"), ("sequel_to", "", "book_id")],
    "loans": [("book_id", "books", "book_id")],
    "reminders": [(["book_id", "number"], "loans", ["book_id", "number"])],
}


def make_library(root: Path, **tables: str) -> Path:
    """The library in the folder `root`, with the given texts in the place of the sound tables of those names."""
    for folder in (root, root / "data", root / "schemas"):
        folder.mkdir(exist_ok=True)
    _write_json(root / "datapackage.json", _descriptor())
    for name, text in (TABLES | tables).items():
        _write_json(root / "schemas" / f"{name}.json", _schema(name))
        (root / "data" / f"{name}.csv").write_bytes(text.encode())
    return root


def edit_json(path: Path, change: Callable[[Any], object]) -> None:
    """The JSON file `path`, changed in place by `change`."""
    value = json.loads(path.read_text(encoding="utf-8"))
    change(value)
    _write_json(path, value)


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _descriptor() -> dict[str, Any]:
    return {
        "profile": "data-package",
        "name": "lending-library",
        "title": "Lending library",
        "version": "1.2.3",
        "licenses": [{"name": "CC0-1.0", "path": "https://example.org/cc0", "title": "CC0"}],
        "contributors": [{"title": "The librarians", "role": "author"}],
        "resources": [
            {
                "name": name,
                "path": f"data/{name}.csv",
                "profile": "tabular-data-resource",
                "encoding": "utf-8",
                "schema": f"schemas/{name}.json",
            }
            for name in TABLES
        ],
    }


def _schema(table: str) -> dict[str, Any]:
    return {
        "fields": [_field(name, kind, constraints) for name, (kind, constraints) in COLUMNS[table].items()],
        "primaryKey": KEYS[table],
        "foreignKeys": [
            {"fields": fields, "reference": {"resource": target, "fields": columns}}
            for fields, target, columns in FOREIGN_KEYS.get(table, [])
        ],
        "missingValues": [""],
    }


def _field(name: str, kind: str, constraints: dict[str, Any]) -> dict[str, Any]:
    field: dict[str, Any] = {"name": name, "title": name.title(), "description": f"The {name}.", "type": kind}
    if kind == "boolean":
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    if constraints:
        field["constraints"] = constraints
    return field
