"""Runs one command as a whole process and says how long it took and how much memory it had at its peak.

The peak is that of the largest single process: of the command, or of a process that it has started and waited for
(`ru_maxrss`, see getrusage(2)). Pages of mapped files count too. A process begins with the peak of the one that started
it, so what measures must itself be small: this module and those that use it import nothing but Python's own, and peaks
under some 20 MiB cannot be told apart.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

# Linux counts kibibytes, macOS bytes.
MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024
MEBIBYTE = 1 << 20
# Only the end of what a command says is kept: so many bytes, and so many lines where it has failed.
KEPT = 1 << 16
TAIL = 20


class CommandError(Exception):
    """A command ended otherwise than it should, or did not say what it should."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One run of a command: wall-clock seconds, seconds of all cores in it and its children, peak memory in MiB."""

    seconds: float
    cpu_seconds: float
    peak_mib: float


def measured(command: Sequence[str], *, exit_code: int = 0, says: str = "") -> Sample:
    """Runs the command to its end; CommandError where its exit code is another or the end of stdout lacks `says`."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.perf_counter()
        with _started(command, out, err) as process:
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - start
            process.returncode = os.waitstatus_to_exitcode(status)
        wrong = ""
        if process.returncode != exit_code:
            wrong = f"exit code {process.returncode} instead of {exit_code}"
            if process.returncode == -signal.SIGKILL:
                wrong += " (killed, as a system does that lacks memory)"
        elif says not in _end(out):
            wrong = f"does not say {says!r}"
        if wrong:
            last = "\n".join(f"  {line}" for line in (_end(err) or _end(out)).splitlines()[-TAIL:])
            message = f"{' '.join(command)}: {wrong}; it ends with:\n{last}"
            raise CommandError(message)
    return Sample(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * MAXRSS_UNIT / MEBIBYTE)


@contextmanager
def _started(command: Sequence[str], out: IO[bytes], err: IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """The running command, which does not outlive an interrupt."""
    try:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=err)
    except OSError as error:
        message = f"{' '.join(command)}: cannot be started: {error.strerror}"
        raise CommandError(message) from error
    try:
        yield process
    except BaseException:
        process.kill()
        process.wait()
        raise


def _end(file: IO[bytes]) -> str:
    file.seek(max(0, file.seek(0, os.SEEK_END) - KEPT))
    return file.read().decode(errors="replace")


def read_through(folder: Path) -> int:
    """Reads each file in the folder once, so that a command finds it in memory; the number of bytes."""
    total = 0
    buffer = bytearray(MEBIBYTE)
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb", buffering=0) as file:
                while size := file.readinto(buffer):
                    total += size
    return total
