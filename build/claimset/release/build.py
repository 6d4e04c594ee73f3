"""Builds a release: everything that is written, in which order, and where it ends up."""

import itertools
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from claimset.check import Report
from claimset.derive import DerivedTable, derive_each
from claimset.errors import ReleaseError
from claimset.package import Package
from claimset.parallel import each
from claimset.release.archive import write_zip
from claimset.release.citation import write_citation
from claimset.release.codebook import write_codebook
from claimset.release.content import Content, ReleaseTable, assemble, computed
from claimset.release.descriptor import write_descriptor
from claimset.release.documents import write_documents, write_readme
from claimset.release.explorer import write_explorer
from claimset.release.files import sum_of, write_checksums
from claimset.release.formats import FORMATS, OF_ALL_TABLES, require_room
from claimset.release.metadata import write_metadata
from claimset.release.r_files import write_r_files
from claimset.release.sqlite import write_sqlite
from claimset.release.staging import publish, staging
from claimset.release.tables import PATHS, ROWS_OF_A_GROUP, write_csv, write_parquet, write_parts
from claimset.release.xlsx import write_xlsx
from claimset.versions.changes import changes_table
from claimset.versions.index import predecessor
from claimset.versions.since import since_published

Writer = Callable[[Content, Path], None]

# Of the largest computed table so many rows are made, written and let go of: a group of its Parquet file.
ROWS_AT_ONCE = ROWS_OF_A_GROUP

# The order matters twice: the descriptor holds hashes of the tables, and the checksums are of all files before them.
# What is named like a format is written where that is chosen, the rest always.
WRITERS: Mapping[str, Writer] = MappingProxyType(
    {
        "csv": write_csv,
        "parquet": write_parquet,
        "sqlite": write_sqlite,
        "xlsx": write_xlsx,
        "r": write_r_files,
        "datapackage.json": write_descriptor,
        "README.md": write_readme,
        "CODEBOOK.md": write_codebook,
        "CITATION.cff": write_citation,
        "metadata": write_metadata,
        "documents": write_documents,
        "explorer": write_explorer,
        "SHA256SUMS": write_checksums,
    }
)


def build_release(
    package: Package, report: Report, out: Path, progress: Callable[[str], None], formats: tuple[str, ...] = FORMATS
) -> Path:
    """The folder `<out>/<name>-<version>` with the release of a checked package; a zip file lies beside it.

    formats: which of FORMATS it has, in their order; csv is among them.
    A release of the same name in `out` is replaced. ReleaseError, and nothing changed in `out`, where the report has
    errors, a format has no room for so many rows, a document of the package is missing, or a file cannot be written.
    """
    if report.errors:
        raise ReleaseError(f"{package.name}: the check found {report.errors:,} errors, and a release has none")
    require_room({name: len(frame) for name, frame in report.frames.items()}, formats)
    progress("hashing the tables")
    content = assemble(package, report.frames, (), formats)
    with staging(out, content.name) as stage:
        folder, archive = stage / content.name, stage / f"{content.name}.zip"
        folder.mkdir()
        progress("writing the tables")
        stored = tuple(_with_files(content, folder))
        progress("computing the derived tables")
        content = replace(content, tables=(*stored, *_derived(content, folder, report.frames)))
        require_room({item.table.name: item.rows for item in content.tables}, formats)
        for name, write in WRITERS.items():
            if name not in PATHS and (name in formats or name not in FORMATS):
                progress(f"writing {name}")
                write(content, folder)
        if "zip" in formats:
            progress("packing")
            write_zip(folder, archive, content.released)
            publish((folder, archive), stage, out)
        else:
            publish((folder,), stage, out, gone=(archive.name,))
    return out / content.name


def _with_files(content: Content, folder: Path) -> list[ReleaseTable]:
    """The tables of the content, each with its CSV and Parquet files written."""

    def written(item: ReleaseTable) -> ReleaseTable:
        for name in PATHS:
            if name in content.formats:
                WRITERS[name](replace(content, tables=(item,)), folder)
        return _summed(item, content, folder)

    return each(written, content.tables)


def _derived(content: Content, folder: Path, frames: Mapping[str, pd.DataFrame]) -> Iterator[ReleaseTable]:
    """The tables that the build computes, one after the other, each with its CSV and Parquet files written.

    Where no format needs all rows of a table at once, the largest is never whole in memory, and none is kept.
    """
    whole = OF_ALL_TABLES & set(content.formats)
    parts = derive_each(content.package, frames, rows_at_once=sys.maxsize if whole else ROWS_AT_ONCE)
    tables = itertools.chain(parts, (_changes(content.package, frames) for _ in range(1)))
    for _, some in itertools.groupby(map(computed, tables), key=lambda item: item.table.name):
        item = _summed(write_parts(some, content, folder), content, folder)
        yield item if whole else replace(item, data=None)


def _summed(item: ReleaseTable, content: Content, folder: Path) -> ReleaseTable:
    """The table, once the sums of its files are known."""
    for name, path in PATHS.items():
        if name in content.formats:
            sum_of(folder / path(item), content)
    return item


def _changes(package: Package, frames: Mapping[str, pd.DataFrame]) -> DerivedTable:
    """The table of what the package changes in the version published before it; a first version changes nothing."""
    if predecessor(package.root, package.version) is None:
        return changes_table((), {})
    return since_published(package, frames).table
