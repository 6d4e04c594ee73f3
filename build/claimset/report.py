"""Puts findings into the forms in which people and programs read them."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType

from claimset.check import Report
from claimset.finding import Finding, shortened
from claimset.package import Package

# From this many rows on, one cause is told once, with its total.
MANY = 4


@dataclass(frozen=True, slots=True)
class Group:
    """Findings with one cause: the first of them, and every line concerned."""

    finding: Finding
    lines: tuple[int | None, ...]


def grouped(findings: Iterable[Finding]) -> list[Group]:
    """The findings in their order, those of one cause (see _cause) together from MANY on."""
    everything = list(findings)
    causes: dict[tuple[str | None, ...], list[Finding]] = {}
    for finding in everything:
        causes.setdefault(_cause(finding), []).append(finding)
    groups = []
    for finding in everything:
        same = causes[_cause(finding)]
        if len(same) < MANY:
            groups.append(Group(finding, (finding.line,)))
        elif finding is same[0]:
            groups.append(Group(finding, tuple(other.line for other in same)))
    return groups


def _cause(finding: Finding) -> tuple[str | None, ...]:
    """What findings have in common that one mistake has caused: the value or, where there is none, the message."""
    return (finding.path, finding.field, finding.rule, finding.value or finding.message)


def text_lines(findings: Iterable[Finding]) -> Iterator[str]:
    """One line a cause: `file:line:column: rule: message (key); hint`."""
    for group in grouped(findings):
        finding = group.finding
        place = ":".join(str(part) for part in (finding.path, finding.line, finding.field) if part is not None)
        total = len(group.lines)
        many = f" [{total:,} rows, the first is shown]" if total > 1 else ""
        key = f" ({shortened(finding.key)})" if finding.key is not None and finding.key != finding.value else ""
        warning = "warning: " if finding.severity == "warning" else ""
        hint = f"; {finding.hint}" if finding.hint else ""
        yield _visible(f"{place}: {finding.rule}: {warning}{finding.message}{key}{many}{hint}")


def _visible(text: str) -> str:
    """The text on one line, characters that a terminal would obey or hide written as escapes."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


def as_text(report: Report, package: Package) -> Iterator[str]:
    """The findings a line each, then what was skipped, then a count of everything."""
    yield from text_lines(report.findings)
    reasons: dict[tuple[str, ...], list[str]] = {}
    for skip in report.skipped:
        reasons.setdefault(skip.because, []).append(skip.rule)
    for because, rules in reasons.items():
        yield f"not checked until {', '.join(because)} can be relied on: {', '.join(rules)}"
    if report.skipped:
        yield "mend the findings above and check again: what was not checked may show more"
    rows = sum(len(frame) for frame in report.frames.values())
    yield (
        f"{package.name} {package.version}: {len(package.tables)} tables, {rows:,} rows: "
        f"{_counted(report.errors, 'error')}, {_counted(report.warnings, 'warning')}, "
        f"{_counted(len(report.skipped), 'check')} not made"
    )


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def as_json(report: Report, package: Package) -> Iterator[str]:
    """One JSON document, described by `findings.schema.json` beside this module."""
    document = {
        "package": package.name,
        "version": package.version,
        "errors": report.errors,
        "warnings": report.warnings,
        "findings": [asdict(finding) for finding in report.findings],
        "skipped": [asdict(skip) for skip in report.skipped],
    }
    yield json.dumps(document, ensure_ascii=False, indent=1)


def as_github(report: Report, package: Package) -> Iterator[str]:
    """Workflow commands of GitHub Actions, which it shows beside the lines concerned."""
    for group in grouped(report.findings):
        finding = group.finding
        hint = f"; {finding.hint}" if finding.hint else ""
        total = f" [{len(group.lines):,} rows]" if len(group.lines) > 1 else ""
        place = f"file={_escaped(str(package.root / finding.path), property_too=True)},line={finding.line or 1}"
        title = _escaped(finding.rule, property_too=True)
        yield f"::{finding.severity} {place},title={title}::{_escaped(finding.message + total + hint)}"
    for skip in report.skipped:
        yield f"::notice title=not checked::{_escaped(f'{skip.rule}: errors in ' + ', '.join(skip.because))}"


def _escaped(text: str, *, property_too: bool = False) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if property_too else text


FORMATS: Mapping[str, Callable[[Report, Package], Iterator[str]]] = MappingProxyType(
    {"text": as_text, "json": as_json, "github": as_github}
)
