"""The modules depend on each other in one direction only, and only the command line prints and exits."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "build" / "claimset"
MODULES = sorted(SOURCE.rglob("*.py"))

# What each module, or each folder of modules, may import of the others. A new one gets a row here.
MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "finding": set(),
    "dates": set(),
    "passages": set(),
    "bytescan": set(),
    "descriptor": {"errors", "finding"},
    "package": {"errors", "finding", "descriptor"},
    "files": {"errors", "descriptor"},
    "canonical": {"finding", "package"},
    "straight": {"package", "canonical"},
    "cells": {"finding", "package", "descriptor", "bytescan", "canonical", "straight"},
    "read": {"finding", "package", "cells"},
    "fmt": {"finding", "package", "descriptor", "cells", "canonical", "files"},
    "pandera_schema": {"package", "canonical", "read"},
    "wording": {"finding", "package"},
    "coded": {"package"},
    "parallel": set(),
    "rules": {"finding", "package", "dates", "passages", "parallel"},
    "check": {"errors", "finding", "package", "parallel", "read", "coded", "pandera_schema", "wording", "rules"},
    "report": {"finding", "package", "check"},
    "catalogue": {"errors", "rules"},
    "verbatim": {"finding", "package", "passages"},
    "anchors": {"errors", "finding", "package", "passages", "verbatim"},
    "new_passages": {"errors", "package", "descriptor", "read", "canonical", "files", "passages"},
    "coverage": {"package"},
    "derive": {"errors", "package", "descriptor", "dates", "read"},
    "balance": {"derive"},
    "what_if": {"errors", "package", "derive"},
    "methods": {"errors", "package", "derive"},
    "places": {"errors", "package"},
    "show": {"errors", "package", "dates", "derive", "places"},
    "content_hash": {"package"},
    "versions": {
        "errors",
        "finding",
        "package",
        "descriptor",
        "files",
        "read",
        "check",
        "derive",
        "places",
        "content_hash",
    },
    "release": {
        "errors",
        "finding",
        "package",
        "parallel",
        "descriptor",
        "canonical",
        "read",
        "check",
        "rules",
        "dates",
        "derive",
        "places",
        "content_hash",
        "versions",
    },
    "publishing": {
        "errors",
        "finding",
        "package",
        "read",
        "check",
        "places",
        "content_hash",
        "versions",
        "release",
    },
    "published": {"errors", "package", "descriptor", "read", "places", "release"},
}
# The command line may import everything; it is what people meet.
COMMAND_LINE = {"cli", "cli_rules", "cli_derived", "cli_shared", "cli_versions", "__main__"}


def unit(path: Path) -> str:
    """The module, or the folder of modules, that a file belongs to."""
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imported_units(path: Path) -> Iterator[str]:
    """The other modules and folders of claimset that a file imports, at its top or inside a function."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.ImportFrom(module="claimset", names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=str(module)) if module.startswith("claimset."):
                yield module.split(".")[1]
            case ast.Import(names=names):
                yield from (alias.name.split(".")[1] for alias in names if alias.name.startswith("claimset."))


def names_of(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=names_of)
def test_a_module_imports_only_what_stands_before_it(path: Path) -> None:
    own = unit(path)
    if own == "__init__":
        assert set(imported_units(path)) <= {"published"}
    elif own not in COMMAND_LINE:
        assert set(imported_units(path)) - {own} - MAY_IMPORT[own] == set()


def test_the_table_of_imports_has_no_circle_and_no_module_that_is_gone() -> None:
    done: set[str] = set()
    waiting = dict(MAY_IMPORT)
    while ready := {name for name, needs in waiting.items() if needs <= done}:
        done |= ready
        waiting = {name: needs for name, needs in waiting.items() if name not in ready}
    assert waiting == {}
    assert set(MAY_IMPORT) <= {unit(path) for path in MODULES}


def _names(node: ast.AST) -> Iterator[str]:
    """What a statement does that only the command line may do, or nobody."""
    match node:
        case ast.Call(func=ast.Name(id="print" | "input" | "exit" | "quit" as name)):
            yield name
        case ast.Attribute(value=ast.Name(id="sys"), attr="exit" | "stdout" | "stderr" | "argv" as name):
            yield f"sys.{name}"
        case ast.Name(id="SystemExit"):
            yield "SystemExit"
        case ast.Import(names=names) if any(alias.name == "click" for alias in names):
            yield "click"
        case ast.ImportFrom(module="click"):
            yield "click"
        case ast.ExceptHandler(type=ast.Name(id="ClaimsetError" as name)):
            yield f"except {name}"


@pytest.mark.parametrize("path", [path for path in MODULES if unit(path) not in COMMAND_LINE], ids=names_of)
def test_only_the_command_line_prints_exits_and_catches_claimset_errors(path: Path) -> None:
    assert [name for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) for name in _names(node)] == []


def _handlers(path: Path) -> Iterator[ast.ExceptHandler]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler))


@pytest.mark.parametrize("path", MODULES, ids=names_of)
def test_no_module_swallows_every_exception(path: Path) -> None:
    for handler in _handlers(path):
        kind = "everything" if handler.type is None else ast.unparse(handler.type)
        reraised = isinstance(handler.body[-1], ast.Raise) and handler.body[-1].exc is None
        assert reraised or kind not in {"everything", "Exception", "BaseException"}


def test_there_are_no_modules_for_odds_and_ends() -> None:
    assert not {"utils", "helpers", "common", "misc", "base"} & {path.stem for path in MODULES}
