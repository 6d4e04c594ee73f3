"""The commands that explain what `check` looks for."""

import click


@click.command()
def rules() -> None:
    """List everything that `check` may find: slug, severity and the fact that must be true.

    \b
    Example:
      claimset rules
    """
    from claimset.catalogue import entries

    for one in entries():
        click.echo(f"{one.slug:34} {one.severity:8} {one.fact}")


@click.command()
@click.argument("slug")
def explain(slug: str) -> None:
    """Explain one rule: the fact, why it matters, a failing row, how to mend it.

    \b
    Example:
      claimset explain foreign-key
    """
    from claimset.catalogue import as_text, entry

    click.echo(as_text(entry(slug)))
