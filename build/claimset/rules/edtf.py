"""Dates in the Extended Date/Time Format (EDTF, Library of Congress, 2019)."""

import re
from collections.abc import Iterator

from claimset.dates import EdtfError, bounds
from claimset.finding import shortened
from claimset.package import Field, Table
from claimset.rules.column import Column
from claimset.rules.frames import cells, is_any
from claimset.rules.rule import Breach, ColumnRule

MONTHS = 12
_FIGURES = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})")


def is_edtf(table: Table, field: Field) -> bool:  # noqa: ARG001 - a column rule is asked about both
    """Whether the schema declares a column to hold EDTF dates."""
    return field.is_edtf


def date_form(column: Column) -> Iterator[Breach]:
    """A date is EDTF of the levels in use and does not end before it starts.

    Why: releases give each date its first and last possible day; a date that cannot be read has neither.

    Mend: write 2023-10-07, 2023-10 or 2023; 2023-10-07? (uncertain), 2023-10-07~ (about), 2023-10-XX (some day of
    the month); a/b if it lasted from a to b, a/.. if it has not ended; [a..b] for one unknown day within; [a..] for
    some time after.
    """
    wrong = {}
    for text in column.cells.dropna().unique():
        try:
            bounds(text)
        except EdtfError as error:
            wrong[text] = shortened(str(error))
    for line, text in cells(column.cells, is_any(column.cells, *wrong)):
        yield Breach(column.table, line, column.name, wrong[text], _hint(text), text)


def _hint(text: str) -> str:
    """How to write the date; for day and month in figures, both readings, because only another row can settle it."""
    figures = _FIGURES.fullmatch(text)
    if figures is None:
        return "write 2023-10-07, 2023-10, 2023, 2023-10-07~ (about), a/b (from a to b) or [a..b] (one day within)"
    first, second, year = figures.groups()
    readings = {
        f"{year}-{month:0>2}-{day:0>2}" for month, day in ((first, second), (second, first)) if int(month) <= MONTHS
    }
    return f"write the year first: {' or '.join(sorted(readings))}; other dates of the same source show which is meant"


RULES = (ColumnRule(date_form, "error", is_edtf),)
