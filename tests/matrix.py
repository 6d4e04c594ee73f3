"""The matrix of readers and columns: what each program makes of a release of odd values."""

from collections.abc import Iterator

import pytest

# By reader, what it made of each column; a text in the place of grades says why it was not tried.
Matrix = dict[str, dict[str, str] | str]
SAME = "="
MATRIX = pytest.StashKey[Matrix]()


def matrix_lines(matrix: Matrix) -> Iterator[str]:
    """A row for each column and a column for each reader, whose names stand in a list above."""
    if not matrix:
        return
    yield ""
    yield f"Readers of a release: {SAME} same values, type, order of terms and missing cells; else what comes instead"
    tried = [(reader, grades) for reader, grades in matrix.items() if not isinstance(grades, str)]
    for number, (reader, grades) in enumerate(tried, start=1):
        yield f"  {number:>2} {reader}: {list(grades.values()).count(SAME)} of {len(grades)} the same"
    yield from (f"   - {reader}: not tried: {why}" for reader, why in matrix.items() if isinstance(why, str))
    yield "column".ljust(15) + "".join(str(number).rjust(9) for number in range(1, len(tried) + 1))
    for column in next(iter(grades for _, grades in tried), {}):
        yield column.ljust(15) + "".join(grades[column].rjust(9) for _, grades in tried)
