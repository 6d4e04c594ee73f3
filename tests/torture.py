"""A package of cells that programs are known to spoil, and what every reader of its release should give back."""

import csv
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from claimset.package import load_package
from claimset.read import read_package
from claimset.release.build import WRITERS
from claimset.release.content import assemble

Cell = str | int | float | bool | date | None

TABLE = "cells"
ROWS = 32
NBSP, RTL, ZWJ, BOM, NEL = "\u00a0", "\u200f", "\u200d", "\ufeff", "\u0085"


@dataclass(frozen=True, slots=True)
class Column:
    """A column as a reader gives it: what kind of cells, the cells, and for terms their levels in order."""

    kind: str
    cells: tuple[Cell, ...]
    levels: tuple[str, ...] = ()


def _column(kind: str, *values: Cell, levels: tuple[str, ...] = ()) -> Column:
    """The values, then missing ones in all further rows."""
    return Column(kind, values + (None,) * (ROWS - len(values)), levels)


EXPECTED = {
    "id": _column("text", *(f"{number}e5" for number in range(100, 100 + ROWS))),
    "code": _column("text", "0012", "007", "1.10", "00", "0"),
    "word": _column(
        "text",
        *("NA", "N/A", "#N/A", "null", "NULL", "nan", "NaN", "None", "TRUE", "true", "False", "T", "inf", "-inf", "-"),
        *("?", "1,5", "1.10", "0x1A", "1e5", "MARCH1", "2023-10-07", "_x0041_", "&amp;", "<b>", "\\N", "\\", "'"),
    ),
    "yes": _column("text", "true", "false", "TRUE", "FALSE"),
    "space": _column("text", " ", "  ", " a", "a ", "a\tb", f"{NBSP}a", f"a{NEL}b", f"{BOM}a", "a  b", "\u2028"),
    "quote": _column("text", '"', '""', '"a"', "a,b", 'a","b', "a;b|c", "'a'", '\\"', "a\nb", "\n", 'a\n"b",\nc', "#a"),
    "formula": _column("text", "=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(A1)", "=", "{=1}", "\t=1", "http://x.y"),
    "script": _column(
        "text",
        *("Жириновский", "حسن نصر الله", "שלום", f"a{RTL}b", "q\u0303\u0323", "é", "e\u0301", "日本", "ﬁ", "İıß"),
        *("🙂", f"👩🏽{ZWJ}🚀", "🇳🇦", "ไทย", "x" * 5000),
    ),
    "term": _column("term", "second", "NA", "first", "null", levels=("second", "first", "null", "NA", "unused")),
    "flag": _column("boolean", True, False, None, True),  # noqa: FBT003 - cells
    "whole": _column("integer", 0, -1, 2147483647, -2147483648 + 1, 12),
    "large": _column("integer", 2**31, -(2**53), 2**53 - 1),
    "huge": _column("integer", 2**53 + 1, 2**63 - 1, -(2**63)),
    "real": _column("number", 0.1, -1e-9, 1e300, 5e-324, 1 / 3, 7.0),
    "day": _column("date", date(1, 1, 1), date(1666, 9, 2), date(1899, 12, 31), date(1900, 2, 28), date(9999, 12, 31)),
    "time": _column("text", "1066", "1899-12-31", "[2023-10-07..]", "9999", "2023-10~/..", "19XX", "../1666-09"),
    "time_earliest": _column(
        "date", *(date(1066, 1, 1), date(1899, 12, 31), date(2023, 10, 7), date(9999, 1, 1), date(2023, 10, 1)),
        date(1900, 1, 1),
    ),
    "time_latest": _column(
        "date", *(date(1066, 12, 31), date(1899, 12, 31), None, date(9999, 12, 31), None),
        *(date(1999, 12, 31), date(1666, 9, 30)),
    ),
    "none": _column("text"),
    "no_day": _column("date"),
    "no_term": _column("term", levels=("a", "b")),
}  # fmt: skip
# The build computes these from `time`.
COMPUTED = ("time_earliest", "time_latest")
TYPES = {"text": "string", "term": "string"}


def make_torture(root: Path) -> Path:
    """The package in the new folder `root`."""
    (root / "data").mkdir(parents=True)
    stored = {name: column for name, column in EXPECTED.items() if name not in COMPUTED}
    with (root / "data" / f"{TABLE}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(stored)
        writer.writerows(zip(*([in_csv(value) for value in column.cells] for column in stored.values()), strict=True))
    resource = {
        "name": TABLE,
        "path": f"data/{TABLE}.csv",
        "profile": "tabular-data-resource",
        "encoding": "utf-8",
        "schema": {
            "fields": [_field(name, column) for name, column in stored.items()],
            "primaryKey": "id",
            "missingValues": [""],
        },
    }
    descriptor = {
        "profile": "data-package",
        "name": "torture",
        "title": "Torture",
        "version": "1.2.3",
        "licenses": [{"name": "CC0-1.0", "path": "https://example.org/cc0", "title": "CC0"}],
        "contributors": [{"title": "Somebody", "role": "author"}],
        "resources": [resource],
    }
    (root / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    (root / "CHANGELOG.md").write_text("## [1.2.3] - 2026-11-22\n", encoding="utf-8")
    for name in ("LICENSE-DATA", "METHODS.md"):
        (root / name).write_text("Text.\n", encoding="utf-8")
    return root


def release_torture(root: Path, folder: Path) -> Path:
    """The release of the package, written by every writer into the new folder `folder`."""
    package = load_package(root)
    content = assemble(package, read_package(package).frames, derived=())
    folder.mkdir()
    for write in WRITERS.values():
        write(content, folder)
    return folder


def in_csv(value: Cell) -> str:
    """A cell as it is written in a CSV file."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _field(name: str, column: Column) -> dict[str, object]:
    field: dict[str, object] = {
        "name": name,
        "title": name.title(),
        "description": f"The {name}.",
        "type": TYPES.get(column.kind, column.kind),
    }
    if column.kind == "boolean":
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    if column.levels:
        field["constraints"] = {"enum": list(column.levels)}
    if name == "time":
        field["rdfType"] = "http://id.loc.gov/datatypes/edtf"
    return field
