"""The same values, types, terms and gaps in every program that reads a release, or a limit that the README names."""

import re
import subprocess
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from shutil import which

import pandas as pd
import pytest

import reading
from claimset.package import load_package
from claimset.read import read_package
from matrix import SAME, Matrix
from reading import Reading, grade, installed_in_r
from torture import EXPECTED, TABLE, make_torture

README = Path(__file__).parents[2] / "README.md"
BLOCK = re.compile(r"^<!-- limits -->\n\n(.*?)\n^<!-- /limits -->$", re.MULTILINE | re.DOTALL)
HEADER = ["| Reader | Limits |", "|---|---|"]


@dataclass(frozen=True, slots=True)
class Reader:
    """A way to read a release, by its name in the README; `packages` are those that R needs for it."""

    name: str
    read: Callable[[Path, str], Reading]
    packages: tuple[str, ...] = ()
    # What exactly is wrong with the cells that are not the same.
    wrong: str = ""


IN_PYTHON = (
    Reader("`claimset.load`", reading.claimset_load),
    Reader("pandas, Parquet", reading.pandas_parquet),
    Reader("pandas, CSV as text", reading.pandas_csv),
    Reader("polars, Parquet", reading.polars_parquet),
    Reader("polars, CSV as text", reading.polars_csv),
    Reader("pyarrow, Parquet", reading.pyarrow_parquet),
    Reader("DuckDB, Parquet", reading.duckdb_parquet),
    Reader("DuckDB, CSV with the described types", reading.duckdb_csv),
    Reader("SQLite", reading.sqlite),
    Reader("openpyxl, workbook", reading.openpyxl_xlsx),
    Reader("Python `frictionless`, CSV", reading.frictionless_csv),
)
IN_R = (
    Reader("R, `load.R` with base R alone", reading.r("load"), ("jsonlite",)),
    Reader("R, readr, CSV as text", reading.r("readr"), ("jsonlite", "readr")),
    Reader(
        "R, data.table, CSV as text",
        reading.r("data.table"),
        ("jsonlite", "data.table"),
        "each one within a text comes twice",
    ),
    Reader(
        "R, RSQLite with `extended_types`",
        reading.r("RSQLite"),
        ("jsonlite", "RSQLite"),
        "days before the year 1400 and the number -2^63 come as missing",
    ),
)
IN_JAVASCRIPT = "JavaScript, npm `datapackage`, CSV"
CUT_OFF = "it is cut off"
NPM_PACKAGE = "datapackage@1.1.10"

# What the columns of the torture package stand for.
MEANING = {
    "term": "terms",
    "no_term": "terms",
    "flag": "true and false",
    "whole": "numbers",
    "large": "whole numbers beyond 2^31",
    "huge": "whole numbers beyond 2^53",
    "real": "numbers",
    "day": "days",
    "time_earliest": "days",
    "time_latest": "days",
    "no_day": "days",
    "quote": "quotation marks",
    "space": "white space at the ends of a text",
    "formula": "white space at the ends of a text",
}
PHRASES = {
    "text": "as text: {}",
    "integer": "as 1 and 0: {}",
    "number": "as floating point numbers: {}",
    "no order": "without their order: {}",
    "refused": "refused: {}",
}


@pytest.fixture(scope="session")
def node_modules(tmp_path_factory: pytest.TempPathFactory, matrix: Matrix) -> Path:
    """A folder in which npm has installed the reader."""
    folder = tmp_path_factory.mktemp("npm")
    command = ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts", NPM_PACKAGE]
    reason = "npm is not installed"
    if which("npm") is not None:
        done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True, timeout=120)
        if done.returncode == 0:
            return folder
        reason = f"npm cannot fetch {NPM_PACKAGE} here"
    matrix[IN_JAVASCRIPT] = reason
    pytest.skip(reason)


def measured(reader: Reader, release: Path, matrix: Matrix) -> dict[str, str]:
    """What the reader makes of each column; kept for the matrix."""
    found = reader.read(release, TABLE)
    assert list(found) == list(EXPECTED)
    grades = {name: grade(expected, found[name]) for name, expected in EXPECTED.items()}
    matrix[reader.name] = grades
    return grades


def row(reader: Reader, grades: Mapping[str, str]) -> str:
    """The row of the README for a reader."""
    limits = [
        phrase.format(meanings)
        for word, phrase in PHRASES.items()
        if (meanings := _meanings(name for name, found in grades.items() if found == word))
    ]
    if wrong := _meanings(name for name, found in grades.items() if found.endswith("differ")):
        limits.append(f"not the same: {wrong} ({reader.wrong})")
    return f"| {reader.name} | {'; '.join(limits) or 'none'} |"


def _meanings(columns: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(MEANING[name] for name in columns))


def documented() -> list[str]:
    """The rows of the table of limits in the README."""
    (table,) = BLOCK.findall(README.read_text(encoding="utf-8"))
    return str(table).splitlines()


@pytest.mark.parametrize("reader", IN_PYTHON, ids=lambda reader: reader.name)
def test_a_reader_in_python_gives_what_the_readme_says(reader: Reader, torture: Path, matrix: Matrix) -> None:
    assert row(reader, measured(reader, torture, matrix)) in documented()


@pytest.mark.slow
@pytest.mark.parametrize("reader", IN_R, ids=lambda reader: reader.name)
def test_a_reader_in_r_gives_what_the_readme_says(reader: Reader, torture: Path, matrix: Matrix) -> None:
    missing = set(reader.packages) - installed_in_r()
    if missing:
        reason = f"R or its package {min(missing)} is not installed"
        matrix[reader.name] = reason
        pytest.skip(reason)
    assert row(reader, measured(reader, torture, matrix)) in documented()


@pytest.mark.slow
def test_the_reader_in_javascript_gives_what_the_readme_says(torture: Path, node_modules: Path, matrix: Matrix) -> None:
    reader = Reader(IN_JAVASCRIPT, reading.npm(node_modules), wrong=CUT_OFF)
    assert row(reader, measured(reader, torture, matrix)) in documented()


def test_the_readme_has_one_row_for_each_reader() -> None:
    names = [*(reader.name for reader in (*IN_PYTHON, *IN_R)), IN_JAVASCRIPT]
    rows = documented()
    assert rows[:2] == HEADER
    assert [line.split(" | ")[0].removeprefix("| ") for line in rows[2:]] == names


def test_an_empty_text_is_a_missing_value_and_not_the_canonical_form_of_one(tmp_path: Path) -> None:
    root = make_torture(tmp_path / "package")
    path = root / "data" / f"{TABLE}.csv"
    before = read_package(load_package(root))
    path.write_text(path.read_text(encoding="utf-8").replace(",,", ',"",', 1), encoding="utf-8")
    after = read_package(load_package(root))
    assert (before.findings, [finding.rule for finding in after.findings]) == ((), ["not-canonical"])
    pd.testing.assert_frame_equal(after.frames[TABLE], before.frames[TABLE])


def test_readers_that_know_all_types_give_all_the_same(torture: Path) -> None:
    for read in (reading.claimset_load, reading.pyarrow_parquet, reading.duckdb_csv, reading.frictionless_csv):
        found = read(torture, TABLE)
        assert {name: grade(expected, found[name]) for name, expected in EXPECTED.items()} == dict.fromkeys(
            EXPECTED, SAME
        )
