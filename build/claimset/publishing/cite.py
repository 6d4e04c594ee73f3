"""References to a version of the dataset, or to single rows of it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from claimset.errors import ReleaseError
from claimset.release.changelog import CHANGELOG, release_date
from claimset.release.reference import Reference, reference
from claimset.versions.bump import REDIRECTS
from claimset.versions.snapshot import Snapshot, open_snapshot


def cited(place: str | Path, ids: Sequence[str]) -> tuple[Reference, ...]:
    """The reference to the version at `place` or, where there are ids, one to each of these rows.

    place: a release, a version number, or the folder of a package.
    """
    state = open_snapshot(place)
    whole = reference(state.package, state.released or release_date(_changelog(state), state.package.version))
    if not ids:
        return (whole,)
    return tuple(replace(whole, row=one, table=_table_of(one, state)) for one in ids)


def _table_of(key: str, state: Snapshot) -> str:
    """The stored table with the row of this key, its parts joined by "/"."""
    parts = tuple(key.split("/"))
    for name, table in state.stored.items():
        if parts in table.rows and name != REDIRECTS:
            return name
    version = state.package.version
    if REDIRECTS in state.tables:
        for row in state.tables[REDIRECTS].rows.values():
            old, new = row[:2]
            if old == key:
                hint = f"cite {new}, which took its place" if new else "it has no successor; cite an earlier version"
                raise ReleaseError(f"{key}: retired, and not in version {version}; {hint}")
    raise ReleaseError(f"{key}: version {version} has no row of this key; `claimset show {key}` may help to find it")


def _changelog(state: Snapshot) -> bytes:
    try:
        return (state.package.root / CHANGELOG).read_bytes()
    except OSError as error:
        raise ReleaseError(f"{CHANGELOG}: cannot be read: {error.strerror}") from None
