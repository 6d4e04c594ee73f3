"""Proves each constraint and each rule: breaks the small package in that one way and asks for exactly one finding.

Run as a script it prints how many are proved; with --list, the constraints of the schemas (see constraints.txt).
"""

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from claimset.check import check
from claimset.finding import Finding
from claimset.package import Field, Package, Table, load_package
from claimset.report import text_lines
from claimset.rules import RULES
from rule_cases import cases_of, expected, outcome
from small_package import Row, make_small, read_rows, write_rows

PINNED = Path(__file__).parent / "constraints.txt"

# Texts of which each pattern in the schemas refuses one.
ODD = ("!", "two words", "one two three four five six seven eight nine")


@dataclass(frozen=True, slots=True)
class Constraint:
    """One constraint: its table and columns, the slug of the finding it gives, and what it allows."""

    table: str
    fields: tuple[str, ...]
    slug: str
    allows: str

    def __str__(self) -> str:
        return f"{self.table}.{'+'.join(self.fields)} {self.slug} {self.allows}".rstrip()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding must be: the parts of it that do not depend on the wording."""

    path: str
    line: int | None
    field: str | None
    rule: str


def constraints(package: Package) -> Iterator[Constraint]:
    """Every constraint of every column and every key, in the order of the schemas."""
    for table in package.tables:
        for field in table.fields:
            yield from _field_constraints(table.name, field)
        yield Constraint(table.name, table.primary_key, "primary-key", "")
        for key in table.foreign_keys:
            yield Constraint(table.name, key.fields, "foreign-key", f"{key.table}.{'+'.join(key.target)}")


def _field_constraints(table: str, field: Field) -> Iterator[Constraint]:
    limits = {
        "type": field.type if field.type != "string" else None,
        "date-form": "EDTF" if field.is_edtf else None,
        "required": "" if field.required else None,
        "unique": "" if field.unique else None,
        "enum": ", ".join(field.enum) or None,
        "pattern": field.pattern,
        "minimum": field.minimum,
        "maximum": field.maximum,
        "min-length": field.min_length,
        "max-length": field.max_length,
    }
    yield from (
        Constraint(table, (field.name,), name, str(allows)) for name, allows in limits.items() if allows is not None
    )


def break_constraint(constraint: Constraint, package: Package) -> Place:
    """Breaks the constraint in one cell (or row) of the package, and says where the finding must be."""
    table = package.table(constraint.table)
    rows = read_rows(package.root, table.name)
    if constraint.slug == "primary-key":
        wrong = rows[0] | {field.name: f"{rows[0][field.name]} too" for field in table.fields if field.unique}
        rows.insert(1, wrong)
    else:
        name = constraint.fields[0]
        filled = [row for row in rows if row[name]]
        wrong = filled[-1] if filled else rows[-1]
        wrong[name] = _wrong_value(constraint, package, wrong[name], filled)
    write_rows(package.root, table.name, rows)
    line = next(number for number, row in enumerate(rows, start=2) if row is wrong)
    return Place(table.path, line, constraint.fields[0] if len(constraint.fields) == 1 else None, constraint.slug)


def _wrong_value(constraint: Constraint, package: Package, value: str, filled: Sequence[Row]) -> str:
    if constraint.slug == "unique":
        return filled[0][constraint.fields[0]]
    if constraint.slug == "foreign-key":
        return re.sub("[0-9]", "9", value or _key_of(constraint, package))
    wrong = {
        "type": "no such value",
        "enum": "no such value",
        "date-form": "2030-13",
        "required": "",
        "pattern": next((odd for odd in ODD if not re.fullmatch(constraint.allows, odd)), ""),
    }
    if constraint.slug in wrong:
        return wrong[constraint.slug]
    limit = int(float(constraint.allows))
    beyond = {"minimum": str(limit - 1), "maximum": str(limit + 1), "min-length": "x" * (limit - 1)}
    return beyond.get(constraint.slug, "x" * (limit + 1))


def _key_of(constraint: Constraint, package: Package) -> str:
    target: Table = package.table(constraint.allows.partition(".")[0])
    return read_rows(package.root, target.name)[0][target.primary_key[0]]


def findings_of(constraint: Constraint, package: Package) -> tuple[Place, list[Finding]]:
    """Where the finding on a broken constraint must be, and what is found; the package is whole again after."""
    file = package.root / package.table(constraint.table).path
    whole = file.read_bytes()
    try:
        place = break_constraint(constraint, package)
        return place, list(check(package).findings)
    finally:
        file.write_bytes(whole)


def is_proved(constraint: Constraint, package: Package) -> bool:
    """Whether the broken constraint gives exactly one finding, in the right place."""
    place, findings = findings_of(constraint, package)
    return [Place(finding.path, finding.line, finding.field, finding.rule) for finding in findings] == [place]


def unproved(package: Package) -> Iterator[str]:
    """The constraints and rules that no data can break, or that give another finding than theirs."""
    yield from (str(constraint) for constraint in constraints(package) if not is_proved(constraint, package))
    for rule in RULES:
        cases = cases_of(rule)
        if not cases or any(list(text_lines(outcome(case)[1].findings)) != expected(case) for case in cases):
            yield rule.slug


def main() -> int:
    with TemporaryDirectory() as folder:
        package = load_package(make_small(Path(folder)))
        known = [str(constraint) for constraint in constraints(package)]
        if sys.argv[1:] == ["--list"]:
            sys.stdout.writelines(f"{constraint}\n" for constraint in known)
            return 0
        failed = list(unproved(package))
    sys.stdout.writelines(f"not proved: {name}\n" for name in failed)
    total = len(known) + len(RULES)
    sys.stdout.write(f"{total - len(failed)} of {total} constraints and rules proved\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
