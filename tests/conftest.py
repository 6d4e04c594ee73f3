"""What the tests share, and the matrix of readers and columns that is printed at the end of a run."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from matrix import MATRIX, matrix_lines
from small_package import make_small

# A test that is slow on a busy machine is no wrong one.
settings.register_profile("claimset", deadline=None)
settings.load_profile("claimset")


@pytest.fixture
def small_package(tmp_path: Path) -> Path:
    return make_small(tmp_path)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker process hands over its part of the matrix."""
    output: dict[str, Any] | None = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["matrix"] = session.config.stash.get(MATRIX, {})


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:  # noqa: ANN401 - pytest-xdist has no public type for a worker
    """The process that prints takes over what a worker has."""
    node.config.stash.setdefault(MATRIX, {}).update(getattr(node, "workeroutput", {}).get("matrix", {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for line in matrix_lines(config.stash.get(MATRIX, {})):
        terminalreporter.write_line(line)
