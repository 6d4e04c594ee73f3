"""The commands about versions: compare, verify, publish and cite them."""

import sys
from pathlib import Path

import click

from claimset.cli_shared import FAILED


@click.command()
@click.argument("old")
@click.argument("new")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json", "csv"]),
    default="text",
    show_default=True,
    help="markdown is a draft for CHANGELOG.md, json holds everything.",
)
def diff(old: str, new: str, form: str) -> None:
    """Show what differs between OLD and NEW, and the version number that the difference needs.

    Each is a published version, the folder or zip file of a release, or the folder of a package.

    \b
    Examples:
      claimset diff 0.1.0 .
      claimset diff 0.1.0 0.2.0 --format markdown
      claimset diff old-release.zip dist/russia-hamas-claims-0.2.0 --format json
    """
    from claimset.versions.formats import FORMATS, comparison
    from claimset.versions.snapshot import open_snapshot

    for line in FORMATS[form](comparison(open_snapshot(old), open_snapshot(new))):
        click.echo(line)


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
def verify(path: Path) -> None:
    """Check that the release in PATH, a folder or zip file from anywhere, is whole and as it was published.

    \b
    Examples:
      claimset verify ~/Downloads/russia-hamas-claims-0.1.0.zip
      claimset verify releases/0.1.0
    """
    from claimset.package import DESCRIPTOR
    from claimset.publishing.unpack import unpacked
    from claimset.publishing.verify import verify as run_verify
    from claimset.report import text_lines
    from claimset.versions.described import described_package

    with unpacked(path) as folder:
        findings = run_verify(folder)
        for line in text_lines(findings):
            click.echo(line)
        if findings:
            click.echo(f"claimset: {path}: not as it was published: {len(findings):,} findings", err=True)
            sys.exit(FAILED)
        described = described_package(folder / DESCRIPTOR)
    tables = len(described.tables)
    click.echo(f"{described.package.name} {described.package.version}: whole and unharmed, {tables} tables")
    click.echo(described.content_hash)


@click.command()
@click.argument("root", type=click.Path(path_type=Path), default=Path())
@click.option("--as", "confirmed", metavar="VERSION", help="Publish VERSION although the changes need a lower one.")
@click.option("--doi", metavar="DOI", help="The DOI that was reserved for this version.")
def release(root: Path, confirmed: str | None, doi: str | None) -> None:
    """Build the package in ROOT and publish it as releases/VERSION, for good.

    The version in datapackage.json must be the one that the changes need, and CHANGELOG.md must have its day. A value
    that was published and is corrected needs a reason in the table change_reasons.

    \b
    Examples:
      claimset release
      claimset release --doi 10.5281/zenodo.1234567
      claimset release --as 1.0.0
    """
    from claimset.check import check
    from claimset.package import load_package
    from claimset.publishing.publish import publish_release, require_version
    from claimset.release.citation import with_doi
    from claimset.report import text_lines
    from claimset.versions.since import since_published, unexplained

    package = with_doi(load_package(root), doi)
    report = check(package)
    for line in text_lines(report.findings):
        click.echo(line)
    if report.errors:
        click.echo(f"claimset: {report.errors:,} errors, so nothing was published", err=True)
        sys.exit(FAILED)
    since = since_published(package, report.frames)
    require_version(package, since, confirmed)
    findings = tuple(unexplained(since, report.frames))
    for line in text_lines(findings):
        click.echo(line)
    if findings:
        click.echo(f"claimset: changes without their reasons: {len(findings):,}; nothing was published", err=True)
        sys.exit(FAILED)
    click.echo(publish_release(package, report, lambda step: click.echo(f"claimset: {step}", err=True)))


@click.command()
@click.argument("ids", metavar="[ID]...", nargs=-1)
@click.option(
    "--version", "place", metavar="VERSION", default=".", help="A published version (default: the package here)."
)
@click.option("--style", type=click.Choice(["apa", "chicago", "bibtex", "csl"]), default="apa", show_default=True)
def cite(ids: tuple[str, ...], place: str, style: str) -> None:
    """Show how a version is cited, or each of the rows with these IDs.

    \b
    Examples:
      claimset cite
      claimset cite C0031 V0288 --version 0.1.0
      claimset cite --style bibtex
    """
    from claimset.publishing.cite import cited
    from claimset.release.reference import STYLES

    for item in cited(place, ids):
        click.echo(STYLES[style](item))
