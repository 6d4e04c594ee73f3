"""The formats of a release, and how many rows there is room for in those that people open."""

from collections.abc import Collection, Iterator, Mapping

from claimset.errors import ReleaseError

# In the order in which they are written. CSV is in every release: the description and `claimset verify` rest on it.
FORMATS = ("csv", "parquet", "sqlite", "xlsx", "r", "explorer", "zip")
# These hold all tables in one file.
OF_ALL_TABLES = frozenset({"sqlite", "xlsx", "explorer"})

# Excel since 2007; one row is the header.
MOST_SHEET_ROWS = 1_048_576
# A page with so many rows has 115 MB, and Chromium needs five seconds and 400 MB before it shows anything.
MOST_EXPLORED_ROWS = 500_000


def require_room(rows: Mapping[str, int], formats: Collection[str]) -> None:
    """ReleaseError where one of the formats has no room for tables with so many rows; it says how to build the others.

    rows: the number of rows of each table, by its name.
    """
    reasons = {name: reason for name, reason in _no_room(rows) if name in formats}
    if reasons:
        others = " ".join(f"--format {name}" for name in formats if name not in reasons)
        raise ReleaseError(f"{'; '.join(reasons.values())}; build the other formats: claimset build {others}")


def _no_room(rows: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """The formats without room, and why."""
    longest = max(rows, key=lambda name: rows[name], default="")
    if rows and rows[longest] >= MOST_SHEET_ROWS:
        room = f"more than a sheet of Excel holds ({MOST_SHEET_ROWS:,} with its header)"
        yield "xlsx", f"{longest}: {rows[longest]:,} rows are {room}"
    total = sum(rows.values())
    if total > MOST_EXPLORED_ROWS:
        room = f"more than the explorer has room for ({MOST_EXPLORED_ROWS:,})"
        yield "explorer", f"{total:,} rows in all tables are {room}"
