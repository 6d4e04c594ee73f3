"""What is run: each command with the package that it reads, and what it has to say."""

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from measure import Sample, measured, read_through
from packages import FINDINGS, HERE, Subject

CHECK = "claimset check"
BUILD = "claimset build, CSV and Parquet"
BUILD_ALL = "claimset build, all formats"
FLOOR = "DuckDB script"
FRICTIONLESS = "frictionless validate"
IMPORTS = "import pandas, pandera.pandas, pyarrow"
HELP = "claimset --help"
NOTHING = "python -c pass"

# Beyond this size frictionless takes minutes.
FRICTIONLESS_TO = 200_000
CLEAN = ": 0 errors, 0 warnings, 0 checks not made"

PYTHON = sys.executable
CLAIMSET = (PYTHON, "-m", "claimset")


@dataclass(frozen=True, slots=True)
class Command:
    """A command that is measured. package: what it reads. out: the folder that it writes, if it writes one."""

    what: str
    arguments: tuple[str, ...]
    package: Subject | None = None
    out: Path | None = None
    exit_code: int = 0
    says: str = ""

    def run(self) -> Sample:
        """Measures it once, with its files in memory; leaves nothing behind."""
        if self.package:
            read_through(self.package.folder / "data")
        if self.out:
            shutil.rmtree(self.out, ignore_errors=True)
        try:
            return measured(self.arguments, exit_code=self.exit_code, says=self.says)
        finally:
            if self.out:
                shutil.rmtree(self.out, ignore_errors=True)


def start_up() -> Iterator[Command]:
    """What comes before any work."""
    yield Command(NOTHING, (PYTHON, "-c", "pass"))
    yield Command(HELP, (*CLAIMSET, "--help"))
    yield Command(IMPORTS, (PYTHON, "-c", IMPORTS))


def work(package: Subject, scratch: Path) -> Iterator[Command]:
    """What is done with a valid package."""
    root, out = str(package.folder), scratch / "out"
    formats = ("--format", "csv", "--format", "parquet")
    yield Command(CHECK, (*CLAIMSET, "check", root), package, says=CLEAN)
    yield Command(FLOOR, (PYTHON, str(HERE / "floor.py"), root, str(out)), package, out)
    yield Command(BUILD, (*CLAIMSET, "build", root, *formats, "--out", str(out)), package, out)
    if package.evidence_rows <= FRICTIONLESS_TO:
        descriptor = str(package.folder / "datapackage.json")
        yield Command(FRICTIONLESS, (PYTHON, "-m", "frictionless", "validate", descriptor), package)


def whole_release(package: Subject, scratch: Path) -> Command:
    """A release in all formats."""
    out = scratch / "out"
    return Command(BUILD_ALL, (*CLAIMSET, "build", str(package.folder), "--out", str(out)), package, out)


def findings(package: Subject) -> Command:
    """A check that finds as much as was planted."""
    says = f": {FINDINGS:,} errors, 0 warnings"
    return Command(CHECK, (*CLAIMSET, "check", str(package.folder)), package, exit_code=1, says=says)
