"""The index of the versions that have been published, in `releases/index.json`."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from claimset.descriptor import read_json
from claimset.errors import PackageError, ReleaseError
from claimset.files import replace_file
from claimset.versions.bump import numbers

RELEASES = "releases"
INDEX = "index.json"


@dataclass(frozen=True, slots=True)
class Published:
    """One published version.

    zip_sha256: of the zip file that was published; checksums_sha256: of SHA256SUMS, and so of every file.
    rows: the number of rows of each table.
    """

    version: str
    released: date
    content_hash: str
    zip_sha256: str
    checksums_sha256: str
    rows: Mapping[str, int]
    doi: str | None


def read_index(releases: Path) -> tuple[Published, ...]:
    """The published versions, oldest first; none where there is no index."""
    if not (releases / INDEX).is_file():
        return ()
    try:
        return tuple(_entry(item) for item in read_json(releases, INDEX)["versions"])
    except (KeyError, TypeError, ValueError, AttributeError, PackageError) as error:
        raise ReleaseError(f"{releases / INDEX}: not an index of versions ({error}); restore it") from None


def write_index(releases: Path, entries: tuple[Published, ...]) -> None:
    """The index with these versions, replaced at once."""
    items = [{**asdict(entry), "released": entry.released.isoformat()} for entry in entries]
    text = json.dumps({"versions": items}, ensure_ascii=False, indent=2) + "\n"
    if not (releases / INDEX).exists():
        (releases / INDEX).write_bytes(b"")
    replace_file(releases, INDEX, text.encode("utf-8"))


def predecessor(root: Path, version: str) -> str | None:
    """The newest version published in the package at `root` that is older than `version`; None where there is none."""
    older = [entry.version for entry in read_index(root / RELEASES) if numbers(entry.version) < numbers(version)]
    return max(older, key=numbers, default=None)


def _entry(item: Mapping[str, Any]) -> Published:
    entry = Published(**{**item, "released": date.fromisoformat(item["released"])})
    numbers(entry.version)
    return entry
