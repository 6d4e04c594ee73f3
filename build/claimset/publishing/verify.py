"""Whether a release is whole and unharmed: each file, each table, each value that stands in it twice."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from claimset.check import check
from claimset.content_hash import dataset_hash, table_hash
from claimset.errors import ReleaseError
from claimset.finding import Finding, shortened
from claimset.package import DESCRIPTOR, Table
from claimset.read import ARROW_TYPES
from claimset.release.files import CHECKSUMS, files_of, sha256
from claimset.versions.described import Described, described_package

# Of the values of one table that differ, so many are told.
MOST_VALUES = 20
LINE = re.compile(r"^(?P<hash>[0-9a-f]{64})  (?P<path>[^/\\\n][^\\\n]*)$")


def verify(folder: Path) -> tuple[Finding, ...]:
    """What is wrong with the release in a folder; nothing where it is as it was published, as far as it can know."""
    found = [*checksums(folder)]
    try:
        described = described_package(folder / DESCRIPTOR)
    except ReleaseError as error:
        return (*found, _fault(DESCRIPTOR, "description", str(error)))
    found += _files(folder, described)
    missing = [table.path for table in described.tables if not (folder / table.path).is_file()]
    if missing:
        return tuple(found)
    report = check(described.package, rules=())
    found += report.findings
    unsound = {finding.path for finding in report.findings}
    # A release may have been built without Parquet.
    if any(path.startswith("parquet/") for path in described.files):
        for table in described.tables:
            found += _values(folder, table, report.frames[table.name])
    found += _hashes(described, report.frames, unsound)
    return tuple(found)


def checksums(folder: Path) -> Iterator[Finding]:
    """The files that are not those of SHA256SUMS, are missing, or are there without being in it."""
    try:
        lines = (folder / CHECKSUMS).read_text(encoding="utf-8").splitlines()
    except (FileNotFoundError, UnicodeDecodeError):
        yield _fault(CHECKSUMS, "checksums", "there is no such file, or it is no text: nothing says what was published")
        return
    known: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        match = LINE.match(line)
        if match is None or ".." in match["path"].split("/"):
            yield replace(_fault(CHECKSUMS, "checksums", f"{shortened(line)!r} is no line of checksums"), line=number)
        else:
            known[match["path"]] = match["hash"]
    there = [path for path in files_of(folder) if path != CHECKSUMS]
    for path in known:
        if path not in there:
            yield _fault(path, "file-missing", "this file of the release is not there")
    for path in there:
        if path not in known:
            yield _fault(path, "file-unknown", f"{CHECKSUMS} does not know this file")
        elif sha256(folder / path) != known[path]:
            yield _fault(path, "checksum", "not the file that was published: its SHA-256 is another")


def _files(folder: Path, described: Described) -> Iterator[Finding]:
    """The files that are not as datapackage.json describes them."""
    for path, (size, digest) in described.files.items():
        if not (folder / path).is_file():
            yield _fault(path, "file-missing", f"{DESCRIPTOR} describes this file, and it is not there")
        elif (folder / path).stat().st_size != size or sha256(folder / path) != digest:
            yield _fault(path, "file-described", f"{DESCRIPTOR} gives it another size or SHA-256")


def _values(folder: Path, table: Table, frame: pd.DataFrame) -> Iterator[Finding]:
    """The values of a table that its Parquet file has otherwise than its CSV file."""
    path = f"parquet/{table.name}.parquet"
    try:
        typed = pq.read_table(folder / path)
        columns = {name: typed[name].cast(pa.string()).combine_chunks() for name in table.names}
    except (pa.ArrowException, OSError, KeyError, ValueError) as error:
        yield _fault(path, "parquet", f"cannot be read as the table {table.name} ({shortened(str(error))})")
        return
    if typed.num_rows != len(frame):
        message = f"{len(frame):,} rows, but {typed.num_rows:,} in {path}"
        yield _fault(table.path, "csv-is-parquet", message)
        return
    cells = _cells(table, frame)
    told = 0
    for name in table.names:
        one, other = cells[name].cast(pa.string()).combine_chunks(), columns[name]
        same = pc.or_(pc.fill_null(pc.equal(one, other), fill_value=False), pc.and_(pc.is_null(one), pc.is_null(other)))
        for at in pc.indices_nonzero(pc.invert(same)).to_pylist()[: MOST_VALUES - told]:
            told += 1
            key = "/".join(str(cells[part][at].as_py()) for part in table.primary_key)
            values = [_shown(column[at].as_py()) for column in (one, other)]
            message = f"{values[0]} here, {values[1]} in {path}"
            yield Finding(table.path, int(frame.index[at]), name, key, "csv-is-parquet", "error", message)


def _hashes(described: Described, frames: Mapping[str, pd.DataFrame], unsound: set[str]) -> Iterator[Finding]:
    """The curated tables whose content hash is another than the description says, and that of the dataset."""
    hashes = dict(described.hashes)
    for table in described.tables:
        if table.name in hashes and table.path not in unsound:
            hashes[table.name] = table_hash(described.curated(table), _cells(table, frames[table.name]))
            if hashes[table.name] != described.hashes[table.name]:
                yield _fault(
                    table.path, "content-hash", f"the content hash is {hashes[table.name]}, and not as published"
                )
    if dataset_hash(hashes) != described.content_hash:
        yield _fault(DESCRIPTOR, "content-hash", f"the content hash of the dataset is {dataset_hash(hashes)}")


def _cells(table: Table, frame: pd.DataFrame) -> pa.Table:
    types = pa.schema([(field.name, ARROW_TYPES[field.type]) for field in table.fields])
    return pa.Table.from_pandas(frame, schema=types, preserve_index=False)


def _shown(value: str | None) -> str:
    return "nothing" if value is None else repr(shortened(value))


def _fault(path: str, rule: str, message: str) -> Finding:
    return Finding(path, None, None, None, rule, "error", message)
