"""What tests of published versions share."""

import json
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Run = Callable[..., Result]


def set_version(root: Path, version: str, day: str = "2026-12-01") -> None:
    """Another version in datapackage.json, with a heading in the changelog."""
    path = root / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(descriptor | {"version": version}, indent=2), encoding="utf-8")
    (root / "CHANGELOG.md").write_text(f"# Changelog\n\n## [{version}] - {day}\n", encoding="utf-8")
