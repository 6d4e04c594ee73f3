"""A version, and a row of it, is cited in the usual styles."""

import json
import shutil
from pathlib import Path

import pytest

from publishing import Run, set_version

# Each command checks a whole package.
pytestmark = pytest.mark.slow

HEAD = "The russia-hamas-claims contributors"


@pytest.fixture
def package(small_package: Path) -> Path:
    set_version(small_package, "0.1.0", "2026-11-22")
    return small_package


def cite(run: Run, *arguments: str | Path) -> str:
    result = run("cite", *arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_version_is_cited_in_each_style(package: Path, run: Run) -> None:
    assert cite(run, "--version", package) == (f"{HEAD} (2026). Claims about a river (Version 0.1.0) [Data set].\n")
    assert cite(run, "--version", package, "--style", "chicago") == (
        f"{HEAD}. 2026. \u201cClaims about a river.\u201d Version 0.1.0. Data set. Released November 22, 2026.\n"
    )
    assert cite(run, "--version", package, "--style", "bibtex").startswith("@misc{small-claims-0.1.0,\n")
    [item] = json.loads(cite(run, "--version", package, "--style", "csl"))
    assert (item["type"], item["version"], item["issued"]) == ("dataset", "0.1.0", {"date-parts": [[2026, 11, 22]]})


def test_each_row_has_its_own_citation(package: Path, run: Run) -> None:
    whole = "Claims about a river (Version 0.1.0) [Data set]."
    assert cite(run, "C0001", "C0001/A0002/accused", "--version", package) == (
        f"{HEAD} (2026). Row C0001 of the table claims. In {whole}\n"
        f"{HEAD} (2026). Row C0001/A0002/accused of the table claim_actors. In {whole}\n"
    )


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("C0010", "C0010: retired, and not in version 0.1.0; cite C0001, which took its place"),
        ("V0020", "V0020: retired, and not in version 0.1.0; it has no successor; cite an earlier version"),
        ("C9999", "C9999: version 0.1.0 has no row of this key; `claimset show C9999` may help to find it"),
    ],
)
def test_a_row_that_is_not_there_is_not_cited(key: str, message: str, package: Path, run: Run) -> None:
    result = run("cite", key, "--version", package)
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", f"claimset: {message}\n")


def test_a_published_version_is_cited_by_its_number(published: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(published / "data")
    monkeypatch.chdir(published)
    assert cite(run, "--version", "0.1.0") == f"{HEAD} (2026). Claims about a river (Version 0.1.0) [Data set].\n"
