"""Coverage counts what is decided on each passage, and 100 % is the only sum that passes."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive import EVIDENCE, PASSAGES, SOURCES, Cells, make_archive
from claimset.check import check
from claimset.cli import main
from claimset.coverage import SourceCoverage, by_source
from claimset.package import load_package
from library import make_library

DECISIONS = ("context_only", "coded", "coded", "no_content", "coded", "context_only", "coded")
DECIDED: list[Cells] = [(*row[:7], decision) for row, decision in zip(PASSAGES, DECISIONS, strict=True)]


def covered(
    root: Path, *options: str, passages: Sequence[Cells] = DECIDED, evidence: Sequence[Cells] = EVIDENCE
) -> Result:
    make_archive(root, SOURCES, passages, evidence)
    return CliRunner().invoke(main, ["coverage", str(root), *options])


def test_every_decision_is_counted(tmp_path: Path) -> None:
    root = make_archive(tmp_path / "archive", SOURCES, DECIDED)
    assert by_source(check(load_package(root), rules=()).frames) == (
        SourceCoverage("S0001", passages=5, coded=3, context_only=1, no_content=1, claims=2, evidence=3),
        SourceCoverage("S0002", passages=2, coded=1, context_only=1, no_content=0, claims=1, evidence=1),
    )


def test_complete_coverage_is_shown_and_passes(tmp_path: Path) -> None:
    result = covered(tmp_path / "archive")
    assert result.stdout.splitlines() == [
        "lake-archive 0.1.0",
        "source    passages   coded  context  none  covered  claims  evidence",
        "S0001            5       3        1     1   100.0%       2         3",
        "S0002            2       1        1     0   100.0%       1         1",
    ]
    assert (result.exit_code, result.stderr) == (0, "")


def test_each_passage_is_shown_on_request(tmp_path: Path) -> None:
    result = covered(tmp_path / "archive", "--passages")
    assert result.stdout.splitlines()[2:] == [
        "S0001            5       3        1     1   100.0%       2         3",
        "  S0001-P001  context_only     0 claims    0 evidence    0 rows",
        "  S0001-P002  coded            1 claims    1 evidence    1 rows",
        "  S0001-P003  coded            1 claims    1 evidence    1 rows",
        "  S0001-P004  no_content       0 claims    0 evidence    0 rows",
        "  S0001-P005  coded            1 claims    1 evidence    1 rows",
        "S0002            2       1        1     0   100.0%       1         1",
        "  S0002-P001  context_only     0 claims    0 evidence    0 rows",
        "  S0002-P002  coded            1 claims    1 evidence    1 rows",
    ]


@pytest.mark.parametrize("decision", ["", "coded"])
def test_a_passage_without_decision_or_coded_without_a_row_fails(tmp_path: Path, decision: str) -> None:
    passages = [(*row[:7], decision) if row[0] == "S0001-P001" else row for row in DECIDED]
    result = covered(tmp_path / "archive", "--passages", passages=passages)
    lines = result.stdout.splitlines()
    assert lines[2] == "S0001            5       3        0     1    80.0%       2         3"
    assert lines[3] == f"  S0001-P001  {decision or 'not decided':14}   0 claims    0 evidence    0 rows"
    assert result.exit_code == 1


def test_a_passage_of_the_text_that_has_no_row_fails(tmp_path: Path) -> None:
    result = covered(tmp_path / "archive", passages=DECIDED[:-1], evidence=EVIDENCE[:3])
    assert result.stdout.splitlines()[3] == "S0002            2       0        1     0    50.0%       0         0"
    assert result.exit_code == 1


def test_a_text_whose_passages_were_never_counted_fails(tmp_path: Path) -> None:
    root = make_archive(tmp_path / "archive", [(*SOURCES[0][:3], "", ""), *SOURCES[1:]], DECIDED)
    result = CliRunner().invoke(main, ["coverage", str(root)])
    assert result.stdout.splitlines()[2] == "S0001            0       3        1     1     0.0%       2         3"
    assert result.exit_code == 1


def test_a_package_of_another_model_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["coverage", str(make_library(tmp_path / "library"))])
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("claimset: claim_evidence.claim_id, ")
