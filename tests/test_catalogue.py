"""The catalogue has a page for everything that `check` may find."""

import ast
from pathlib import Path

import pytest
from click.testing import CliRunner

from claimset.catalogue import as_text, entries, entry
from claimset.cli import main
from claimset.errors import ClaimsetError
from claimset.rules import RULES
from examples import TARGET, written

SOURCE = Path(__file__).parent.parent / "build" / "claimset"


def test_the_failing_rows_are_those_of_the_cases() -> None:
    assert TARGET.read_text(encoding="utf-8") == written()


def test_every_rule_and_every_fault_of_structure_has_one_page() -> None:
    slugs = [one.slug for one in entries()]
    assert len(slugs) == len(set(slugs))
    assert {rule.slug for rule in RULES} | structure_slugs() <= set(slugs)


def structure_slugs() -> set[str]:
    """The slugs that the modules before the rules give to findings: first arguments of `faults.add`."""
    calls = (
        node
        for name in ("cells.py", "read.py")
        for node in ast.walk(ast.parse((SOURCE / name).read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "add"
    )
    return {str(call.args[0].value) for call in calls if call.args and isinstance(call.args[0], ast.Constant)}


def test_no_page_is_incomplete() -> None:
    for one in entries():
        assert one.fact.endswith(".")
        assert one.why
        assert one.mend
        assert one.example
        assert as_text(one).startswith(f"{one.slug} (")


def test_an_unknown_slug_gets_the_nearest_ones() -> None:
    with pytest.raises(ClaimsetError, match=r"^there is no rule 'foreignkey'; did you mean foreign-key"):
        entry("foreignkey")


def test_rules_lists_every_page_and_explain_shows_one() -> None:
    listed = CliRunner().invoke(main, ["rules"])
    assert listed.exit_code == 0
    assert [line.split()[0] for line in listed.stdout.splitlines()] == [one.slug for one in entries()]
    shown = CliRunner().invoke(main, ["explain", "enum"])
    assert shown.stdout == as_text(entry("enum")) + "\n"
