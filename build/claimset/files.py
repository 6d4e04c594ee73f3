"""Replaces a file at once or not at all."""

import os
import tempfile
from pathlib import Path

from claimset.descriptor import safe_path
from claimset.errors import PackageError


def replace_file(root: Path, name: str, content: bytes) -> None:
    """The existing file `name` of a package with new content and its old permissions.

    PackageError where it cannot be written; then it is as it was.
    """
    path = safe_path(root, name, name)
    try:
        descriptor, temporary_name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        temporary = Path(temporary_name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
            temporary.chmod(path.stat().st_mode)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        message = f"{name}: cannot be written: {error.strerror}; it is as it was"
        raise PackageError(message) from None
