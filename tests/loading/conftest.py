"""Releases to read, and the matrix of readers and columns."""

import json
from pathlib import Path

import pytest

from claimset.check import Report
from claimset.package import load_package
from claimset.read import read_package
from claimset.release import build_release
from matrix import MATRIX, Matrix
from small_package import make_small
from torture import make_torture, release_torture


@pytest.fixture(scope="session")
def matrix(request: pytest.FixtureRequest) -> Matrix:
    return request.config.stash.setdefault(MATRIX, {})


@pytest.fixture(scope="session")
def torture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release of the torture package."""
    folder = tmp_path_factory.mktemp("torture")
    return release_torture(make_torture(folder / "package"), folder / "release")


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release of the small package, with the name of the real one, so that the examples of the README fit."""
    folder = tmp_path_factory.mktemp("small")
    root = make_small(folder)
    descriptor = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    descriptor |= {"name": "russia-hamas-claims", "version": "0.1.0"}
    (root / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    (root / "CHANGELOG.md").write_text("## [0.1.0] - 2026-11-22\n", encoding="utf-8")
    for name in ("LICENSE-DATA", "METHODS.md"):
        (root / name).write_text("Text.\n", encoding="utf-8")
    package = load_package(root)
    # Whether the rows keep the rules is no question here.
    report = Report(findings=(), skipped=(), frames=read_package(package).frames)
    return build_release(package, report, folder / "dist", lambda _: None)
