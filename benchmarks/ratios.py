"""The ratios that are aimed at, and what each run gave."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from packages import FINDINGS, FINDINGS_AT, REAL, findings_of
from plan import BUILD, CHECK, FLOOR, FRICTIONLESS, FRICTIONLESS_TO, HELP, IMPORTS
from results import Measurement, Run

MILLION, FIVE_MILLION = "1000000", "5000000"
TO_FRICTIONLESS = str(FRICTIONLESS_TO)
CLEAN, SPOILT = str(FINDINGS_AT), findings_of(str(FINDINGS_AT))


@dataclass(frozen=True, slots=True)
class Ratio:
    """A number that is taken from a run, and the limit that is aimed at (None: nothing is).

    of: the number; None where the run did not measure what it takes. unit: " s", " MiB", or empty for a ratio.
    """

    what: str
    of: Callable[[Run], float | None]
    aim: Literal["at least", "at most", "under"] = "at most"
    limit: float | None = None
    unit: str = ""

    def reached(self, value: float) -> bool:
        """Whether the number is within the limit."""
        match self.limit, self.aim:
            case None, _:
                return True
            case limit, "at least":
                return value >= limit
            case limit, "at most":
                return value <= limit
            case limit, _:
                return value < limit

    def worst(self, runs: Iterable[Run]) -> float | None:
        """The worst number that any of the runs gave."""
        values = [value for run in runs if (value := self.of(run)) is not None]
        return (min if self.aim == "at least" else max)(values, default=None)


def _seconds(one: Measurement) -> float:
    return one.seconds.median


def _peak(one: Measurement) -> float:
    return one.peak_mib


def _a_row(one: Measurement) -> float:
    return one.seconds.median / one.rows


Key = tuple[str, str | None]


def _quotient(over: Key, under: Key, of: Callable[[Measurement], float] = _seconds) -> Callable[[Run], float | None]:
    def quotient(run: Run) -> float | None:
        one, other = run.of(*over), run.of(*under)
        return of(one) / of(other) if one and other else None

    return quotient


def _value(key: Key, of: Callable[[Measurement], float]) -> Callable[[Run], float | None]:
    def value(run: Run) -> float | None:
        one = run.of(*key)
        return of(one) if one else None

    return value


FASTER = Ratio(
    "check, 1 M evidence rows, against frictionless, 200 k: rows a second",
    _quotient((FRICTIONLESS, TO_FRICTIONLESS), (CHECK, MILLION), _a_row),
    "at least",
    20,
)
CHECK_TO_FLOOR = Ratio(
    "check / DuckDB script, 1 M evidence rows: time", _quotient((CHECK, MILLION), (FLOOR, MILLION)), limit=4
)
BUILD_TO_FLOOR = Ratio(
    "build / DuckDB script, 1 M evidence rows: time", _quotient((BUILD, MILLION), (FLOOR, MILLION)), limit=6
)
CHECK_PEAK = Ratio("check, 1 M evidence rows: peak memory", _value((CHECK, MILLION), _peak), limit=1536, unit=" MiB")
BUILD_PEAK = Ratio("build, 1 M evidence rows: peak memory", _value((BUILD, MILLION), _peak), limit=1536, unit=" MiB")
CHECK_GROWTH = Ratio(
    "check, 5 M / 1 M evidence rows: time", _quotient((CHECK, FIVE_MILLION), (CHECK, MILLION)), limit=5.5
)
BUILD_GROWTH = Ratio(
    "build, 5 M / 1 M evidence rows: time", _quotient((BUILD, FIVE_MILLION), (BUILD, MILLION)), limit=5.5
)
FLOOR_GROWTH = Ratio("DuckDB script, 5 M / 1 M evidence rows: time", _quotient((FLOOR, FIVE_MILLION), (FLOOR, MILLION)))
REAL_TO_IMPORTS = Ratio(
    f"check of the real data / python -c '{IMPORTS}': time", _quotient((CHECK, REAL), (IMPORTS, None)), limit=2
)
HELP_SECONDS = Ratio("claimset --help", _value((HELP, None), _seconds), "under", 0.3, " s")
FINDINGS_TIME = Ratio(
    f"check with {FINDINGS:,} findings / clean, 200 k evidence rows: time",
    _quotient((CHECK, SPOILT), (CHECK, CLEAN)),
    "under",
    3,
)
FINDINGS_PEAK = Ratio(
    f"check with {FINDINGS:,} findings / clean, 200 k evidence rows: peak memory",
    _quotient((CHECK, SPOILT), (CHECK, CLEAN), _peak),
)
RATIOS = (
    FASTER,
    CHECK_TO_FLOOR,
    BUILD_TO_FLOOR,
    CHECK_PEAK,
    BUILD_PEAK,
    CHECK_GROWTH,
    BUILD_GROWTH,
    FLOOR_GROWTH,
    REAL_TO_IMPORTS,
    HELP_SECONDS,
    FINDINGS_TIME,
    FINDINGS_PEAK,
)
