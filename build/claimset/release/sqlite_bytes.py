"""Sets to zero the bytes of an SQLite file that mean nothing, because each version of SQLite leaves others in them.

They are the number of the version that wrote the file last, and on each page the room between the list of cells and
the cells. Source: "Database File Format", sqlite.org, sections 1.3 and 1.6.
"""

from pathlib import Path

FILE_HEADER = 100
WRITER_VERSION = slice(96, 100)
# The header of a page by its first byte, which is small on pages of other kinds: there it begins a page number.
PAGE_HEADERS = {2: 12, 5: 12, 10: 8, 13: 8}


def clear_unused(path: Path, page_size: int) -> None:
    """Rewrites the file; what SQLite reads in it stays as it is."""
    data = bytearray(path.read_bytes())
    data[WRITER_VERSION] = bytes(4)
    for page in range(0, len(data), page_size):
        start = page + (FILE_HEADER if page == 0 else 0)
        header = PAGE_HEADERS.get(data[start])
        if header is not None:
            cells = int.from_bytes(data[start + 3 : start + 5], "big")
            first = start + header + 2 * cells
            last = page + int.from_bytes(data[start + 5 : start + 7], "big")
            data[first:last] = bytes(last - first)
    path.write_bytes(data)
