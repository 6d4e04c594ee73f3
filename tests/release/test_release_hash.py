"""The content hash of a release is in all its files, and others come to the same."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from claimset.package import Package
from content_hash_by_others import content_hash

VERIFIER = Path(__file__).parents[1] / "content_hash_by_others.py"


@pytest.mark.parametrize("form", ["csv", "parquet", "sqlite"])
def test_others_compute_the_hash_of_a_release_from_every_format(form: str, release: Path) -> None:
    published = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))["contentHash"]
    assert content_hash(release, form) == published


def test_the_verifier_of_others_is_a_program_that_needs_no_claimset(release: Path) -> None:
    command = [sys.executable, "-S", "-I", str(VERIFIER), str(release), "csv"]
    told = subprocess.run(command, check=True, capture_output=True, text=True)
    assert told.stdout == json.loads((release / "datapackage.json").read_text(encoding="utf-8"))["contentHash"] + "\n"


def test_the_hash_stands_in_every_file_that_has_metadata(release: Path, package: Package) -> None:
    published = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))["contentHash"]
    for path in (release / "parquet").iterdir():
        assert pq.read_schema(path).metadata[b"content_hash"].decode() == published
    database = sqlite3.connect(release / f"{package.name}.sqlite")
    assert database.execute("SELECT value FROM _dataset WHERE property = 'content_hash'").fetchall() == [(published,)]
    database.close()
    workbook = pd.read_excel(release / f"{package.name}.xlsx", sheet_name="README", header=None, index_col=0)
    assert workbook.loc["Content hash", 1] == published
    for name in ("README.md", "CITATION.cff"):
        assert published in (release / name).read_text(encoding="utf-8")
