"""What all commands share: the argument ROOT, and the exit code of findings and refusals."""

from pathlib import Path

import click

FAILED = 1

# The folder of the package; by default the current one.
root_argument = click.argument("root", type=click.Path(path_type=Path), default=Path())
