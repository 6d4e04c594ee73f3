"""What was measured, as values and as the file `results.json`."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ABOUT = (
    "Each command was run as a whole process, side by side with the others, with its files in memory. seconds: on the "
    "clock. cpu_seconds: of all cores, the median. peak_mib: of the largest process, in mebibytes, the highest of the "
    "repetitions. rows: of all tables of the package. Written by `make bench`."
)


@dataclass(frozen=True, slots=True)
class Seconds:
    """The median and the limits of repeated measurements."""

    median: float
    min: float
    max: float


@dataclass(frozen=True, slots=True)
class Measurement:
    """One command on one package (None where it reads none), measured some times.

    rows: of all tables of the package. cpu_seconds: the median. peak_mib: the highest.
    """

    what: str
    package: str | None
    evidence_rows: int
    rows: int
    seconds: Seconds
    cpu_seconds: float
    peak_mib: float
    repetitions: int


@dataclass(frozen=True, slots=True)
class Machine:
    """What the measurements depend on besides the code. load: processes that wanted to run in the minute before."""

    cpu: str
    cores: int
    memory_gib: float
    system: str
    load: float


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the benchmark."""

    date: str
    machine: Machine
    versions: dict[str, str]
    measurements: tuple[Measurement, ...]

    def of(self, what: str, package: str | None) -> Measurement | None:
        """The measurement of a command on a package; None where it was not made."""
        return next((one for one in self.measurements if (one.what, one.package) == (what, package)), None)


def write_runs(runs: list[Run], path: Path) -> None:
    """Writes the runs into the file, whole or not at all."""
    document = {"about": ABOUT, "runs": [asdict(run) for run in runs]}
    part = path.with_name(f"{path.name}.part")
    part.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    part.replace(path)


def read_runs(path: Path) -> list[Run]:
    """The runs in the file."""
    return [_run(run) for run in json.loads(path.read_text(encoding="utf-8"))["runs"]]


def _run(run: dict[str, Any]) -> Run:
    measurements = tuple(Measurement(**(one | {"seconds": Seconds(**one["seconds"])})) for one in run["measurements"])
    return Run(run["date"], Machine(**run["machine"]), run["versions"], measurements)
