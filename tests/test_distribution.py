"""What is installed is what stands in the repository."""

import json
import re
import subprocess
import sys
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# Each lock, and what is in it beside exact versions: the package that has no wheel.
LOCKS = {
    "requirements.lock": "",
    "requirements-cff.lock": "",
    "requirements-metadata.lock": "--no-binary jsonpath-rw\n\n",
}
PINNED = re.compile(r"[a-z0-9-]+==[0-9.]+( ; [^\\]+)?( \\\n    --hash=sha256:[0-9a-f]{64})+\n")


def test_the_tool_has_the_version_of_the_data() -> None:
    assert version("claimset") == json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))["version"]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_nothing_but_exact_versions_with_hashes(lock: str) -> None:
    assert PINNED.sub("", (ROOT / lock).read_text(encoding="utf-8")) == LOCKS[lock]


@pytest.mark.slow
def test_the_wheel_holds_every_file_of_the_package(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*pip, "--wheel-dir", str(tmp_path), str(ROOT)], check=True, capture_output=True)
    (wheel,) = tmp_path.glob("claimset-*.whl")
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("claimset/")}
    source = ROOT / "build"
    files = (path for path in (source / "claimset").rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    assert packed == {path.relative_to(source).as_posix() for path in files}
