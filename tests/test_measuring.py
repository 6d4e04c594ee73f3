"""The benchmark measures what it says, and its tables say what was measured."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bench import measure_plan
from measure import CommandError, measured
from packages import Subject
from plan import Command
from report import report_lines, speed_lines, with_speed
from results import Machine, Measurement, Run, Seconds, read_runs, write_runs
from small_package import REPOSITORY

BENCHMARKS = REPOSITORY / "benchmarks"
PYTHON = sys.executable
# What measures must be small, which the process of the tests is not.
MEASURE = """\
import json, sys
from dataclasses import astuple
from measure import measured
print(json.dumps(astuple(measured([sys.executable, "-c", sys.argv[1]]))))
"""
ALLOCATE = "import time; block = b'x' * (200 << 20); time.sleep(0.5)"
IN_CHILD = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {ALLOCATE!r}])"

MACHINE = Machine(cpu="Some CPU", cores=2, memory_gib=23.5, system="Linux x86_64", load=0.1)
VERSIONS = {"Python": "3.11.9", "claimset": "0.1.0"}


def measurement(what: str, package: str | None, rows: int, seconds: float, peak: float = 100) -> Measurement:
    evidence = 0 if package is None else rows // 8
    spread = Seconds(seconds, seconds - 0.01, seconds + 0.01)
    return Measurement(what, package, evidence, rows, spread, seconds * 2, peak, 3)


def run(check: float = 15.0) -> Run:
    return Run(
        "2026-11-23",
        MACHINE,
        VERSIONS,
        (
            measurement("claimset --help", None, 0, 0.21, 25),
            measurement("import pandas, pandera.pandas, pyarrow", None, 0, 0.6),
            measurement("claimset check", "real", 3_400, 1.5),
            measurement("frictionless validate", "200000", 1_600_000, 80),
            measurement("claimset check", "200000", 1_600_000, 3),
            measurement("claimset check", "200000-with-findings", 1_600_000, 6, 250),
            measurement("claimset check", "1000000", 8_000_000, check, 1400),
            measurement("DuckDB script", "1000000", 8_000_000, 5, 900),
        ),
    )


@pytest.mark.parametrize("program", [ALLOCATE, IN_CHILD], ids=["its own", "of a child of it"])
def test_peak_memory_and_time_are_those_of_the_command(program: str) -> None:
    done = subprocess.run([PYTHON, "-c", MEASURE, program], cwd=BENCHMARKS, capture_output=True, text=True, check=True)
    seconds, cpu_seconds, peak_mib = json.loads(done.stdout)
    assert 200 <= peak_mib <= 260
    assert 0.5 <= seconds <= 10
    assert cpu_seconds < seconds - 0.4


def test_a_command_that_fails_is_told_with_its_exit_code_and_its_last_words() -> None:
    program = "import sys; print('on the way'); sys.exit('\\n'.join(str(line) for line in range(100)))"
    with pytest.raises(CommandError) as raised:
        measured([PYTHON, "-c", program])
    assert str(raised.value) == f"{PYTHON} -c {program}: exit code 1 instead of 0; it ends with:\n" + "\n".join(
        f"  {line}" for line in range(80, 100)
    )


def test_a_command_that_should_find_something_and_does_not_is_told() -> None:
    with pytest.raises(CommandError, match=r"exit code 0 instead of 1; it ends with:\n  all is well"):
        measured([PYTHON, "-c", "print('all is well')"], exit_code=1)
    with pytest.raises(CommandError, match=r"does not say '3 errors'; it ends with:\n  2 errors"):
        measured([PYTHON, "-c", "print('2 errors')"], says="3 errors")


def test_a_command_that_is_killed_is_told_to_have_lacked_memory() -> None:
    with pytest.raises(CommandError, match=r"exit code -9 instead of 0 \(killed, as a system does that lacks memory\)"):
        measured([PYTHON, "-c", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"])


def test_a_program_that_is_not_there_is_told() -> None:
    with pytest.raises(CommandError) as raised:
        measured(["no-such-program", "now"])
    assert str(raised.value) == "no-such-program now: cannot be started: No such file or directory"


def test_commands_run_in_turn_and_leave_nothing_behind(tmp_path: Path) -> None:
    log, out = tmp_path / "log", tmp_path / "out"
    (tmp_path / "data").mkdir()
    package = Subject("500", tmp_path, 500, 4_000)
    write = f"import pathlib; pathlib.Path({str(out)!r}).mkdir(); open({str(log)!r}, 'a').write('written ')"
    plan = [
        Command("read", (PYTHON, "-c", f"open({str(log)!r}, 'a').write('read ')")),
        Command("write", (PYTHON, "-c", write), package, out),
    ]
    result = measure_plan(plan, rounds=2)
    assert log.read_text(encoding="utf-8") == "read written read written "
    assert not out.exists()
    told = [(one.what, one.package, one.evidence_rows, one.rows, one.repetitions) for one in result.measurements]
    assert told == [("read", None, 0, 0, 2), ("write", "500", 500, 4_000, 2)]
    assert all(0 < one.seconds.min <= one.seconds.median <= one.seconds.max for one in result.measurements)


def test_results_are_the_same_after_writing_and_reading(tmp_path: Path) -> None:
    runs = [run(), run(14.5)]
    write_runs(runs, tmp_path / "results.json")
    assert read_runs(tmp_path / "results.json") == runs


def test_the_report_holds_each_ratio_beside_its_aim_and_each_measurement() -> None:
    expected = Path(__file__).with_name("benchmark_report.md").read_text(encoding="utf-8")
    assert "".join(f"{line}\n" for line in report_lines([run(), run(21.0)])) == expected


def test_the_readme_quotes_the_worst_of_all_runs() -> None:
    readme = "Before.\n<!-- speed -->\nOld.\n<!-- /speed -->\nAfter.\n"
    table = list(speed_lines([run(), run(16.2)]))
    assert [line.rsplit(" | ", 1)[-1] for line in table] == [
        "the worst of 2 runs |",
        "--- |",
        "25 times as fast |",
        "3.2 times its time |",
        "2 times the time |",
        "2.5 times the time |",
    ]
    expected = "\n".join(["Before.", "<!-- speed -->", "", *table, "", "<!-- /speed -->", "After.", ""])
    assert with_speed(readme, [run(), run(16.2)]) == expected
    with pytest.raises(ValueError, match=r"README\.md lacks"):
        with_speed("Nothing.\n", [run()])


def test_readme_and_table_say_what_the_results_say() -> None:
    runs = read_runs(BENCHMARKS / "results.json")
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    assert with_speed(readme, runs) == readme
    table = (BENCHMARKS / "results.md").read_text(encoding="utf-8")
    assert "".join(f"{line}\n" for line in report_lines(runs)) == table


def test_a_benchmark_that_is_ended_leaves_nothing_behind(tmp_path: Path) -> None:
    bench = [PYTHON, str(BENCHMARKS / "bench.py"), "--sizes", "408"]
    bench += ["--packages", str(tmp_path / "kept"), "--results", str(tmp_path)]
    with subprocess.Popen(bench, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        while "running each command" not in process.stderr.readline():
            pass
        process.send_signal(signal.SIGTERM)
        last = process.stderr.read()
    assert (process.returncode, last) == (1, "bench: interrupted; the runs that were whole are kept\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept"]
    assert sorted(path.name for path in (tmp_path / "kept").iterdir()) == ["408", "408.json"]


def test_a_failing_command_ends_the_benchmark_with_exit_code_1(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = subprocess.run(
        [PYTHON, BENCHMARKS / "bench.py", "--sizes", "999999999999", "--packages", tmp_path, "--results", tmp_path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "999,999,999,999 rows need 3,000,000.0 GB of room" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file"]
