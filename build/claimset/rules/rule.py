"""What a rule is: a function from tables to breaches, with its severity and the columns it needs."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from claimset.finding import Severity

Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True, slots=True)
class Breach:
    """One place where a rule does not hold: a line of a table, and the column that is to be mended."""

    table: str
    line: int
    field: str | None
    message: str
    hint: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: `function(tables)` yields its breaches; `needs` names the columns ("claims.topic") it reads.

    The docstring of the function is its page in the catalogue: the fact in the first line, then paragraphs
    that begin with "Why:" and "Mend:".
    """

    function: Callable[[Tables], Iterator[Breach]]
    severity: Severity
    needs: tuple[str, ...]

    @property
    def slug(self) -> str:
        """The stable name of the rule."""
        return self.function.__name__.replace("_", "-")

    @property
    def fact(self) -> str:
        """The one sentence that must be true of the data."""
        return inspect.getdoc(self.function).split("\n\n")[0].replace("\n", " ")  # type: ignore[union-attr]
