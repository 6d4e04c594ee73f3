"""A small package that can be released, and what changes it from one version to the next."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from claimset.cli import main
from publishing import Run, set_version
from small_package import REPOSITORY, make_small


@pytest.fixture
def run() -> Run:
    def run_claimset(*arguments: str | Path) -> Result:
        return CliRunner().invoke(main, [str(argument) for argument in arguments])

    return run_claimset


@pytest.fixture(scope="session")
def published_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package whose version 0.1.0 is published; copy it before changing it."""
    root = make_small(tmp_path_factory.mktemp("published"))
    shutil.copy(REPOSITORY / "LICENSE-DATA", root)
    (root / "METHODS.md").write_text("# Methods\n", encoding="utf-8")
    set_version(root, "0.1.0", "2026-11-22")
    result = CliRunner().invoke(main, ["release", str(root)])
    assert result.exit_code == 0, result.output
    return root


@pytest.fixture
def published(published_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(published_once, tmp_path / "package"))
