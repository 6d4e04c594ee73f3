"""Which number a new version must have at least, computed from what differs.

Source: Semantic Versioning 2.0.0, applied to data in CONTRIBUTING.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from claimset.package import Field, Table
from claimset.versions.difference import Difference, TableDifference, compare
from claimset.versions.snapshot import Snapshot, recomputed

# The stored table that says what became of ids that were retired, and its column with those ids (model, section 2).
REDIRECTS = "redirects"
# The stored table in which curators say why they changed what was published: a reason more is no row more.
REASONS = "change_reasons"
VOCABULARY = "vocabulary_terms"

Version = tuple[int, int, int]


class Level(IntEnum):
    """How much a difference asks of those who use the data: PATCH nothing, MINOR little, MAJOR their programs."""

    PATCH = 0
    MINOR = 1
    MAJOR = 2


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that differs, in words, and the level of version that it needs."""

    level: Level
    text: str


@dataclass(frozen=True, slots=True)
class Bump:
    """The level that the differences need together, and all of them, the weightiest first."""

    level: Level
    reasons: tuple[Reason, ...]

    def next_version(self, version: str) -> str:
        """The lowest version after `version` that is high enough."""
        major, minor, patch = numbers(version)
        return {
            Level.MAJOR: f"{major + 1}.0.0",
            Level.MINOR: f"{major}.{minor + 1}.0",
            Level.PATCH: f"{major}.{minor}.{patch + 1}",
        }[self.level]


def numbers(version: str) -> Version:
    """The three numbers of a version, which sort as versions do."""
    major, minor, patch = (int(part) for part in version.split("."))
    return major, minor, patch


def bump(old: Snapshot, new: Snapshot, difference: Difference) -> Bump:
    """The bump that leads from one state to another, whose difference is given."""
    found = [reason for item in difference for reason in _reasons(item, new)]
    if not any(reason.level is Level.MAJOR for reason in found):
        # Otherwise the older tables may lack what the present rules need.
        found += _changed_rules(old, new)
    if old.package.title != new.package.title or old.package.description != new.package.description:
        found.append(Reason(Level.PATCH, "the title or the description of the dataset is another"))
    found.sort(key=lambda reason: -reason.level)
    return Bump(max((reason.level for reason in found), default=Level.PATCH), tuple(found))


def _reasons(item: TableDifference, new: Snapshot) -> Iterator[Reason]:
    if item.new is None:
        yield Reason(Level.MAJOR, f"the table {item.name} is gone")
    elif item.old is None:
        yield Reason(Level.MINOR, f"the table {item.name} is new")
    else:
        yield from _of_description(item.name, item.old, item.new)
        if not item.derived and item.name != REASONS:
            yield from _of_rows(item, item.new, new)


def _of_description(name: str, old: Table, new: Table) -> Iterator[Reason]:
    before, after = ({field.name: field for field in table.fields} for table in (old, new))
    for column in before:
        if column not in after:
            yield Reason(Level.MAJOR, f"the column {name}.{column} is gone (or has another name)")
    for column, field in after.items():
        if column in before:
            yield from _of_field(f"{name}.{column}", before[column], field)
        else:
            yield Reason(Level.MINOR, f"the column {name}.{column} is new")
    if old.primary_key != new.primary_key:
        yield Reason(Level.MAJOR, f"the primary key of {name} is {', '.join(new.primary_key)} now")
    if old.foreign_keys != new.foreign_keys:
        yield Reason(Level.PATCH, f"the foreign keys of {name} are others")
    if (old.title, old.description) != (new.title, new.description):
        yield Reason(Level.PATCH, f"the description of {name} is another")


def _of_field(place: str, old: Field, new: Field) -> Iterator[Reason]:
    if (old.type, old.is_edtf) != (new.type, new.is_edtf):
        kinds = ["EDTF" if field.is_edtf else field.type for field in (old, new)]
        yield Reason(Level.MAJOR, f"the column {place} has another type: {kinds[0]} -> {kinds[1]}")
        return
    gone = [term for term in old.enum if term not in new.enum]
    added = [term for term in new.enum if term not in old.enum]
    if old.enum and not new.enum:
        yield Reason(Level.MAJOR, f"the column {place} has no vocabulary any more")
    elif gone:
        yield Reason(Level.MAJOR, f"terms of {place} are gone: {', '.join(gone)}")
    elif added:
        yield Reason(Level.MINOR, f"terms of {place} are new: {', '.join(added)}")
    elif old != new:
        yield Reason(Level.PATCH, f"the description or a constraint of {place} is another")


def _of_rows(item: TableDifference, table: Table, new: Snapshot) -> Iterator[Reason]:
    if item.added and item.name != REDIRECTS:
        yield Reason(Level.MINOR, f"{item.name}: new rows: {len(item.added):,}")
    if item.removed:
        yield _of_removed(item, table, new)
    if item.cells:
        yield Reason(Level.PATCH, f"{item.name}: other values: {len(item.cells):,}")


def _of_removed(item: TableDifference, table: Table, new: Snapshot) -> Reason:
    if item.name == VOCABULARY:
        terms = ", ".join(" ".join(key) for key in item.removed)
        return Reason(Level.MAJOR, f"{item.name}: terms are gone: {terms}")
    if len(table.primary_key) > 1:
        # Nobody can have cited a row without an id of its own.
        return Reason(Level.MINOR, f"{item.name}: rows gone: {len(item.removed):,}")
    redirected = {key[0] for key in new.tables[REDIRECTS].rows} if REDIRECTS in new.tables else set()
    lost = [key[0] for key in item.removed if key[0] not in redirected]
    if lost:
        return Reason(Level.MAJOR, f"{item.name}: ids are gone without a row in {REDIRECTS}: {', '.join(lost)}")
    return Reason(Level.MINOR, f"{item.name}: ids retired, with a row in {REDIRECTS}: {len(item.removed):,}")


def _changed_rules(old: Snapshot, new: Snapshot) -> Iterator[Reason]:
    """A reason for each derived table that other rules computed.

    These are the tables that the rules of this program compute for one state as they stand there and for the other
    not, and those that differ although nothing differs that they are computed from.
    """
    same_data = not any(item.added or item.removed or item.cells for item in compare(old.stored, new.stored))
    computed = [recomputed(state, new.package) for state in (old, new)]
    for name in new.derived:
        if name in old.derived:
            agree = [
                name in tables and tables[name].rows == state.tables[name].rows
                for tables, state in zip(computed, (old, new), strict=True)
            ]
            differ = old.tables[name].rows != new.tables[name].rows
            if agree[0] != agree[1] or (same_data and differ):
                yield Reason(Level.MAJOR, f"the values of {name} mean something else: other rules compute them")
