"""The tables of a release as one SQLite database, which describes itself and can be searched.

Each table has its keys and an index on every foreign key. `_dataset`, `_tables`, `_columns` and `_terms` hold what
datapackage.json says; `<table>_fts` is a full-text index. Days are ISO 8601 text in columns declared DATE, yes and no
are 1 and 0 in columns declared BOOLEAN: readers that look at declared types (RSQLite, DuckDB) give dates and logicals.

The bytes depend on the content alone: there is no clock in them, and what SQLite leaves in unused room is cleared.
SQLite 3.40 and 3.54 write the same bytes; another version may lay out pages or the full-text index differently.
Source: "Database File Format" and "SQLite FTS5 Extension", sqlite.org.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import chain
from pathlib import Path

from claimset.errors import ReleaseError
from claimset.package import Table
from claimset.release.citation import citation
from claimset.release.content import Content, ReleaseTable
from claimset.release.sqlite_bytes import clear_unused

# What the file says about itself in its header: "clms".
APPLICATION_ID = int.from_bytes(b"clms", "big")
# Most tables are smaller than the usual page of 4096 bytes, and each has several: the file is half as large this way.
PAGE_SIZE = 1024
# Rows that are made values of Python at a time.
ROWS_AT_ONCE = 1 << 14

DECLARED = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "BOOLEAN", "date": "DATE"}
# The columns in which people search for words (model, section 2).
SEARCHED = {"claims": "proposition", "claim_evidence": "summary", "actor_names": "name"}
# Accents do not matter in a search: "Muller" finds "Müller".
TOKENIZER = "unicode61 remove_diacritics 2"

DESCRIPTIONS = """
CREATE TABLE _dataset (property TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE _tables (
  table_name TEXT NOT NULL PRIMARY KEY, title TEXT NOT NULL, description TEXT NOT NULL, derived BOOLEAN NOT NULL,
  primary_key TEXT NOT NULL, row_count INTEGER NOT NULL
);
CREATE TABLE _columns (
  table_name TEXT NOT NULL REFERENCES _tables, position INTEGER NOT NULL, column_name TEXT NOT NULL,
  title TEXT NOT NULL, description TEXT NOT NULL, type TEXT NOT NULL, required BOOLEAN NOT NULL,
  PRIMARY KEY (table_name, column_name)
);
CREATE TABLE _terms (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, position INTEGER NOT NULL, term TEXT NOT NULL,
  PRIMARY KEY (table_name, column_name, term),
  FOREIGN KEY (table_name, column_name) REFERENCES _columns
);
"""


def sqlite_path(content: Content) -> str:
    """The path of the database in its release."""
    return f"{content.package.name}.sqlite"


def write_sqlite(content: Content, folder: Path) -> None:
    """`<package>.sqlite` with all tables; ReleaseError where SQLite cannot write it."""
    path = folder / sqlite_path(content)
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            database.execute(f"PRAGMA page_size = {PAGE_SIZE}")
            database.execute("PRAGMA encoding = 'UTF-8'")
            database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            # A whole number that grows with the version: 1.2.3 is 1002003.
            major, minor, patch = (int(part) for part in content.package.version.split("."))
            database.execute(f"PRAGMA user_version = {(major * 1000 + minor) * 1000 + patch}")
            database.execute("PRAGMA synchronous = OFF")
            # Otherwise what was moved on a page would leave its old bytes behind.
            database.execute("PRAGMA secure_delete = ON")
            database.execute("BEGIN")
            for item in content.tables:
                _write_table(item, database)
            _write_descriptions(content, database)
            database.execute("COMMIT")
            database.execute("VACUUM")
    except sqlite3.Error as error:
        raise ReleaseError(f"{path.name}: SQLite {sqlite3.sqlite_version}: {error}") from None
    clear_unused(path, PAGE_SIZE)


def _write_table(item: ReleaseTable, database: sqlite3.Connection) -> None:
    table = item.table
    database.execute(_create(table))
    _insert(database, table.name, _rows(item))
    for key in table.foreign_keys:
        if key.fields != table.primary_key[: len(key.fields)]:
            name = _quoted("_".join((table.name, *key.fields)))
            database.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {_quoted(table.name)} ({_list(key.fields)})")
    if table.name in SEARCHED:
        _write_index(table.name, SEARCHED[table.name], database)


def _create(table: Table) -> str:
    parts = []
    for field in table.fields:
        required = " NOT NULL" if field.required or field.name in table.primary_key else ""
        parts.append(f"{_quoted(field.name)} {DECLARED[field.type]}{required}{' UNIQUE' * field.unique}")
    parts.append(f"PRIMARY KEY ({_list(table.primary_key)})")
    parts += [
        f"FOREIGN KEY ({_list(key.fields)}) REFERENCES {_quoted(key.table)} ({_list(key.target)})"
        for key in table.foreign_keys
    ]
    return f"CREATE TABLE {_quoted(table.name)} (\n  " + ",\n  ".join(parts) + "\n)"


def _rows(item: ReleaseTable) -> Iterator[tuple[object, ...]]:
    for start in range(0, item.rows, ROWS_AT_ONCE):
        some = item.data.slice(start, ROWS_AT_ONCE)
        columns = []
        for field in item.table.fields:
            values = some[field.name].to_pylist()
            if field.type == "date":
                values = [None if day is None else day.isoformat() for day in values]
            columns.append(values)
        yield from zip(*columns, strict=True)


def _write_index(table: str, column: str, database: sqlite3.Connection) -> None:
    """The full-text index over one column, which keeps no second copy of the text."""
    index = _quoted(f"{table}_fts")
    options = f"content={_quoted(table)}, tokenize={_quoted(TOKENIZER)}"
    database.execute(f"CREATE VIRTUAL TABLE {index} USING fts5({_quoted(column)}, {options})")
    database.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")  # noqa: S608 - names of ours


def _write_descriptions(content: Content, database: sqlite3.Connection) -> None:
    package = content.package
    for statement in filter(str.strip, DESCRIPTIONS.split(";")):
        database.execute(statement)
    properties = {
        "name": package.name,
        "title": package.title,
        "description": package.description,
        "version": package.version,
        "released": content.released.isoformat(),
        "content_hash": content.content_hash,
        "citation": citation(package, content.released),
        "license": ", ".join(licence.name for licence in package.licenses),
        "license_url": ", ".join(licence.path for licence in package.licenses),
    }
    _insert(database, "_dataset", properties.items())
    tables = [(item.table, item) for item in content.tables]
    _insert(
        database,
        "_tables",
        [
            (table.name, table.title, table.description, item.derived, ",".join(table.primary_key), item.rows)
            for table, item in tables
        ],
    )
    _insert(
        database,
        "_columns",
        [
            (table.name, at, field.name, field.title, field.description, field.type, field.required)
            for table, _ in tables
            for at, field in enumerate(table.fields, start=1)
        ],
    )
    _insert(
        database,
        "_terms",
        [
            (table.name, field.name, at, term)
            for table, _ in tables
            for field in table.fields
            for at, term in enumerate(field.enum, start=1)
        ],
    )


def _insert(database: sqlite3.Connection, table: str, rows: Iterable[tuple[object, ...]]) -> None:
    rows = iter(rows)
    first = next(rows, None)
    if first is not None:
        places = ", ".join("?" * len(first))
        # Names of tables cannot be parameters; they are quoted, and those of a package match a strict pattern.
        database.executemany(f"INSERT INTO {_quoted(table)} VALUES ({places})", chain([first], rows))  # noqa: S608


def _list(names: Iterable[str]) -> str:
    return ", ".join(_quoted(name) for name in names)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
