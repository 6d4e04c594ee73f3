"""Times the commands of this repository side by side with others, and writes what it measured.

Generates packages of the sizes that are asked for (kept in benchmarks/.packages, 5 GB for all of them), runs every
command as a whole process in turn, prints tables, and writes them to benchmarks/results.md, with every number in
benchmarks/results.json. Exit code 1 where a command fails or finds what it should not; an aim that was missed is
printed and no failure.
"""

import argparse
import datetime as dt
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from machine import machine, versions
from measure import CommandError, Sample
from packages import FINDINGS_AT, HERE, REAL, ROOT, Store, real
from plan import Command, findings, start_up, whole_release, work
from report import report_lines, with_speed
from results import Measurement, Run, Seconds, read_runs, write_runs

SEED = 20231007
SIZES = (20_000, 200_000, 1_000_000, 5_000_000)
# A command that takes longer than this many seconds runs once.
LONG = 60.0
# What is over in a moment runs so many times as often.
OFTEN = 3


def main() -> None:
    """Measures as the command line says, or writes the tables of what was measured anew."""
    arguments = _arguments()
    results: Path = arguments.results
    # Who ends it by a signal finds as little left behind as who interrupts it.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        if not arguments.readme:
            _measure(arguments)
        runs = read_runs(results / "results.json")
        if arguments.readme:
            _replace(ROOT / "README.md", with_speed((ROOT / "README.md").read_text(encoding="utf-8"), runs))
            _replace(results / "results.md", _text(report_lines(runs)))
    except CommandError as error:
        sys.exit(f"bench: {error}")
    except KeyboardInterrupt:
        sys.exit("bench: interrupted; the runs that were whole are kept")
    sys.stdout.write(_text(report_lines(runs)))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=_sizes, default=SIZES, help="rows of evidence, separated by commas")
    parser.add_argument("--runs", type=int, default=1, help="measure everything so many times (default: 1)")
    parser.add_argument("--repeat", type=int, default=3, help="within a run, what takes under a minute (default: 3)")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--packages", type=Path, default=HERE / ".packages", help="folder of the generated packages")
    parser.add_argument("--results", type=Path, default=HERE, help="folder of results.json and results.md")
    parser.add_argument("--delete", action="store_true", help="delete the generated packages at the end")
    parser.add_argument("--readme", action="store_true", help="measure nothing; write results.md and README.md anew")
    return parser.parse_args()


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(int(size.replace("_", "")) for size in text.split(","))


def _measure(arguments: argparse.Namespace) -> None:
    """Makes the packages, then measures run after run; each is written when it is whole."""
    start = time.monotonic()
    packages: Path = arguments.packages
    packages.mkdir(parents=True, exist_ok=True)
    arguments.results.mkdir(parents=True, exist_ok=True)
    store = Store(packages, arguments.seed, _tell)
    runs: list[Run] = []
    with tempfile.TemporaryDirectory(dir=packages) as scratch:
        plan = _plan(store, arguments.sizes, Path(scratch))
        _tell("running each command on the real data once, so that Python has all of it compiled")
        for command in dict.fromkeys(plan):
            if command.package is None or command.package.name == REAL:
                command.run()
        for number in range(1, arguments.runs + 1):
            _tell(f"run {number} of {arguments.runs}")
            runs.append(measure_plan(plan, arguments.repeat))
            write_runs(runs, arguments.results / "results.json")
            _replace(arguments.results / "results.md", _text(report_lines(runs)))
    if arguments.delete:
        for package in {command.package for command in plan if command.package} - {real()}:
            store.delete(package)
    _tell(f"took {(time.monotonic() - start) / 60:.0f} minutes")


def _plan(store: Store, sizes: Iterable[int], scratch: Path) -> list[Command]:
    """The commands of one round, in the order in which they run."""
    ours = real()
    plan = [*start_up(), *work(ours, scratch), whole_release(ours, scratch)] * OFTEN
    for size in sizes:
        package = store.generated(size)
        plan += work(package, scratch)
        if size == FINDINGS_AT:
            plan.append(findings(store.with_findings(package)))
    return plan


def measure_plan(plan: Sequence[Command], rounds: int) -> Run:
    """One run: every command in turn, round after round, so that what disturbs the machine hits all alike."""
    where = machine()
    samples: dict[Command, list[Sample]] = {command: [] for command in plan}
    for _ in range(rounds):
        for command in plan:
            known = samples[command]
            if known and known[-1].seconds > LONG:
                continue
            known.append(command.run())
            rows = f", {command.package.rows:,} rows" if command.package else ""
            _tell(f"{command.what}{rows}: {known[-1].seconds:,.2f} s, {known[-1].peak_mib:,.0f} MiB")
    measurements = tuple(_measurement(command, known) for command, known in samples.items())
    return Run(dt.datetime.now(dt.UTC).date().isoformat(), where, versions(), measurements)


def _measurement(command: Command, samples: Sequence[Sample]) -> Measurement:
    seconds = [sample.seconds for sample in samples]
    package = command.package
    return Measurement(
        what=command.what,
        package=package.name if package else None,
        evidence_rows=package.evidence_rows if package else 0,
        rows=package.rows if package else 0,
        seconds=Seconds(round(statistics.median(seconds), 3), round(min(seconds), 3), round(max(seconds), 3)),
        cpu_seconds=round(statistics.median(sample.cpu_seconds for sample in samples), 3),
        peak_mib=round(max(sample.peak_mib for sample in samples), 1),
        repetitions=len(samples),
    )


def _text(lines: Iterator[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _replace(path: Path, text: str) -> None:
    """Writes the file, whole or not at all."""
    part = path.with_name(f"{path.name}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


def _tell(what: str) -> None:
    sys.stderr.write(f"bench: {what}\n")


if __name__ == "__main__":
    main()
