"""The tables that are computed from the stored ones by published rules, and never edited."""

import sys
from collections.abc import Callable, Collection, Iterator
from functools import cache, partial

from claimset.derive.flat import flat_parts
from claimset.derive.ids import Frames, numbered
from claimset.derive.origins import find_origins
from claimset.derive.replies import replies
from claimset.derive.summary import claim_summary
from claimset.derive.tables import DerivedTable, derived_table
from claimset.derive.timeline import timeline
from claimset.errors import PackageError
from claimset.package import Package

__all__ = ["DerivedTable", "derive", "derive_each"]

# The stored tables of the model from which something is computed.
NEEDED = (
    "sources",
    "actors",
    "events",
    "claims",
    "claim_evidence",
    "passages",
    "source_agents",
    "source_citations",
    "actor_affiliations",
    "claim_actors",
    "claim_events",
    "evidence_links",
)


# The derived tables in the order of a release.
TABLES = ("evidence_flat", "claim_origins", "claim_summary", "replies", "timeline")


def derive(package: Package, frames: Frames, names: Collection[str] = TABLES) -> tuple[DerivedTable, ...]:
    """The derived tables called `names` of a checked package, from its typed tables.

    A package without claim_evidence has none; PackageError where it has that table and lacks others of the model.
    """
    return tuple(derive_each(package, frames, names))


def derive_each(
    package: Package, frames: Frames, names: Collection[str] = TABLES, rows_at_once: int = sys.maxsize
) -> Iterator[DerivedTable]:
    """The tables that `derive` gives, each computed when it is asked for, so that one at a time is held.

    evidence_flat, by far the largest, comes in successive parts of at most `rows_at_once` rows.
    """
    if "claim_evidence" not in frames:
        return
    missing = [name for name in NEEDED if name not in frames]
    if missing:
        raise PackageError(f"datapackage.json: the derived tables need the table {missing[0]!r}; describe it there")
    tables = numbered(frames)
    origins = cache(partial(find_origins, tables))
    makers: dict[str, Callable[[], Iterator[DerivedTable]]] = {
        "evidence_flat": lambda: flat_parts(package, tables, origins().members, rows_at_once),
        "claim_origins": lambda: iter([derived_table(package, "claim_origins", origins().table)]),
        "claim_summary": lambda: iter([claim_summary(package, tables, origins().table)]),
        "replies": lambda: iter([replies(package, tables)]),
        "timeline": lambda: iter([timeline(package, tables)]),
    }
    for name in TABLES:
        if name in names:
            yield from makers[name]()
