"""What a package changes in the version published before it, and whether the curators say why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from claimset.derive import DerivedTable
from claimset.finding import Finding, shortened
from claimset.package import Package
from claimset.versions.bump import REASONS, REDIRECTS
from claimset.versions.changes import Change, Reasons, changes, changes_table, reason_of, reasons
from claimset.versions.difference import Difference, compare
from claimset.versions.index import RELEASES, predecessor
from claimset.versions.snapshot import Snapshot, open_snapshot, snapshot

# What says itself why something went needs no reason.
SELF_EXPLAINING = (REASONS, REDIRECTS)


@dataclass(frozen=True, slots=True)
class Since:
    """A checked package beside the version published before it; `old` is None where it is the first."""

    old: Snapshot | None
    new: Snapshot
    difference: Difference
    reasons: Reasons

    @property
    def table(self) -> DerivedTable:
        """The table `changes` of the release; without rows in a first version."""
        return changes_table(self.difference, self.reasons)


def since_published(package: Package, frames: Mapping[str, pd.DataFrame]) -> Since:
    """What the package changes in its predecessor, the newest older version in its folder `releases`."""
    new = snapshot(package, frames)
    version = predecessor(package.root, package.version)
    if version is None:
        return Since(None, new, (), reasons(new))
    old = open_snapshot(package.root / RELEASES / version)
    return Since(old, new, compare(old.tables, new.tables), reasons(new))


def unexplained(since: Since, frames: Mapping[str, pd.DataFrame]) -> Iterator[Finding]:
    """The values that were published and are corrected or gone without a reason, and reasons for what has not changed.

    A value that was missing before is no correction, and a row that is retired has its reason in `redirects`.
    """
    if REASONS not in since.new.tables or since.old is None:
        return
    everything = list(changes(since.difference))
    for change in everything:
        if (
            change.table not in SELF_EXPLAINING
            and _is_correction(change, since)
            and not reason_of(change, since.reasons)
        ):
            yield _without_reason(change, since, frames)
    rows = {(change.table, change.row) for change in everything}
    cells = {(change.table, change.row, change.column) for change in everything}
    for table, row, column in since.reasons:
        if (table, row) not in rows or (column is not None and (table, row, column) not in cells):
            place = " ".join(part for part in (table, row, column) if part)
            message = f"a reason for a change of {place} in {since.new.package.version}, and nothing changed there"
            path = since.new.package.table(REASONS).path
            yield Finding(path, None, None, None, "reason-without-change", "error", message, "correct or delete it")


def _is_correction(change: Change, since: Since) -> bool:
    if change.table not in since.new.tables:
        return False
    if change.change == "value_changed":
        # A value in a column that is gone went with it.
        return change.old is not None and change.column in since.new.tables[change.table].table.names
    return change.change == "row_removed" and len(since.new.tables[change.table].table.primary_key) > 1


def _without_reason(change: Change, since: Since, frames: Mapping[str, pd.DataFrame]) -> Finding:
    table = since.new.package.table(change.table)
    keys = frames[table.name][list(table.primary_key)].astype(str).agg("/".join, axis=1)
    lines = [int(line) for line in keys.index[keys == change.row]]
    what = (
        f"{shortened(change.old or '')!r} was published, and it is {shortened(change.new or '')!r} now"
        if change.column
        else "this row was published and is gone"
    )
    version = since.new.package.version
    hint = f"add a row to {REASONS} (table_name {table.name}, row_key {change.row}, version {version}) that says why"
    return Finding(
        path=table.path,
        line=lines[0] if lines else None,
        field=change.column,
        key=change.row,
        rule="change-without-reason",
        severity="error",
        message=what,
        hint=hint,
        value=change.new,
    )
