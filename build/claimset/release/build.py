"""Builds a release: everything that is written, in which order, and where it ends up."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from claimset.check import Report
from claimset.derive import derive
from claimset.errors import ReleaseError
from claimset.package import Package
from claimset.release.archive import write_zip
from claimset.release.citation import write_citation
from claimset.release.codebook import write_codebook
from claimset.release.content import Content, assemble
from claimset.release.descriptor import write_descriptor
from claimset.release.documents import write_documents, write_readme
from claimset.release.explorer import write_explorer
from claimset.release.files import write_checksums
from claimset.release.metadata import write_metadata
from claimset.release.r_files import write_r_files
from claimset.release.sqlite import write_sqlite
from claimset.release.staging import publish, staging
from claimset.release.tables import write_csv, write_parquet
from claimset.release.xlsx import write_xlsx
from claimset.versions.since import since_published

Writer = Callable[[Content, Path], None]

# The order matters twice: the descriptor holds hashes of the tables, and the checksums are of all files before them.
WRITERS: Mapping[str, Writer] = MappingProxyType(
    {
        "csv": write_csv,
        "parquet": write_parquet,
        "sqlite": write_sqlite,
        "xlsx": write_xlsx,
        "R": write_r_files,
        "datapackage.json": write_descriptor,
        "README.md": write_readme,
        "CODEBOOK.md": write_codebook,
        "CITATION.cff": write_citation,
        "metadata": write_metadata,
        "documents": write_documents,
        "index.html": write_explorer,
        "SHA256SUMS": write_checksums,
    }
)


def build_release(package: Package, report: Report, out: Path, progress: Callable[[str], None]) -> Path:
    """The folder `<out>/<name>-<version>` with the release of a checked package; its zip file lies beside it.

    A release of the same name in `out` is replaced. ReleaseError, and nothing changed in `out`, where the report has
    errors, a document of the package is missing, or a file cannot be written.
    """
    if report.errors:
        raise ReleaseError(f"{package.name}: the check found {report.errors:,} errors, and a release has none")
    progress("computing the derived tables")
    changes = since_published(package, report.frames).table
    content = assemble(package, report.frames, (*derive(package, report.frames), changes))
    with staging(out, content.name) as stage:
        folder = stage / content.name
        folder.mkdir()
        for name, write in WRITERS.items():
            progress(f"writing {name}")
            write(content, folder)
        progress("packing")
        archive = stage / f"{content.name}.zip"
        write_zip(folder, archive, content.released)
        publish((folder, archive), stage, out)
    return out / content.name
