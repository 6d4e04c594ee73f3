"""A rule is left out where what it reads is unsound or not there, and said to be left out."""

import json
from pathlib import Path

from claimset.check import Skipped, check
from claimset.package import load_package
from claimset.report import text_lines
from small_package import Edits, edit


def test_rules_on_a_column_with_a_broken_cell_are_left_out(small_package: Path) -> None:
    edit(small_package, Edits(set=[{"table": "claims", "key": "C0001", "proposition": "The mill did it."}]))
    report = check(load_package(small_package))
    assert [finding.rule for finding in report.findings] == ["pattern"]
    because = ("claims.proposition",)
    assert report.skipped == (
        Skipped("text-nfc claims.proposition", because),
        Skipped("text-trimmed claims.proposition", because),
        Skipped("text-one-line claims.proposition", because),
        Skipped("text-single-spaces claims.proposition", because),
        Skipped("text-visible claims.proposition", because),
        Skipped("text-plain claims.proposition", because),
        Skipped("proposition-without-verdict", because),
        Skipped("proposition-self-contained", because),
        Skipped("loaded-word", because),
    )


def test_a_fault_that_a_rule_on_cells_finds_is_not_told_again_by_rules_on_tables(small_package: Path) -> None:
    edit(small_package, Edits(set=[{"table": "actors", "key": "A0001", "name": "Council of Alder "}]))
    report = check(load_package(small_package))
    assert list(text_lines(report.findings)) == [
        "data/actors.csv:2:name: text-trimmed: the text begins or ends with a space (A0001); delete that space"
    ]
    assert report.skipped == (Skipped("preferred-name-once", ("actors.name",)),)


def test_all_faults_of_cells_in_one_column_are_told(small_package: Path) -> None:
    notes = [
        {"table": "events", "key": "E0001", "notes": "Two  spaces."},
        {"table": "events", "key": "E0002", "notes": "A <b>tag</b>."},
    ]
    edit(small_package, Edits(set=notes))
    report = check(load_package(small_package))
    assert [(finding.line, finding.rule) for finding in report.findings] == [
        (2, "text-single-spaces"),
        (3, "text-plain"),
    ]


def test_rules_on_a_table_that_the_package_does_not_have_are_left_out(small_package: Path) -> None:
    file = small_package / "datapackage.json"
    descriptor = json.loads(file.read_text(encoding="utf-8"))
    descriptor["resources"] = [resource for resource in descriptor["resources"] if resource["name"] != "redirects"]
    file.write_text(json.dumps(descriptor), encoding="utf-8")
    assert check(load_package(small_package)).skipped == (
        Skipped("retired-id-in-use", ("redirects.old_id",)),
        Skipped("redirect-leads-nowhere", ("redirects.new_id",)),
    )
