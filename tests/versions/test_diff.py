"""What differs between two versions is told in the words of the model."""

import json
import shutil
from pathlib import Path

import pytest

from publishing import Run
from small_package import Edits, edit

# Each command checks two packages.
pytestmark = pytest.mark.slow

CHANGE = Edits(
    set=[{"table": "actors", "key": "A0001", "description": "Council of Alder, elected."}],
    add=[
        {"table": "claim_evidence", "key": "V0001", "evidence_id": "V0099", "certainty": "probable", "summary": "More."}
    ],
)


@pytest.fixture
def changed(small_package: Path, tmp_path: Path) -> Path:
    root = Path(shutil.copytree(small_package, tmp_path / "changed"))
    edit(root, CHANGE)
    return root


def test_a_comparison_for_people_begins_with_the_claims(small_package: Path, changed: Path, run: Run) -> None:
    assert run("diff", small_package, changed).stdout == (
        "small-claims 0.1.0 -> small-claims 0.1.0\n"
        "  C0001 gained evidence V0099, supports, from S0005\n"
        "actors: values changed: 1\n"
        "  actors A0001: description Elected council of the town of Alder. -> Council of Alder, elected.\n"
        "claim_evidence: rows added: 1\n"
        "  claim_evidence V0099: row added\n"
        "evidence_flat: rows added: 1\n"
        "claim_origins: values changed: 2\n"
        "claim_summary: values changed: 1\n"
        "This needs a version of at least 0.2.0 (MINOR):\n"
        "  MINOR: claim_evidence: new rows: 1\n"
        "  PATCH: actors: other values: 1\n"
    )


def test_markdown_is_a_draft_for_the_changelog(small_package: Path, changed: Path, run: Run) -> None:
    assert run("diff", small_package, changed, "--format", "markdown").stdout == (
        "## [0.2.0] - YYYY-MM-DD\n"
        "\n"
        "### Added\n"
        "\n"
        "- `claim_evidence`: 1 row (V0099)\n"
        "\n"
        "### Changed\n"
        "\n"
        "- C0001 gained evidence V0099, supports, from S0005\n"
        "- actors A0001: description Elected council of the town of Alder. -> Council of Alder, elected.\n"
    )


def test_csv_has_the_columns_of_the_table_of_changes(small_package: Path, changed: Path, run: Run) -> None:
    assert run("diff", small_package, changed, "--format", "csv").stdout == (
        "table_name,row_key,column_name,change,old_value,new_value,reason\n"
        'actors,A0001,description,value_changed,Elected council of the town of Alder.,"Council of Alder, elected.",\n'
        "claim_evidence,V0099,,row_added,,,\n"
    )


def test_json_has_whole_rows_and_computed_tables(small_package: Path, changed: Path, run: Run) -> None:
    found = json.loads(run("diff", changed, small_package, "--format", "json").stdout)
    tables = {item["name"]: item for item in found["tables"]}
    assert (found["bump"], found["next_version"]) == ("MAJOR", "1.0.0")
    assert found["reasons"][0] == {
        "level": "MAJOR",
        "text": "claim_evidence: ids are gone without a row in redirects: V0099",
    }
    assert [row[0] for row in tables["claim_evidence"]["removed"]] == ["V0099"]
    assert {item["name"] for item in found["tables"] if item["derived"]} == {
        "evidence_flat",
        "claim_origins",
        "claim_summary",
    }


def test_what_a_claim_rests_on_is_told_when_it_changes(small_package: Path, tmp_path: Path, run: Run) -> None:
    root = Path(shutil.copytree(small_package, tmp_path / "changed"))
    other = {"table": "claim_evidence", "key": "V0002", "evidence_role": "doubt", "direction": "neutral"}
    edit(root, Edits(set=[other]))
    lines = run("diff", small_package, root).stdout.splitlines()
    assert lines[1] == "  C0001 evidence V0002 disputes -> neutral; opposition denied -> doubted"


def test_nothing_differs_from_itself(small_package: Path, run: Run) -> None:
    assert run("diff", small_package, small_package).stdout.splitlines()[1] == "  the tables are the same"


def test_a_package_with_errors_is_not_compared(small_package: Path, changed: Path, run: Run) -> None:
    (changed / "data" / "claims.csv").write_text("", encoding="utf-8")
    result = run("diff", small_package, changed)
    assert result.exit_code == 1
    assert "errors; mend them first (`claimset check`)" in result.stderr
