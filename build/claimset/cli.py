"""The command line: the only place that prints, exits and catches ClaimsetError.

Modules that read or compute are imported inside the commands, so that `claimset --help` answers at once.
"""

import atexit
import gc
import os
import re
import sys
import time
from collections.abc import Callable
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimset.cli_derived import balance, methods, show, what_if
from claimset.cli_rules import explain, rules
from claimset.cli_shared import FAILED, give_memory_back, root_argument
from claimset.cli_versions import cite, diff, release, verify
from claimset.errors import ClaimsetError

if TYPE_CHECKING:
    from claimset.check import Report

# Work that takes longer than this many seconds tells what it is doing.
PATIENCE = 1.0

# Garbage is searched for whenever this many objects that may be part of it have been made.
GARBAGE = 100_000

_FINDING = re.compile(r"(?P<place>[^ :]+\.csv(:[0-9]+)?(:[^ :]+)?): (?P<rule>[a-z0-9-]+): (?P<warning>warning: )?")


class _Group(click.Group):
    """A group whose commands end with exit code 1 and one line on stderr when the package or request is wrong."""

    def invoke(self, ctx: click.Context) -> object:
        # A command leaves little garbage and soon ends: to search for it every 700 objects, as is the rule, and once
        # more at the end takes a quarter of a second.
        gc.set_threshold(GARBAGE)
        atexit.register(gc.freeze)
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                # A terminal that lacks a letter shows its code instead of stopping.
                stream.reconfigure(errors="backslashreplace")
        try:
            return super().invoke(ctx)
        except ClaimsetError as error:
            click.echo(f"claimset: {error}", err=True)
            ctx.exit(FAILED)


def painted(line: str) -> str:
    """A line of the report with its place and rule in colour, which `click.echo` drops where there is no terminal."""
    finding = _FINDING.match(line)
    if finding is None or os.environ.get("NO_COLOR"):
        return line
    colour = "yellow" if finding["warning"] else "red"
    place, rule = click.style(finding["place"], bold=True), click.style(finding["rule"], fg=colour)
    return f"{place}: {rule}: {line[finding.end('rule') + 2 :]}"


def progress() -> Callable[[str], None]:
    """A function that tells a step on stderr once the work has taken longer than a second."""
    start = time.monotonic()

    def tell(step: str) -> None:
        if time.monotonic() - start > PATIENCE:
            click.echo(f"claimset: {step}", err=True)

    return tell


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="claimset")
def main() -> None:
    """Check curated tables of claims and build citable releases of them.

    A package is a folder with a datapackage.json. Every command takes it as ROOT (default: the current folder).
    Exit codes: 0 good, 1 findings or refusal, 2 wrong usage.
    """


@main.command()
@root_argument
@click.option("--only", metavar="TABLE", help="Show the findings of one table (its keys and its rules) only.")
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True)
@click.option("--strict", is_flag=True, help="Let warnings count as errors.")
def check(root: Path, only: str | None, form: str, strict: bool) -> None:
    """Check structure, types, constraints, keys and rules of the package in ROOT.

    \b
    Examples:
      claimset check
      claimset check --only claims --format json path/to/package
    """
    from claimset.check import check as run_check
    from claimset.check import of_table
    from claimset.package import load_package
    from claimset.report import FORMATS

    give_memory_back()
    package = load_package(root)
    report = run_check(package)
    if only is not None:
        report = of_table(report, package, only)
    for line in FORMATS[form](report, package):
        click.echo(painted(line) if form == "text" else line)
    sys.exit(FAILED if report.errors or (strict and report.warnings) else 0)


@main.command()
@root_argument
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the release (default: ROOT/dist).")
@click.option("--doi", metavar="DOI", help="The DOI that was reserved for this version.")
@click.option(
    "--format",
    "chosen",
    type=click.Choice(["csv", "parquet", "sqlite", "xlsx", "r", "explorer", "zip"]),
    multiple=True,
    help="A format that the release has, csv among them; give it once for each (default: all).",
)
def build(root: Path, out: Path | None, doi: str | None, chosen: tuple[str, ...]) -> None:
    """Check the package in ROOT, then write its release: a folder and a zip file.

    A release without all its formats is smaller and sooner written, and for private use: `claimset release` always
    publishes all of them.

    \b
    Examples:
      claimset build
      claimset build path/to/package --out /tmp/releases
      claimset build --format csv --format parquet
    """
    if chosen and "csv" not in chosen:
        message = "csv is missing: the description of every release rests on its CSV files; add --format csv"
        raise click.BadOptionUsage("--format", message)
    from claimset.check import check as run_check
    from claimset.package import load_package
    from claimset.release import build_release
    from claimset.release.citation import with_doi
    from claimset.release.formats import FORMATS

    give_memory_back()
    tell = progress()
    package = with_doi(load_package(root), doi)
    tell(f"checking {package.name} {package.version}")
    report = run_check(package)
    _stop_on_errors(report)
    formats = tuple(name for name in FORMATS if not chosen or name in chosen)
    click.echo(build_release(package, report, out or root / "dist", tell, formats))


def _stop_on_errors(report: "Report") -> None:
    """Tells the findings and ends with exit code 1 where one of them is an error."""
    from claimset.report import text_lines

    if report.errors:
        for line in text_lines(report.findings):
            click.echo(painted(line))
        click.echo(f"claimset: errors: {report.errors:,}; nothing was built", err=True)
        sys.exit(FAILED)


@main.command()
@root_argument
def fmt(root: Path) -> None:
    """Bring the data files of the package in ROOT into canonical form.

    \b
    Examples:
      claimset fmt
      claimset fmt path/to/package
    """
    from claimset.fmt import format_package
    from claimset.package import load_package
    from claimset.report import text_lines

    changed, kept = format_package(load_package(root))
    for path in changed:
        click.echo(f"{path}: rewritten")
    for line in text_lines(kept):
        click.echo(line)
    sys.exit(FAILED if kept else 0)


@main.command()
@root_argument
@click.option(
    "--texts", type=click.Path(path_type=Path), required=True, help="Folder with a file SOURCE_ID.txt a text."
)
@click.option("--write", is_flag=True, help="Write the passages of new texts into the tables; coded ones stay.")
def anchors(root: Path, texts: Path, write: bool) -> None:
    """Compare passages, quote fragments and wording of the package in ROOT with the private texts.

    \b
    Examples:
      claimset anchors --texts ../texts
      claimset anchors path/to/package --texts ../texts --write
    """
    from claimset.anchors import NEEDS, compare, consulted, read_texts, summary
    from claimset.check import check as run_check
    from claimset.check import require_sound
    from claimset.new_passages import write_passages
    from claimset.package import load_package
    from claimset.read import read_package
    from claimset.report import text_lines

    package = load_package(root)
    require_sound(run_check(package, rules=()), package, NEEDS)
    reading = read_package(package)
    found = read_texts(texts, consulted(reading.frames))
    if write:
        for path in write_passages(package, reading, found):
            click.echo(f"{path}: rewritten")
        reading = read_package(package)
    result = compare(package, reading.frames, found)
    for line in (*text_lines(result.findings), *summary(result)):
        click.echo(line)
    sys.exit(FAILED if result.findings else 0)


@main.command()
@root_argument
@click.option("--passages", is_flag=True, help="Show each passage, too.")
def coverage(root: Path, passages: bool) -> None:
    """Show how completely each consulted text of the package in ROOT is coded.

    \b
    Examples:
      claimset coverage
      claimset coverage --passages
    """
    from claimset.check import check as run_check
    from claimset.check import require_sound
    from claimset.coverage import NEEDS, by_source, lines
    from claimset.package import load_package

    package = load_package(root)
    report = run_check(package, rules=())
    require_sound(report, package, NEEDS)
    frames = report.frames
    for line in lines(package, frames, each_passage=passages):
        click.echo(line)
    sys.exit(0 if all(source.share == 1 for source in by_source(frames)) else FAILED)


for _command in (rules, explain, show, what_if, balance, methods, diff, verify, release, cite):
    main.add_command(_command)
