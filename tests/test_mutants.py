"""Every constraint of every schema is pinned, and breaking it gives exactly its finding."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from claimset.package import Package, load_package
from mutants import PINNED, Constraint, Place, constraints, findings_of
from small_package import make_small


@pytest.fixture(scope="module")
def package() -> Iterator[Package]:
    with TemporaryDirectory() as folder:
        yield load_package(make_small(Path(folder)))


def known() -> list[Constraint]:
    with TemporaryDirectory() as folder:
        return list(constraints(load_package(make_small(Path(folder)))))


def test_the_schemas_hold_exactly_the_pinned_constraints(package: Package) -> None:
    # A constraint that is dropped by mistake would be missed by nobody: `python tests/mutants.py --list` pins them.
    assert [str(constraint) for constraint in constraints(package)] == PINNED.read_text(encoding="utf-8").splitlines()


@pytest.mark.slow
@pytest.mark.parametrize("constraint", known(), ids=lambda one: f"{one.table}.{'+'.join(one.fields)} {one.slug}")
def test_a_broken_constraint_gives_exactly_one_finding(constraint: Constraint, package: Package) -> None:
    place, findings = findings_of(constraint, package)
    assert [Place(finding.path, finding.line, finding.field, finding.rule) for finding in findings] == [place]
