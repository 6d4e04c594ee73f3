"""A command imports the libraries that it needs, because each of the others would be waited for."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TABLES = {"numpy", "pandas", "pandera", "pyarrow"}
# What is in a release and what rare findings need.
SELDOM = {"edtf", "frictionless", "jinja2", "markdown_it", "pyparsing", "scipy", "sqlite3", "xlsxwriter"}


def imported(code: str) -> set[str]:
    """The libraries, of those that take their time, that a fresh process has imported in the end."""
    report = "import atexit, sys; atexit.register(lambda: print(*sys.modules, sep='\\n'))"
    done = subprocess.run([sys.executable, "-c", f"{report}\n{code}"], capture_output=True, check=True, cwd=ROOT)
    return set(done.stdout.decode().split()) & (TABLES | SELDOM | {"click", "jsonschema"})


@pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"], ["show", "--help"], ["release", "--help"]])
def test_help_needs_nothing_but_click(arguments: list[str]) -> None:
    assert imported(f"from claimset.cli import main; main({arguments})") == {"click"}


def test_the_package_itself_needs_nothing() -> None:
    assert imported("import claimset") == set()


def test_a_check_without_findings_needs_neither_what_writes_releases_nor_what_explains_rare_faults() -> None:
    assert imported("from claimset.cli import main; main(['check'])") == TABLES | {"click", "jsonschema"}


def test_loading_a_table_of_a_release_needs_nothing_of_what_writes_releases() -> None:
    code = "import claimset; claimset.load('0.1.0').claims"
    assert imported(code) == {"numpy", "pandas", "pyarrow", "jsonschema"}
