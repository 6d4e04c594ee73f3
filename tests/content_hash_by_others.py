"""The content hash of a release by docs/content-hash.md, computed without claimset.

python content_hash_by_others.py FOLDER csv|parquet|sqlite
"""

import csv
import hashlib
import json
import sqlite3
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

EDTF = "http://id.loc.gov/datatypes/edtf"


def block(text: str) -> bytes:
    return b"%d:%b," % (len(text.encode()), text.encode())


def sha256(data: bytes) -> str:
    return "sha256:" + hashlib.sha256(data).hexdigest()


def spelled(value: object, kind: str) -> str:
    if value is None or value == "":
        return ""
    if kind == "number":
        return struct.pack(">d", float(str(value)) + 0.0).hex()
    if kind == "boolean":
        return {"1": "true", "0": "false"}.get(str(value), str(value).lower())
    return str(value)


def rows(folder: Path, name: str, form: str) -> Iterator[dict[str, Any]]:
    if form == "csv":
        with (folder / "csv" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)
    elif form == "parquet":
        import pyarrow.parquet as pq  # noqa: PLC0415 - whoever has only CSV needs no pyarrow

        yield from pq.read_table(folder / "parquet" / f"{name}.parquet").to_pylist()
    else:
        database = sqlite3.connect(next(folder.glob("*.sqlite")))
        database.row_factory = sqlite3.Row
        yield from map(dict, database.execute(f'SELECT * FROM "{name}"'))  # noqa: S608 - names of the description
        database.close()


def content_hash(folder: Path, form: str) -> str:
    hashes = {}
    for resource in json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["resources"]:
        if "schema" in resource and not resource.get("derived"):
            types = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
            for field in resource["schema"]["fields"]:
                if field.get("rdfType") == EDTF:
                    del types[f"{field['name']}_earliest"], types[f"{field['name']}_latest"]
            names = sorted(types)
            digests = sorted(
                hashlib.sha256(b"".join(block(spelled(row[name], types[name])) for name in names)).digest()
                for row in rows(folder, resource["name"], form)
            )
            head = (block(resource["name"]), *map(block, names), block(""))
            hashes[resource["name"]] = sha256(b"".join((*head, *digests)))
    return sha256(b"".join(block(name) + block(hashes[name]) for name in sorted(hashes)))


if __name__ == "__main__":
    print(content_hash(Path(sys.argv[1]), sys.argv[2]))  # noqa: T201 - a program, and this is its answer
