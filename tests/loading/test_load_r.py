"""load.R gives the same tables from a folder and a zip file, in every locale, or says what is wrong."""

import os
import subprocess
from pathlib import Path

import pytest

import claimset
from reading import installed_in_r

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif("base" not in installed_in_r(), reason="R is not installed"),
]

SUMMARY = """
options(warn = 2)
source("R/load.R")
d <- load_claims(Sys.getenv("RELEASE"))
for (name in names(d)) cat(name, nrow(d[[name]]), ncol(d[[name]]), sum(is.na(d[[name]])), "\\n")
cat(attr(d, "version"), attr(d, "citation"), sep = "\\n")
"""


def run(script: str, release: Path, path: Path, locale: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"RELEASE": str(path), "LC_ALL": locale}
    command = ["Rscript", "--vanilla", "-e", script]
    return subprocess.run(
        command, cwd=release, env=environment, check=False, capture_output=True, text=True, encoding="utf-8"
    )


@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
@pytest.mark.parametrize("suffix", ["", ".zip"])
def test_every_table_is_there_with_its_rows_columns_and_gaps(suffix: str, locale: str, release: Path) -> None:
    data = claimset.load(release)
    tables = [f"{name} {len(data.table(name))} {data.table(name).shape[1]} " for name in data.tables]
    gaps = [int(data.table(name).isna().sum().sum()) for name in data.tables]
    expected = [f"{table}{count} " for table, count in zip(tables, gaps, strict=True)]
    done = run(SUMMARY, release, release.with_name(release.name + suffix), locale)
    assert done.stderr == ""
    assert done.stdout.splitlines() == [*expected, data.version, data.citation]


def test_one_table_can_be_asked_for(release: Path) -> None:
    done = run('source("R/load.R"); cat(names(load_claims(".", "claims")))', release, release, "C.UTF-8")
    assert done.stdout == "claims"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ('load_claims("nowhere")', "nowhere: there is no such folder or file"),
        ('load_claims("csv")', "csv: no R/columns.csv here, so this folder is not a release"),
        ('load_claims(".", "claim")', "no table claim in this release; it has sources, actors, events, claims, "),
    ],
)
def test_what_cannot_be_loaded_is_refused(call: str, message: str, release: Path) -> None:
    done = run(f'source("R/load.R"); {call}', release, release, "C.UTF-8")
    assert done.returncode == 1
    assert done.stderr.startswith(f"Error: {message}")
