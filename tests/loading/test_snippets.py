"""Whoever copies an example of how to load the data, sees it run."""

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from reading import installed_in_r

REPOSITORY = Path(__file__).parents[2]
SECTION = re.compile(r"^## Load it\n(.*?)^## ", re.MULTILINE | re.DOTALL)
EXAMPLE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
READMES = ("repository", "release")


def examples(readme: str, release: Path, language: str) -> list[str]:
    """The examples in the section on loading of the README of the repository or of a release, as printed."""
    folder = {"repository": REPOSITORY, "release": release}[readme]
    (section,) = SECTION.findall((folder / "README.md").read_text(encoding="utf-8"))
    return [text for found, text in EXAMPLE.findall(section) if found == language]


@pytest.mark.parametrize("readme", READMES)
def test_every_example_is_in_a_language_that_the_tests_run(readme: str, release: Path) -> None:
    folder = {"repository": REPOSITORY, "release": release}[readme]
    (section,) = SECTION.findall((folder / "README.md").read_text(encoding="utf-8"))
    assert {language for language, _ in EXAMPLE.findall(section)} == {"python", "r", "sql"}


@pytest.mark.slow
@pytest.mark.parametrize("readme", READMES)
def test_the_examples_run_in_python(readme: str, release: Path) -> None:
    found = examples(readme, release, "python")
    assert found
    for example in found:
        done = subprocess.run([sys.executable, "-c", example], cwd=release, check=True, capture_output=True)
        assert done.stderr == b""


@pytest.mark.slow
@pytest.mark.parametrize("readme", READMES)
def test_the_examples_run_in_r(readme: str, release: Path) -> None:
    found = examples(readme, release, "r")
    assert found
    for example in found:
        missing = ({"base"} | set(re.findall(r"(\w[\w.]*)::", example))) - installed_in_r()
        if missing:
            pytest.skip(f"R or its package {min(missing)} is not installed")
        script = f"options(warn = 2)\n{example}"
        subprocess.run(["Rscript", "--vanilla", "-e", script], cwd=release, check=True, capture_output=True)


@pytest.mark.parametrize("readme", READMES)
def test_the_examples_run_in_sql(readme: str, release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(release)
    in_duckdb, in_sqlite = examples(readme, release, "sql")
    assert in_duckdb.startswith("-- DuckDB\n")
    assert in_sqlite.startswith("-- SQLite, in russia-hamas-claims.sqlite")
    with duckdb.connect() as connection:
        assert connection.execute(in_duckdb).fetchall() != []
    with closing(sqlite3.connect("russia-hamas-claims.sqlite")) as database:
        assert [column[0] for column in database.execute(in_sqlite).description] == ["claim_id", "proposition"]
