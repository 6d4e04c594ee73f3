"""The number of a version follows from what differs."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from claimset.package import Field, Package, Table
from claimset.versions.bump import Level, Reason, bump
from claimset.versions.difference import compare
from claimset.versions.snapshot import Key, Row, Snapshot, TableState, open_snapshot
from small_package import Edits, edit

PEOPLE = Table(
    name="people",
    title="People",
    description="People.",
    path="",
    fields=(
        Field("person_id", "ID", "Identifier.", "string", required=True),
        Field("kind", "Kind", "Kind.", "string", enum=("guest", "host")),
        Field("age", "Age", "Age.", "integer"),
    ),
    primary_key=("person_id",),
    foreign_keys=(),
)
VISITS = Table(
    name="visits",
    title="Visits",
    description="Visits.",
    path="",
    fields=(Field("person_id", "ID", "Who.", "string"), Field("place", "Place", "Where.", "string")),
    primary_key=("person_id", "place"),
    foreign_keys=(),
)
REDIRECTS = Table(
    name="redirects",
    title="Redirects",
    description="Redirects.",
    path="",
    fields=(Field("old_id", "Old", "Old.", "string"), Field("new_id", "New", "New.", "string")),
    primary_key=("old_id",),
    foreign_keys=(),
)
ROWS: dict[str, dict[Key, Row]] = {
    "people": {("P1",): ("P1", "guest", "40"), ("P2",): ("P2", "host", None)},
    "visits": {("P1", "Alder"): ("P1", "Alder")},
    "redirects": {},
}


def dataset(tables: tuple[Table, ...] = (PEOPLE, VISITS, REDIRECTS), **rows: dict[Key, Row]) -> Snapshot:
    package = Package(
        root=None,  # type: ignore[arg-type]
        name="people",
        title="People",
        description="",
        version="1.2.3",
        keywords=(),
        licenses=(),
        contributors=(),
        tables=tables,
    )
    known = ROWS | rows
    return Snapshot(package, {table.name: TableState(table, False, known.get(table.name, {})) for table in tables})  # noqa: FBT003


def with_fields(change: Callable[[tuple[Field, ...]], tuple[Field, ...]], **rows: dict[Key, Row]) -> Snapshot:
    return dataset((replace(PEOPLE, fields=change(PEOPLE.fields)), VISITS, REDIRECTS), **rows)


MORE = Field("town", "Town", "Town.", "string")
ONE: dict[Key, Row] = {("P1",): ("P1", "guest", "40")}
CASES: dict[str, tuple[Snapshot, list[Reason]]] = {
    "nothing": (dataset(), []),
    "table removed": (dataset((PEOPLE, REDIRECTS)), [Reason(Level.MAJOR, "the table visits is gone")]),
    "column removed": (
        with_fields(lambda fields: fields[:2], people={("P1",): ("P1", "guest"), ("P2",): ("P2", "host")}),
        [
            Reason(Level.MAJOR, "the column people.age is gone (or has another name)"),
            Reason(Level.PATCH, "people: other values: 1"),
        ],
    ),
    "column retyped": (
        with_fields(lambda fields: (*fields[:2], replace(fields[2], type="number"))),
        [Reason(Level.MAJOR, "the column people.age has another type: integer -> number")],
    ),
    "term removed": (
        with_fields(lambda fields: (fields[0], replace(fields[1], enum=("guest",)), fields[2])),
        [Reason(Level.MAJOR, "terms of people.kind are gone: host")],
    ),
    "id removed": (
        dataset(people=ONE),
        [Reason(Level.MAJOR, "people: ids are gone without a row in redirects: P2")],
    ),
    "id retired": (
        dataset(people=ONE, redirects={("P2",): ("P2", "P1")}),
        [Reason(Level.MINOR, "people: ids retired, with a row in redirects: 1")],
    ),
    "row without id removed": (dataset(visits={}), [Reason(Level.MINOR, "visits: rows gone: 1")]),
    "row added": (
        dataset(people=ROWS["people"] | {("P3",): ("P3", None, None)}),
        [Reason(Level.MINOR, "people: new rows: 1")],
    ),
    "column added": (
        with_fields(lambda fields: (*fields, MORE), people={key: (*row, None) for key, row in ROWS["people"].items()}),
        [Reason(Level.MINOR, "the column people.town is new")],
    ),
    "term added": (
        with_fields(lambda fields: (fields[0], replace(fields[1], enum=("guest", "host", "cat")), fields[2])),
        [Reason(Level.MINOR, "terms of people.kind are new: cat")],
    ),
    "value corrected": (
        dataset(people=ROWS["people"] | {("P1",): ("P1", "guest", "41")}),
        [Reason(Level.PATCH, "people: other values: 1")],
    ),
    "description": (
        with_fields(lambda fields: (replace(fields[0], description="Who."), *fields[1:])),
        [Reason(Level.PATCH, "the description or a constraint of people.person_id is another")],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_difference_needs_the_level_of_its_weightiest_reason(case: str) -> None:
    new, reasons = CASES[case]
    found = bump(dataset(), new, compare(dataset().tables, new.tables))
    assert list(found.reasons) == reasons
    assert found.level is max((reason.level for reason in reasons), default=Level.PATCH)


def test_a_new_table_needs_a_minor_version() -> None:
    old = dataset((PEOPLE, REDIRECTS))
    found = bump(old, dataset(), compare(old.tables, dataset().tables))
    assert found.reasons == (Reason(Level.MINOR, "the table visits is new"),)
    assert found.next_version("1.2.3") == "1.3.0"


def test_the_next_version_sets_the_lower_numbers_to_zero() -> None:
    reasons = {level: bump(dataset(), dataset(), ()) for level in Level}
    versions = {level: replace(one, level=level).next_version("1.2.3") for level, one in reasons.items()}
    assert versions == {Level.PATCH: "1.2.4", Level.MINOR: "1.3.0", Level.MAJOR: "2.0.0"}


@pytest.mark.slow
def test_derived_values_by_other_rules_need_a_major_version(small_package: Path) -> None:
    new = open_snapshot(small_package)
    summary = new.tables["claim_summary"]
    at = summary.table.names.index("support")
    rows = {key: (*row[:at], "none", *row[at + 1 :]) for key, row in summary.rows.items()}
    old = replace(new, tables={**new.tables, "claim_summary": replace(summary, rows=rows)})
    assert bump(old, new, compare(old.tables, new.tables)).reasons == (
        Reason(Level.MAJOR, "the values of claim_summary mean something else: other rules compute them"),
    )


@pytest.mark.slow
def test_derived_values_that_follow_from_other_rows_need_no_major_version(small_package: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(small_package, tmp_path / "changed"))
    edit(
        root, Edits(set=[{"table": "claim_evidence", "key": "V0002", "evidence_role": "doubt", "direction": "neutral"}])
    )
    old, new = open_snapshot(small_package), open_snapshot(root)
    assert bump(old, new, compare(old.tables, new.tables)).reasons == (
        Reason(Level.PATCH, "claim_evidence: other values: 2"),
    )
