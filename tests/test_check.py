"""Each fault of a package gives exactly its finding, and what stands on unsound ground is said to be skipped."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from claimset.check import Report, Skipped, check, of_table
from claimset.errors import PackageError
from claimset.finding import Finding
from claimset.package import load_package
from claimset.report import text_lines
from library import AUTHORS, BOOKS, LOANS, REMINDERS, edit_json, make_library


def checked(root: Path, **tables: str) -> Report:
    return check(load_package(make_library(root, **tables)), rules=())


def outcome(report: Report) -> tuple[list[str], list[str]]:
    """The findings as text, and what was skipped because of what."""
    skipped = [f"{skip.rule} <- {', '.join(skip.because)}" for skip in report.skipped]
    return list(text_lines(report.findings)), skipped


def test_a_sound_package_has_no_finding_and_nothing_is_skipped(tmp_path: Path) -> None:
    report = checked(tmp_path)
    assert (report.findings, report.skipped, report.unsound) == ((), (), frozenset())
    assert {name: len(frame) for name, frame in report.frames.items()} == {
        "authors": 3,
        "books": 3,
        "loans": 3,
        "reminders": 3,
    }


TO_AUTHORS = "foreign-key books.author_id <- authors.author_id"
TO_BOOKS = ["foreign-key books.sequel_to <- books.book_id", "foreign-key loans.book_id <- books.book_id"]
TO_LOANS = "foreign-key reminders.book_id+number <- "

FAULTS: dict[str, tuple[dict[str, str], list[str], list[str]]] = {
    "required": (
        {"books": BOOKS.replace("Sanatorium", "")},
        ["books.csv:3:title: required: the cell is empty, but a value is required (2); The title."],
        [],
    ),
    "an empty key": (
        {"authors": AUTHORS + ",Dora,\n"},
        ["authors.csv:5:author_id: required: the cell is empty, but a value is required; The author_id."],
        [TO_AUTHORS],
    ),
    "enum": (
        {"books": BOOKS.replace("drama", "dramma")},
        ["books.csv:4:genre: enum: 'dramma' is not a genre (10); did you mean 'drama'?"],
        [],
    ),
    "enum unlike any term": (
        {"books": BOOKS.replace("drama", "xyz")},
        ["books.csv:4:genre: enum: 'xyz' is not a genre (10); the terms are novel, drama, poetry"],
        [],
    ),
    "pattern": (
        {"authors": AUTHORS + "B1,Dora,\n"},
        ["authors.csv:5:author_id: pattern: 'B1' does not have the form A[0-9]{2}; The author_id."],
        [TO_AUTHORS],
    ),
    "a pattern holds for the whole cell": (
        {"authors": AUTHORS + 'A04x,Dora,\n"A05\n",Eva,\nxA06,Fay,\n'},
        [
            "authors.csv:5:author_id: pattern: 'A04x' does not have the form A[0-9]{2}; The author_id.",
            "authors.csv:6:author_id: pattern: 'A05\\n' does not have the form A[0-9]{2}; The author_id.",
            "authors.csv:8:author_id: pattern: 'xA06' does not have the form A[0-9]{2}; The author_id.",
        ],
        [TO_AUTHORS],
    ),
    "minimum": (
        {"books": BOOKS.replace(",7,", ",-7,")},
        ["books.csv:4:price: minimum: -7 is below the minimum of 0 (10)"],
        [],
    ),
    "maximum": (
        {"books": BOOKS.replace(",7,", ",99.51,")},
        ["books.csv:4:price: maximum: 99.51 is above the maximum of 99.5 (10)"],
        [],
    ),
    "the bounds themselves are allowed": ({"books": BOOKS.replace(",7,", ",99.5,").replace("12.5", "0")}, [], []),
    "too short": (
        {"authors": AUTHORS.replace("Ama Ataide", "Č")},
        ["authors.csv:2:name: min-length: 'Č' is shorter than 2 characters (A01)"],
        [],
    ),
    "too long": (
        {"authors": AUTHORS.replace("Ama Ataide", "Č" * 21)},
        [f"authors.csv:2:name: max-length: '{'Č' * 21}' is longer than 20 characters (A01)"],
        [],
    ),
    "length is in characters, not bytes": ({"authors": AUTHORS.replace("Ama Ataide", "\U0001f4da" * 20)}, [], []),
    "unique": (
        {"authors": AUTHORS + "A04,Bruno Schulz,\n"},
        ["authors.csv:5:name: unique: 'Bruno Schulz' stands twice in this column (A04); the first one is on line 3"],
        [],
    ),
    "a key twice": (
        {"authors": AUTHORS.replace("A03", "A02")},
        [
            (
                "authors.csv:4:author_id: primary-key: the key A02 stands twice; "
                "it is on line 3 already; give this row an id of its own, or delete one of the two"
            )
        ],
        [TO_AUTHORS],
    ),
    "a composite key twice": (
        {"loans": LOANS + "10,1,2024-03-02,\n"},
        [
            (
                "loans.csv:5: primary-key: the key 10/1 stands twice; "
                "it is on line 4 already; give this row an id of its own, or delete one of the two"
            )
        ],
        ["foreign-key loans.book_id <- loans.book_id", TO_LOANS + "loans.book_id, loans.number"],
    ),
    "a reference to nowhere": (
        {"books": BOOKS.replace("A03", "A033")},
        [
            (
                "books.csv:4:author_id: foreign-key: 'A033' is not in authors (10); "
                "did you mean 'A03' (Čapek, Karel)? it is only spelled like it: look at the row"
            )
        ],
        [],
    ),
    "a reference to nowhere, unlike any key": (
        {"books": BOOKS.replace("A03", "x")},
        [
            (
                "books.csv:4:author_id: foreign-key: 'x' is not in authors (10); "
                "add it to the table 'authors', or correct it here"
            )
        ],
        [],
    ),
    "a row of the same table that is not there": (
        {"books": BOOKS.replace("1937,1", "1937,11")},
        [
            (
                "books.csv:3:sequel_to: foreign-key: '11' is not in books (2); "
                "did you mean '1' (Cinnamon Shops)? it is only spelled like it: look at the row"
            )
        ],
        [],
    ),
    "a reference of several columns to nowhere": (
        {"reminders": REMINDERS.replace("R2,10,1", "R2,1,7")},
        [("reminders.csv:3: foreign-key: '1/7' is not in loans (R2); add it to the table 'loans', or correct it here")],
        [],
    ),
    "a reference of several columns, one empty, leads nowhere and is none": (
        {"reminders": REMINDERS.replace("R2,10,1", "R2,99,")},
        [],
        [],
    ),
    "a wrong type does not hide other faults of its column": (
        {"books": BOOKS.replace("12.5", "dear").replace(",7,", ",-7,")},
        [
            "books.csv:2:price: type: 'dear' is not a number such as 12.5 (1)",
            "books.csv:4:price: minimum: -7 is below the minimum of 0 (10)",
        ],
        [],
    ),
    "a required cell of a wrong type is one finding": (
        {"loans": LOANS.replace("2024-01-31", "2024-1-31")},
        ["loans.csv:2:lent_on: type: '2024-1-31' is not a date such as 2023-10-07 (1/1)"],
        [],
    ),
    "a key of a wrong type": (
        {"books": BOOKS.replace("10,R", "x,R")},
        ["books.csv:4:book_id: type: 'x' is not a whole number such as 12"],
        TO_BOOKS,
    ),
    "a missing file": (
        {"books": ""},
        [
            (
                "books.csv: file-empty: the file is empty: not even a header line; "
                "the first line must be book_id,title,author_id,genre,price,in_print,published,sequel_to"
            )
        ],
        ["foreign-key books.sequel_to <- books", "foreign-key loans.book_id <- books"],
    ),
    "a missing column": (
        {"authors": "author_id,born\nA02,\nA03,\n"},
        ["authors.csv:1:name: column-missing: there is no column 'name'; add it to the header"],
        [],
    ),
    "a missing key column": (
        {"authors": "name,born\nAl,\nBo,\n"},
        ["authors.csv:1:author_id: column-missing: there is no column 'author_id'; add it to the header"],
        [TO_AUTHORS],
    ),
    "a short row may be the one referred to": (
        {"authors": AUTHORS.replace('"Čapek, Karel",', "Čapek")},
        [
            (
                "authors.csv:4: row-short: 2 cells where the header has 3 (A03); "
                "add the missing commas; an empty cell stands for missing"
            )
        ],
        ["foreign-key books.author_id <- authors"],
    ),
}


@pytest.mark.parametrize("case", list(FAULTS))
def test_a_fault_gives_exactly_its_findings(tmp_path: Path, case: str) -> None:
    tables, findings, skipped = FAULTS[case]
    report = checked(tmp_path, **tables)
    found, left_out = outcome(report)
    assert [line for line in found if "not-canonical" not in line] == [f"data/{finding}" for finding in findings]
    assert left_out == skipped


def test_a_finding_has_all_its_parts(tmp_path: Path) -> None:
    assert checked(tmp_path, books=BOOKS.replace("drama", "dramma")).findings == (
        Finding(
            path="data/books.csv",
            line=4,
            field="genre",
            key="10",
            rule="enum",
            severity="error",
            message="'dramma' is not a genre",
            hint="did you mean 'drama'?",
            value="dramma",
        ),
    )


def test_findings_stand_in_the_order_of_tables_lines_and_columns(tmp_path: Path) -> None:
    report = checked(
        tmp_path,
        authors=AUTHORS.replace("A03,", "A03,x").replace("1892-07-12", "1892-7-12"),
        books=BOOKS.replace("drama", "x").replace("Cinnamon Shops", "").replace("R.U.R.", ""),
        loans=LOANS.replace("2024-03-01", ""),
    )
    assert [(finding.path, finding.line, finding.field, finding.rule) for finding in report.findings] == [
        ("data/authors.csv", 3, "born", "type"),
        ("data/authors.csv", 4, None, "row-long"),
        ("data/books.csv", 2, "title", "required"),
        ("data/books.csv", 4, "title", "required"),
        ("data/books.csv", 4, "genre", "enum"),
        ("data/loans.csv", 4, "lent_on", "required"),
    ]


def _empty_keys(value: Any) -> None:  # noqa: ANN401 - any JSON
    value["foreignKeys"] = []


def test_tables_that_refer_to_each_other_are_checked_both_ways(tmp_path: Path) -> None:
    def refer(value: Any) -> None:  # noqa: ANN401 - any JSON
        value["fields"].append({"name": "first_book", "title": "B", "description": "First book.", "type": "integer"})
        value["foreignKeys"] = [{"fields": "first_book", "reference": {"resource": "books", "fields": "book_id"}}]

    authors = "author_id,name,born,first_book\nA02,Bruno Schulz,,1\nA03,Karel,,11\n"
    root = make_library(tmp_path, authors=authors, books=BOOKS.replace("2,Sanatorium,A02", "2,Sanatorium,A09"))
    edit_json(root / "schemas/authors.json", refer)
    found, skipped = outcome(check(load_package(root), rules=()))
    assert found == [
        (
            "data/authors.csv:3:first_book: foreign-key: '11' is not in books (A03); "
            "did you mean '1' (Cinnamon Shops)? it is only spelled like it: look at the row"
        ),
        (
            "data/books.csv:3:author_id: foreign-key: 'A09' is not in authors (2); "
            "did you mean 'A03' (Karel)? it is only spelled like it: look at the row"
        ),
    ]
    assert skipped == []


@pytest.mark.parametrize("name", ["line", "index", "key", "path", "count"])
def test_a_column_may_have_any_name(tmp_path: Path, name: str) -> None:
    def rename(old: str) -> Callable[[Any], None]:
        def change(value: Any) -> None:  # noqa: ANN401 - any JSON
            value["fields"] = [field | {"name": field["name"].replace(old, name)} for field in value["fields"]]
            value["primaryKey"] = name

        return change

    root = make_library(tmp_path, authors=AUTHORS.replace("author_id", name) + "A03,Karel,1890-1-9\n")
    edit_json(root / "schemas/authors.json", rename("author_id"))
    edit_json(root / "schemas/books.json", _empty_keys)
    assert outcome(check(load_package(root), rules=()))[0] == [
        (
            f"data/authors.csv:5:{name}: primary-key: the key A03 stands twice; "
            "it is on line 4 already; give this row an id of its own, or delete one of the two"
        ),
        "data/authors.csv:5:born: type: '1890-1-9' is not a date such as 2023-10-07 (A03)",
    ]


def test_many_rows_with_one_cause_are_all_found(tmp_path: Path) -> None:
    header, first, *_ = LOANS.splitlines()
    rows = "".join(f"7,{number},2024-01-31,\n" for number in range(1, 10))
    report = checked(tmp_path, loans=f"{header}\n{first}\n{rows}")
    assert [finding.line for finding in report.findings] == list(range(3, 12))
    assert outcome(report)[0] == [
        (
            "data/loans.csv:3:book_id: foreign-key: '7' is not in books (7/1) "
            "[9 rows, the first is shown]; add it to the table 'books', or correct it here"
        )
    ]


def test_a_cell_of_a_million_letters_is_shown_by_its_beginning(tmp_path: Path) -> None:
    cell = "x" * 1_000_000
    report = checked(tmp_path, books=BOOKS.replace("A03", cell).replace("drama", cell))
    shown = f"'{'x' * 120}... (1,000,000 characters)'"
    assert outcome(report)[0] == [
        (
            f"data/books.csv:4:author_id: foreign-key: {shown} is not in authors (10); "
            "add it to the table 'authors', or correct it here"
        ),
        f"data/books.csv:4:genre: enum: {shown} is not a genre (10); the terms are novel, drama, poetry",
    ]
    assert [finding.value for finding in report.findings] == [cell, cell]


def test_one_table_has_its_findings_and_what_of_it_was_not_checked(tmp_path: Path) -> None:
    package = load_package(make_library(tmp_path, books=BOOKS.replace("10,R", "x,R"), reminders=REMINDERS + "R3,,\n"))
    report = check(package, rules=())
    loans = of_table(report, package, "loans")
    assert (loans.findings, loans.skipped) == ((), (Skipped("foreign-key loans.book_id", ("books.book_id",)),))
    reminders = of_table(report, package, "reminders")
    assert ([finding.rule for finding in reminders.findings], reminders.skipped) == (["primary-key"], ())
    assert of_table(report, package, "authors").findings == ()


def test_one_table_that_is_not_there_is_refused_with_a_hint(tmp_path: Path) -> None:
    package = load_package(make_library(tmp_path))
    with pytest.raises(PackageError) as caught:
        of_table(check(package, rules=()), package, "lones")
    assert str(caught.value) == "there is no table 'lones'; did you mean 'loans'?"


def test_an_emptied_table_to_which_rows_refer_is_one_finding(tmp_path: Path) -> None:
    report = checked(tmp_path, authors=AUTHORS.splitlines(keepends=True)[0])
    assert [(finding.path, finding.line, finding.rule) for finding in report.findings] == [
        ("data/authors.csv", 1, "table-empty")
    ]
    assert [skip.because for skip in report.skipped] == [("authors",)]


def test_an_empty_table_to_which_no_row_refers_is_sound(tmp_path: Path) -> None:
    report = checked(tmp_path, reminders=REMINDERS.splitlines(keepends=True)[0])
    assert (report.findings, report.skipped) == ((), ())
