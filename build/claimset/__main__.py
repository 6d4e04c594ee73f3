"""`python -m claimset` is the command claimset."""

from claimset.cli import main

main(prog_name="claimset")
