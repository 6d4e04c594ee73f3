"""What is in a release, read by other programs than those that wrote it."""

import json
import re
import stat
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import frictionless
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from claimset import canonical
from claimset.check import Report
from claimset.derive import DerivedTable
from claimset.errors import ReleaseError
from claimset.package import Field, Package, Table
from claimset.release import tables
from claimset.release.changelog import release_date
from claimset.release.content import ReleaseTable, assemble
from claimset.release.tables import write_csv, write_parquet

REPOSITORY = Path(__file__).parents[2]
CFFCONVERT = REPOSITORY / ".venv-cff" / "bin" / "cffconvert"


def stems(folder: Path) -> list[str]:
    return sorted(path.stem for path in folder.iterdir())


def as_text(value: object) -> str:
    """A value from Parquet as it stands in CSV."""
    if pd.isna(value):  # type: ignore[call-overload]
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def from_csv(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def from_parquet_as_text(path: Path) -> pd.DataFrame:
    frame = pd.read_parquet(path, dtype_backend="pyarrow")
    return pd.DataFrame({name: [as_text(value) for value in frame[name]] for name in frame.columns}, dtype=str)


def test_every_stored_table_is_there_as_csv_and_as_parquet(release: Path, package: Package) -> None:
    assert set(stems(release / "csv")) >= {table.name for table in package.tables}
    assert stems(release / "csv") == stems(release / "parquet")


def test_csv_and_parquet_have_the_same_values(release: Path) -> None:
    for name in stems(release / "csv"):
        csv = from_csv(release / "csv" / f"{name}.csv")
        parquet = from_parquet_as_text(release / "parquet" / f"{name}.parquet")
        pd.testing.assert_frame_equal(csv, parquet, obj=name)


def test_texts_that_readers_spoil_are_there_as_they_were(release: Path) -> None:
    actors = pd.read_parquet(release / "parquet" / "actors.parquet")
    assert actors["name"].tolist() == ["NA", 'Somebody "Nickname", Jr.', "Кто-то حسن é 🙂"]
    assert actors["country"].fillna("missing").tolist() == ["NA", "missing", "RU"]
    assert (release / "csv" / "actors.csv").read_bytes().split(b"\n", 1)[1].decode() == (
        "A0001,NA,media_outlet,NA,named,,\n"
        'A0002,"Somebody ""Nickname"", Jr.",person,,named,"Somebody,\nover two lines; =1+1",\n'
        "A0003,Кто-то حسن é 🙂,state,RU,named,,\n"
    )


def test_an_edtf_column_is_followed_by_the_days_that_bound_it(release: Path) -> None:
    sources = pd.read_parquet(release / "parquet" / "sources.parquet")
    assert sources.columns[5:9].tolist() == ["date", "date_earliest", "date_latest", "date_basis"]
    assert sources["date_earliest"].tolist() == [date(2023, 11, 5), date(2023, 10, 7), None]
    assert sources["date_latest"].tolist() == [date(2023, 11, 5), None, None]
    events = from_csv(release / "csv" / "events.csv")
    assert events[["date", "date_earliest", "date_latest"]].to_numpy().tolist() == [
        ["1666-09/1667?", "1666-09-01", "1667-12-31"],
        ["202X", "2020-01-01", "2029-12-31"],
    ]


def test_a_vocabulary_column_is_a_category_of_all_terms_in_the_order_of_the_schema(
    release: Path, package: Package
) -> None:
    for table in package.tables:
        frame = pd.read_parquet(release / "parquet" / f"{table.name}.parquet")
        if frame.empty:
            continue  # Parquet keeps the terms in the pages, and an empty table has none.
        found = {name: tuple(frame[name].cat.categories) for name in frame if frame[name].dtype == "category"}
        assert found == {field.name: field.enum for field in table.fields if field.enum}


def test_parquet_columns_have_the_types_of_the_schema(release: Path) -> None:
    term = pa.dictionary(pa.int8(), pa.string())
    schema = pq.read_schema(release / "parquet" / "sources.parquet")
    assert dict(zip(schema.names, schema.types, strict=True)) == {
        "source_id": pa.string(),
        "title": pa.string(),
        "source_type": term,
        "consultation": term,
        "publisher_id": pa.string(),
        "date": pa.string(),
        "date_earliest": pa.date32(),
        "date_latest": pa.date32(),
        "date_basis": term,
        "language": pa.string(),
        "channel": pa.string(),
        "url": pa.string(),
        "retrieved_on": pa.date32(),
        "rights": term,
        "text_sha256": pa.string(),
        "passage_count": pa.int64(),
        "metadata_basis": term,
        "notes": pa.string(),
    }


def test_parquet_says_what_it_is_of_which_version_and_under_which_licence(release: Path, package: Package) -> None:
    table = package.table("claims")
    schema = pq.read_schema(release / "parquet" / "claims.parquet")
    descriptor = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))
    assert schema.metadata == {
        b"dataset": package.name.encode(),
        b"dataset_title": package.title.encode(),
        b"version": package.version.encode(),
        b"released": b"2026-11-22",
        b"license": b"CC-BY-4.0",
        b"license_url": b"https://creativecommons.org/licenses/by/4.0/",
        b"table": b"claims",
        b"title": table.title.encode(),
        b"description": table.description.encode(),
        b"primary_key": b"claim_id",
        b"content_hash": descriptor["contentHash"].encode(),
    }
    topic = table.field("topic")
    assert schema.field("topic").metadata[b"title"] == topic.title.encode()
    assert schema.field("topic").metadata[b"description"] == topic.description.encode()


def test_every_type_is_the_same_in_csv_and_parquet(package: Package, report: Report, tmp_path: Path) -> None:
    kinds = {
        "key": ("string", ["b", "a"]),
        "whole": ("integer", [2**62, None]),
        "real": ("number", [0.1, 1e-9]),
        "flag": ("boolean", [True, None]),
        "day": ("date", [date(1, 1, 1), date(9999, 12, 31)]),
    }
    fields = tuple(Field(name, name.title(), "A column.", kind) for name, (kind, _) in kinds.items())
    table = Table("computed", "Computed", "A derived table.", "csv/computed.csv", fields, ("key",), ())
    frame = pd.DataFrame({name: pd.Series(values, dtype=object) for name, (_, values) in kinds.items()})
    content = assemble(package, report.frames, [DerivedTable(table, frame)])
    assert [item.table.name for item in content.tables if item.derived] == ["computed"]
    write_csv(content, tmp_path)
    write_parquet(content, tmp_path)
    csv = tmp_path / "csv" / "computed.csv"
    assert csv.read_text(encoding="utf-8") == (
        "key,whole,real,flag,day\na,,1e-9,,9999-12-31\nb,4611686018427387904,0.1,true,0001-01-01\n"
    )
    typed = pd.read_csv(csv, dtype={"whole": "Int64", "flag": "boolean"}, keep_default_na=False, na_values=[""])
    parquet = pd.read_parquet(tmp_path / "parquet" / "computed.parquet", dtype_backend="numpy_nullable")
    assert typed["real"].tolist() == parquet["real"].tolist()
    assert typed["whole"].astype(object).tolist() == parquet["whole"].astype(object).tolist()
    assert typed["flag"].astype(object).tolist() == parquet["flag"].astype(object).tolist()


def test_two_columns_of_one_name_are_refused(package: Package, report: Report) -> None:
    edtf = Field("date", "Date", "A date.", "string", rdf_type="http://id.loc.gov/datatypes/edtf")
    clash = Field("date_latest", "Latest", "Another.", "string")
    table = Table("t", "T", "A table.", "data/t.csv", (edtf, clash), ("date",), ())
    frame = pd.DataFrame({"date": ["2023"], "date_latest": ["x"]})
    with pytest.raises(ReleaseError) as caught:
        assemble(package, report.frames, [DerivedTable(table, frame)])
    assert str(caught.value) == (
        "data/t.csv: 'date_latest' is a name that the build gives to a column; rename that column"
    )


def test_a_vocabulary_too_large_for_int8_has_int16_indices(package: Package, report: Report) -> None:
    terms = tuple(f"t{number:03d}" for number in range(200))
    field = Field("term", "Term", "A term.", "string", enum=terms)
    table = Table("t", "T", "A table.", "csv/t.csv", (field,), ("term",), ())
    content = assemble(package, report.frames, [DerivedTable(table, pd.DataFrame({"term": ["t199", "t000"]}))])
    column = content.tables[-1].data["term"]
    assert column.type == pa.dictionary(pa.int16(), pa.string())
    assert column.to_pylist() == ["t000", "t199"]


def test_a_table_that_is_written_in_parts_is_the_same_table(
    package: Package, report: Report, release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "ROWS_OF_A_GROUP", 2)
    monkeypatch.setattr(canonical, "ROWS_AT_ONCE", 2)
    content = assemble(package, report.frames, derived=())
    write_csv(content, tmp_path)
    write_parquet(content, tmp_path)
    for table in package.tables:
        csv, parquet = f"csv/{table.name}.csv", f"parquet/{table.name}.parquet"
        assert (tmp_path / csv).read_bytes() == (release / csv).read_bytes()
        assert pq.read_table(tmp_path / parquet).equals(pq.read_table(release / parquet), check_metadata=True)
        groups = max(1, -(-len(report.frames[table.name]) // 2))
        assert pq.read_metadata(tmp_path / parquet).num_row_groups == groups


def test_a_table_is_the_same_whether_its_texts_are_in_a_dictionary_or_not(package: Package, tmp_path: Path) -> None:
    fields = (Field("key", "Key", "A key.", "string"), Field("term", "Term", "A term.", "string", enum=("x", "y")))
    table = Table("computed", "Computed", "A derived table.", "csv/computed.csv", fields, ("key",), ())
    # The same text twice in a dictionary, and in two pieces, as a column that is looked up in another has them.
    pieces = [
        pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32()), pa.array(texts))
        for codes, texts in (([2, None, 0], ["y", "x", "x"]), ([1], ["z", "y"]))
    ]
    term = pd.Series(pd.arrays.ArrowExtensionArray(pa.chunked_array(pieces)))
    found = []
    for column in (term, pd.Series(["x", None, "y", "y"])):
        frame = pd.DataFrame({"key": list("dcba"), "term": column})
        content = assemble(replace(package, tables=()), {}, [DerivedTable(table, frame)])
        folder = tmp_path / str(column.dtype)
        folder.mkdir()
        write_csv(content, folder)
        write_parquet(content, folder)
        found.append([(folder / path).read_bytes() for path in ("csv/computed.csv", "parquet/computed.parquet")])
    assert found[0] == found[1]
    assert found[0][0] == b"key,term\na,y\nb,y\nc,\nd,x\n"


def test_frictionless_finds_the_release_valid(release: Path) -> None:
    report = frictionless.Package(str(release / "datapackage.json")).validate()
    assert report.flatten(["path", "type", "message"]) == []
    tables = len(stems(release / "csv"))
    # Beside the CSV files: a Parquet file for each, the database and the workbook.
    assert [task.type for task in report.tasks] == ["table"] * tables + ["file"] * (tables + 2)
    assert report.warnings == [] or report.warnings is None


def test_the_schemas_of_the_release_are_those_of_the_package_and_the_bounds(release: Path, package: Package) -> None:
    resources = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    released = {item["name"]: item["schema"] for item in resources if "schema" in item}
    for table in package.tables:
        stored = json.loads((package.root / "schemas" / f"{table.name}.json").read_text(encoding="utf-8"))
        schema = released[table.name]
        schema["fields"] = [field for field in schema["fields"] if field["name"] in table.names]
        assert schema == stored


def test_the_citation_file_fits_its_schema(release: Path) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.citation-file-format"]
    subprocess.run([*command, str(release / "CITATION.cff")], check=True, capture_output=True)


@pytest.mark.slow
@pytest.mark.skipif(not CFFCONVERT.exists(), reason="make sets up cffconvert in .venv-cff")
def test_the_citation_file_is_valid_to_cffconvert(release: Path) -> None:
    subprocess.run([CFFCONVERT, "--validate"], cwd=release, check=True, capture_output=True)


def test_sha256sum_finds_every_file_as_it_was_written(release: Path) -> None:
    done = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=release, check=True, capture_output=True, text=True)
    files = sorted(path.relative_to(release).as_posix() for path in release.rglob("*") if path.is_file())
    files.remove("SHA256SUMS")
    assert done.stdout.splitlines() == [f"{path}: OK" for path in files]


def test_the_zip_holds_the_same_files_in_order_all_alike_dated(release: Path) -> None:
    with zipfile.ZipFile(release.parent / f"{release.name}.zip") as archive:
        entries = archive.infolist()
        found = {entry.filename: archive.read(entry) for entry in entries}
    files = sorted(path for path in release.rglob("*") if path.is_file())
    assert found == {path.relative_to(release.parent).as_posix(): path.read_bytes() for path in files}
    assert [entry.filename for entry in entries] == sorted(found)
    assert {entry.date_time for entry in entries} == {(2026, 11, 22, 0, 0, 0)}
    assert {entry.external_attr >> 16 for entry in entries} == {stat.S_IFREG | 0o644}


def test_the_codebook_explains_every_column_and_every_term(release: Path, package: Package) -> None:
    text = (release / "CODEBOOK.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    resources = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    fields = [field for item in resources if "schema" in item for field in item["schema"]["fields"]]
    terms = [term for table in package.tables for field in table.fields for term in field.enum]
    assert [row.split("`")[1] for row in rows] == [field["name"] for field in fields] + terms
    assert [row for row in rows if row.endswith("|  |")] == []


@pytest.mark.parametrize("name", ["CODEBOOK.md", "README.md"])
def test_every_link_within_a_document_leads_somewhere(name: str, release: Path) -> None:
    text = (release / name).read_text(encoding="utf-8")
    anchors = {
        line.lstrip("# ").lower().replace(".", "").replace(" ", "-")
        for line in re.findall(r"^#+ .*$", text, re.MULTILINE)
    }
    links = set(re.findall(r"\]\(([^)]*)\)", text))
    assert {link for link in links if link.startswith("#")} <= {f"#{anchor}" for anchor in anchors}
    files = {link for link in links if not link.startswith(("#", "https://"))}
    assert {link for link in files if not (release / link).is_file()} == set()


def test_the_readme_counts_the_rows_of_each_table(release: Path) -> None:
    text = (release / "README.md").read_text(encoding="utf-8")
    counts = dict(re.findall(r"^\| `(\w+)` \| ([0-9,]+) \|", text, re.MULTILINE))
    assert counts == {name: f"{len(from_csv(release / 'csv' / f'{name}.csv')):,}" for name in stems(release / "csv")}


@pytest.mark.parametrize(
    ("changelog", "message"),
    [
        (
            "# Changelog\n\n## [Unreleased]\n",
            "CHANGELOG.md: no heading for version 0.1.0; add `## [0.1.0] - YYYY-MM-DD` with the day of the release",
        ),
        (
            "# Changelog\n\n## [0.1.0]\n",
            "CHANGELOG.md:3: the heading of this version has no day; write it as `## [0.1.0] - YYYY-MM-DD`",
        ),
        ("## [0.1.0] - 2026-02-30\n", "CHANGELOG.md:1: 2026-02-30 is not a day of the calendar"),
        (
            "## [0.1.0] - 1979-12-31\n",
            "CHANGELOG.md:1: 1979-12-31 cannot be the day of a release: zip files begin with 1980",
        ),
    ],
)
def test_a_version_without_a_day_in_the_changelog_is_refused(changelog: str, message: str) -> None:
    with pytest.raises(ReleaseError) as caught:
        release_date(changelog.encode(), "0.1.0")
    assert str(caught.value) == message


def test_a_changelog_that_is_not_utf8_is_refused() -> None:
    with pytest.raises(ReleaseError, match=r"^CHANGELOG.md: not UTF-8 \(byte 2\); save it as UTF-8$"):
        release_date(b"# \xe9", "0.1.0")


def test_the_day_of_a_release_is_in_the_heading_of_its_version() -> None:
    changelog = b"## [0.10.0] - 2027-01-01\n\n## [0.1.0] - 2026-11-22\n\n## [0.0.1] - 2020-01-01\n"
    assert release_date(changelog, "0.1.0") == date(2026, 11, 22)


def test_rows_are_sorted_by_primary_key(release: Path) -> None:
    frame = from_csv(release / "csv" / "claim_actors.csv")
    assert frame.to_numpy().tolist() == [["C0001", "A0002", "mentioned"], ["C0001", "A0003", "accused"]]


def test_a_release_table_says_whether_it_was_computed(package: Package, report: Report) -> None:
    stored = assemble(package, report.frames, derived=()).tables
    assert {type(item) for item in stored} == {ReleaseTable}
    assert {item.derived for item in stored} == {False}
