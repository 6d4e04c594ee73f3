"""The matrix of readers and columns, printed at the end of a run of the tests."""

from collections.abc import Iterator

import pytest

from reading import SAME, Matrix
from torture import EXPECTED

MATRIX = pytest.StashKey[Matrix]()


@pytest.fixture(scope="session")
def matrix(request: pytest.FixtureRequest) -> Matrix:
    return request.config.stash.setdefault(MATRIX, {})


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for line in _lines(config.stash.get(MATRIX, {})):
        terminalreporter.write_line(line)


def _lines(matrix: Matrix) -> Iterator[str]:
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
    for column in EXPECTED:
        yield column.ljust(15) + "".join(grades[column].rjust(9) for _, grades in tried)
