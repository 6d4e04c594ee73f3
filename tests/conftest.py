"""What the tests share."""

from pathlib import Path

import pytest

from small_package import make_small


@pytest.fixture
def small_package(tmp_path: Path) -> Path:
    return make_small(tmp_path)
