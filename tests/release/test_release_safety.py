"""A release is whole or it is not there, and the same commit gives the same bytes everywhere."""

import errno
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from claimset.check import Report
from claimset.errors import ReleaseError
from claimset.finding import Finding
from claimset.package import Package, load_package
from claimset.release import build, build_release
from claimset.release.build import WRITERS, Writer
from claimset.release.content import Content
from claimset.release.formats import FORMATS
from claimset.release.staging import publish

# Each test writes whole releases.
pytestmark = pytest.mark.slow

BUILD = """
import os, sys
from pathlib import Path
from claimset.check import Report
from claimset.package import load_package
from claimset.read import read_package
from claimset.release import build_release
os.umask(int(sys.argv[3], 8))
package = load_package(Path(sys.argv[1]))
print(build_release(package, Report((), (), read_package(package).frames), Path(sys.argv[2]), lambda _: None))
"""


def silent(_: str) -> None:
    pass


def tree(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file and folder below `folder`: its permissions and its bytes."""
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_mode, path.read_bytes() if path.is_file() else b"")
        for path in folder.rglob("*")
    }


def broken_by(error: OSError) -> Writer:
    def write(content: Content, folder: Path) -> None:
        (folder / "half.txt").write_text(content.name, encoding="utf-8")
        raise error

    return write


@pytest.mark.parametrize("writer", WRITERS)
def test_a_failing_writer_leaves_nothing(
    writer: str, package: Package, report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "WRITERS", {**WRITERS, writer: broken_by(OSError(errno.EIO, "said otherwise"))})
    out = tmp_path / "not" / "yet" / "there"
    with pytest.raises(ReleaseError) as caught:
        build_release(package, report, out, silent)
    assert str(caught.value) == f"{out}: Input/output error; no release was written"
    assert list(tmp_path.iterdir()) == []


def test_an_interrupt_leaves_nothing(
    package: Package, report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_content: Content, _folder: Path) -> None:
        os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(build, "WRITERS", {**WRITERS, "README.md": interrupt})
    # A shell that starts the tests in the background has them ignore the signal.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            build_release(package, report, tmp_path, silent)
    finally:
        signal.signal(signal.SIGINT, before)
    assert list(tmp_path.iterdir()) == []


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """Writing beyond `size` bytes fails as on a full disk, with another number."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize(
    ("writers", "size", "path"),
    [
        (("csv",), 10_000, "{name}/csv/vocabulary_terms.csv"),
        (("parquet",), 10_000, "{name}/parquet/sources.parquet"),
        (("README.md",), 5_000, "{name}/README.md"),
        (("csv", "parquet"), 60_000, "{name}.zip"),
    ],
)
def test_a_disk_that_takes_no_more_is_told_with_the_file(  # noqa: PLR0913, PLR0917 - cases and what they work on
    writers: tuple[str, ...],
    size: int,
    path: str,
    package: Package,
    report: Report,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(build, "WRITERS", {name: WRITERS[name] for name in writers})
    formats = (*(name for name in FORMATS if name in writers), "zip")
    with files_no_larger_than(size), pytest.raises(ReleaseError) as caught:
        build_release(package, report, tmp_path, silent, formats)
    place = tmp_path / path.format(name=f"{package.name}-{package.version}")
    assert str(caught.value) == f"{place}: File too large; no release was written"
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_comes_with_advice(
    package: Package, report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(_content: Content, _folder: Path) -> None:
        Path("/dev/full").write_text("x", encoding="utf-8")

    monkeypatch.setattr(build, "WRITERS", {"README.md": fill})
    with pytest.raises(ReleaseError) as caught:
        build_release(package, report, tmp_path, silent, ())
    assert str(caught.value) == (
        f"{tmp_path}: No space left on device; no release was written; "
        "free some space, or name another folder with --out"
    )


def test_an_earlier_build_stays_when_the_next_one_fails(
    package: Package, report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_release(package, report, tmp_path, silent)
    before = tree(tmp_path)
    monkeypatch.setattr(build, "WRITERS", {"csv": WRITERS["csv"], "SHA256SUMS": broken_by(OSError(errno.EIO, ""))})
    with pytest.raises(ReleaseError):
        build_release(package, report, tmp_path, silent, ("csv",))
    assert tree(tmp_path) == before


def test_an_earlier_build_is_replaced_whole(package: Package, report: Report, tmp_path: Path) -> None:
    folder = build_release(package, report, tmp_path, silent)
    before = tree(tmp_path)
    (folder / "of the earlier build.txt").write_text("", encoding="utf-8")
    (folder / "README.md").unlink()
    assert build_release(package, report, tmp_path, silent) == folder
    assert tree(tmp_path) == before


def test_a_move_that_fails_brings_the_earlier_build_back(tmp_path: Path) -> None:
    out, stage = tmp_path / "out", tmp_path / "stage"
    for folder, text in ((out, "earlier"), (stage, "new")):
        (folder / "release").mkdir(parents=True)
        (folder / "release" / "SHA256SUMS").write_text(text, encoding="utf-8")
    (out / "release.zip").write_text("earlier", encoding="utf-8")
    (stage / "release.zip").symlink_to("nowhere")
    (out / "release.zip").chmod(0o644)
    before = tree(out)
    with pytest.raises(FileNotFoundError):
        publish((stage / "release", stage / "release.zip"), stage, out)
    assert tree(out) == before


def test_a_folder_that_is_no_release_is_not_replaced(package: Package, report: Report, tmp_path: Path) -> None:
    folder = tmp_path / f"{package.name}-{package.version}"
    folder.mkdir()
    (folder / "my notes.txt").write_text("mine", encoding="utf-8")
    before = tree(tmp_path)
    with pytest.raises(ReleaseError) as caught:
        build_release(package, report, tmp_path, silent)
    assert str(caught.value) == (
        f"{folder}: this folder is not a release (it has no SHA256SUMS); move it out of the way"
    )
    assert tree(tmp_path) == before


def test_an_out_that_is_a_file_is_refused(package: Package, report: Report, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.write_text("a file", encoding="utf-8")
    with pytest.raises(ReleaseError) as caught:
        build_release(package, report, out, silent)
    assert str(caught.value) == f"{out}: File exists; no release was written"


def test_a_package_with_errors_is_not_released(package: Package, report: Report, tmp_path: Path) -> None:
    finding = Finding("data/claims.csv", 2, "topic", "C0001", "enum", "error", "'x' is not a topic")
    with pytest.raises(ReleaseError, match=r": the check found 1 errors, and a release has none$"):
        build_release(package, replace(report, findings=(finding,)), tmp_path, silent)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "purpose"),
    [
        (
            "CHANGELOG.md",
            "the day of the release under the heading of its version",
        ),
        (
            "LICENSE-DATA",
            "the text of the licence under which the data may be used",
        ),
    ],
)
def test_a_document_that_is_missing_is_named(
    name: str, purpose: str, package: Package, report: Report, tmp_path: Path
) -> None:
    shutil.copytree(package.root, tmp_path / "package")
    (tmp_path / "package" / name).unlink()
    with pytest.raises(ReleaseError) as caught:
        build_release(load_package(tmp_path / "package"), report, tmp_path / "out", silent)
    assert str(caught.value) == f"{name}: there is no such file in the package; add it with {purpose}"
    assert not (tmp_path / "out").exists()


def test_the_order_of_rows_as_read_does_not_matter(
    package: Package, report: Report, release: Path, tmp_path: Path
) -> None:
    shuffled = {name: frame.sample(frac=1, random_state=1) for name, frame in report.frames.items()}
    build_release(package, replace(report, frames=shuffled), tmp_path, silent)
    assert tree(tmp_path) == tree(release.parent)


def test_a_builder_is_told_each_step(package: Package, report: Report, tmp_path: Path) -> None:
    steps: list[str] = []
    build_release(package, report, tmp_path, steps.append)
    assert steps == [
        "hashing the tables",
        "writing the tables",
        "computing the derived tables",
        *(f"writing {name}" for name in WRITERS if name not in {"csv", "parquet"}),
        "packing",
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("zone", "locale", "seed", "umask"),
    [("Asia/Kathmandu", "C", "1", "077"), ("America/St_Johns", "tr_TR.UTF-8", "2", "000")],
)
def test_a_release_is_the_same_in_every_surrounding(  # noqa: PLR0913, PLR0917 - each is a part of the surrounding
    zone: str, locale: str, seed: str, umask: str, package_folder: Path, release: Path, tmp_path: Path
) -> None:
    root = tmp_path / "another folder" / "ünïcode"
    shutil.copytree(package_folder, root)
    environment = {**os.environ, "TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": seed}
    command = [sys.executable, "-c", BUILD, str(root), "out", umask]
    subprocess.run(command, env=environment, cwd=tmp_path, check=True, capture_output=True)
    assert tree(tmp_path / "out") == tree(release.parent)


def test_hashes_and_sizes_in_the_descriptor_are_those_of_the_files(release: Path) -> None:
    descriptor = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))
    sizes = {item["path"]: item["bytes"] for item in descriptor["resources"]}
    wholes = [release / f"russia-hamas-claims.{kind}" for kind in ("sqlite", "xlsx")]
    files = [*wholes, *(path for folder in ("csv", "parquet") for path in (release / folder).iterdir())]
    assert sizes == {path.relative_to(release).as_posix(): path.stat().st_size for path in files}
