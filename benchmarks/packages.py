"""The packages that are measured: the real one, generated ones, and one with findings; made once and then kept."""

import hashlib
import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from measure import CommandError, measured

ROOT = Path(__file__).parents[1]
HERE = Path(__file__).parent
REAL = "real"
FINDINGS = 100_000
# The size at which findings are planted: small enough that they weigh, large enough to hold them.
FINDINGS_AT = 200_000
# Room for a package, and beside it for a release of it as CSV and Parquet and in a zip file.
BYTES_A_ROW = 3_000
# What the bytes of a generated package depend on.
INGREDIENTS = (
    *(HERE / name for name in ("generate.py", "references.py", "texts.py", "faulty.py")),
    *(ROOT / name for name in ("datapackage.json", "METHODS.md", "CHANGELOG.md", "LICENSE-DATA")),
)


def findings_of(clean: str) -> str:
    """The name of the copy with findings of the package with this name."""
    return f"{clean}-with-findings"


@dataclass(frozen=True, slots=True)
class Subject:
    """A package that is measured: its name and folder, the rows of claim_evidence, and those of all tables."""

    name: str
    folder: Path
    evidence_rows: int
    rows: int


def real() -> Subject:
    """The package of this repository."""
    return Subject(REAL, ROOT, *_counted(ROOT))


@dataclass(frozen=True, slots=True)
class Store:
    """Where generated packages are kept, the seed of all of them, and whom to tell that one is being made."""

    folder: Path
    seed: int
    tell: Callable[[str], None]

    def generated(self, size: int) -> Subject:
        """The generated package with about `size` rows of claim_evidence."""
        folder = self.folder / str(size)
        arguments = (str(size), str(folder), "--seed", str(self.seed))
        return self._kept(folder, size, _recipe(f"{size} {self.seed}"), "generate.py", *arguments)

    def with_findings(self, clean: Subject, number: int = FINDINGS) -> Subject:
        """A copy of the package with so many wrong cells."""
        folder = self.folder / findings_of(clean.name)
        arguments = (str(clean.folder), str(folder), str(number))
        recipe = _recipe(f"{clean.name} {self.seed} {number}")
        return self._kept(folder, clean.evidence_rows, recipe, "faulty.py", *arguments)

    def delete(self, package: Subject) -> None:
        """Deletes a package that was made here."""
        shutil.rmtree(package.folder)
        package.folder.with_suffix(".json").unlink()

    def _kept(self, folder: Path, size: int, recipe: str, script: str, *arguments: str) -> Subject:
        """The package in this folder, made anew by the script unless it was made by the same recipe."""
        stamp = folder.with_suffix(".json")
        if stamp.is_file() and folder.is_dir():
            known = json.loads(stamp.read_text(encoding="utf-8"))
            if known["recipe"] == recipe:
                return Subject(folder.name, folder, known["evidence_rows"], known["rows"])
        self.tell(f"making the package {folder.name}")
        self.folder.mkdir(parents=True, exist_ok=True)
        stamp.unlink(missing_ok=True)
        _require_room(self.folder, size)
        measured((sys.executable, str(HERE / script), *arguments))
        evidence_rows, rows = _counted(folder)
        known = {"recipe": recipe, "evidence_rows": evidence_rows, "rows": rows}
        stamp.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")
        return Subject(folder.name, folder, evidence_rows, rows)


def _recipe(order: str) -> str:
    """A hash of all that the bytes of a package depend on: what was ordered, the code and the real package."""
    recipe = hashlib.sha256(order.encode())
    tables = (path for folder in ("data", "schemas") for path in sorted((ROOT / folder).glob("*.*")))
    for path in (*INGREDIENTS, *tables):
        recipe.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return recipe.hexdigest()


def _require_room(store: Path, size: int) -> None:
    free, needed = shutil.disk_usage(store).free, size * BYTES_A_ROW
    if free < needed:
        message = f"{store}: {size:,} rows need {needed / 1e9:,.1f} GB of room, and {free / 1e9:,.1f} GB are free"
        raise CommandError(message)


def _counted(folder: Path) -> tuple[int, int]:
    """The rows of claim_evidence and those of all tables: lines without headers, because no cell holds a line break."""
    lines = {path.stem: _lines(path) - 1 for path in (folder / "data").glob("*.csv")}
    return lines["claim_evidence"], sum(lines.values())


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
