"""Files of a release: written so that a failure names its file, and hashed."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from claimset.parallel import each
from claimset.release.content import Content

CHECKSUMS = "SHA256SUMS"


@contextmanager
def named(path: Path) -> Iterator[Path]:
    """Puts `path` into an OSError that does not name its file, as errors in writing to an open file do not."""
    try:
        yield path
    except OSError as error:
        if error.filename is None:
            error.filename = str(path)
        raise


def write_text(path: Path, text: str) -> None:
    """The file `path` with `text` in UTF-8."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> None:
    """The file `path` with `data`."""
    with named(path):
        path.write_bytes(data)


def sha256(path: Path) -> str:
    """The SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sum_of(path: Path, content: Content) -> str:
    """The SHA-256 of a file that will not change any more: several documents name it, and it is read once."""
    if path not in content.sums:
        content.sums[path] = sha256(path)
    return content.sums[path]


def files_of(folder: Path) -> list[str]:
    """The paths of all files below `folder`, relative to it, with forward slashes, sorted by code point."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def write_checksums(content: Content, folder: Path) -> None:
    """SHA256SUMS, in the form that `sha256sum -c` reads, over all files written so far."""
    paths = files_of(folder)
    sums = each(lambda path: sum_of(folder / path, content), paths)
    lines = [f"{digest}  {path}\n" for path, digest in zip(paths, sums, strict=True)]
    write_text(folder / CHECKSUMS, "".join(lines))
