"""What the tests share."""

from pathlib import Path

import pytest
from hypothesis import settings

from small_package import make_small

# A test that is slow on a busy machine is no wrong one.
settings.register_profile("claimset", deadline=None)
settings.load_profile("claimset")


@pytest.fixture
def small_package(tmp_path: Path) -> Path:
    return make_small(tmp_path)
