"""A release as a folder, from a folder or from a zip file that somebody else may have made."""

import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from claimset.errors import ReleaseError
from claimset.package import DESCRIPTOR

# A release is some megabytes; what unpacks to more than this, or into more files, is none.
MOST_BYTES = 1 << 30
MOST_FILES = 1000
# Deflate cannot do better than 1032 to 1; text of a table hardly reaches 50 to 1.
MOST_SHRUNK = 200
SMALL = 1 << 20
CHUNK = 1 << 20


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """The folder of a release at `path`, a folder or a zip file, which is unpacked for as long as it is used.

    ReleaseError where there is none, where a link stands for a file, or where the zip file is damaged or not safe.
    """
    if path.is_dir():
        _require_no_links(path)
        yield path
    elif not path.exists():
        raise ReleaseError(f"{path}: there is no such folder or file")
    elif not zipfile.is_zipfile(path):
        raise ReleaseError(f"{path}: neither a folder nor a whole zip file; fetch it again")
    else:
        with tempfile.TemporaryDirectory() as folder:
            _unpack(path, Path(folder))
            yield _release_in(path, Path(folder))


def _require_no_links(folder: Path) -> None:
    for item in (folder, *folder.rglob("*")):
        if item.is_symlink() and item != folder:
            raise ReleaseError(f"{item}: a link; a release has files only")


def _unpack(path: Path, folder: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _require_safe(path, entries)
            for entry in entries:
                target = folder / entry.filename
                if entry.is_dir():
                    target.mkdir(parents=True, exist_ok=True)
                    continue
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(entry) as packed, target.open("xb") as file:
                    # Never more than the size that was judged, whatever the packed bytes hold.
                    while chunk := packed.read(CHUNK):
                        file.write(chunk)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise ReleaseError(f"{path}: cannot be unpacked ({error}); fetch it again") from None


def _require_safe(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_FILES:
        raise ReleaseError(f"{path}: not unpacked: {len(entries):,} entries, and a release has at most {MOST_FILES:,}")
    total = sum(entry.file_size for entry in entries)
    if total > MOST_BYTES:
        raise ReleaseError(f"{path}: not unpacked: it would grow to {total:,} bytes")
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename
        parts = PurePosixPath(name)
        if set("\\:\0") & set(name) or parts.is_absolute() or ".." in parts.parts or not parts.parts:
            raise ReleaseError(f"{path}: not unpacked: {name!r} leads out of its folder")
        if stat.S_IFMT(entry.external_attr >> 16) not in {0, stat.S_IFREG, stat.S_IFDIR}:
            raise ReleaseError(f"{path}: not unpacked: {name!r} is a link or a device, and a release has files only")
        if str(parts).casefold() in seen:
            raise ReleaseError(f"{path}: not unpacked: {name!r} is in it twice")
        if entry.file_size > SMALL and entry.file_size > MOST_SHRUNK * entry.compress_size:
            raise ReleaseError(f"{path}: not unpacked: {name!r} would grow to {entry.file_size:,} bytes")
        seen.add(str(parts).casefold())


def _release_in(path: Path, folder: Path) -> Path:
    inside = [item.parent for item in (folder / DESCRIPTOR, *folder.glob(f"*/{DESCRIPTOR}")) if item.is_file()]
    if len(inside) != 1:
        raise ReleaseError(f"{path}: {len(inside)} releases in it (a release has one {DESCRIPTOR})")
    return inside[0]
