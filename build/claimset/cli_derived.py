"""The commands that look into what the rows add up to: show, what-if, balance, methods."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimset.cli_shared import FAILED, root_argument

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from claimset.package import Package

format_option = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)


@click.command()
@click.argument("identifier", metavar="ID")
@root_argument
@format_option
def show(identifier: str, root: Path, form: str) -> None:
    """Show everything about one id: a claim, actor, source, event, passage or voice.

    \b
    Examples:
      claimset show C0001
      claimset show S0001 path/to/package --format json
    """
    from claimset.show import card
    from claimset.show.card import as_json, text_lines

    found = card(*_tables(root), identifier)
    click.echo(as_json(found) if form == "json" else "\n".join(text_lines(found)))


@click.command("what-if")
@root_argument
@click.option("--without", metavar="ID", required=True, help="The source or actor that is taken away.")
@format_option
def what_if(root: Path, without: str, form: str) -> None:
    """Show which claims lose support, backing or origins without one source or actor.

    \b
    Examples:
      claimset what-if --without S0012
      claimset what-if path/to/package --without A0003 --format json
    """
    from claimset.what_if import text_lines
    from claimset.what_if import what_if as compute

    result = compute(*_tables(root), without)
    click.echo(_json(asdict(result)) if form == "json" else "\n".join(text_lines(result)))


@click.command()
@root_argument
@format_option
def balance(root: Path, form: str) -> None:
    """Show for every party the claims it makes and faces, its replies, the caveats and the words spent.

    \b
    Examples:
      claimset balance
      claimset balance path/to/package --format json
    """
    from claimset.balance import balance as compute
    from claimset.balance import text_lines

    parties = compute(_tables(root)[1])
    click.echo(_json([asdict(party) for party in parties]) if form == "json" else "\n".join(text_lines(parties)))


@click.command()
@root_argument
@click.option("--write", is_flag=True, help="Write the computed parts anew.")
def methods(root: Path, write: bool) -> None:
    """Compare the conditions, figures and examples in METHODS.md with what is computed.

    \b
    Examples:
      claimset methods
      claimset methods path/to/package --write
    """
    from claimset.methods import METHODS, filled, read_methods

    package, frames = _tables(root)
    text = read_methods(package)
    expected = filled(text, package, frames)
    if write:
        (package.root / METHODS).write_text(expected, encoding="utf-8", newline="\n")
    elif text != expected:
        click.echo(f"claimset: {METHODS}: not as computed; run `claimset methods --write`", err=True)
        sys.exit(FAILED)


def _tables(root: Path) -> "tuple[Package, Mapping[str, pd.DataFrame]]":
    """The package and its typed tables, of which a sound one can be shown; faults are for `claimset check`."""
    from claimset.package import load_package
    from claimset.read import read_package

    package = load_package(root)
    return package, read_package(package).frames


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
