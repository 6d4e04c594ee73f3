"""Checks a package with Spark and with `claimset check`, and compares what they find.

With --plant, also two copies of the package: one in which every constraint of a column or key is broken, one in which
references lead nowhere. Compared are table, line, column and rule of every finding, but for the findings of rules on
several rows, which Spark is not given. Exit code 1 where the two differ, or where a planted fault was not found.

Needs Java 17 and the packages of requirements-spark.lock (`make bench-spark`).
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

import psutil
from pyspark.sql import SparkSession

from claimset.finding import Finding
from claimset.package import load_package
from claimset.rules import RULES
from pieces import Found, Pieces, comparable, write_pieces
from plant import BREAKS, Constraint, plant
from spark_findings import CELL_RULES, findings_of_spark, start_spark

SAMPLE_SECONDS = 0.2
T = TypeVar("T")
NOT_COMPARED = {rule.slug for rule in RULES} - {rule.slug for rule in CELL_RULES}


@dataclass(slots=True)
class Measure:
    """What a step took of all processes together: seconds, CPU seconds and, at its peak, bytes of memory."""

    seconds: float = 0
    cpu: float = 0
    peak: int = 0


@dataclass(frozen=True, slots=True)
class Case:
    """A package to check, the constraints that were broken in it, and what `claimset check` finds."""

    name: str
    root: Path
    pieces: Path
    planted: frozenset[Constraint]
    read: Pieces
    wanted: frozenset[Found]


def main() -> None:
    """Compares as the command line says, and prints a line for each step."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path)
    parser.add_argument("--plant", action="store_true", help="also compare copies with faults")
    parser.add_argument("--faults", type=int, default=3, help="for each constraint (default: 3)")
    arguments = parser.parse_args()
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        sys.exit("Spark needs Java 17, and there is no java here (on Debian and Ubuntu: openjdk-17-jre-headless)")
    tell("package", "step", "seconds", "CPU s", "peak MiB", "findings", "")
    with tempfile.TemporaryDirectory(prefix="spark-check-") as scratch:
        cases = [prepared("as it is", arguments.package, Path(scratch), frozenset())]
        for what in BREAKS if arguments.plant else ():
            root = Path(scratch) / f"{what}-broken"
            planted = apart(plant, load_package(arguments.package), root, what, arguments.faults)
            cases.append(prepared(f"{what} broken", root, Path(scratch), planted))
        with measured() as measure:
            spark = start_spark(Path(scratch))
        tell_step("", "Spark starts", measure, "", "")
        try:
            verdicts = [compared(case, spark) for case in cases]
        finally:
            spark.stop()
    sys.exit(0 if all(verdicts) else 1)


def prepared(name: str, root: Path, scratch: Path, planted: frozenset[Constraint]) -> Case:
    """A package after `claimset check`, and in pieces for Spark."""
    with measured() as measure:
        command = [sys.executable, "-m", "claimset", "check", str(root), "--format", "json"]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
    if not done.stdout:
        sys.exit(done.stderr)
    findings = [Finding(**one) for one in json.loads(done.stdout)["findings"]]
    wanted = comparable([one for one in findings if one.rule not in NOT_COMPARED], load_package(root))
    left_out = len(findings) - len(wanted)
    tell_step(name, "claimset check", measure, len(wanted), f"and {left_out:,} of other rules" if left_out else "")
    pieces = scratch / "pieces" / root.name
    with measured() as measure:
        read = apart(write_pieces, root, pieces)
    tell_step("", "into Parquet pieces", measure, "", "")
    return Case(name, root, pieces, planted, read, wanted)


def compared(case: Case, spark: SparkSession) -> bool:
    """Whether Spark finds in a package what `claimset check` finds, and every constraint that was broken."""
    with measured() as measure:
        found = findings_of_spark(spark, load_package(case.root), case.pieces, case.read)
    unseen = case.planted - {Constraint(one.table, one.field, one.rule) for one in found}
    same = "the same" if found == case.wanted else "DIFFERENT"
    broken = f", {len(case.planted):,} constraints broken, {len(unseen):,} of them unseen" if case.planted else ""
    tell_step(case.name, "Spark", measure, len(found), same + broken)
    for sign, only in (("-", case.wanted - found), ("+", found - case.wanted)):
        for one in sorted(only, key=str)[:10]:
            sys.stdout.write(f"  {sign} {one.table}:{one.line}:{one.field}: {one.rule}\n")
    return found == case.wanted and not unseen


def apart(function: Callable[..., T], *arguments: object) -> T:
    """What the function gives, called in a process that ends, so that its memory is free again."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()


@contextmanager
def measured() -> Iterator[Measure]:
    """Measures what is done within; memory is counted in shares (PSS), so that what processes share counts once."""
    measure = Measure()
    done = threading.Event()
    watch = threading.Thread(target=_watch, args=(measure, done))
    begin, cpu = time.monotonic(), _cpu_seconds()
    watch.start()
    try:
        yield measure
    finally:
        measure.seconds, measure.cpu = time.monotonic() - begin, _cpu_seconds() - cpu
        done.set()
        watch.join()


def _watch(measure: Measure, done: threading.Event) -> None:
    while not done.wait(SAMPLE_SECONDS):
        memory = 0
        for process in _processes():
            with suppress(psutil.Error):
                memory += process.memory_full_info().pss
        measure.peak = max(measure.peak, memory)


def _cpu_seconds() -> float:
    """The CPU seconds of this process, of those that it has started, and of those that these have seen end."""
    seconds = 0.0
    for process in _processes():
        with suppress(psutil.Error):
            times = process.cpu_times()
            seconds += times.user + times.system + times.children_user + times.children_system
    return seconds


def _processes() -> list[psutil.Process]:
    this = psutil.Process()
    return [this, *this.children(recursive=True)]


def tell_step(package: str, step: str, measure: Measure, findings: int | str, remark: str) -> None:
    """Prints a line of the table."""
    count = f"{findings:,}" if isinstance(findings, int) else findings
    peak = f"{measure.peak / 2**20:,.0f}"
    tell(package, step, f"{measure.seconds:.1f}", f"{measure.cpu:.1f}", peak, count, remark)


def tell(package: str, step: str, *cells: str) -> None:
    """Prints cells in columns, the last of them a remark."""
    *numbers, remark = cells
    figures = "".join(number.rjust(10) for number in numbers)
    sys.stdout.write(f"{package:<18} {step:<19}{figures}  {remark}".rstrip() + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
