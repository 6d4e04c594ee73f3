"""The tables that are computed from the stored ones by published rules, and never edited."""

from collections.abc import Callable, Collection, Mapping
from functools import cache, partial

import pandas as pd

from claimset.derive.flat import evidence_flat
from claimset.derive.origins import find_origins
from claimset.derive.replies import replies
from claimset.derive.summary import claim_summary
from claimset.derive.tables import DerivedTable, derived_table
from claimset.derive.timeline import timeline
from claimset.errors import PackageError
from claimset.package import Package

__all__ = ["DerivedTable", "derive"]

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


def derive(
    package: Package, frames: Mapping[str, pd.DataFrame], names: Collection[str] = TABLES
) -> tuple[DerivedTable, ...]:
    """The derived tables called `names` of a checked package, from its typed tables.

    A package without claim_evidence has none; PackageError where it has that table and lacks others of the model.
    """
    if "claim_evidence" not in frames:
        return ()
    missing = [name for name in NEEDED if name not in frames]
    if missing:
        raise PackageError(f"datapackage.json: the derived tables need the table {missing[0]!r}; describe it there")
    origins = cache(partial(find_origins, frames))
    makers: dict[str, Callable[[], DerivedTable]] = {
        "evidence_flat": lambda: evidence_flat(package, frames, origins().members),
        "claim_origins": lambda: derived_table(package, "claim_origins", origins().table),
        "claim_summary": lambda: claim_summary(package, frames, origins().table),
        "replies": lambda: replies(package, frames),
        "timeline": lambda: timeline(package, frames),
    }
    return tuple(makers[name]() for name in TABLES if name in names)
