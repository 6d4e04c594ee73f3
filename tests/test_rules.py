"""Every rule finds the breach in its own cases, finds nothing else, and reads exactly the columns it names.

The cases are described in rule_cases.py.
"""

import ast
from pathlib import Path

import pandas as pd
import pytest

from claimset import rules
from claimset.check import Report, check
from claimset.package import Package, load_package
from claimset.report import text_lines
from claimset.rules import RULES
from claimset.rules.affiliations import HIERARCHY
from claimset.rules.carriers import OWN_ROLES
from claimset.rules.evidence import CIRCUMSTANTIAL, DIRECTIONS
from claimset.rules.links import REPLIES
from claimset.rules.relations import DIRECTED, SYMMETRIC
from claimset.rules.rule import AnyRule, ColumnRule, PackageRule, Rule, Tables, page
from rule_cases import CASES, cases_of, expected, outcome, slug
from small_package import read_rows

CONSTANTS = (CIRCUMSTANTIAL, DIRECTED, HIERARCHY, OWN_ROLES, REPLIES, SYMMETRIC)
SLUGS = [rule.slug for rule in RULES]


def test_the_small_package_has_no_findings_and_nothing_is_skipped(small_package: Path) -> None:
    report = check(load_package(small_package))
    assert list(text_lines(report.findings)) == []
    assert report.skipped == ()


@pytest.mark.parametrize("case", [pytest.param(case, marks=[pytest.mark.slow] * ("--" in case)) for case in CASES])
def test_a_case_gives_exactly_its_findings(case: str) -> None:
    _, report = outcome(case)
    assert list(text_lines(report.findings)) == expected(case)
    assert {finding.rule for finding in report.findings} == {slug(case)}


def test_every_rule_has_a_case_and_every_case_a_rule() -> None:
    assert sorted({slug(case) for case in CASES}) == sorted(SLUGS)


def test_slugs_are_unique() -> None:
    assert len(set(SLUGS)) == len(SLUGS)


@pytest.mark.parametrize("rule", RULES, ids=SLUGS)
def test_a_rule_has_a_page_with_the_fact_the_reason_and_the_cure(rule: AnyRule) -> None:
    text = page(rule)
    assert text.fact.endswith(".")
    assert text.why.endswith(".")
    assert text.mend.endswith(".")


def applied(rule: Rule | PackageRule, tables: Tables, package: Package) -> int:
    """The number of breaches that a rule finds in the tables."""
    return len(list(rule.function(package, tables) if isinstance(rule, PackageRule) else rule.function(tables)))


def reduced(tables: Tables, needs: tuple[str, ...]) -> Tables:
    """The tables with nothing in them but the columns named."""
    names = {need.split(".")[0] for need in needs}
    return {name: tables[name][[column for column in tables[name] if f"{name}.{column}" in needs]] for name in names}


@pytest.mark.parametrize(
    "rule",
    [
        pytest.param(rule, marks=[pytest.mark.slow] * (len(cases_of(rule)) > 1), id=rule.slug)
        for rule in RULES
        if not isinstance(rule, ColumnRule)
    ],
)
def test_a_rule_reads_exactly_the_columns_that_it_needs(rule: Rule | PackageRule) -> None:
    cases = [outcome(case) for case in cases_of(rule)]
    for package, report in cases:
        assert applied(rule, reduced(report.frames, rule.needs), package) == 1
    assert [need for need in rule.needs if not any(misses(need, rule, *case) for case in cases)] == []


def misses(need: str, rule: Rule | PackageRule, package: Package, report: Report) -> bool:
    """Whether the rule fails without one of the columns that it needs."""
    fewer = reduced(report.frames, tuple(other for other in rule.needs if other != need))
    tables = {**dict.fromkeys(report.frames, pd.DataFrame()), **fewer}
    try:
        applied(rule, tables, package)
    except (KeyError, AttributeError):
        return True
    return False


def test_the_package_has_every_column_that_rules_need(small_package: Path) -> None:
    package = load_package(small_package)
    columns = {f"{table.name}.{name}" for table in package.tables for name in table.names}
    assert {need for rule in RULES if not isinstance(rule, ColumnRule) for need in rule.needs} - columns == set()


def terms_in_rules() -> set[str]:
    """The terms that rules look for: the texts handed to `is_any`, and the constants that hold some."""
    found: set[str] = set()
    for module in (Path(rules.__file__).parent).glob("*.py"):
        tree = ast.parse(module.read_text(encoding="utf-8"))
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        asked = [node for node in calls if isinstance(node.func, ast.Name) and node.func.id == "is_any"]
        found |= {str(arg.value) for call in asked for arg in call.args if isinstance(arg, ast.Constant)}
    return found | {term for terms in (*CONSTANTS, DIRECTIONS["role"], DIRECTIONS["direction"]) for term in terms}


def test_rules_look_for_terms_of_the_vocabulary_only(small_package: Path) -> None:
    vocabulary = {row["term"] for row in read_rows(small_package, "vocabulary_terms")}
    # Not terms: the language tag for "not known", and the name of a vocabulary.
    assert terms_in_rules() - vocabulary == {"und", "event_participants.role"}


def test_symmetric_relations_are_those_that_the_vocabulary_calls_so(small_package: Path) -> None:
    rows = read_rows(small_package, "vocabulary_terms")
    relations = [row for row in rows if row["vocabulary"] == "claim_relations.relation"]
    assert {row["term"] for row in relations if "Symmetric" in row["definition"]} == set(SYMMETRIC)
