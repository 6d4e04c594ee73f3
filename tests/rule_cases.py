"""Cases that break the small package, one folder each in cases/.

A folder is called after its rule, `<slug>` or `<slug>--<variant>`. `case.toml` holds the edits: arrays of tables
`set`, `add` and `delete`, see `Edits`. `expected.txt` holds the findings as `claimset check` prints them.
"""

import tomllib
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from claimset.check import Report, check
from claimset.package import Package, load_package
from claimset.rules.rule import AnyRule
from small_package import Edits, edit, make_small

FOLDER = Path(__file__).parent / "cases"
CASES = sorted(folder.name for folder in FOLDER.iterdir())


def slug(case: str) -> str:
    """The rule that the case is about."""
    return case.partition("--")[0]


def cases_of(rule: AnyRule) -> list[str]:
    """The cases of a rule."""
    return [case for case in CASES if slug(case) == rule.slug]


def expected(case: str) -> list[str]:
    """The findings that the case gives, one a line."""
    return (FOLDER / case / "expected.txt").read_text(encoding="utf-8").splitlines()


@cache
def outcome(case: str) -> tuple[Package, Report]:
    """The package that the case has broken, and what the check says of it."""
    edits = Edits(**tomllib.loads((FOLDER / case / "case.toml").read_text(encoding="utf-8")))
    with TemporaryDirectory() as folder:
        root = make_small(Path(folder))
        edit(root, edits)
        package = load_package(root)
        return package, check(package)
