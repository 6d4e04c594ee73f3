"""The database of a release holds what the CSV files hold, with its keys, its descriptions and a search."""

import csv
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from claimset.package import Package
from claimset.release.sqlite_bytes import clear_unused


@pytest.fixture
def database(release: Path) -> Iterator[sqlite3.Connection]:
    address = f"file:{release / 'russia-hamas-claims.sqlite'}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def rows(database: sqlite3.Connection, query: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in database.execute(query)]


def tables(release: Path) -> list[dict[str, Any]]:
    resources = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    return [item for item in resources if "schema" in item]


def names(keys: str | list[str]) -> list[str]:
    return [keys] if isinstance(keys, str) else keys


def test_the_database_has_the_rows_of_the_csv_files(database: sqlite3.Connection, release: Path) -> None:
    for path in sorted((release / "csv").iterdir()):
        with path.open(encoding="utf-8", newline="") as file:
            expected = [tuple(row) for row in csv.reader(file)][1:]
        booleans = {
            row["name"] for row in database.execute(f"PRAGMA table_info({path.stem})") if row["type"] == "BOOLEAN"
        }
        found = [
            tuple(
                "" if row[name] is None else ("false", "true")[row[name]] if name in booleans else str(row[name])
                for name in row.keys()  # noqa: SIM118 - iterating a row gives its values
            )
            for row in database.execute(f"SELECT * FROM {path.stem} ORDER BY rowid")  # noqa: S608 - a file of ours
        ]
        assert found == expected, path.stem


def test_the_database_is_whole_and_its_references_resolve(database: sqlite3.Connection) -> None:
    assert rows(database, "PRAGMA integrity_check") == [("ok",)]
    assert rows(database, "PRAGMA foreign_key_check") == []


def test_the_keys_of_the_database_are_those_of_the_description(database: sqlite3.Connection, release: Path) -> None:
    for table in tables(release):
        info = rows(database, f"PRAGMA table_info({table['name']})")
        primary = [row[1] for row in sorted(info, key=lambda row: int(row[5])) if row[5]]
        assert primary == names(table["schema"]["primaryKey"])
        foreign = {(row[3], row[2], row[4]) for row in rows(database, f"PRAGMA foreign_key_list({table['name']})")}
        assert foreign == {
            (own, key["reference"]["resource"] or table["name"], target)
            for key in table["schema"].get("foreignKeys", [])
            for own, target in zip(names(key["fields"]), names(key["reference"]["fields"]), strict=True)
        }


def test_every_foreign_key_is_found_by_an_index(database: sqlite3.Connection, release: Path) -> None:
    for table in tables(release):
        for key in table["schema"].get("foreignKeys", []):
            (column, *_) = names(key["fields"])
            query = f"EXPLAIN QUERY PLAN SELECT 1 FROM {table['name']} WHERE {column} = 'x'"  # noqa: S608 - names of ours
            (plan,) = rows(database, query)
            assert plan[3].startswith(f"SEARCH {table['name']} USING "), (table["name"], column)


def test_the_database_describes_itself(database: sqlite3.Connection, release: Path, package: Package) -> None:
    described = tables(release)
    assert rows(database, "SELECT table_name, title, description FROM _tables ORDER BY table_name") == sorted(
        (table["name"], table["title"], table["description"]) for table in described
    )
    columns = rows(
        database, "SELECT table_name, column_name, title, description, type FROM _columns ORDER BY table_name, position"
    )
    assert columns == [
        (table["name"], field["name"], field["title"], field["description"], field["type"])
        for table in sorted(described, key=lambda table: str(table["name"]))
        for field in table["schema"]["fields"]
    ]
    query = "SELECT term FROM _terms WHERE table_name = 'claims' AND column_name = 'topic' ORDER BY position"
    assert [row[0] for row in rows(database, query)] == list(package.table("claims").field("topic").enum)
    about = dict(rows(database, "SELECT property, value FROM _dataset"))
    assert (about["name"], about["version"], about["released"]) == (
        "russia-hamas-claims",
        package.version,
        "2026-11-22",
    )
    assert about["license"] == "CC-BY-4.0"
    assert about["citation"] in (release / "README.md").read_text(encoding="utf-8")


def test_words_are_found_in_propositions_summaries_and_names(database: sqlite3.Connection) -> None:
    claims = (
        "SELECT claim_id FROM claims JOIN claims_fts ON claims_fts.rowid = claims.rowid WHERE claims_fts MATCH '{}'"
    )
    assert rows(database, claims.format("something")) == [("C0001",)]
    assert rows(database, claims.format("nothing")) == []
    evidence = "SELECT summary FROM claim_evidence_fts WHERE claim_evidence_fts MATCH 'deni*'"
    assert rows(database, evidence) == [("Somebody else denies it.",)]
    assert rows(database, "SELECT name FROM actor_names_fts WHERE actor_names_fts MATCH 'x'") == []


def test_the_header_of_the_database_names_no_library_and_no_moment(release: Path, package: Package) -> None:
    header = (release / "russia-hamas-claims.sqlite").read_bytes()[:100]
    major, minor, patch = (int(part) for part in package.version.split("."))
    assert header[:16] == b"SQLite format 3\0"
    assert int.from_bytes(header[60:64], "big") == major * 1_000_000 + minor * 1000 + patch
    assert header[68:72] == b"clms"
    assert header[96:100] == bytes(4)


def test_bytes_that_mean_nothing_are_cleared_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA page_size = 512")
        database.execute("PRAGMA secure_delete = OFF")
        database.execute("CREATE TABLE t (a TEXT PRIMARY KEY, b TEXT)")
        rows = [(f"{number:03d}", "SECRET" * (number % 7)) for number in range(200)]
        database.executemany("INSERT INTO t VALUES (?, ?)", rows)
        database.execute("UPDATE t SET b = 'x'")
        database.commit()
        database.execute("VACUUM")
    data = bytearray(path.read_bytes())
    # The first page has nothing but the schema after its header: the room between is unused.
    data[200:220] = b"garbage" + bytes(13)
    path.write_bytes(data)
    clear_unused(path, 512)
    cleared = path.read_bytes()
    assert (cleared[96:100], cleared[200:220]) == (bytes(4), bytes(20))
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("SELECT * FROM t").fetchall() == [(key, "x") for key, _ in rows]
