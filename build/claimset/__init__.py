"""claimset builds a described, checked and versioned dataset of claims from curated CSV tables."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from claimset.published import Release

__all__ = ["load"]


def load(release: "str | Path") -> "Release":
    """The release in a folder or zip file, or the published version of that number; ReleaseError where there is none.

    release: a path, or a version such as "1.2.0", which is looked for in the folder `releases` here and above.
    """
    from claimset.published import open_release  # noqa: PLC0415 - pandas takes half a second that `--help` can spare

    return open_release(release)
