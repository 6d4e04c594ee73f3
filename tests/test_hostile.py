"""Hostile input gives a clear message or a correct result, in bounded memory, and reads no file outside the package."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from library import AUTHORS, BOOKS, edit_json, make_library

MEGABYTE = 1 << 20
HEADER = "author_id,name,born\n"
SECRET = "the-secret-of-the-house"  # noqa: S105 - a word to look for, not a password

# Each of these runs the program in a process of its own.
pytestmark = pytest.mark.slow

# Runs the program, then tells the most memory it held (kilobytes) and the files that it opened. Not `getrusage`: there
# a new process begins with the memory of the one that started it.
WATCHED = """
import json, os, re, sys
opened = set()
def watch(event, about):
    if event == "open" and isinstance(about[0], (str, bytes)):
        opened.add(os.path.realpath(os.fsdecode(about[0])))
sys.addaudithook(watch)
from claimset.cli import main
try:
    main(prog_name="claimset")
finally:
    with open("/proc/self/status") as file:
        memory = int(re.search(r"VmHWM:\\s+([0-9]+) kB", file.read())[1])
    with open(os.environ["REPORT"], "w") as file:
        json.dump({"memory": memory, "opened": sorted(opened)}, file)
"""


@dataclass(frozen=True)
class Outcome:
    """What the program did. memory: the most it held, in bytes. opened: the files it opened."""

    code: int
    stdout: str
    stderr: str
    memory: int
    opened: frozenset[str]


def run(folder: Path, *arguments: str) -> Outcome:
    """`claimset` with the arguments, in the folder; a minute is the most that it may take."""
    with tempfile.NamedTemporaryFile() as report:
        process = subprocess.run(
            [sys.executable, "-c", WATCHED, *arguments],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1] / "build"), "REPORT": report.name},
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        told = json.load(report)
    assert "Traceback" not in process.stderr
    return Outcome(process.returncode, process.stdout, process.stderr, told["memory"] * 1024, frozenset(told["opened"]))


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """What a check of the sound library does."""
    outcome = run(make_library(tmp_path_factory.mktemp("library")), "check")
    assert (outcome.code, outcome.stderr) == (0, "")
    return outcome


def found(outcome: Outcome) -> list[str]:
    return [line for line in outcome.stdout.splitlines() if line.startswith("data/")]


BIG = "x" * (50 * MEGABYTE)
SHOWN = f"'{'x' * 120}... (52,428,800 characters)'"
HUGE_CELLS = {
    "in a text": (
        {"reminders": "reminder_id,book_id,number\nR1,1,2\n" + BIG + ",10,1\n"},
        [],
    ),
    "in a coded column": (
        {"books": BOOKS.replace("drama", BIG)},
        [f"data/books.csv:4:genre: enum: {SHOWN} is not a genre (10); the terms are novel, drama, poetry"],
    ),
    "in a reference": (
        {"books": BOOKS.replace("A03", BIG)},
        [
            (
                f"data/books.csv:4:author_id: foreign-key: {SHOWN} is not in authors (10); "
                "add it to the table 'authors', or correct it here"
            )
        ],
    ),
    "in a key": (
        {"authors": AUTHORS + BIG + ",Dora,\n"},
        [f"data/authors.csv:5:author_id: pattern: {SHOWN} does not have the form A[0-9]{{2}}; The author_id."],
    ),
    "in a number": (
        {"books": BOOKS.replace("10,R", "9" * len(BIG) + ",R")},
        [f"data/books.csv:4:book_id: type: {SHOWN.replace('x', '9')} is not a whole number such as 12"],
    ),
    "behind an open quotation mark": (
        {"authors": HEADER + 'A01,"' + BIG + "\n"},
        [
            (
                "data/authors.csv:2: quoting: a quotation mark in this record is not closed, or text follows a "
                'closing one; close it, and write a quotation mark inside a quoted cell twice ("")'
            )
        ],
    ),
}


@pytest.mark.parametrize("case", list(HUGE_CELLS))
def test_a_cell_of_50_megabytes_takes_ten_times_its_memory_at_most(tmp_path: Path, usual: Outcome, case: str) -> None:
    tables, findings = HUGE_CELLS[case]
    outcome = run(make_library(tmp_path, **tables), "check")
    assert (found(outcome), outcome.code) == (findings, 1 if findings else 0)
    assert outcome.memory < usual.memory + 10 * len(BIG)


def test_fmt_of_a_cell_of_50_megabytes_takes_ten_times_its_memory_at_most(tmp_path: Path, usual: Outcome) -> None:
    root = make_library(tmp_path, authors=HEADER + f"A02,{BIG},\nA01,Al,\n")
    outcome = run(root, "fmt")
    assert (outcome.code, outcome.stdout) == (0, "data/authors.csv: rewritten\n")
    assert (root / "data/authors.csv").read_text(encoding="utf-8") == HEADER + f"A01,Al,\nA02,{BIG},\n"
    assert outcome.memory < usual.memory + 10 * len(BIG)


def test_ten_thousand_columns_are_one_finding(tmp_path: Path, usual: Outcome) -> None:
    header = HEADER.strip() + "".join(f",c{number}" for number in range(10_000))
    outcome = run(
        make_library(tmp_path, authors=header + "\nA02,Bo" + "," * 10_001 + "\nA03,Cy" + "," * 10_001 + "\n"), "check"
    )
    some = ", ".join(f"'c{number}'" for number in range(10))
    assert found(outcome) == [
        (
            f"data/authors.csv:1: column-unknown: the table has no columns {some} and 9,990 more; "
            "the columns are author_id, name, born"
        )
    ]
    assert outcome.memory < usual.memory + 200 * MEGABYTE


def test_a_million_cells_in_a_row_are_one_finding(tmp_path: Path, usual: Outcome) -> None:
    outcome = run(make_library(tmp_path, authors=AUTHORS + "A04,Dora" + "," * 1_000_000 + "\n"), "check")
    assert found(outcome) == [
        (
            "data/authors.csv:5: row-long: 1,000,002 cells where the header has 3 (A04); "
            "there is a comma too many, or a cell that holds a comma is not in quotation marks"
        )
    ]
    assert outcome.memory < usual.memory + 200 * MEGABYTE


def test_a_hundred_thousand_blank_lines_are_one_line(tmp_path: Path, usual: Outcome) -> None:
    outcome = run(make_library(tmp_path, authors=AUTHORS + "\n" * 100_000), "check")
    assert found(outcome) == [
        "data/authors.csv:5: row-blank: the line is blank [100,000 rows, the first is shown]; delete it"
    ]
    assert outcome.memory < usual.memory + 200 * MEGABYTE


def test_formulas_and_right_to_left_marks_are_data(tmp_path: Path) -> None:
    authors = HEADER + 'A01,"=HYPERLINK(""x"")",\nA02,@SUM(1),\nA03,\u202etxt\u202c,\nA04,-2+3,\n'
    outcome = run(make_library(tmp_path, authors=authors), "check")
    # The marks are no fault of form; that text must be visible is a rule of the model.
    assert [line.split(": ")[:2] for line in found(outcome)] == [["data/authors.csv:4:name", "text-visible"]]


def test_what_a_terminal_would_obey_reaches_it_as_escapes(tmp_path: Path) -> None:
    outcome = run(make_library(tmp_path, books=BOOKS.replace("drama", "\x1b[2J\u202edrama")), "check")
    assert found(outcome) == [
        "data/books.csv:4:genre: enum: '\\x1b[2J\\u202edrama' is not a genre (10); did you mean 'drama'?"
    ]


def _set(**values: object) -> Callable[[Any], None]:
    def change(value: Any) -> None:  # noqa: ANN401 - any JSON
        value["resources"][0] |= values

    return change


ESCAPES: dict[str, dict[str, object]] = {
    "a data file above": {"path": "../secret.csv"},
    "a data file above, by a detour": {"path": "data/../../secret.csv"},
    "an absolute data file": {"path": "{folder}/secret.csv"},
    "an address": {"path": "http://localhost:9/secret.csv"},
    "a file address": {"path": "file://{folder}/secret.csv"},
    "backslashes": {"path": "..\\secret.csv"},
    "a schema above": {"schema": "../secret.json"},
    "an absolute schema": {"schema": "{folder}/secret.json"},
    "a schema address": {"schema": "http://localhost:9/secret.json"},
    "a link to a data file": {"path": "data/link.csv"},
    "a link to a schema": {"schema": "schemas/link.json"},
    "a link to a folder": {"path": "out/secret.csv"},
}


@pytest.mark.parametrize("case", list(ESCAPES))
def test_no_file_outside_the_package_is_read(tmp_path: Path, case: str) -> None:
    for name in ("secret.csv", "secret.json"):
        (tmp_path / name).write_text(SECRET, encoding="utf-8")
    root = make_library(tmp_path / "library")
    (root / "data/link.csv").symlink_to(tmp_path / "secret.csv")
    (root / "schemas/link.json").symlink_to(tmp_path / "secret.json")
    (root / "out").symlink_to(tmp_path)
    change = {key: str(value).replace("{folder}", str(tmp_path)) for key, value in ESCAPES[case].items()}
    edit_json(root / "datapackage.json", _set(**change))
    outcome = run(root, "check")
    assert (outcome.code, outcome.stdout, outcome.stderr.count("\n")) == (1, "", 1)
    assert outcome.stderr.startswith("claimset: ")
    assert SECRET not in outcome.stderr
    outside = {str(tmp_path / name) for name in ("secret.csv", "secret.json")}
    assert outcome.opened & outside == set()


def test_the_descriptor_itself_must_not_be_a_link_out_of_the_package(tmp_path: Path) -> None:
    root = make_library(tmp_path / "library")
    (root / "datapackage.json").rename(tmp_path / "secret.json")
    (root / "datapackage.json").symlink_to(tmp_path / "secret.json")
    outcome = run(root, "check")
    assert outcome.stderr == "claimset: datapackage.json: path: 'datapackage.json' is a link that leaves the package\n"
    assert str(tmp_path / "secret.json") not in outcome.opened


DESCRIPTORS = {
    "a million brackets": ("[" * MEGABYTE, "datapackage.json: not usable: nested too deeply"),
    "another kind of value": ("7", "datapackage.json: 7 is not of type 'object'"),
    "a number of a million digits": ("9" * MEGABYTE, "datapackage.json: not usable: a number has too many digits"),
    "a long text": (json.dumps("x" * 10 * MEGABYTE), f"datapackage.json: '{'x' * 119}... (10,485,786 characters)"),
    "twenty megabytes": (
        " " * (20 * MEGABYTE),
        "datapackage.json: larger than 16,777,216 bytes, so no package description",
    ),
}


@pytest.mark.parametrize("case", list(DESCRIPTORS))
def test_a_hostile_descriptor_is_refused_in_one_line(tmp_path: Path, usual: Outcome, case: str) -> None:
    text, message = DESCRIPTORS[case]
    (tmp_path / "datapackage.json").write_text(text, encoding="utf-8")
    outcome = run(tmp_path, "check")
    assert (outcome.code, outcome.stdout, outcome.stderr) == (1, "", f"claimset: {message}\n")
    assert outcome.memory < usual.memory + 200 * MEGABYTE


def test_a_pattern_that_takes_others_for_ever_is_matched_at_once(tmp_path: Path) -> None:
    def slow(value: Any) -> None:  # noqa: ANN401 - any JSON
        value["fields"][1]["constraints"] = {"pattern": "(a+)+b"}

    root = make_library(tmp_path, authors=HEADER + f"A02,{'a' * 5000},\nA03,aab,\n")
    edit_json(root / "schemas/authors.json", slow)
    outcome = run(root, "check")
    assert [line.split(":")[:4] for line in found(outcome)] == [["data/authors.csv", "2", "name", " pattern"]]


def test_a_package_in_a_zip_is_to_be_unpacked(tmp_path: Path) -> None:
    (tmp_path / "library.zip").write_bytes(b"PK\x03\x04")
    assert run(tmp_path, "check", "library.zip").stderr == (
        "claimset: library.zip: not a folder (a package is a folder with a datapackage.json; unpack an archive first)\n"
    )


def test_bytes_that_are_no_text_are_one_finding(tmp_path: Path, usual: Outcome) -> None:
    root = make_library(tmp_path)
    (root / "data/authors.csv").write_bytes(HEADER.encode() + b"\0\xff" * (10 * MEGABYTE))
    outcome = run(root, "check")
    assert found(outcome) == [
        (
            "data/authors.csv:2: nul-byte: the file holds NUL bytes, so it is not text; "
            "save the table as UTF-8 text (UTF-16 files are full of NUL bytes)"
        )
    ]
    assert outcome.memory < usual.memory + 50 * MEGABYTE
