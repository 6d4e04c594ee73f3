"""The commands answer alike: findings on stdout, errors in one line on stderr, exit codes 0, 1 and 2."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import click
import jsonschema
import pytest
from click.testing import CliRunner, Result

from claimset import check as check_module
from claimset.cli import main, painted
from claimset.finding import Finding
from library import AUTHORS, BOOKS, make_library

SCHEMA = Path(__file__).parents[1] / "build/claimset/findings.schema.json"
COMMANDS = ("check", "build", "fmt", "anchors", "coverage")
NOTHING = {"anchors": ["--texts", "."]}
BROKEN = BOOKS.replace("drama", "dramma")
FOUND = "data/books.csv:4:genre: enum: 'dramma' is not a genre (10); did you mean 'drama'?"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def program(*arguments: str | Path, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The program itself, in a process and a folder of its own."""
    code = "from claimset.cli import main; main(prog_name='claimset')"
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1] / "build")} | environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def without_rules(result: Result) -> list[str]:
    """The lines on stdout, but for the rules of the model, which a library does not have."""
    return [
        line
        for line in result.stdout.splitlines()
        if not line.startswith(("not checked", "mend the findings", "lending-library"))
    ]


def test_a_sound_package_passes(tmp_path: Path) -> None:
    result = run("check", make_library(tmp_path))
    assert (result.exit_code, without_rules(result), result.stderr) == (0, [], "")
    assert "4 tables, 12 rows: 0 errors, 0 warnings, " in result.stdout


def test_a_finding_is_exit_code_1_and_stands_on_stdout(tmp_path: Path) -> None:
    result = run("check", make_library(tmp_path, books=BROKEN))
    assert (result.exit_code, without_rules(result), result.stderr) == (1, [FOUND], "")


def test_only_one_table_is_shown_and_counts(tmp_path: Path) -> None:
    root = make_library(tmp_path, books=BROKEN)
    authors = run("check", root, "--only", "authors")
    assert (authors.exit_code, without_rules(authors)) == (0, [])
    books = run("check", root, "--only", "books")
    assert (books.exit_code, without_rules(books)) == (1, [FOUND])


def test_only_a_table_that_is_not_there_is_refused_with_a_hint(tmp_path: Path) -> None:
    result = run("check", make_library(tmp_path), "--only", "boks")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "claimset: there is no table 'boks'; did you mean 'books'?\n"


def test_a_warning_counts_only_when_strict(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_library(tmp_path)
    whole = check_module.check

    def with_warning(*arguments: object) -> check_module.Report:
        report = whole(*arguments)  # type: ignore[arg-type]
        warning = Finding("data/books.csv", 2, None, "1", "a-rule", "warning", "odd")
        return check_module.Report((warning,), report.skipped, report.frames)

    monkeypatch.setattr(check_module, "check", with_warning)
    lax, strict = run("check", root), run("check", root, "--strict")
    assert (lax.exit_code, strict.exit_code) == (0, 1)
    assert lax.stdout == strict.stdout
    assert without_rules(lax) == ["data/books.csv:2: a-rule: warning: odd (1)"]


def test_json_is_one_document_of_the_published_form(tmp_path: Path) -> None:
    result = run("check", make_library(tmp_path, books=BROKEN), "--format", "json")
    document = json.loads(result.stdout)
    jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(document)
    assert (result.exit_code, document["errors"], [one["value"] for one in document["findings"]]) == (1, 1, ["dramma"])


def test_github_gets_annotations(tmp_path: Path) -> None:
    result = run("check", make_library(tmp_path, books=BROKEN), "--format", "github")
    first = result.stdout.splitlines()[0]
    assert first == (
        f"::error file={tmp_path}/data/books.csv,line=4,title=enum::'dramma' is not a genre; did you mean 'drama'?"
    )
    assert result.exit_code == 1


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_that_is_no_package_is_told_in_one_line(tmp_path: Path, command: str) -> None:
    result = run(command, tmp_path, *NOTHING.get(command, ()))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        f"claimset: {tmp_path}: no datapackage.json here, so this folder is no data package (give its folder as ROOT)\n"
    )


WRONG_USAGE: dict[str, Sequence[str]] = {
    "an unknown command": ["chekc"],
    "an unknown option": ["check", "--quiet"],
    "an unknown form": ["check", "--format", "xml"],
    "two roots": ["check", ".", "."],
    "no texts": ["anchors"],
}


@pytest.mark.parametrize("case", list(WRONG_USAGE))
def test_wrong_usage_is_exit_code_2(case: str) -> None:
    result = run(*WRONG_USAGE[case])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Usage: ")


@pytest.mark.parametrize("command", [*main.commands])
def test_every_command_has_help_with_an_example(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert f"claimset {command}" in result.stdout


def test_fmt_tells_what_it_rewrote_and_what_it_could_not(tmp_path: Path) -> None:
    root = make_library(tmp_path, authors=AUTHORS.replace("\n", "\r\n"), loans="")
    result = run("fmt", root)
    assert result.stdout.splitlines() == [
        "data/authors.csv: rewritten",
        (
            "data/loans.csv: file-empty: the file is empty: not even a header line; "
            "the first line must be book_id,number,lent_on,note"
        ),
    ]
    assert (result.exit_code, result.stderr) == (1, "")
    assert (root / "data/authors.csv").read_bytes() == AUTHORS.encode()


def test_build_stops_on_findings_and_leaves_nothing(tmp_path: Path) -> None:
    root = make_library(tmp_path / "library", books=BROKEN)
    before = sorted(tmp_path.rglob("*"))
    result = run("build", root)
    assert (result.exit_code, result.stdout.splitlines()) == (1, [FOUND])
    assert result.stderr == "claimset: errors: 1; nothing was built\n"
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.slow
def test_the_program_checks_the_folder_it_stands_in(tmp_path: Path) -> None:
    result = program("check", folder=make_library(tmp_path))
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.slow
def test_the_program_ends_with_1_on_findings_and_2_on_wrong_usage(tmp_path: Path) -> None:
    root = make_library(tmp_path, books=BROKEN)
    found = program("check", folder=root)
    assert (found.returncode, found.stdout.splitlines()[0], found.stderr) == (1, FOUND, "")
    assert program("check", "nowhere", folder=root).returncode == 1
    assert program("--nonsense", folder=root).returncode == 2


@pytest.mark.slow
def test_a_terminal_of_few_letters_gets_escapes_and_no_traceback(tmp_path: Path) -> None:
    root = make_library(tmp_path, books=BOOKS.replace("drama", "драма"))
    result = program("check", folder=root, PYTHONIOENCODING="cp1252")
    assert (result.returncode, result.stderr) == (1, "")
    assert "'\\u0434\\u0440\\u0430\\u043c\\u0430' is not a genre" in result.stdout


def test_findings_are_coloured_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    error = "data/claims.csv:14:topic: enum: 'x' is not a topic (C0013)"
    warning = "data/actor_names.csv:3: name-shared: warning: 'x' names two"
    count = "small 0.1.0: 19 tables, 10 rows: 0 errors"
    assert painted(error) == "\x1b[1mdata/claims.csv:14:topic\x1b[0m: \x1b[31menum\x1b[0m: 'x' is not a topic (C0013)"
    assert (
        painted(warning) == "\x1b[1mdata/actor_names.csv:3\x1b[0m: \x1b[33mname-shared\x1b[0m: warning: 'x' names two"
    )
    assert painted(count) == count
    assert [click.unstyle(painted(line)) for line in (error, warning, count)] == [error, warning, count]
    monkeypatch.setenv("NO_COLOR", "1")
    assert painted(error) == error
