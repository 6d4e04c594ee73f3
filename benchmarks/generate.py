"""Makes valid packages of the model of any size, in the proportions of the package in this repository.

A generated package consists of copies of the real one, each with ids of its own. Codes, dates and the way in which
rows refer to each other are those of the real rows, so every table grows alike and every rule of the model has its
work. The copies hang together: claims are related to claims of earlier copies, events are parts of events of earlier
copies, texts cite texts of earlier copies, some chains of claims and events run through every copy, and the actors that
are named most are the same in all. All texts, addresses and hashes are invented: nothing is claimed about anybody.

The same seed and the same number of rows give the same bytes.
"""

import argparse
import json
import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from claimset.canonical import csv_chunks, sort_by_key
from claimset.package import DESCRIPTOR, Package, Table, load_package
from claimset.read import read_package
from references import cells, referred_to, tiled
from texts import Texts

SEED = 20231007
SUFFIX = "-generated"
# Each copy has this many ids of a kind at its disposal; no table with ids has more rows.
STRIDE = 1000
# Real ids have four digits, those of millions of rows eight.
REAL_ID = re.compile(r"[A-Z][0-9]{4}(-P[0-9]{3})?")
DIGITS = 8
COPIES_AT_ONCE = 250
# Tables that do not grow with the data: the terms are those of the schemas, the others tell of versions.
CONSTANT = ("vocabulary_terms", "redirects", "change_reasons")
DOCUMENTS = ("METHODS.md", "CHANGELOG.md", "LICENSE-DATA")
# Columns of plain text; the rest are codes, dates, languages, numbers and ids.
TEXTS = {
    "title",
    "name",
    "description",
    "proposition",
    "notes",
    "summary",
    "quote_fragment",
    "text_start",
    "channel",
    "place",
    "role_title",
}
HASHES = {"sha256", "text_sha256"}
# Wikidata is far from this many items, so these numbers are nobody's.
FIRST_ITEM = 9_000_000_000


def generate(real: Package, rows: int, folder: Path, seed: int = SEED) -> Path:
    """A package in `folder` with about `rows` rows of claim_evidence, in place of a generated one that is there.

    It is made beside the folder and put there when it is whole. FileExistsError where the folder holds anything else.
    """
    part = place_beside(folder)
    frames = read_package(real).frames
    _describe(real, part)
    copies = max(1, round(rows / len(frames["claim_evidence"])))
    texts = Texts(seed, _texts(frames))
    for table in real.tables:
        if table.name in CONSTANT:
            shutil.copyfile(real.root / table.path, part / table.path)
        else:
            _write(table, frames[table.name], part / table.path, copies, texts)
    shutil.rmtree(folder, ignore_errors=True)
    return part.rename(folder)


def place_beside(folder: Path) -> Path:
    """Where the package is made that takes the place of the folder; FileExistsError where it holds anything else."""
    descriptor = folder / DESCRIPTOR
    generated = descriptor.is_file() and json.loads(descriptor.read_text(encoding="utf-8"))["name"].endswith(SUFFIX)
    if folder.exists() and not generated:
        message = f"{folder} is there and is no generated package"
        raise FileExistsError(message)
    part = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    return part


def _describe(real: Package, folder: Path) -> None:
    """The package without its data: descriptor, documents, and schemas that take longer ids."""
    (folder / "data").mkdir(parents=True)
    shutil.copytree(real.root / "schemas", folder / "schemas")
    for path in (folder / "schemas").iterdir():
        schema = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"(?<=[A-Z\]])\[0-9\]\{4\}", f"[0-9]{{{DIGITS}}}", schema), encoding="utf-8")
    for name in DOCUMENTS:
        shutil.copyfile(real.root / name, folder / name)
    descriptor = json.loads((real.root / DESCRIPTOR).read_text(encoding="utf-8"))
    descriptor |= {"name": f"{real.name}{SUFFIX}", "title": f"Generated rows in the form of {real.name}"}
    (folder / DESCRIPTOR).write_text(json.dumps(descriptor, indent=2) + "\n", encoding="utf-8")


def _texts(frames: Mapping[str, pd.DataFrame]) -> list[str]:
    """Every real text."""
    return [
        text
        for name, frame in frames.items()
        if name not in CONSTANT
        for column in sorted(TEXTS & set(frame.columns))
        for text in frame[column].dropna()
    ]


def _write(table: Table, real: pd.DataFrame, path: Path, copies: int, texts: Texts) -> None:
    # Each table draws its own numbers, so that one more column in a table leaves the others as they are.
    draw = np.random.default_rng([texts.seed, *table.name.encode()])
    with path.open("wb") as file:
        for start in range(0, copies, COPIES_AT_ONCE):
            numbers = np.arange(start, min(copies, start + COPIES_AT_ONCE))
            header, *chunks = csv_chunks(sort_by_key(_copied(table, real, numbers, draw, texts), table))
            for chunk in chunks if start else (header, *chunks):
                file.write(chunk)


def _copied(table: Table, real: pd.DataFrame, numbers: np.ndarray, draw: np.random.Generator, texts: Texts) -> pa.Table:
    """The copies of a table with these numbers, row for row."""
    copy = np.repeat(numbers, len(real))
    columns = {}
    for field in table.fields:
        column = cells(real[field.name])
        repeated = tiled(column, len(numbers))
        if field.name in HASHES:
            columns[field.name] = _hashes(repeated, draw)
        elif field.name == "wikidata_id":
            columns[field.name] = _numbered("Q", FIRST_ITEM, repeated, copy)
        elif field.name == "url":
            columns[field.name] = _numbered("https://example.org/", 0, repeated, copy)
        elif field.name in TEXTS and not field.enum:
            columns[field.name] = texts.invented(column, copy)
        elif field.type == "string" and all(REAL_ID.fullmatch(cell) for cell in column.drop_null().to_pylist()):
            columns[field.name] = _renumbered(*referred_to(table.name, field.name, real, copy, draw))
        else:
            columns[field.name] = repeated
    return pa.table(columns)


def _renumbered(ids: pa.Array, copy: np.ndarray) -> pa.Array:
    """The ids with the number of the copy worked in: C0012 of copy 3 is C00003012."""
    number = pc.cast(pc.utf8_slice_codeunits(ids, 1, 5), pa.int64())
    digits = pc.utf8_lpad(pc.cast(pc.add(number, pa.array(copy * STRIDE)), pa.string()), DIGITS, "0")
    return pc.binary_join_element_wise(pc.utf8_slice_codeunits(ids, 0, 1), digits, pc.utf8_slice_codeunits(ids, 5), "")


def _numbered(start: str, first: int, column: pa.Array, copy: np.ndarray) -> pa.Array:
    """A number after the same start for each cell that is filled."""
    row = np.arange(len(column)) % (len(column) // len(np.unique(copy)))
    numbers = pc.cast(pa.array(first + copy * STRIDE + row), pa.string())
    return _where_filled(column, pc.binary_join_element_wise(start, numbers, ""))


def _hashes(column: pa.Array, draw: np.random.Generator) -> pa.Array:
    """A random hash for each cell that is filled."""
    text = draw.bytes(32 * len(column)).hex()
    hashes = pa.array([text[at : at + 64] for at in range(0, len(text), 64)], pa.string())
    return _where_filled(column, hashes)


def _where_filled(column: pa.Array, values: pa.Array) -> pa.Array:
    return pc.if_else(pc.is_valid(column), values, pa.scalar(None, pa.string()))


def main() -> None:
    """Generates a package as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=int, help="rows of claim_evidence, about")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=SEED)
    arguments = parser.parse_args()
    try:
        generate(load_package(Path(__file__).parents[1]), arguments.rows, arguments.folder, arguments.seed)
    except FileExistsError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
