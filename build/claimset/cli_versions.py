"""The commands about versions: compare, verify, publish and cite them."""

import click

FAILED = 1


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
    r"""Show what differs between OLD and NEW, and the version number that the difference needs.

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
