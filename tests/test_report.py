"""Findings are told once a cause with their total, safely in each form."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pandas as pd
import pytest

from claimset.check import Report, Skipped
from claimset.finding import Finding, Severity
from claimset.package import Package, load_package
from claimset.report import as_github, as_json, as_text, grouped, text_lines
from library import make_library

SCHEMA = Path(__file__).parents[1] / "build/claimset/findings.schema.json"


def finding(line: int | None = 2, value: str | None = "x", severity: Severity = "error", **parts: str) -> Finding:
    known = {"path": "data/books.csv", "field": "genre", "key": "1", "rule": "enum", "message": "'x' is no genre"}
    known |= parts
    return Finding(
        known["path"], line, known["field"], known["key"], known["rule"], severity, known["message"],
        parts.get("hint"), value,
    )  # fmt: skip


@pytest.fixture
def package(tmp_path: Path) -> Package:
    return load_package(make_library(tmp_path / "my,library"))


def report(*findings: Finding, skipped: tuple[Skipped, ...] = ()) -> Report:
    return Report(findings, skipped, {"books": pd.DataFrame({"book_id": range(1234)})})


def test_a_line_says_place_rule_message_key_and_hint() -> None:
    assert list(text_lines([finding(hint="did you mean 'y'?")])) == [
        "data/books.csv:2:genre: enum: 'x' is no genre (1); did you mean 'y'?"
    ]


def test_a_warning_says_that_it_is_one() -> None:
    assert list(text_lines([finding(severity="warning")])) == [
        "data/books.csv:2:genre: enum: warning: 'x' is no genre (1)"
    ]


def test_a_key_that_is_the_value_itself_is_said_once() -> None:
    assert list(text_lines([finding(value="1")])) == ["data/books.csv:2:genre: enum: 'x' is no genre"]


def test_a_whole_file_has_no_line_and_no_column() -> None:
    one = Finding("data/books.csv", None, None, None, "file-missing", "error", "there is no such file")
    assert list(text_lines([one])) == ["data/books.csv: file-missing: there is no such file"]


def test_three_rows_of_one_cause_are_three_lines_and_four_are_one_with_the_total() -> None:
    three = [finding(line) for line in (2, 3, 4)]
    assert [line.split(":")[1] for line in text_lines(three)] == ["2", "3", "4"]
    assert list(text_lines([*three, finding(9)])) == [
        "data/books.csv:2:genre: enum: 'x' is no genre (1) [4 rows, the first is shown]"
    ]


def test_thousands_of_rows_are_counted_not_cut_off() -> None:
    assert list(text_lines(finding(line) for line in range(2, 2502))) == [
        "data/books.csv:2:genre: enum: 'x' is no genre (1) [2,500 rows, the first is shown]"
    ]


def test_rows_without_value_are_one_cause_where_the_message_is_the_same() -> None:
    empty = [finding(line, None, message="the cell is empty") for line in range(2, 12)]
    others = [finding(line, None, message=f"row {line} is odd") for line in range(20, 24)]
    assert [(group.finding.line, len(group.lines)) for group in grouped([*empty, *others])] == [
        (2, 10), (20, 1), (21, 1), (22, 1), (23, 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "other", [{"path": "data/loans.csv"}, {"field": "title"}, {"rule": "pattern"}], ids=["file", "column", "rule"]
)
def test_other_causes_are_not_counted_together(other: dict[str, Any]) -> None:
    findings = [*(finding(line) for line in (2, 3)), *(replace(finding(line), **other) for line in (2, 3))]
    assert len(grouped(findings)) == 4


def test_groups_keep_the_order_and_every_line() -> None:
    findings = [finding(2), finding(3, "y"), finding(4), finding(5), finding(6)]
    groups = grouped(findings)
    assert [(group.finding, group.lines) for group in groups] == [
        (findings[0], (2, 4, 5, 6)),
        (findings[1], (3,)),
    ]


def test_what_a_terminal_would_obey_or_hide_is_shown_as_an_escape() -> None:
    hostile = finding(message="a\x1b[2Jb\r\nc\u202ed\u200be", key="k\x07")
    assert list(text_lines([hostile])) == ["data/books.csv:2:genre: enum: a\\x1b[2Jb\\r\\nc\\u202ed\\u200be (k\\x07)"]


def test_letters_of_all_scripts_are_shown_as_they_are() -> None:
    text = "Čapek عربي 本 \U0001f4da “quoted”"
    assert list(text_lines([finding(message=text)])) == [f"data/books.csv:2:genre: enum: {text} (1)"]


def test_the_text_ends_with_what_was_skipped_and_a_count(package: Package) -> None:
    skipped = (Skipped("foreign-key loans.book_id", ("books.book_id", "loans")),)
    assert list(as_text(report(finding(), finding(severity="warning"), skipped=skipped), package)) == [
        "data/books.csv:2:genre: enum: 'x' is no genre (1)",
        "data/books.csv:2:genre: enum: warning: 'x' is no genre (1)",
        "not checked until books.book_id, loans can be relied on: foreign-key loans.book_id",
        "mend the findings above and check again: what was not checked may show more",
        "lending-library 1.2.3: 4 tables, 1,234 rows: 1 error, 1 warning, 1 check not made",
    ]


def test_the_json_is_valid_against_its_published_schema_and_complete(package: Package) -> None:
    findings = [finding(line, hint="h") for line in range(2, 8)]
    findings.append(Finding("data/loans.csv", None, None, None, "file-missing", "warning", "no file \u202e"))
    text = "\n".join(as_json(report(*findings, skipped=(Skipped("a-rule", ("books",)),)), package))
    document = json.loads(text)
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(document)
    assert document == {
        "package": "lending-library",
        "version": "1.2.3",
        "errors": 6,
        "warnings": 1,
        "findings": [
            {
                "path": one.path,
                "line": one.line,
                "field": one.field,
                "key": one.key,
                "rule": one.rule,
                "severity": one.severity,
                "message": one.message,
                "hint": one.hint,
                "value": one.value,
            }
            for one in findings
        ],
        "skipped": [{"rule": "a-rule", "because": ["books"]}],
    }


def test_github_gets_an_annotation_a_cause_that_no_cell_can_forge(package: Package) -> None:
    hostile = finding(message="50 %\r\n::error::forged", hint="a:b,c")
    many = [finding(line, "y", severity="warning", message="m") for line in range(3, 9)]
    whole = Finding("data/loans.csv", None, None, None, "file-missing", "error", "no file")
    root = str(package.root).replace(",", "%2C")
    lines = list(as_github(report(hostile, *many, whole, skipped=(Skipped("r", ("books", "loans")),)), package))
    assert lines == [
        (f"::error file={root}/data/books.csv,line=2,title=enum::50 %25%0D%0A::error::forged; a:b,c"),
        f"::warning file={root}/data/books.csv,line=3,title=enum::m [6 rows]",
        f"::error file={root}/data/loans.csv,line=1,title=file-missing::no file",
        "::notice title=not checked::r: errors in books, loans",
    ]
