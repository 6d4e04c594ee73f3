"""claimset.load gives the tables of a release as they are described, from wherever it lies, or says what is wrong."""

import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import claimset
from claimset.errors import ReleaseError


def test_the_package_offers_load_and_nothing_else() -> None:
    assert claimset.__all__ == ["load"]


def test_importing_the_package_does_not_import_pandas() -> None:
    script = "import sys, claimset; print('pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout == "False\n"


def published(release: Path, folder: Path) -> str:
    shutil.copytree(release, folder / "releases" / "0.1.0")
    return "0.1.0"


def published_as_zip(release: Path, folder: Path) -> str:
    (folder / "releases" / "0.1.0").mkdir(parents=True)
    shutil.copy(release.with_name(f"{release.name}.zip"), folder / "releases" / "0.1.0")
    return "0.1.0"


PLACES: dict[str, Callable[[Path, Path], Path | str]] = {
    "folder": lambda release, _: release,
    "folder as text": lambda release, _: str(release),
    "zip": lambda release, _: release.with_name(f"{release.name}.zip"),
    "version": published,
    "version in a zip": published_as_zip,
}


@pytest.mark.parametrize("place", PLACES)
def test_every_place_gives_the_same_tables(
    place: str, release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    data = claimset.load(PLACES[place](release, tmp_path))
    known = claimset.load(release)
    assert data.tables == known.tables
    for name in known.tables:
        pd.testing.assert_frame_equal(data.table(name), known.table(name), obj=name)


def test_a_release_knows_its_version_and_citation(release: Path) -> None:
    data = claimset.load(release)
    assert data.version == "0.1.0"
    assert data.citation in (release / "README.md").read_text(encoding="utf-8")
    assert repr(data) == f"<russia-hamas-claims 0.1.0 of 2026-11-22: {len(data.tables)} tables>"


def test_columns_have_nullable_types_ordered_terms_and_days(release: Path) -> None:
    text, term = "string", "category"
    assert claimset.load(release).sources.dtypes.astype(str).to_dict() == {
        "source_id": text,
        "title": text,
        "source_type": term,
        "consultation": term,
        "publisher_id": text,
        "date": text,
        "date_earliest": "datetime64[s]",
        "date_latest": "datetime64[s]",
        "date_basis": term,
        "language": text,
        "channel": text,
        "url": text,
        "retrieved_on": "datetime64[s]",
        "rights": term,
        "text_sha256": text,
        "passage_count": "Int64",
        "metadata_basis": term,
        "notes": text,
    }


def test_terms_are_ordered_and_complete_in_every_table_even_an_empty_one(release: Path) -> None:
    data = claimset.load(release)
    for table in data.package.tables:
        frame = data.table(table.name)
        for field in table.fields:
            if field.enum:
                assert frame[field.name].dtype == pd.CategoricalDtype(list(field.enum), ordered=True), table.name


def test_keys_are_the_index_on_request(release: Path) -> None:
    data = claimset.load(release)
    assert data.claims.columns[0] == "claim_id"
    claims = data.table("claims", index=True)
    assert claims.index.name == "claim_id"
    assert claims.index.is_unique
    assert data.table("source_agents", index=True).index.names == ["source_id", "actor_id", "role"]


def test_a_change_to_a_table_stays_in_the_copy(release: Path) -> None:
    data = claimset.load(release)
    before = data.claims.copy()
    changed = data.claims
    changed.loc[0, "proposition"] = "changed"
    pd.testing.assert_frame_equal(data.claims, before)


def test_a_join_follows_every_foreign_key_and_keeps_the_rows(release: Path) -> None:
    data = claimset.load(release)
    evidence, joined = data.claim_evidence, data.join("claim_evidence")
    pd.testing.assert_frame_equal(joined[list(evidence.columns)], evidence)
    new = [name for name in joined.columns if name not in evidence.columns]
    prefixes = ["claim", "passage", "actor", "origin_source", "adduced_by", "event"]
    assert list(dict.fromkeys(name.split(".")[0] for name in new)) == prefixes
    names = data.table("actors", index=True)["name"]
    assert joined["actor.name"].tolist() == names.loc[evidence["actor_id"]].tolist()
    assert joined["adduced_by.name"].isna().tolist() == evidence["adduced_by_id"].isna().tolist()
    assert joined["claim.topic"].dtype == data.claims["topic"].dtype


def test_a_description_has_a_row_for_each_column(release: Path) -> None:
    data = claimset.load(release)
    described = data.describe("claim_actors")
    assert described.index.tolist() == ["claim_id", "actor_id", "role"]
    assert described["key"].tolist() == ["primary, claims.claim_id", "primary, actors.actor_id", "primary"]
    assert described["type"].tolist() == ["string", "string", "term"]
    assert described.loc["role", "terms"] == ", ".join(data.package.table("claim_actors").field("role").enum)


def test_an_editor_is_offered_the_tables(release: Path) -> None:
    data = claimset.load(release)
    assert set(data.tables) < set(dir(data))


def test_an_unknown_table_is_refused(release: Path) -> None:
    data = claimset.load(release)
    message = f"this release has no table 'claim'; it has {', '.join(data.tables)}"
    for ask in (data.table, data.describe, data.join):
        with pytest.raises(ReleaseError) as refused:
            ask("claim")
        assert str(refused.value) == message
    with pytest.raises(AttributeError) as unknown:
        _ = data.claim
    assert str(unknown.value) == message


def nothing(folder: Path) -> str:
    return f"{folder / 'release'}: there is no such folder or file (give a release, its zip file or its version)"


def empty_folder(folder: Path) -> str:
    (folder / "release").mkdir()
    return f"{folder / 'release'}: no datapackage.json here, so this folder is no release"


def another_file(folder: Path) -> str:
    (folder / "release").write_text("text", encoding="utf-8")
    return f"{folder / 'release'}: neither a folder nor a zip file, so no release"


def another_zip(folder: Path) -> str:
    with zipfile.ZipFile(folder / "release", "w") as archive:
        archive.writestr("a.txt", "text")
    return f"{folder / 'release'}: no datapackage.json in this zip file, so it is no release"


def no_json(folder: Path) -> str:
    empty_folder(folder)
    (folder / "release" / "datapackage.json").write_text("{", encoding="utf-8")
    fault = "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"
    return f"{folder / 'release'}: datapackage.json is not that of a release ({fault})"


def other_json(folder: Path) -> str:
    empty_folder(folder)
    (folder / "release" / "datapackage.json").write_text("{}", encoding="utf-8")
    return f"{folder / 'release'}: datapackage.json is not that of a release ('resources')"


def a_way_out(folder: Path) -> str:
    empty_folder(folder)
    parquet = {"name": "a.parquet", "path": "../a.parquet", "bytes": 1, "hash": "sha256:0"}
    (folder / "release" / "datapackage.json").write_text(json.dumps({"resources": [parquet]}), encoding="utf-8")
    fault = (
        "datapackage.json: path: '../a.parquet' must be a plain relative path with forward slashes inside the package"
    )
    return f"{folder / 'release'}: datapackage.json is not that of a release ({fault})"


def a_damaged_zip(folder: Path) -> str:
    with zipfile.ZipFile(folder / "release", "w") as archive:
        archive.writestr("r/datapackage.json", "{}")
    data = bytearray((folder / "release").read_bytes())
    data[data.index(b"{}")] = ord("[")
    (folder / "release").write_bytes(data)
    fault = "Bad CRC-32 for file 'r/datapackage.json'"
    return f"{folder / 'release'}: r/datapackage.json cannot be unpacked ({fault}); fetch the file again"


def the_package_itself(folder: Path) -> str:
    empty_folder(folder)
    resource = {"name": "claims", "path": "data/claims.csv", "schema": "schemas/claims.json"}
    (folder / "release" / "datapackage.json").write_text(json.dumps({"resources": [resource]}), encoding="utf-8")
    hint = "load what `claimset build` wrote"
    return f"{folder / 'release'}: has no Parquet file of claims, so it is no release; {hint}"


@pytest.mark.parametrize(
    "make",
    [
        nothing,
        empty_folder,
        another_file,
        another_zip,
        a_damaged_zip,
        no_json,
        other_json,
        a_way_out,
        the_package_itself,
    ],
)
def test_what_is_no_release_is_refused(make: Callable[[Path], str], tmp_path: Path) -> None:
    message = make(tmp_path)
    with pytest.raises(ReleaseError) as refused:
        claimset.load(tmp_path / "release")
    assert str(refused.value) == message


def test_an_unknown_version_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ReleaseError) as nowhere:
        claimset.load("9.9.9")
    (tmp_path / "releases" / "0.1.0").mkdir(parents=True)
    with pytest.raises(ReleaseError) as elsewhere:
        claimset.load("9.9.9")
    hint = "give the path of a release instead"
    assert str(nowhere.value) == f"9.9.9: there is no folder 'releases' here or above; {hint}"
    assert str(elsewhere.value) == f"9.9.9: not in {tmp_path / 'releases'}, which has 0.1.0"


def test_a_file_that_was_changed_is_refused(release: Path, tmp_path: Path) -> None:
    shutil.copytree(release, tmp_path / "release")
    shutil.copy(release / "parquet" / "events.parquet", tmp_path / "release" / "parquet" / "claims.parquet")
    with pytest.raises(ReleaseError) as refused:
        _ = claimset.load(tmp_path / "release").claims
    message = "parquet/claims.parquet: not the file that was published (its SHA-256 differs); fetch it again"
    assert str(refused.value) == message


def test_a_file_that_is_gone_is_refused(release: Path, tmp_path: Path) -> None:
    shutil.copytree(release, tmp_path / "release")
    path = tmp_path / "release" / "parquet" / "claims.parquet"
    path.unlink()
    with pytest.raises(ReleaseError) as refused:
        _ = claimset.load(tmp_path / "release").claims
    assert str(refused.value) == f"{path}: there is no such file; the release is not complete, fetch it again"
