"""A finding says where the data is wrong, and how to mend it."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]

# A message shows no more characters of a cell than this.
MOST_SHOWN = 120


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault in the data, as a value.

    path: file, relative to the package folder, with forward slashes.
    line: line of the file, counted from 1 (line 1 is the header); None for a whole file.
    field: column name; None for a whole row or file.
    key: primary key of the row, parts joined by "/"; None where there is none.
    rule: slug of the constraint or rule that is broken.
    value: the offending cell as it stands in the file; None where no single cell is meant.
    """

    path: str
    line: int | None
    field: str | None
    key: str | None
    rule: str
    severity: Severity
    message: str
    hint: str | None = None
    value: str | None = None


def shortened(text: str) -> str:
    """The text as a message shows it: of a very long one the beginning, and its length."""
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}... ({len(text):,} characters)"
