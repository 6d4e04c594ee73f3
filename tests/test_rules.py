"""Every rule finds the breach in its own cases, finds nothing else, and reads exactly the columns it names.

A case is a folder in cases/ called after its rule (`<slug>` or `<slug>--<variant>`): `case.toml` breaks the small
package, `expected.txt` holds the findings.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from claimset.check import Report, check
from claimset.package import load_package
from claimset.report import text_lines
from claimset.rules import RULES
from claimset.rules.rule import AnyRule, ColumnRule, PackageRule, Rule, Tables, page
from small_package import Edits, edit, make_small

CASES = sorted(folder.name for folder in (Path(__file__).parent / "cases").iterdir())
SLUGS = [rule.slug for rule in RULES]


def broken(case: str, folder: Path) -> Path:
    root = make_small(folder)
    text = (Path(__file__).parent / "cases" / case / "case.toml").read_text(encoding="utf-8")
    edit(root, Edits(**tomllib.loads(text)))
    return root


def checked(root: Path) -> Report:
    return check(load_package(root))


def test_the_small_package_has_no_findings_and_nothing_is_skipped(small_package: Path) -> None:
    report = checked(small_package)
    assert list(text_lines(report.findings)) == []
    assert report.skipped == ()


@pytest.mark.parametrize("case", CASES)
def test_a_case_gives_exactly_its_findings(case: str, tmp_path: Path) -> None:
    report = checked(broken(case, tmp_path))
    expected = (Path(__file__).parent / "cases" / case / "expected.txt").read_text(encoding="utf-8")
    assert list(text_lines(report.findings)) == expected.splitlines()
    assert {finding.rule for finding in report.findings} == {case.partition("--")[0]}


def test_every_rule_has_a_case_and_every_case_a_rule() -> None:
    assert sorted({case.partition("--")[0] for case in CASES}) == sorted(SLUGS)


def test_slugs_are_unique() -> None:
    assert len(set(SLUGS)) == len(SLUGS)


@pytest.mark.parametrize("rule", RULES, ids=SLUGS)
def test_a_rule_has_a_page_with_the_fact_the_reason_and_the_cure(rule: AnyRule) -> None:
    text = page(rule)
    assert text.fact.endswith(".")
    assert text.why.endswith(".")
    assert text.mend.endswith(".")


def applied(rule: Rule | PackageRule, tables: Tables, root: Path) -> int:
    """The number of breaches that a rule finds in the tables."""
    if isinstance(rule, PackageRule):
        return len(list(rule.function(load_package(root), tables)))
    return len(list(rule.function(tables)))


def reduced(tables: Tables, needs: tuple[str, ...]) -> Tables:
    """The tables with nothing in them but the columns named."""
    names = {need.split(".")[0] for need in needs}
    return {name: tables[name][[column for column in tables[name] if f"{name}.{column}" in needs]] for name in names}


@pytest.fixture(scope="module")
def broken_tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Tables]]:
    """The tables of each case, by its name."""
    tables = {}
    for case in CASES:
        root = broken(case, tmp_path_factory.mktemp("case"))
        tables[case] = (root, check(load_package(root), ()).frames)
    return tables


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if not isinstance(rule, ColumnRule)], ids=lambda rule: rule.slug
)
def test_a_rule_reads_exactly_the_columns_that_it_needs(
    rule: Rule | PackageRule, broken_tables: dict[str, tuple[Path, Tables]]
) -> None:
    cases = [broken_tables[case] for case in CASES if case.partition("--")[0] == rule.slug]
    for root, tables in cases:
        assert applied(rule, reduced(tables, rule.needs), root) == applied(rule, tables, root) > 0
    assert list(unread(rule, cases)) == []


def unread(rule: Rule | PackageRule, cases: list[tuple[Path, Tables]]) -> Iterator[str]:
    """The needs of a rule without which it works all the same."""
    for need in rule.needs:
        fewer = tuple(other for other in rule.needs if other != need)
        if not any(fails(rule, tables, fewer, root) for root, tables in cases):
            yield need


def fails(rule: Rule | PackageRule, tables: Tables, needs: tuple[str, ...], root: Path) -> bool:
    frames = reduced(tables, needs)
    table_gone = {need.split(".")[0] for need in rule.needs} - set(frames)
    try:
        applied(rule, {**frames, **dict.fromkeys(table_gone, pd.DataFrame())}, root)
    except (KeyError, AttributeError):
        return True
    return False


def test_the_package_has_every_column_that_rules_need(small_package: Path) -> None:
    package = load_package(small_package)
    columns = {f"{table.name}.{name}" for table in package.tables for name in table.names}
    assert {need for rule in RULES if not isinstance(rule, ColumnRule) for need in rule.needs} - columns == set()
