"""Writes releases: one writer for each format over one content, staged and published at once.

`build_release` is the way in. A writer is a function `(content, folder) -> None` in `claimset.release.build.WRITERS`.
"""

from claimset.release.build import build_release

__all__ = ["build_release"]
