"""What a run depends on besides the code: the machine, without its name, and the versions of the libraries."""

import json
import os
import platform
from importlib.metadata import version
from pathlib import Path

from results import Machine

ROOT = Path(__file__).parents[1]
CPUS = Path("/proc/cpuinfo")
LIBRARIES = ("click", "duckdb", "frictionless", "numpy", "pandas", "pandera", "pyarrow", "scipy")


def machine() -> Machine:
    """The machine on which it runs: cores are those that the process may use."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / (1 << 30)
    system = f"{platform.system()} {platform.machine()}"
    return Machine(_cpu(), _cores(), round(memory, 1), system, round(os.getloadavg()[0], 2))


def _cpu() -> str:
    if CPUS.is_file():
        for line in CPUS.read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    return platform.processor() or "unknown"


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def versions() -> dict[str, str]:
    """The versions of Python, of the data and with it of the tool, and of the libraries that are measured or used."""
    descriptor = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
    return {
        "Python": platform.python_version(),
        "claimset": descriptor["version"],
        **{library: version(library) for library in LIBRARIES},
    }
