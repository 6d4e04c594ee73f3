"""The tables that people read: the ratios beside their aims, what each run measured, and the section of the README."""

from collections.abc import Iterator, Sequence

from packages import FINDINGS, REAL, findings_of
from plan import FLOOR
from ratios import (
    BUILD_TO_FLOOR,
    CHECK_GROWTH,
    CHECK_TO_FLOOR,
    FASTER,
    FINDINGS_TIME,
    RATIOS,
    REAL_TO_IMPORTS,
    Ratio,
)
from results import Measurement, Run

HEAD = """\
# What was measured

Written by `make bench`, which generates packages in the proportions of the real data and times every command as a whole
process, start-up included, side by side, with its files in memory. *Rows* are all rows of all tables; of every seven or
eight, one is evidence. *CPU* is the time of all cores. *Peak* is the memory of the largest process, with the pages of
mapped files; under some 30 MiB it is that of the process that measures. The *DuckDB script* is `benchmarks/floor.py`:
it reads the CSV files with their types, tests keys, terms and references and writes Parquet; it knows no rule of the
model.
"""

START, END = "<!-- speed -->\n", "<!-- /speed -->\n"
# What the README says of a ratio, with the number in its place.
SENTENCES: tuple[tuple[Ratio, str, str], ...] = (
    (FASTER, "`claimset check` with all rules, row for row, against `frictionless validate`", "{} times as fast"),
    (
        CHECK_TO_FLOOR,
        "`claimset check` against a bare DuckDB script that tests types, keys, terms and references and writes Parquet",
        "{} times its time",
    ),
    (
        BUILD_TO_FLOOR,
        "`claimset build` of CSV and Parquet, checks and derived tables included, against that script",
        "{} times its time",
    ),
    (CHECK_GROWTH, "`claimset check` of five million evidence rows against one million", "{} times the time"),
    (
        FINDINGS_TIME,
        f"`claimset check` that finds {FINDINGS:,} faults against one that finds none",
        "{} times the time",
    ),
    (
        REAL_TO_IMPORTS,
        "`claimset check` of this dataset against only importing pandas, Pandera and PyArrow",
        "{} times the time",
    ),
)


def report_lines(runs: Sequence[Run]) -> Iterator[str]:
    """Everything: the ratios of all runs, then each run by itself."""
    yield from HEAD.splitlines()
    yield ""
    yield from ratio_lines(runs)
    for number, run in enumerate(runs, start=1):
        yield ""
        yield from run_lines(run, number)


def ratio_lines(runs: Sequence[Run]) -> Iterator[str]:
    """A table of the ratios: a column for each run, the aim, and whether all runs reached it."""
    numbers = [f"run {number}" for number, _ in enumerate(runs, start=1)]
    yield from _table(
        ["", *numbers, "aim", ""],
        [[ratio.what, *(_shown(ratio, run) for run in runs), _aim(ratio), _verdict(ratio, runs)] for ratio in RATIOS],
        left={0, len(numbers) + 1, len(numbers) + 2},
    )


def _shown(ratio: Ratio, run: Run) -> str:
    value = ratio.of(run)
    return "-" if value is None else f"{value:,.{0 if ratio.unit == ' MiB' else 2}f}{ratio.unit}"


def _aim(ratio: Ratio) -> str:
    return "" if ratio.limit is None else f"{ratio.aim} {ratio.limit:,g}{ratio.unit}"


def _verdict(ratio: Ratio, runs: Sequence[Run]) -> str:
    worst = ratio.worst(runs)
    if ratio.limit is None:
        return ""
    if worst is None:
        return "not measured"
    return "reached" if ratio.reached(worst) else "not reached"


def run_lines(run: Run, number: int) -> Iterator[str]:
    """One run: when and where, and a table of its measurements."""
    machine = run.machine
    yield f"## Run {number}"
    yield ""
    yield (
        f"{run.date}, {machine.cpu}, {machine.cores} cores, {machine.memory_gib:g} GiB, {machine.system}, "
        f"load before: {machine.load:g}. {', '.join(f'{name} {version}' for name, version in run.versions.items())}."
    )
    yield ""
    yield from _table(
        ["package", "rows", "command", "times", "seconds", "from - to", "CPU", "peak MiB", "µs a row", "to DuckDB"],
        [_measured(one, run.of(FLOOR, one.package)) for one in run.measurements],
        left={0, 2},
    )


def _measured(one: Measurement, floor: Measurement | None) -> list[str]:
    seconds = one.seconds
    return [
        _package(one),
        f"{one.rows:,}" if one.rows else "",
        one.what,
        str(one.repetitions),
        f"{seconds.median:,.2f}",
        f"{seconds.min:,.2f} - {seconds.max:,.2f}",
        f"{one.cpu_seconds:,.2f}",
        f"{one.peak_mib:,.0f}",
        f"{seconds.median / one.rows * 1e6:,.2f}" if one.rows else "",
        f"{seconds.median / floor.seconds.median:,.2f}" if floor and one.rows else "",
    ]


def _package(one: Measurement) -> str:
    if one.package is None:
        return "none"
    if one.package == REAL:
        return f"real, {one.evidence_rows:,} evidence rows"
    with_findings = one.package == findings_of(one.package.partition("-")[0])
    return f"{one.evidence_rows:,} evidence rows" + (f", {FINDINGS:,} findings" if with_findings else "")


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], left: set[int]) -> Iterator[str]:
    """A table in Markdown; the columns in `left` begin at the left, numbers end at the right."""
    yield _row(head)
    yield _row("---" if place in left else "--:" for place in range(len(head)))
    yield from (_row(row) for row in rows)


def _row(cells: Sequence[str] | Iterator[str]) -> str:
    return f"| {' | '.join(cells)} |"


def speed_lines(runs: Sequence[Run]) -> Iterator[str]:
    """The table of the README: the worst number of all runs for each ratio that was measured."""
    yield from _table(
        ["", "" if len(runs) == 1 else f"the worst of {len(runs)} runs"],
        [
            [what, number.format(f"{worst:.2g}")]
            for ratio, what, number in SENTENCES
            if (worst := ratio.worst(runs)) is not None
        ],
        left={0, 1},
    )


def with_speed(readme: str, runs: Sequence[Run]) -> str:
    """The text of the README with the table of these runs between its marks; ValueError where it lacks them."""
    before, start, rest = readme.partition(START)
    _, end, after = rest.partition(END)
    if not (start and end):
        message = f"README.md lacks {START.strip()} or {END.strip()}"
        raise ValueError(message)
    return "".join((before, start, "\n", *(f"{line}\n" for line in speed_lines(runs)), "\n", end, after))
