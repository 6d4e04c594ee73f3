"""Rewrites data files into their canonical form, and touches nothing else."""

import pyarrow as pa
import pyarrow.compute as pc

from claimset.canonical import csv_chunks, sort_by_key
from claimset.cells import read_cells
from claimset.descriptor import safe_path
from claimset.files import replace_file
from claimset.finding import Finding
from claimset.package import Package, Table

# What is mended by writing the file anew; with any other finding a rewritten file would lose something.
MENDED = frozenset({"byte-order-mark", "line-ends", "not-canonical"})


def canonical_cells(cells: pa.Table, table: Table) -> pa.Table:
    """The cells as canonical text: normal form C, LF inside cells, sorted by primary key."""
    columns = [_line_feeds(pc.utf8_normalize(column, "NFC")) for column in cells.columns]
    return sort_by_key(pa.table(columns, cells.column_names), table)


def _line_feeds(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.replace_substring(pc.replace_substring(column, "\r\n", "\n"), "\r", "\n")


def format_package(package: Package) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """Rewrites each data file that is not canonical; gives the files changed, and what kept others as they are.

    PackageError where a file cannot be written; it and all that follow are as they were.
    """
    changed: list[str] = []
    kept: list[Finding] = []
    for table in package.tables:
        reading = read_cells(package.root, table)
        faults = [finding for finding in reading.findings if finding.rule not in MENDED]
        if faults:
            kept += faults
            continue
        content = b"".join(csv_chunks(canonical_cells(reading.cells, table)))
        path = safe_path(package.root, table.path, table.path)
        if content != path.read_bytes():
            replace_file(package.root, table.path, content)
            changed.append(table.path)
    return tuple(changed), tuple(kept)
