"""One flipped byte of a release is found and named, and a zip file from anywhere does no harm."""

import json
import shutil
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from claimset.errors import ReleaseError
from claimset.finding import Finding
from claimset.publishing import unpack
from claimset.publishing.unpack import unpacked
from claimset.publishing.verify import verify
from claimset.release.files import files_of, sha256

OTHER = "not the file that was published: its SHA-256 is another"
DESCRIBED = "datapackage.json gives it another size or SHA-256"


@pytest.fixture
def copy(release: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(release, tmp_path / "copy"))


def fault(path: str, rule: str, message: str) -> Finding:
    return Finding(path, None, None, None, rule, "error", message)


def replace_bytes(path: Path, old: bytes, new: bytes) -> None:
    data = path.read_bytes()
    assert data.count(old) == 1
    path.write_bytes(data.replace(old, new))


def made_sound(folder: Path) -> None:
    """The checksums and hashes of the files as they are now, as somebody would make them who forges a release."""
    path = folder / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    for resource in descriptor["resources"]:
        resource["hash"] = f"sha256:{sha256(folder / resource['path'])}"
        resource["bytes"] = (folder / resource["path"]).stat().st_size
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    (folder / "SHA256SUMS").unlink()
    lines = [f"{sha256(folder / name)}  {name}\n" for name in files_of(folder)]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def test_a_release_is_whole(release: Path) -> None:
    assert verify(release) == ()


def test_a_changed_value_is_named_with_row_and_column(copy: Path) -> None:
    replace_bytes(copy / "csv" / "claims.csv", b"that somebody did something", b"that somebody hid something")
    found = verify(copy)
    path, other = "csv/claims.csv", "parquet/claims.parquet"
    assert found[:2] == (fault(path, "checksum", OTHER), fault(path, "file-described", DESCRIBED))
    assert found[2] == Finding(
        path,
        2,
        "proposition",
        "C0001",
        "csv-is-parquet",
        "error",
        f"'that somebody hid something' here, 'that somebody did something' in {other}",
    )
    assert {finding.path for finding in found[3:]} <= {"csv/claims.csv", "csv/evidence_flat.csv", "datapackage.json"}
    assert [finding.rule for finding in found[3:]] == ["content-hash", "content-hash"]


@pytest.mark.slow
def test_a_value_in_parquet_that_csv_does_not_have_is_found_under_sound_checksums(copy: Path) -> None:
    path = copy / "parquet" / "actors.parquet"
    rows = pq.read_table(path)
    names = ["XX", *rows["name"].to_pylist()[1:]]
    pq.write_table(rows.set_column(1, rows.schema.field("name"), [names]), path)
    made_sound(copy)
    assert verify(copy) == (
        Finding(
            "csv/actors.csv", 2, "name", "A0001", "csv-is-parquet", "error", "'NA' here, 'XX' in parquet/actors.parquet"
        ),
    )


@pytest.mark.slow
def test_a_key_that_leads_nowhere_is_found_under_sound_checksums(copy: Path) -> None:
    replace_bytes(copy / "csv" / "source_citations.csv", b"S0001,S0002", b"S0001,S0009")
    made_sound(copy)
    found = {(finding.path, finding.line, finding.field, finding.rule) for finding in verify(copy)}
    assert ("csv/source_citations.csv", 2, "cited_source_id", "foreign-key") in found


@pytest.mark.slow
def test_a_flipped_byte_is_found_in_every_kind_of_file(copy: Path) -> None:
    kinds = {Path(name).suffix: name for name in files_of(copy)}
    for name in kinds.values():
        data = (copy / name).read_bytes()
        at = len(data) // 2
        (copy / name).write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        named = {finding.path for finding in verify(copy)}
        assert name in named or name == "SHA256SUMS", name
        assert named, name
        (copy / name).write_bytes(data)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["csv/claims.csv", "README.md", "SHA256SUMS"])
def test_a_missing_file_is_named(name: str, copy: Path) -> None:
    (copy / name).unlink()
    assert name in {finding.path for finding in verify(copy)}


@pytest.mark.slow
def test_a_file_too_many_is_named(copy: Path) -> None:
    (copy / "more.txt").write_text("", encoding="utf-8")
    assert verify(copy) == (fault("more.txt", "file-unknown", "SHA256SUMS does not know this file"),)


def test_a_link_is_refused(copy: Path) -> None:
    (copy / "README.md").unlink()
    (copy / "README.md").symlink_to("/etc/passwd")
    with pytest.raises(ReleaseError, match="a link; a release has files only"), unpacked(copy):
        pass


def entry(name: str, kind: int = stat.S_IFREG) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (kind | 0o644) << 16
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def traversal(archive: zipfile.ZipFile) -> None:
    archive.writestr(entry("a/../../escaped.txt"), "x")


def absolute(archive: zipfile.ZipFile) -> None:
    archive.writestr(entry("/escaped.txt"), "x")


def backslash(archive: zipfile.ZipFile) -> None:
    info = entry("a")
    info.filename = "a\\..\\..\\escaped.txt"
    archive.writestr(info, "x")


def link(archive: zipfile.ZipFile) -> None:
    archive.writestr(entry("a/link", stat.S_IFLNK), "/etc/passwd")


def bomb(archive: zipfile.ZipFile) -> None:
    archive.writestr(entry("a/zeros"), bytes(5_000_000))


def twice(archive: zipfile.ZipFile) -> None:
    archive.writestr(entry("a/readme.md"), "x")
    archive.writestr(entry("a/README.md"), "y")


@pytest.mark.parametrize(
    ("fill", "message"),
    [
        (traversal, "'a/../../escaped.txt' leads out of its folder"),
        (absolute, "'/escaped.txt' leads out of its folder"),
        (backslash, "leads out of its folder"),
        (link, "'a/link' is a link or a device"),
        (bomb, "'a/zeros' would grow to 5,000,000 bytes"),
        (twice, "'a/README.md' is in it twice"),
        (lambda _: None, "0 releases in it"),
    ],
)
def test_a_zip_file_that_is_not_safe_is_not_unpacked(
    fill: Callable[[zipfile.ZipFile], None], message: str, tmp_path: Path
) -> None:
    path = tmp_path / "inside" / "release.zip"
    path.parent.mkdir()
    with zipfile.ZipFile(path, "w") as archive:
        fill(archive)
    with pytest.raises(ReleaseError) as caught, unpacked(path):
        pass
    assert message in str(caught.value)
    assert list(tmp_path.iterdir()) == [path.parent]


def test_a_zip_file_that_would_be_too_large_is_not_unpacked(release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "MOST_BYTES", 1000)
    with pytest.raises(ReleaseError, match="not unpacked: it would grow to"), unpacked(Path(f"{release}.zip")):
        pass


def test_a_zip_file_that_is_cut_off_is_refused(release: Path, tmp_path: Path) -> None:
    path = tmp_path / "cut.zip"
    path.write_bytes(Path(f"{release}.zip").read_bytes()[:-100])
    with pytest.raises(ReleaseError, match="neither a folder nor a whole zip file"), unpacked(path):
        pass


def test_a_flipped_byte_in_a_zip_file_is_found(release: Path, tmp_path: Path) -> None:
    path = tmp_path / "flipped.zip"
    data = bytearray(Path(f"{release}.zip").read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(ReleaseError, match=r"cannot be unpacked \(.*\); fetch it again"), unpacked(path):
        pass
