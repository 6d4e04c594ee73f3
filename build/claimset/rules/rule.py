"""What a rule is: a function that yields breaches, with its severity and what it is about.

The docstring of the function is its page in the catalogue: the fact in the first line, then a paragraph that
begins with "Why:" and one that begins with "Mend:".
"""

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from claimset.finding import Severity
from claimset.package import Field, Package, Table
from claimset.rules.column import Column

Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True, slots=True)
class Breach:
    """One place where a rule does not hold: a line of a table (None: a row that is not there), and the column."""

    table: str
    line: int | None
    field: str | None
    message: str
    hint: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule on the tables: `function(tables)` yields its breaches.

    needs: the columns ("claims.topic") that it reads.
    """

    function: Callable[[Tables], Iterator[Breach]]
    severity: Severity
    needs: tuple[str, ...]

    @property
    def slug(self) -> str:
        """The stable name of the rule."""
        return slug(self.function)


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """A rule on single cells: `function(column)` for every sound column that it `covers`."""

    function: Callable[[Column], Iterator[Breach]]
    severity: Severity
    covers: Callable[[Table, Field], bool]

    @property
    def slug(self) -> str:
        """The stable name of the rule."""
        return slug(self.function)


@dataclass(frozen=True, slots=True)
class PackageRule:
    """A rule on the tables and their schemas: `function(package, tables)`; `needs` as for a Rule."""

    function: Callable[[Package, Tables], Iterator[Breach]]
    severity: Severity
    needs: tuple[str, ...]

    @property
    def slug(self) -> str:
        """The stable name of the rule."""
        return slug(self.function)


AnyRule = Rule | ColumnRule | PackageRule


@dataclass(frozen=True, slots=True)
class Page:
    """What the catalogue says of a rule: the fact, why it matters, and how to mend a breach."""

    fact: str
    why: str
    mend: str


def slug(function: Callable[..., Iterator[Breach]]) -> str:
    """The stable name of a rule: that of its function, with hyphens."""
    return function.__name__.replace("_", "-")


def page(rule: AnyRule) -> Page:
    """The page of a rule, out of its docstring; ValueError where a paragraph is missing."""
    fact, why, mend = (" ".join(part.split()) for part in (inspect.getdoc(rule.function) or "").split("\n\n"))
    return Page(fact, why.removeprefix("Why: "), mend.removeprefix("Mend: "))


def columns(table: str, *names: str) -> tuple[str, ...]:
    """Columns of a table in the form in which a rule names its needs."""
    return tuple(f"{table}.{name}" for name in names)
