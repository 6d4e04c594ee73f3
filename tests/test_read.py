"""A cell becomes a value of its column's type, or a finding: nothing is guessed, rounded or filled in."""

import datetime as dt
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from claimset.package import load_package
from claimset.read import Reading, read_package
from claimset.report import text_lines
from library import make_library

INTEGER = "a whole number such as 12"
NUMBER = "a number such as 12.5"
BOOLEAN = "true or false"
DATE = "a date such as 2023-10-07"
HEADER = "book_id,title,author_id,genre,price,in_print,published,sequel_to\n"


def read_books(root: Path, **cells: str) -> Reading:
    """The reading of a library with one book, whose cells are the given ones."""
    row = {"book_id": "5", "price": "", "in_print": "", "sequel_to": ""} | cells
    text = f"{row['book_id']},T,A01,novel,{row['price']},{row['in_print']},,{row['sequel_to']}\n"
    return read_package(load_package(make_library(root, books=HEADER + text)))


def test_a_table_has_the_types_of_its_schema_and_the_lines_of_its_file(tmp_path: Path) -> None:
    reading = read_package(load_package(make_library(tmp_path)))
    frame = reading.frames["books"]
    assert (frame.index.name, frame.index.to_list()) == ("line", [2, 3, 4])
    assert frame.dtypes.to_dict() == {
        "book_id": pd.ArrowDtype(pa.int64()),
        "title": pd.ArrowDtype(pa.string()),
        "author_id": pd.ArrowDtype(pa.string()),
        "genre": pd.ArrowDtype(pa.string()),
        "price": pd.ArrowDtype(pa.float64()),
        "in_print": pd.ArrowDtype(pa.bool_()),
        "published": pd.ArrowDtype(pa.string()),
        "sequel_to": pd.ArrowDtype(pa.int64()),
    }
    assert frame.astype("object").to_numpy().tolist() == [
        [1, "Cinnamon Shops", "A02", "novel", 12.5, True, "1933-12/1934", pd.NA],
        [2, "Sanatorium", "A02", "novel", pd.NA, False, "1937", 1],
        [10, "R.U.R.", "A03", "drama", 7.0, pd.NA, "1920~", pd.NA],
    ]
    born = reading.frames["authors"]["born"]
    assert born.dtype == pd.ArrowDtype(pa.date32())
    assert born.to_list() == [dt.date(1942, 3, 23), dt.date(1892, 7, 12), pd.NA]
    assert (reading.findings, reading.unsound, dict(reading.unread)) == ((), frozenset(), {})


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        ("book_id", "0", 0),
        ("book_id", "-7", -7),
        ("book_id", "9223372036854775807", 2**63 - 1),
        ("book_id", "-9223372036854775808", -(2**63)),
        ("price", "0", 0.0),
        ("price", "-0.5", -0.5),
        ("price", "1e3", 1000.0),
        ("price", "2.5E-3", 0.0025),
        ("in_print", "true", True),
        ("in_print", "false", False),
    ],
)
def test_a_cell_of_the_type_is_its_value(tmp_path: Path, column: str, cell: str, value: object) -> None:
    reading = read_books(tmp_path, **{column: cell})
    assert (reading.frames["books"].loc[2, column], reading.findings) == (value, ())


@pytest.mark.parametrize("day", ["0001-01-01", "1582-10-10", "2024-02-29", "9999-12-31"])
def test_a_date_of_the_calendar_is_its_value(tmp_path: Path, day: str) -> None:
    reading = read_package(
        load_package(make_library(tmp_path, authors=f"author_id,name,born\nA01,Al,{day}\n")),
    )
    assert reading.frames["authors"]["born"].to_list() == [dt.date.fromisoformat(day)]
    assert reading.findings == ()


WRONG = [
    *(
        ("book_id", cell, INTEGER)
        for cell in (
            "007", "+1", "-0", "1.0", "1e3", "1,5", " 1", "1 ", "1\u00a0", "\u0661", "0x1", "1_000", "one", "-",
            "9223372036854775808", "-9223372036854775809",
        )
    ),
    *(
        ("price", cell, NUMBER)
        for cell in ("1,5", ".5", "5.", "01.5", "+1", "NaN", "inf", "-INF", "1e999", "12 €", "1_0.0", "0x1p3", "--1")
    ),
    *(("in_print", cell, BOOLEAN) for cell in ("True", "TRUE", "1", "0", "yes", "t", "false ", "NA")),
]  # fmt: skip


@pytest.mark.parametrize(("column", "cell", "expected"), WRONG, ids=[f"{name}-{cell!a}" for name, cell, _ in WRONG])
def test_a_cell_not_of_the_type_is_a_finding_and_missing(tmp_path: Path, column: str, cell: str, expected: str) -> None:
    reading = read_books(tmp_path, **{column: f'"{cell}"' if "," in cell else cell})
    found = [finding for finding in reading.findings if finding.rule != "not-canonical"]
    key = "" if column == "book_id" else " (5)"
    assert list(text_lines(found)) == [f"data/books.csv:2:{column}: type: {cell!r} is not {expected}{key}"]
    assert [finding.value for finding in found] == [cell]
    assert reading.frames["books"].loc[2, column] is pd.NA
    assert reading.unsound == {f"books.{column}"}
    assert dict(reading.unread) == {("books", column): frozenset({2})}


@pytest.mark.parametrize(
    "day",
    [
        "2023-02-30",
        "2024-2-28",
        "2023-02-29",
        "2023-13-01",
        "0000-01-01",
        "10000-01-01",
        "2023-10-07T00:00",
        "2023",
        "2023-10",
        "2023-10-07 ",
        "20231007",
        "2023-W40-6",
        "today",
    ],
)
def test_a_day_that_is_not_in_the_calendar_is_a_finding(tmp_path: Path, day: str) -> None:
    text = f"author_id,name,born\nA01,Al,2000-01-01\nA02,Bo,{day}\n"
    reading = read_package(load_package(make_library(tmp_path, authors=text)))
    assert list(text_lines(reading.findings)) == [f"data/authors.csv:3:born: type: {day!r} is not {DATE} (A02)"]
    assert reading.frames["authors"]["born"].to_list() == [dt.date(2000, 1, 1), pd.NA]


def test_a_wrong_cell_in_a_row_without_key_has_no_key(tmp_path: Path) -> None:
    reading = read_books(tmp_path, book_id="", price="dear")
    assert [(finding.rule, finding.field, finding.key) for finding in reading.findings] == [("type", "price", None)]


def test_a_number_of_thousands_of_digits_is_shown_by_its_beginning(tmp_path: Path) -> None:
    reading = read_books(tmp_path, book_id="9" * 5000)
    assert list(text_lines(reading.findings)) == [
        f"data/books.csv:2:book_id: type: '{'9' * 120}... (5,000 characters)' is not {INTEGER}"
    ]
