"""Makes valid packages of the model of any size, in the proportions of the package in this repository.

A generated package consists of copies of the real one, each with ids of its own. Codes, dates and the way in which
rows refer to each other are those of the real rows, so every table grows alike and every rule of the model has its
work; claims are related to claims of earlier copies, and events belong to events of earlier copies, so the graphs
do not fall apart into copies. All texts are invented words as long as the real ones: nothing is claimed about anybody.

The same seed and the same number of rows give the same bytes.
"""

import argparse
import json
import random
import re
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from claimset.canonical import csv_chunks, sort_by_key
from claimset.package import Package, Table, load_package
from claimset.read import read_package

SEED = 20231007
# Each copy has this many ids of a kind at its disposal; no table with ids has more rows.
STRIDE = 1000
# Real ids have four digits, those of millions of rows eight.
REAL_ID = re.compile(r"[A-Z][0-9]{4}(-P[0-9]{3})?")
DIGITS = 8
COPIES_AT_ONCE = 250
# So many versions of each text are invented; the last word makes each of them the only one of its kind.
VERSIONS = 16
# Tables that do not grow with the data: the terms are those of the schemas, the others tell of versions.
CONSTANT = ("vocabulary_terms", "redirects", "change_reasons")
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
# References that may lead into an earlier copy without breaking a rule, and (column, value) of the rows in question.
EARLIER = {
    ("claim_relations", "other_claim_id"): None,
    ("events", "parent_event_id"): None,
    ("claim_events", "event_id"): ("relation", "concerns"),
}
# No English word that a rule looks for can come of these; one word in twenty is not ASCII, as names are.
LETTERS = "aonshrdlcfvpbgkjtz"
ACCENTED = "aoñshrdélcföşn"
ACCENTED_SHARE = 0.05
PUNCTUATION = ",;.:()[]\""
SYLLABLE = "bcdfghjklmnpqrstvwxz"


class Texts:
    """Invents texts: each real one has versions with its word lengths and punctuation, and no two are alike."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - nothing is to be kept secret
        self._words = [[self._word(size) for _ in range(300)] for size in range(33)]
        self._versions: dict[str, list[str]] = {}
        self._used: set[str] = set()

    def versions(self, text: str) -> list[str]:
        """The versions of a real text."""
        if text not in self._versions:
            self._versions[text] = [self._version(text) for _ in range(VERSIONS)]
        return self._versions[text]

    def _word(self, size: int) -> str:
        letters = ACCENTED if self._random.random() < ACCENTED_SHARE else LETTERS
        return "".join(self._random.choices(letters, k=size))

    def _invented(self, word: str) -> str:
        core = word.strip(PUNCTUATION)
        return word.replace(core, self._random.choice(self._words[min(len(core), 32)]), 1) if core else word

    def _version(self, text: str) -> str:
        while True:
            words = [self._invented(word) for word in text.rstrip(PUNCTUATION).split(" ")]
            # A proposition begins with this word, whatever it says.
            version = " ".join(["that", *words[1:]] if text.startswith("that ") else words)
            if version not in self._used:
                self._used.add(version)
                return version


def generate(real: Package, rows: int, folder: Path, seed: int = SEED) -> Path:
    """A package in `folder` with about `rows` rows of claim_evidence, in place of what is there."""
    frames = read_package(real).frames
    copies = max(1, round(rows / len(frames["claim_evidence"])))
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(real.root / "schemas", folder / "schemas")
    for name in ("datapackage.json", "METHODS.md", "CHANGELOG.md", "LICENSE-DATA"):
        shutil.copyfile(real.root / name, folder / name)
    for path in (folder / "schemas").iterdir():
        path.write_text(_longer_ids(path.read_text(encoding="utf-8")), encoding="utf-8")
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    descriptor |= {"name": f"{real.name}-generated", "title": f"Generated rows in the form of {real.name}"}
    (folder / "datapackage.json").write_text(json.dumps(descriptor, indent=2) + "\n", encoding="utf-8")
    (folder / "data").mkdir()
    texts = Texts(seed)
    for table in real.tables:
        path = folder / table.path
        if table.name in CONSTANT:
            shutil.copyfile(real.root / table.path, path)
            continue
        # Each table draws its own numbers, so that one more column in a table leaves the others as they are.
        draw = np.random.default_rng([seed, *table.name.encode()])
        with path.open("wb") as file:
            for start in range(0, copies, COPIES_AT_ONCE):
                numbers = np.arange(start, min(copies, start + COPIES_AT_ONCE))
                cells = sort_by_key(_copied(table, frames[table.name], numbers, draw, texts), table)
                header, *chunks = csv_chunks(cells)
                for chunk in chunks if start else (header, *chunks):
                    file.write(chunk)
    return folder


def _longer_ids(schema: str) -> str:
    """The schema with ids of more digits."""
    return re.sub(r"(?<=[A-Z\]])\[0-9\]\{4\}", f"[0-9]{{{DIGITS}}}", schema)


def _copied(
    table: Table, real: pd.DataFrame, numbers: np.ndarray, draw: np.random.Generator, texts: Texts
) -> pa.Table:
    """The copies of a table with these numbers, row for row."""
    copy = np.repeat(numbers, len(real))
    columns = {}
    for field in table.fields:
        column = pa.chunked_array(real[field.name].array.__arrow_array__()).combine_chunks()
        tiled = column.take(pa.array(np.tile(np.arange(len(real)), len(numbers))))
        if field.name in HASHES:
            columns[field.name] = _hashes(tiled, draw)
        elif field.name == "wikidata_id":
            columns[field.name] = pc.binary_join_element_wise(tiled, _codes(copy), "")
        elif field.name == "url":
            columns[field.name] = pc.binary_join_element_wise(tiled, _codes(copy), "?copy=")
        elif field.name in TEXTS and not field.enum:
            columns[field.name] = _invented(column, copy, texts)
        elif field.type == "string" and all(REAL_ID.fullmatch(cell) for cell in column.drop_null().to_pylist()):
            columns[field.name] = _renumbered(tiled, _copy_referred_to(table.name, field.name, real, copy, draw))
        else:
            columns[field.name] = tiled
    return pa.table(columns)


def _copy_referred_to(
    table: str, column: str, real: pd.DataFrame, copy: np.ndarray, draw: np.random.Generator
) -> np.ndarray:
    """The copy to which the ids of a column belong: that of their row, or any one up to it."""
    if (table, column) not in EARLIER:
        return copy
    earlier = draw.integers(0, copy + 1)
    if (where := EARLIER[table, column]) is None:
        return earlier
    free = np.tile((real[where[0]] == where[1]).to_numpy(dtype=bool), len(copy) // len(real))
    return np.where(free, earlier, copy)


def _codes(numbers: np.ndarray) -> pa.Array:
    return pc.cast(pa.array(numbers + 1), pa.string())


def _renumbered(ids: pa.Array, copy: np.ndarray) -> pa.Array:
    """The ids with the number of the copy worked in: C0012 of copy 3 is C00003012."""
    number = pc.cast(pc.utf8_slice_codeunits(ids, 1, 5), pa.int64())
    digits = pc.utf8_lpad(pc.cast(pc.add(number, pa.array(copy * STRIDE)), pa.string()), DIGITS, "0")
    return pc.binary_join_element_wise(
        pc.utf8_slice_codeunits(ids, 0, 1), digits, pc.utf8_slice_codeunits(ids, 5), ""
    )


def _invented(column: pa.Array, copy: np.ndarray, texts: Texts) -> pa.Array:
    """An invented text for each real one, made the only one of its kind by a last syllable that tells the copy."""
    known = column.dictionary_encode()
    pool = pa.array([version for text in known.dictionary.to_pylist() for version in texts.versions(text)], pa.string())
    first = pc.multiply(known.indices, VERSIONS).take(pa.array(np.tile(np.arange(len(column)), len(copy) // len(column))))
    chosen = pool.take(pc.add(first.cast(pa.int64()), pa.array(copy % VERSIONS)))
    return pc.binary_join_element_wise(chosen, _syllables(copy), "")


def _syllables(copy: np.ndarray) -> pa.Array:
    """Each number as four letters."""
    letters = np.array(list(SYLLABLE), dtype="U1")
    places = [letters[copy // len(letters) ** power % len(letters)] for power in (3, 2, 1, 0)]
    return pa.array(np.ascontiguousarray(np.stack(places, axis=1)).view("U4").ravel())


def _hashes(column: pa.Array, draw: np.random.Generator) -> pa.Array:
    """A random hash for each real one."""
    text = draw.bytes(32 * len(column)).hex()
    hashes = pa.array([text[at : at + 64] for at in range(0, len(text), 64)], pa.string())
    return pc.if_else(pc.is_valid(column), hashes, pa.scalar(None, pa.string()))


def main() -> None:
    """Generates a package as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=int, help="rows of claim_evidence, about")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=SEED)
    arguments = parser.parse_args()
    generate(load_package(Path(__file__).parents[1]), arguments.rows, arguments.folder, arguments.seed)


if __name__ == "__main__":
    main()
