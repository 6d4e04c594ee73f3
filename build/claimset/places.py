"""Where a release lies: a folder, a zip file, or the folder `releases` of a repository."""

import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from claimset.errors import ReleaseError
from claimset.package import DESCRIPTOR

RELEASES = "releases"
_VERSION = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+")


@dataclass(frozen=True, slots=True)
class FolderPlace:
    """A release in a folder."""

    path: Path

    @contextmanager
    def file(self, name: str) -> Iterator[Path]:
        """The file `name` of the release; ReleaseError where it is not there."""
        path = self.path / name
        if not path.is_file():
            raise ReleaseError(f"{path}: there is no such file; the release is not complete, fetch it again")
        yield path


@dataclass(frozen=True, slots=True)
class ArchivePlace:
    """A release in a zip file, within which all its files begin with `prefix`."""

    path: Path
    prefix: str

    @contextmanager
    def file(self, name: str) -> Iterator[Path]:
        """The file `name` of the release, unpacked for as long as it is used; ReleaseError where it is not there.

        Unpacked, because Arrow may end the process when it has read Parquet from memory.
        """
        with tempfile.TemporaryDirectory() as folder:
            try:
                with zipfile.ZipFile(self.path) as archive:
                    path = Path(archive.extract(self.prefix + name, folder))
            except (KeyError, OSError, zipfile.BadZipFile, zlib.error) as error:
                message = f"{self.path}: {self.prefix}{name} cannot be unpacked ({error}); fetch the file again"
                raise ReleaseError(message) from None
            yield path


Place = FolderPlace | ArchivePlace


def find_place(release: str | Path) -> Place:
    """The place of a release, given by its path or its version; ReleaseError where there is none."""
    path = Path(release)
    if isinstance(release, str) and _VERSION.fullmatch(release) and not path.exists():
        path = _published(release)
    if path.is_dir():
        if not (path / DESCRIPTOR).is_file():
            raise ReleaseError(f"{path}: no {DESCRIPTOR} here, so this folder is no release")
        return FolderPlace(path)
    if not path.exists():
        raise ReleaseError(f"{path}: there is no such folder or file (give a release, its zip file or its version)")
    if not zipfile.is_zipfile(path):
        raise ReleaseError(f"{path}: neither a folder nor a zip file, so no release")
    try:
        with zipfile.ZipFile(path) as archive:
            found = [name for name in archive.namelist() if name.rpartition("/")[2] == DESCRIPTOR]
    except (OSError, zipfile.BadZipFile) as error:
        raise ReleaseError(f"{path}: cannot be unpacked ({error}); fetch the file again") from None
    if not found:
        raise ReleaseError(f"{path}: no {DESCRIPTOR} in this zip file, so it is no release")
    return ArchivePlace(path, min(found, key=len).removesuffix(DESCRIPTOR))


def _published(version: str) -> Path:
    """The folder or zip file of a version in the nearest folder `releases`, here or above."""
    for folder in (Path.cwd(), *Path.cwd().parents):
        place = folder / RELEASES / version
        if (place / DESCRIPTOR).is_file():
            return place
        inside = sorted(place.glob(f"*/{DESCRIPTOR}")) or sorted(place.glob("*.zip"))
        if inside:
            return inside[0].parent if inside[0].name == DESCRIPTOR else inside[0]
        if (folder / RELEASES).is_dir():
            known = sorted(path.name for path in (folder / RELEASES).iterdir() if _VERSION.fullmatch(path.name))
            raise ReleaseError(f"{version}: not in {folder / RELEASES}, which has {', '.join(known) or 'no version'}")
    raise ReleaseError(f"{version}: there is no folder {RELEASES!r} here or above; give the path of a release instead")
