"""Writes the catalogue's failing rows from the cases of the rules: `python tests/examples.py`."""

import json
from pathlib import Path

CASES = Path(__file__).parent / "cases"
TARGET = Path(__file__).parent.parent / "build" / "claimset" / "rules" / "examples.json"


def examples() -> dict[str, list[str]]:
    """The findings of the first case of each rule, by slug."""
    found: dict[str, list[str]] = {}
    for folder in sorted(CASES.iterdir()):
        slug = folder.name.split("--")[0]
        if folder.name == slug or slug not in found:
            found[slug] = (folder / "expected.txt").read_text(encoding="utf-8").splitlines()
    return dict(sorted(found.items()))


def written() -> str:
    """The file as it must be."""
    return json.dumps(examples(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    TARGET.write_text(written(), encoding="utf-8")
