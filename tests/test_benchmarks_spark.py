"""Spark finds what `claimset check` finds, and the faults it is tried with are faults of every kind."""

import os
import shutil
import subprocess
from pathlib import Path

import pandas as pd
import pytest
from pyarrow import dataset

from claimset.check import check
from claimset.package import load_package
from claimset.read import ARROW_TYPES, read_package
from mutants import constraints
from pieces import LINE, Found, comparable, write_pieces
from plant import Constraint, plant
from small_package import REPOSITORY, make_small, read_rows, write_rows

FAULTS = 2
SPARK_PYTHON = REPOSITORY / ".venv-spark" / "bin" / "python"
NEEDS_SPARK = pytest.mark.skipif(
    not SPARK_PYTHON.exists() or shutil.which("java") is None,
    reason="make .venv-spark/locked sets up Spark, which needs Java 17",
)


@pytest.mark.parametrize("what", ["columns", "references"])
def test_each_constraint_of_a_table_with_rows_is_broken_and_found(tmp_path: Path, what: str) -> None:
    package = load_package(REPOSITORY)
    expected = {
        Constraint(one.table, one.fields[0] if len(one.fields) == 1 else None, one.slug)
        for one in constraints(package)
        if (one.slug == "foreign-key") is (what == "references") and read_rows(REPOSITORY, one.table)
    }
    planted = plant(package, tmp_path / "broken", what, FAULTS)
    broken = load_package(tmp_path / "broken")
    found = comparable(check(broken).findings, broken)
    assert planted == expected
    assert expected - {Constraint(one.table, one.field, one.rule) for one in found} == set()


def test_the_same_seed_plants_the_same_faults(tmp_path: Path) -> None:
    package = load_package(REPOSITORY)
    for copy in ("one", "other"):
        plant(package, tmp_path / copy, "columns", FAULTS)
    for table in package.tables:
        assert (tmp_path / "one" / table.path).read_bytes() == (tmp_path / "other" / table.path).read_bytes()


def test_rows_in_pieces_know_the_lines_of_the_file(tmp_path: Path, small_package: Path) -> None:
    package = load_package(small_package)
    rows = read_rows(small_package, "claims")
    rows[0]["notes"] = "Two\nlines."
    write_rows(small_package, "claims", rows)
    write_pieces(small_package, tmp_path / "pieces")
    for table in package.tables:
        types = [ARROW_TYPES[field.type] for field in table.fields]
        rows_again = dataset.dataset(tmp_path / "pieces" / table.name).to_table()
        frame = rows_again.to_pandas(types_mapper=pd.ArrowDtype).set_index(LINE)
        expected = read_package(package).frames[table.name]
        assert rows_again.schema.types[1:] == types
        assert frame.index.tolist() == expected.index.tolist()
        assert frame.reset_index(drop=True).equals(expected.reset_index(drop=True))


def test_what_reading_finds_is_kept_beside_the_pieces(tmp_path: Path, small_package: Path) -> None:
    rows = read_rows(small_package, "sources")
    rows[2]["passage_count"] = "many"
    write_rows(small_package, "sources", rows)
    pieces = write_pieces(small_package, tmp_path / "pieces")
    assert pieces.found == {Found("sources", 4, "passage_count", "type")}
    assert pieces.unsound == {"sources.passage_count"}
    assert pieces.unread == {("sources", "passage_count"): frozenset({4})}


@pytest.mark.slow
@NEEDS_SPARK
def test_spark_finds_what_check_finds(tmp_path: Path) -> None:
    script = REPOSITORY / "benchmarks" / "spark_check.py"
    done = subprocess.run(
        [SPARK_PYTHON, script, make_small(tmp_path), "--plant", "--faults", str(FAULTS)],
        env=os.environ | {"PYTHONPATH": str(REPOSITORY / "build")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    verdicts = [line.split("  ")[-1] for line in done.stdout.splitlines() if " Spark  " in line]
    assert [verdict.split(",")[0] for verdict in verdicts] == ["the same"] * 3
    assert [verdict.split(",")[-1] for verdict in verdicts[1:]] == [" 0 of them unseen"] * 2
