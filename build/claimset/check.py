"""Checks a package: structure, types, constraints, primary keys, foreign keys, then the rules of the model.

What stands on unsound ground is skipped and said to be skipped, so that one mistake gives one finding.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa
from pandera.errors import SchemaError, SchemaErrorReason, SchemaErrors
from pandera.pandas import DataFrameSchema

from claimset import wording
from claimset.coded import Positions, coded_frames, plain_frames, positions
from claimset.errors import PackageError
from claimset.finding import Finding
from claimset.package import ForeignKey, Package, Table
from claimset.pandera_schema import compile_fields, compile_references
from claimset.parallel import each
from claimset.read import read_package
from claimset.rules import RULES
from claimset.rules.judge import Judgement, judge_columns, judge_tables, reasons
from claimset.rules.rule import AnyRule, ColumnRule


@dataclass(frozen=True, slots=True)
class Skipped:
    """A check that was not made, and the unsound tables or columns it would have needed."""

    rule: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found.

    frames: the typed tables, indexed by file line, as they were read.
    unsound: the tables ("claims") and columns ("claims.topic") that have errors of structure, type, constraint or key.
    """

    findings: tuple[Finding, ...]
    skipped: tuple[Skipped, ...]
    frames: Mapping[str, pd.DataFrame]
    unsound: frozenset[str] = frozenset()

    @property
    def errors(self) -> int:
        """The number of findings that are errors."""
        return sum(finding.severity == "error" for finding in self.findings)

    @property
    def warnings(self) -> int:
        """The number of findings that are warnings."""
        return len(self.findings) - self.errors


def check(package: Package, rules: tuple[AnyRule, ...] = RULES) -> Report:
    """The whole check of a package; findings in the order of tables, lines and columns."""
    reading = read_package(package)
    frames, unread = reading.frames, reading.unread
    findings = list(reading.findings)
    skipped: list[Skipped] = []
    unsound = set(reading.unsound)
    # A column with cells that could not be read is there, and its other cells are judged.
    absent = unsound - {f"{table}.{column}" for table, column in unread}
    # It would keep the texts of all ids alive.
    del reading

    failures = each(lambda table: _failures(compile_fields(table, absent), frames[table.name]), package.tables)
    for table, failed in zip(package.tables, failures, strict=True):
        for failure in failed:
            names = (failure.column,) if failure.column else table.primary_key
            lost = unread.get((table.name, names[0]), frozenset())
            lines = [line for line in failure.lines if line not in lost]
            findings += wording.constraint_findings(table, failure.slug, names, lines, frames[table.name])
            if lines:
                unsound |= {f"{table.name}.{name}" for name in names}

    for table in package.tables:
        if frames[table.name].empty and table.name not in unsound and (rows := _referring(table, package, frames)):
            findings.append(wording.empty_table_finding(table, rows))
            unsound.add(table.name)

    references: dict[tuple[str, ForeignKey], pa.Array] = {}
    keys = [(table, key) for table in package.tables for key in table.foreign_keys if not _because(table, key, unsound)]
    places = each(lambda case: positions(case[1], frames[case[0].name], frames[case[1].table]), keys)
    known = {(table.name, key): where for (table, key), where in zip(keys, places, strict=True)}
    for table in package.tables:
        found, left_out = _references(table, known, unsound)
        skipped += left_out
        broken = set()
        for failure in _failures(compile_references(table, found), frames[table.name]):
            key = table.foreign_keys[int(failure.slug.removeprefix("foreign-key:"))]
            findings += wording.reference_findings(table, key, failure.lines, frames)
            broken |= {f"{table.name}.{name}" for name in key.fields}
            del found[key]
        unsound |= broken
        references |= {(table.name, key): where for key, where in found.items()}

    # The rules ask many questions of ids, and as numbers these take a third of the room.
    frames = coded_frames(package, frames, references)
    for judge in (judge_columns, judge_tables):
        judgements = judge(rules, package, frames, unsound)
        for one in judgements:
            findings += _from_breaches(one, package, frames)
        skipped += (Skipped(f"{one.rule.slug} {one.about}".rstrip(), one.because) for one in judgements if one.because)
        # What rests on a wrong cell would only tell the same mistake again.
        unsound |= {one.about for one in judgements if one.about and one.breaches}

    order = {table.path: position for position, table in enumerate(package.tables)}
    columns = {table.path: table.names for table in package.tables}
    findings.sort(
        key=lambda finding: (
            order[finding.path],
            finding.line or 0,
            columns[finding.path].index(finding.field) if finding.field in columns[finding.path] else -1,
            finding.rule,
        )
    )
    return Report(tuple(findings), tuple(skipped), plain_frames(frames), frozenset(unsound))


@dataclass(frozen=True, slots=True)
class _Failure:
    """One failed Pandera check: its slug, its column (None for a check of whole rows) and the lines."""

    slug: str
    column: str | None
    lines: tuple[int, ...]


def _failures(schema: DataFrameSchema, frame: pd.DataFrame) -> list[_Failure]:
    try:
        schema.validate(frame, lazy=True, inplace=True)
    except SchemaErrors as errors:
        return [_failure(error) for error in errors.schema_errors]
    return []


def _failure(error: SchemaError) -> _Failure:
    if error.reason_code is SchemaErrorReason.SERIES_CONTAINS_NULLS:
        return _Failure("required", error.schema.name, tuple(int(line) for line in error.failure_cases["index"]))
    if error.reason_code is not SchemaErrorReason.DATAFRAME_CHECK or error.check_output is None:
        # Reading has settled columns and types, so anything else is a bug, and a bug is a traceback.
        raise error
    failed = error.check_output.index[~error.check_output.to_numpy(dtype=bool)]
    column = error.schema.name if not isinstance(error.schema, DataFrameSchema) else None
    return _Failure(error.check.name, column, tuple(int(line) for line in failed))


def _referring(target: Table, package: Package, frames: Mapping[str, pd.DataFrame]) -> int:
    """The number of rows that refer to a table."""
    return sum(
        int(frames[table.name][list(key.fields)].notna().all(axis=1).sum())
        for table in package.tables
        for key in table.foreign_keys
        if key.table == target.name
    )


def _references(table: Table, known: Positions, unsound: set[str]) -> tuple[dict[ForeignKey, pa.Array], list[Skipped]]:
    """The positions to which each foreign key of `table` leads, and the keys left out because something is unsound."""
    found: dict[ForeignKey, pa.Array] = {}
    skipped = []
    for key in table.foreign_keys:
        if because := _because(table, key, unsound):
            skipped.append(Skipped(f"foreign-key {table.name}.{'+'.join(key.fields)}", because))
        else:
            found[key] = known[table.name, key]
    return found, skipped


def _because(table: Table, key: ForeignKey, unsound: set[str]) -> tuple[str, ...]:
    """The unsound tables and columns for which a foreign key cannot be checked."""
    # A row that is missing in its own table cannot lead nowhere, so of this one only the columns must be sound.
    own = {f"{table.name}.{name}" for name in key.fields} & unsound
    return reasons([f"{key.table}.{name}" for name in key.target], unsound) or tuple(sorted(own))


def _from_breaches(judgement: Judgement, package: Package, frames: Mapping[str, pd.DataFrame]) -> Iterator[Finding]:
    lines: dict[str, list[int]] = {}
    for breach in judgement.breaches:
        if breach.line is not None:
            lines.setdefault(breach.table, []).append(breach.line)
    keys = {name: wording.row_keys(package.table(name), some, frames[name]) for name, some in lines.items()}
    for breach in judgement.breaches:
        yield Finding(
            path=package.table(breach.table).path,
            line=breach.line,
            field=breach.field,
            key=None if breach.line is None else keys[breach.table][breach.line],
            rule=judgement.rule.slug,
            severity=judgement.rule.severity,
            message=breach.message,
            hint=breach.hint,
            value=breach.value,
        )


def require_sound(report: Report, package: Package, needs: Collection[str]) -> None:
    """PackageError where a needed column ("claims.topic") is not in the package, or has errors."""
    described = {f"{table.name}.{name}" for table in package.tables for name in table.names}
    because = reasons(needs, {*report.unsound, *(set(needs) - described)})
    if because:
        message = f"{', '.join(because)}: missing, or with errors that come first (see `claimset check`)"
        raise PackageError(message)


def of_table(report: Report, package: Package, name: str) -> Report:
    """The part of a report that concerns one table; PackageError where the package has no such table."""
    names = [table.name for table in package.tables]
    if name not in names:
        close = wording.nearest(name, names)
        message = f"there is no table {name!r}" + (f"; did you mean {close!r}?" if close else "")
        raise PackageError(message)
    path = package.table(name).path
    return Report(
        findings=tuple(finding for finding in report.findings if finding.path == path),
        skipped=tuple(skip for skip in report.skipped if _concerns(skip, name)),
        frames=report.frames,
        unsound=report.unsound,
    )


def _concerns(skip: Skipped, table: str) -> bool:
    """Whether what was not checked is a foreign key or a rule of the table, or was skipped because of the table."""
    slug, _, about = skip.rule.partition(" ")
    needs = [need for rule in RULES if rule.slug == slug and not isinstance(rule, ColumnRule) for need in rule.needs]
    return table in {need.split(".")[0] for need in (*needs, *skip.because, about)}
