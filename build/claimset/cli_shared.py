"""What all commands share: the argument ROOT, and the exit code of findings and refusals."""

from pathlib import Path

import click

FAILED = 1

# The folder of the package; by default the current one.
root_argument = click.argument("root", type=click.Path(path_type=Path), default=Path())


def give_memory_back() -> None:
    """Lets Arrow take its memory from jemalloc where it has it, which keeps less of what is freed than its default."""
    import pyarrow as pa  # only commands that read whole tables pay for it

    if "jemalloc" in pa.supported_memory_backends():
        pa.set_memory_pool(pa.jemalloc_memory_pool())
