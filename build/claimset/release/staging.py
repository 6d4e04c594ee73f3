"""All or nothing: a release is written beside its place and moved there when it is whole."""

import errno
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from claimset.errors import ReleaseError
from claimset.release.files import CHECKSUMS

FILE_MODE = 0o644
FOLDER_MODE = 0o755


@contextmanager
def staging(out: Path, name: str) -> Iterator[Path]:
    """A new folder in `out` that is gone afterwards, whatever happens; an OSError becomes a ReleaseError.

    It lies in `out`, because only within one file system is a move a single step. `out` itself is made if it is not
    there, and taken away again where nothing came of it.
    """
    made = [folder for folder in (out, *out.parents) if not folder.exists()]
    prefix = f".{name}-"
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=prefix, dir=out) as stage:
            yield Path(stage)
    except OSError as error:
        raise ReleaseError(_in_words(error, out, prefix)) from error
    finally:
        with suppress(OSError):
            for folder in made:
                folder.rmdir()


def _in_words(error: OSError, out: Path, prefix: str) -> str:
    """The message, with the place where the file was to be instead of the place where it was staged."""
    path = Path(error.filename) if error.filename else out
    for depth, part in enumerate(path.parts):
        if part.startswith(prefix):
            path = out.joinpath(*path.parts[depth + 1 :])
    reason = os.strerror(error.errno) if error.errno else str(error)
    hint = "; free some space, or name another folder with --out" if error.errno == errno.ENOSPC else ""
    return f"{path}: {reason}; no release was written{hint}"


def publish(staged: Sequence[Path], stage: Path, out: Path, gone: Sequence[str] = ()) -> None:
    """Moves what was staged to `out`, in place of an earlier build; where that fails, the earlier one is back.

    gone: the names of what an earlier build may have and this one has not.
    Each move is a single step, the whole is not: a machine that stops in between leaves the earlier build in `stage`.
    """
    for path in staged:
        _fix_modes(path)
        _require_replaceable(out / path.name)
    earlier = stage / "earlier"
    earlier.mkdir()
    replaced = (*(path.name for path in staged), *gone)
    try:
        for name in replaced:
            if (out / name).exists():
                (out / name).rename(earlier / name)
        for path in staged:
            path.rename(out / path.name)
    except BaseException:
        for path in staged:
            if not path.exists() and (out / path.name).exists():
                (out / path.name).rename(path)
        for name in replaced:
            if (earlier / name).exists():
                (earlier / name).rename(out / name)
        raise


def _require_replaceable(target: Path) -> None:
    if target.is_dir() and not (target / CHECKSUMS).is_file():
        raise ReleaseError(f"{target}: this folder is not a release (it has no {CHECKSUMS}); move it out of the way")


def _fix_modes(path: Path) -> None:
    """The same permissions under every umask."""
    for item in (path, *path.rglob("*")):
        item.chmod(FOLDER_MODE if item.is_dir() else FILE_MODE)
