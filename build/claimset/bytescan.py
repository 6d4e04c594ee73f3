"""Judges the bytes of a CSV file before anything reads them as text.

Source: RFC 4180 and the canonical form of this project: UTF-8 without byte order mark, LF, no NUL.
"""

import codecs
from dataclasses import dataclass
from pathlib import Path

CHUNK = 1 << 22


@dataclass(frozen=True, slots=True)
class ByteScan:
    """What the bytes of a file are; each line number is that of the first occurrence, None if there is none."""

    size: int
    newlines: int
    ends_with_newline: bool
    has_bom: bool
    nul_line: int | None
    not_utf8_line: int | None
    carriage_return_line: int | None
    carriage_returns: int


def scan_bytes(path: Path) -> ByteScan:
    """The bytes of `path` judged in one pass of bounded memory."""
    size = newlines = carriage_returns = 0
    nul_line = not_utf8_line = carriage_return_line = None
    has_bom = False
    last = b""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            if size == 0:
                has_bom = chunk.startswith(codecs.BOM_UTF8)
            if nul_line is None and (at := chunk.find(b"\0")) >= 0:
                nul_line = newlines + chunk.count(b"\n", 0, at) + 1
            if b"\r" in chunk:
                if carriage_return_line is None:
                    carriage_return_line = newlines + chunk.count(b"\n", 0, chunk.index(b"\r")) + 1
                carriage_returns += chunk.count(b"\r")
            if not_utf8_line is None:
                not_utf8_line = _first_bad_line(decoder, chunk, newlines)
            newlines += chunk.count(b"\n")
            size += len(chunk)
            last = chunk[-1:]
    if not_utf8_line is None:
        not_utf8_line = _first_bad_line(decoder, b"", newlines, final=True)
    return ByteScan(
        size=size,
        newlines=newlines,
        ends_with_newline=last == b"\n",
        has_bom=has_bom,
        nul_line=nul_line,
        not_utf8_line=not_utf8_line,
        carriage_return_line=carriage_return_line,
        carriage_returns=carriage_returns,
    )


def _first_bad_line(
    decoder: codecs.IncrementalDecoder, chunk: bytes, newlines: int, *, final: bool = False
) -> int | None:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError as error:
        # The decoder may have kept up to three bytes of the chunk before; none of them is a line end.
        return newlines + error.object[: error.start].count(b"\n") + 1
    return None
