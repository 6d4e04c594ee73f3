"""A small package of another topic - two towns and a river - and a way to break it in one place.

Schemas and vocabularies are those of the repository, so that the model is tested and not a copy of it.
"""

import csv
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
SMALL = Path(__file__).parent / "small"

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Edits:
    """Changes to a package, each with the table, the key ("C0001/A0002/accused") and the cells.

    set: other cells in the row with this key. add: a new row; with a key, it is like the row with that key.
    delete: without the row with this key.
    """

    set: Sequence[Mapping[str, str]] = ()
    add: Sequence[Mapping[str, str]] = ()
    delete: Sequence[Mapping[str, str]] = ()


def make_small(folder: Path) -> Path:
    """The small package, written into a new folder `small-claims` in `folder`."""
    root = folder / "small-claims"
    shutil.copytree(SMALL / "data", root / "data")
    shutil.copytree(REPOSITORY / "schemas", root / "schemas")
    shutil.copy(REPOSITORY / "data" / "vocabulary_terms.csv", root / "data")
    descriptor = json.loads((REPOSITORY / "datapackage.json").read_text(encoding="utf-8"))
    descriptor |= {"name": "small-claims", "title": "Claims about a river"}
    (root / "datapackage.json").write_text(json.dumps(descriptor, indent=2), encoding="utf-8")
    return root


def edit(root: Path, edits: Edits) -> None:
    """Applies the edits to the data of a package; the files stay in canonical form."""
    for table in {change["table"] for change in (*edits.set, *edits.add, *edits.delete)}:
        key = primary_key(root, table)
        rows = read_rows(root, table)
        for change in edits.delete:
            if change["table"] == table:
                rows.remove(_row(rows, key, change["key"]))
        for change in edits.set:
            if change["table"] == table:
                _row(rows, key, change["key"]).update(_cells(change))
        for change in edits.add:
            if change["table"] == table:
                pattern = _row(rows, key, change["key"]) if "key" in change else dict.fromkeys(rows[0], "")
                rows.append(pattern | _cells(change))
        write_rows(root, table, rows)


def primary_key(root: Path, table: str) -> list[str]:
    schema = json.loads((root / "schemas" / f"{table}.json").read_text(encoding="utf-8"))
    key = schema["primaryKey"]
    return [key] if isinstance(key, str) else list(key)


def read_rows(root: Path, table: str) -> list[Row]:
    with (root / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(root: Path, table: str, rows: list[Row]) -> None:
    key = primary_key(root, table)
    rows.sort(key=lambda row: [(row[name] == "", row[name]) for name in key])
    with (root / "data" / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _row(rows: list[Row], key: list[str], wanted: str) -> Row:
    found = [row for row in rows if "/".join(row[name] for name in key) == wanted]
    assert len(found) == 1, f"{len(found)} rows have the key {wanted}"
    return found[0]


def _cells(change: Mapping[str, str]) -> Row:
    return {name: value for name, value in change.items() if name not in {"table", "key"}}
