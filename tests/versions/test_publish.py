"""A version is published once, with the number that its changes need, and never changes again."""

import csv
import hashlib
import json
from pathlib import Path

import pytest

from publishing import Run, set_version
from small_package import Edits, edit

# Each test writes a whole release or two.
pytestmark = pytest.mark.slow

LIKE = {"table": "claim_evidence", "key": "V0001", "evidence_id": "V0099", "certainty": "probable", "summary": "More."}
NEW_ROW = Edits(add=[LIKE])
CORRECTION = Edits(set=[{"table": "actors", "key": "A0001", "description": "Council of Alder, elected."}])
REASON = {
    "table": "change_reasons",
    "reason_id": "R0001",
    "version": "0.1.1",
    "table_name": "actors",
    "row_key": "A0001",
    "column_name": "description",
    "reason": "It is elected.",
}


def changes_of(root: Path, version: str) -> list[list[str]]:
    with (root / "releases" / version / "csv" / "changes.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def add_reason(root: Path) -> None:
    names = [name for name in REASON if name != "table"]
    lines = [",".join(names), ",".join(REASON[name] for name in names)]
    (root / "data" / "change_reasons.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_a_published_version_is_whole_and_in_the_index(published: Path, run: Run) -> None:
    [entry] = json.loads((published / "releases" / "index.json").read_text(encoding="utf-8"))["versions"]
    folder = published / "releases" / "0.1.0"
    archive = published / "dist" / "small-claims-0.1.0.zip"
    assert entry["version"] == "0.1.0"
    assert entry["released"] == "2026-11-22"
    assert entry["doi"] is None
    assert entry["rows"]["claims"] == len((folder / "csv" / "claims.csv").read_text(encoding="utf-8").splitlines()) - 1
    assert entry["content_hash"] == json.loads((folder / "datapackage.json").read_bytes())["contentHash"]
    assert entry["checksums_sha256"] == hashlib.sha256((folder / "SHA256SUMS").read_bytes()).hexdigest()
    assert entry["zip_sha256"] == hashlib.sha256(archive.read_bytes()).hexdigest()
    for place in (folder, archive):
        result = run("verify", place)
        assert result.output.splitlines() == [
            "small-claims 0.1.0: whole and unharmed, 25 tables",
            entry["content_hash"],
        ]


def test_a_published_version_is_not_published_again(published: Path, run: Run) -> None:
    before = (published / "releases" / "index.json").read_bytes()
    result = run("release", published)
    assert result.exit_code == 1
    assert result.stderr == (
        "claimset: 0.1.0 is published, and published versions never change; set a higher version\n"
    )
    assert (published / "releases" / "index.json").read_bytes() == before


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        (
            "0.1.0/README.md",
            "other",
            "releases/0.1.0/README.md: not the file that was published: its SHA-256 is another",
        ),
        ("0.1.0/SHA256SUMS", "", "releases/0.1.0/SHA256SUMS: not the file that was published"),
        ("0.1.0/more.txt", "", "releases/0.1.0/more.txt: SHA256SUMS does not know this file"),
        ("0.0.9", "", "releases/0.0.9: index.json does not know this version"),
    ],
)
def test_nothing_is_published_where_a_published_version_was_changed(
    name: str, text: str, message: str, published: Path, run: Run
) -> None:
    (published / "releases" / name).write_text(text, encoding="utf-8")
    set_version(published, "0.1.1")
    result = run("release", published)
    assert result.stderr == (f"claimset: {message} (published versions never change); restore it with `git checkout`\n")
    assert not (published / "releases" / "0.1.1").exists()


def test_a_number_that_is_too_low_is_refused_with_the_reasons(published: Path, run: Run) -> None:
    edit(published, NEW_ROW)
    set_version(published, "0.1.1")
    result = run("release", published)
    assert result.exit_code == 1
    assert result.stderr == (
        "claimset: 0.1.1: too low after 0.1.0: the changes need at least 0.2.0 (MINOR)\n"
        "  MINOR: claim_evidence: new rows: 1\n"
    )
    assert sorted(path.name for path in (published / "releases").iterdir()) == ["0.1.0", "index.json"]


def test_a_number_that_is_too_high_must_be_meant(published: Path, run: Run) -> None:
    edit(published, NEW_ROW)
    set_version(published, "1.0.0")
    refused = run("release", published)
    assert "higher than the changes need, which is 0.2.0; if it is meant, say --as 1.0.0" in refused.stderr
    other = run("release", published, "--as", "2.0.0")
    assert other.stderr == (
        "claimset: --as 2.0.0: the version in datapackage.json is 1.0.0; write the same into both\n"
    )
    assert run("release", published, "--as", "1.0.0").exit_code == 0


def test_a_day_before_that_of_the_newest_version_is_refused(published: Path, run: Run) -> None:
    edit(published, NEW_ROW)
    set_version(published, "0.2.0", "2026-11-21")
    result = run("release", published)
    assert result.stderr == "claimset: CHANGELOG.md: 0.2.0 has the day 2026-11-21, before 2026-11-22 of 0.1.0\n"


def test_the_next_version_lists_its_changes(published: Path, run: Run) -> None:
    edit(published, NEW_ROW)
    set_version(published, "0.2.0")
    assert run("release", published).exit_code == 0
    assert changes_of(published, "0.1.0") == []
    assert changes_of(published, "0.2.0") == [["1", "claim_evidence", "V0099", "", "row_added", "", "", ""]]
    index = json.loads((published / "releases" / "index.json").read_text(encoding="utf-8"))
    assert [entry["version"] for entry in index["versions"]] == ["0.1.0", "0.2.0"]


def test_a_correction_without_a_reason_is_a_finding(published: Path, run: Run) -> None:
    edit(published, CORRECTION)
    set_version(published, "0.1.1")
    result = run("release", published)
    assert result.exit_code == 1
    assert result.stdout == (
        "data/actors.csv:2:description: change-without-reason: 'Elected council of the town of Alder.' was published, "
        "and it is 'Council of Alder, elected.' now (A0001); add a row to change_reasons (table_name actors, row_key "
        "A0001, version 0.1.1) that says why\n"
    )
    assert not (published / "releases" / "0.1.1").exists()


def test_a_correction_is_published_with_its_reason(published: Path, run: Run) -> None:
    edit(published, CORRECTION)
    add_reason(published)
    set_version(published, "0.1.1")
    result = run("release", published)
    assert result.exit_code == 0, result.output
    assert changes_of(published, "0.1.1") == [
        [
            "1",
            "actors",
            "A0001",
            "description",
            "value_changed",
            "Elected council of the town of Alder.",
            "Council of Alder, elected.",
            "It is elected.",
        ]
    ]


def test_a_reason_for_what_has_not_changed_is_a_finding(published: Path, run: Run) -> None:
    add_reason(published)
    set_version(published, "0.1.1")
    result = run("release", published)
    assert result.stdout == (
        "data/change_reasons.csv: reason-without-change: a reason for a change of actors A0001 description in "
        "0.1.1, and nothing changed there; correct or delete it\n"
    )
