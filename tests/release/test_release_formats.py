"""A release with some of its formats is whole in itself: it has no other files, and speaks of no others."""

import json
import re
import subprocess
import sys
from pathlib import Path

import frictionless
import pandas as pd
import pytest
from click.testing import CliRunner

from claimset.check import Report
from claimset.cli import main
from claimset.derive import DerivedTable
from claimset.errors import ReleaseError
from claimset.package import Package, Table
from claimset.published import open_release
from claimset.publishing.verify import verify
from claimset.release import build, build_release, formats
from claimset.release.formats import FORMATS, require_room
from library import make_library

CHOICES = [
    pytest.param(("csv", "parquet"), id="csv+parquet"),
    *(
        pytest.param(chosen, id="+".join(chosen), marks=pytest.mark.slow)
        for chosen in (("csv",), ("csv", "sqlite", "r"), ("csv", "xlsx", "explorer"), FORMATS)
    ),
]
# The files of a format beside those of tables, and how texts call the format.
FILES = {
    "sqlite": ["russia-hamas-claims.sqlite"],
    "xlsx": ["russia-hamas-claims.xlsx"],
    "r": ["R/columns.csv", "R/dataset.csv", "R/levels.csv", "R/load.R"],
    "explorer": ["index.html"],
    "parquet": ["croissant.json"],
}
CALLED = {
    "parquet": "parquet|croissant",
    "sqlite": "sqlite|datasette|full-text",
    "xlsx": "xlsx|excel|workbook",
    "r": r"load\.R",
    "explorer": r"index\.html|explorer",
}
ALWAYS = [
    "CHANGELOG.md",
    "CITATION.cff",
    "CODEBOOK.md",
    "LICENSE",
    "METHODS.md",
    "README.md",
    "SHA256SUMS",
    "datapackage.json",
    "metadata/citation.bib",
    "metadata/citation.csl.json",
    "metadata/datacite.json",
    "metadata/schema-org.jsonld",
    "metadata/zenodo.json",
]
KINDS = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet", "sqlite": "application/vnd.sqlite3"}
DERIVED = ("evidence_flat", "claim_origins", "claim_summary", "replies", "timeline", "changes")
FILE = re.compile(r"[\w./-]+\.(?:csv|parquet|sqlite|xlsx|R|html|json|jsonld|md|cff|bib)\b")


def silent(_: str) -> None:
    pass


def paths(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.fixture(scope="session", params=CHOICES)
def chosen(request: pytest.FixtureRequest) -> tuple[str, ...]:
    return tuple(request.param)


@pytest.fixture(scope="session")
def partial(
    chosen: tuple[str, ...], package: Package, report: Report, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    return build_release(package, report, tmp_path_factory.mktemp("partial"), silent, chosen)


def test_it_has_the_files_of_its_formats_and_no_others(
    partial: Path, chosen: tuple[str, ...], package: Package
) -> None:
    names = [*(table.name for table in package.tables), *DERIVED]
    tables = [f"{form}/{name}.{form}" for form in ("csv", "parquet") if form in chosen for name in names]
    others = [path for form, files in FILES.items() if form in chosen for path in files]
    assert paths(partial) == sorted([*ALWAYS, *tables, *others])
    archives = [f"{partial.name}.zip"] if "zip" in chosen else []
    assert sorted(path.name for path in partial.parent.iterdir()) == [partial.name, *archives]


def test_its_files_are_those_of_the_release_with_all_formats(
    partial: Path, chosen: tuple[str, ...], release: Path
) -> None:
    about_files = {"README.md", "CODEBOOK.md", "SHA256SUMS", "datapackage.json", "index.html"}
    about_files |= {"metadata/datacite.json", "metadata/schema-org.jsonld", "russia-hamas-claims.xlsx"}
    same = paths(partial) if chosen == FORMATS else [path for path in paths(partial) if path not in about_files]
    assert [path for path in same if (partial / path).read_bytes() != (release / path).read_bytes()] == []


def test_every_file_that_a_description_names_is_there(partial: Path, chosen: tuple[str, ...]) -> None:
    data = {path for path in paths(partial) if path.startswith(("csv/", "parquet/")) or "/" not in path}
    tables = sorted(path for path in data if "/" in path)
    whole = sorted(path for path in data if path.endswith((".sqlite", ".xlsx")))
    described = json.loads((partial / "datapackage.json").read_text(encoding="utf-8"))
    assert sorted(item["path"] for item in described["resources"]) == sorted(tables + whole)
    found = json.loads((partial / "metadata/schema-org.jsonld").read_text(encoding="utf-8"))["distribution"]
    assert sorted(item["name"] for item in found) == tables
    kinds = json.loads((partial / "metadata/datacite.json").read_text(encoding="utf-8"))["formats"]
    assert kinds == [kind for form, kind in KINDS.items() if form in chosen]


@pytest.mark.parametrize("name", ["README.md", "CODEBOOK.md"])
def test_its_texts_name_no_file_and_no_format_that_it_has_not(
    name: str, partial: Path, chosen: tuple[str, ...]
) -> None:
    text = (partial / name).read_text(encoding="utf-8")
    text = text.partition("\n## Tables\n")[0] if name == "CODEBOOK.md" else text
    named = FILE.findall(re.sub(r"https?://\S+", "", text))
    assert [path for path in named if not (partial / path).exists()] == []
    for form, called in CALLED.items():
        if form not in chosen:
            assert re.findall(called, text, re.IGNORECASE) == [], form


def test_the_workbook_sends_programs_to_files_that_are_there(partial: Path, chosen: tuple[str, ...]) -> None:
    if "xlsx" in chosen:
        lines = pd.read_excel(partial / "russia-hamas-claims.xlsx", sheet_name="README", header=None, index_col=0)
        files = "Parquet or CSV" if "parquet" in chosen else "CSV"
        assert f"Programs should read the {files} files of the release." in str(lines.loc["How to read it", 1])


def test_it_is_valid_to_frictionless(partial: Path) -> None:
    assert frictionless.Package(str(partial / "datapackage.json")).validate().flatten(["path", "message"]) == []


def test_it_is_whole_and_unharmed(partial: Path) -> None:
    assert verify(partial) == ()


def test_it_is_loaded_from_its_parquet_files_or_says_that_it_has_none(
    partial: Path, chosen: tuple[str, ...], package: Package
) -> None:
    if "parquet" in chosen:
        assert open_release(partial).tables == (*(table.name for table in package.tables), *DERIVED)
    else:
        with pytest.raises(ReleaseError) as refused:
            open_release(partial)
        assert str(refused.value) == (
            f"{partial}: built without Parquet files, from which tables are loaded; "
            "build it with --format csv --format parquet"
        )


def test_its_checksums_are_of_all_its_files(partial: Path) -> None:
    done = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=partial, check=True, capture_output=True, text=True)
    assert done.stdout.splitlines() == [f"{path}: OK" for path in paths(partial) if path != "SHA256SUMS"]


@pytest.mark.slow
def test_the_examples_for_csv_alone_run(package: Package, report: Report, tmp_path: Path) -> None:
    folder = build_release(package, report, tmp_path, silent, ("csv",))
    text = (folder / "README.md").read_text(encoding="utf-8")
    python = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert [code.splitlines()[0] for code in python] == ["import pandas as pd", "import polars as pl"]
    for code in python:
        subprocess.run([sys.executable, "-c", code], cwd=folder, check=True, capture_output=True)
    (query,) = re.findall(r"```sql\n(.*?)```", text, re.DOTALL)
    python = [sys.executable, "-c", "import duckdb, sys; print(duckdb.sql(sys.argv[1]).fetchall())", query]
    done = subprocess.run(python, cwd=folder, check=True, capture_output=True, text=True)
    assert done.stdout == "[('training', 'assertion', 1), ('training', 'denial', 1)]\n"


@pytest.mark.slow
def test_a_zip_file_of_an_earlier_build_does_not_stay_beside_a_release_without_one(
    package: Package, report: Report, tmp_path: Path
) -> None:
    build_release(package, report, tmp_path, silent, ("csv", "zip"))
    folder = build_release(package, report, tmp_path, silent, ("csv",))
    assert list(tmp_path.iterdir()) == [folder]


def test_the_command_offers_all_formats_and_takes_some(tmp_path: Path) -> None:
    (option,) = (option for option in main.commands["build"].params if option.name == "chosen")
    assert tuple(option.type.choices) == FORMATS  # type: ignore[attr-defined]
    root = make_library(tmp_path)
    (root / "CHANGELOG.md").write_text("## [1.2.3] - 2026-11-22\n", encoding="utf-8")
    for name in ("LICENSE-DATA", "METHODS.md"):
        (root / name).write_text("Text.\n", encoding="utf-8")
    arguments = ["build", str(root), "--format", "parquet", "--format", "csv", "--out", str(tmp_path / "out")]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0
    folder = Path(result.stdout.rstrip("\n"))
    assert sorted(path.name for path in folder.iterdir() if path.is_dir()) == ["csv", "metadata", "parquet"]
    assert list((tmp_path / "out").iterdir()) == [folder]


def test_a_release_without_csv_is_wrong_usage(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["build", str(tmp_path), "--format", "parquet"])
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1] == (
        "Error: csv is missing: the description of every release rests on its CSV files; add --format csv"
    )


def test_a_format_without_room_for_the_rows_is_told_with_the_way_around_it() -> None:
    rows = {"claims": 1, "claim_actors": 1_048_576}
    require_room(rows, ("csv", "parquet", "sqlite", "r", "zip"))
    require_room({"claims": 250_000, "claim_actors": 250_000}, FORMATS)
    require_room({"claims": 1_048_575}, ("csv", "xlsx"))
    with pytest.raises(ReleaseError) as both:
        require_room(rows, FORMATS)
    assert str(both.value) == (
        "claim_actors: 1,048,576 rows are more than a sheet of Excel holds (1,048,576 with its header); "
        "1,048,577 rows in all tables are more than the explorer has room for (500,000); build the other formats: "
        "claimset build --format csv --format parquet --format sqlite --format r --format zip"
    )
    with pytest.raises(ReleaseError) as explorer:
        require_room({"claims": 250_001, "claim_actors": 250_000}, ("csv", "xlsx", "explorer"))
    assert str(explorer.value) == (
        "500,001 rows in all tables are more than the explorer has room for (500,000); build the other formats: "
        "claimset build --format csv --format xlsx"
    )


def test_a_package_that_is_too_long_is_refused_before_anything_is_computed(
    package: Package, report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formats, "MOST_SHEET_ROWS", 3)
    steps: list[str] = []
    with pytest.raises(ReleaseError, match=r"^vocabulary_terms: [0-9]+ rows are more than a sheet of Excel holds"):
        build_release(package, report, tmp_path / "out", steps.append)
    assert (steps, list(tmp_path.iterdir())) == ([], [])


def test_a_computed_table_that_is_too_long_is_refused_and_leaves_nothing(
    package: Package, report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    longest = max(len(frame) for frame in report.frames.values())
    monkeypatch.setattr(formats, "MOST_SHEET_ROWS", longest + 1)
    field = package.table("claims").field("claim_id")
    table = Table("computed", "Computed", "A table.", "csv/computed.csv", (field,), ("claim_id",), ())
    frame = pd.DataFrame({"claim_id": [f"C{number:04d}" for number in range(longest + 1)]})
    monkeypatch.setattr(build, "derive_each", lambda *_, **__: iter([DerivedTable(table, frame)]))
    with pytest.raises(ReleaseError, match=r"^computed: [0-9]+ rows are more than a sheet of Excel holds"):
        build_release(package, report, tmp_path / "out", silent)
    assert list(tmp_path.iterdir()) == []
