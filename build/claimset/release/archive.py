"""The zip file of a release, the same bytes for the same files.

Source: APPNOTE.TXT 6.3 (PKWARE) as Python's zipfile writes it. Deflated bytes also depend on the version of zlib.
"""

import stat
import zipfile
from datetime import date
from pathlib import Path

from claimset.release.files import files_of, named
from claimset.release.staging import FILE_MODE

UNIX = 3


def write_zip(folder: Path, archive: Path, day: date) -> None:
    """The zip file `archive` of all files below `folder`, sorted, each dated `day` and readable by everybody."""
    with named(archive), zipfile.ZipFile(archive, "w") as file:
        for path in files_of(folder):
            entry = zipfile.ZipInfo(f"{folder.name}/{path}", (day.year, day.month, day.day, 0, 0, 0))
            entry.create_system = UNIX
            entry.external_attr = (stat.S_IFREG | FILE_MODE) << 16
            file.writestr(entry, (folder / path).read_bytes(), zipfile.ZIP_DEFLATED, compresslevel=9)
