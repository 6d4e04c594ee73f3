"""Text in cells: one form, one line, visible, without markup."""

import re
from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from claimset.package import Field, Table
from claimset.rules.frames import arrow, cells, matches
from claimset.rules.rule import Breach, ColumnRule

_SPACE = r"[\t\p{Zs}]"
_ODD_SPACE = r"[\t\x{A0}\x{1680}\x{2000}-\x{200A}\x{202F}\x{205F}\x{3000}]"
_VISIBLE = r"[^\s\p{Z}]"
_LINE_BREAK = r"[\n\x{0B}\f\r\x{85}\x{2028}\x{2029}]"
# Not among them: U+200C and U+200D, which Persian and Indian scripts need inside words.
_HIDDEN = (
    r"[\x{00}-\x{08}\x{0E}-\x{1F}\x{7F}-\x{84}\x{86}-\x{9F}\x{AD}\x{200B}\x{200E}\x{200F}"
    r"\x{202A}-\x{202E}\x{2060}-\x{206F}\x{FEFF}\x{FFFC}\x{FFFD}\p{Co}]"
)
_CONTROLS = "".join(map(chr, [*range(9), *range(14, 32), 127]))
# Whole columns are first searched for bytes, because few hold any that matter. In UTF-8 (RFC 3629) the first byte of
# U+0080 to U+00BF is C2, of U+1000 to U+FFFF E1 to EF, and of the planes for private use F3 and F4; all odd spaces,
# line breaks and hidden characters begin with one of these.
_ODD = (0xC2, 0xE1, 0xE2, 0xE3, 0xEE, 0xEF, 0xF3, 0xF4)
# All text below U+0300 (CC 80) is in normal form C (Unicode Standard Annex #15, section 14: NFC_Quick_Check).
_COMPOSABLE = range(0xCC, 0x100)
SPACE = ord(" ")
PIECE = 1 << 20
_MARKUP = r"</?[A-Za-z!][^>]*>|&(?:[A-Za-z]+|#[0-9]+|#x[0-9A-Fa-f]+);|\*\*|`|\[\[|\{\{|\]\(|^#{1,6} |^[*•] "


def is_free_text(table: Table, field: Field) -> bool:
    """Whether a column holds text of its own: not a coded term, a date or a reference."""
    refers = any(field.name in key.fields for key in table.foreign_keys)
    return field.type == "string" and not (field.enum or field.is_edtf or refers)


def _bytes(column: pd.Series) -> Iterator[npt.NDArray[np.uint8]]:
    """The bytes of all cells in a row, in pieces that the processor's cache holds."""
    for chunk in arrow(column).chunks:
        data = chunk.buffers()[2]
        text = np.frombuffer(b"" if data is None else data, np.uint8)
        # Pieces overlap by one byte, so that a pair of bytes lies in one of them.
        yield from (text[start : start + PIECE + 1] for start in range(0, len(text), PIECE))


def _may_hold(column: pd.Series, marks: str, beyond: Iterable[int]) -> bool:
    """Whether a cell may hold one of these ASCII marks, or a character whose first byte in UTF-8 is one of `beyond`."""
    wanted = np.zeros(256, dtype=bool)
    wanted[[*map(ord, marks), *beyond]] = True
    return any(wanted[piece].any() for piece in _bytes(column))


def _may_hold_double_space(column: pd.Series) -> bool:
    """Whether two spaces may follow each other in a cell; those at the end of one and the start of the next count."""
    return any((space[:-1] & space[1:]).any() for space in (piece == SPACE for piece in _bytes(column)))


def _space_at_edge(column: pd.Series) -> bool:
    """Whether a cell begins or ends with a plain space."""
    return any(SPACE in edge for chunk in arrow(column).chunks for edge in _edges(chunk))


def _edges(chunk: pa.Array) -> tuple[npt.NDArray[np.uint8], ...]:
    """The first and the last byte of each cell that has any."""
    _, places, data = chunk.buffers()
    if data is None:
        return ()
    text = np.frombuffer(data, np.uint8)
    places = np.frombuffer(places, np.int32)[chunk.offset : chunk.offset + len(chunk) + 1]
    begin, end = places[:-1], places[1:]
    filled = begin < end
    return text[begin[filled]], text[end[filled] - 1]


def _breaches(table: str, column: pd.Series, expression: str, message: str, hint: str) -> Iterator[Breach]:
    for line, cell in cells(column, matches(column, expression)):
        yield Breach(table, line, str(column.name), message, hint, cell)


def text_nfc(table: str, column: pd.Series) -> Iterator[Breach]:
    """Text is in Unicode normal form C.

    Why: the same letter can be written as one character or as two; a search for the one does not find the other.

    Mend: run `claimset fmt`, which composes the letters.
    """
    if _may_hold(column, "", _COMPOSABLE):
        text = arrow(column)
        composed = pc.fill_null(pc.equal(text, pc.utf8_normalize(text, form="NFC")), fill_value=True)
        message = "letters are written in parts (a letter, then its accent), so a search does not find them"
        for line, cell in cells(column, pd.Series(pc.invert(composed).to_numpy(), index=column.index)):
            yield Breach(table, line, str(column.name), message, "run `claimset fmt`", cell)


def text_trimmed(table: str, column: pd.Series) -> Iterator[Breach]:
    """Text neither begins nor ends with a space.

    Why: a space nobody sees makes two equal names unequal.

    Mend: delete the space at the beginning or the end of the cell.
    """
    if _space_at_edge(column) or _may_hold(column, "\t", _ODD):
        expression = rf"^{_SPACE}|{_SPACE}$"
        yield from _breaches(table, column, expression, "the text begins or ends with a space", "delete that space")


def text_one_line(table: str, column: pd.Series) -> Iterator[Breach]:
    """Text stands on one line.

    Why: a line break inside a cell breaks line-based tools, and comparisons of two versions of a file.

    Mend: put the sentences on one line, separated by a space.
    """
    if _may_hold(column, "\n\v\f\r", _ODD):
        yield from _breaches(table, column, _LINE_BREAK, "the text goes over several lines", "put it on one line")


def text_single_spaces(table: str, column: pd.Series) -> Iterator[Breach]:
    """Words are separated by one plain space.

    Why: double, tabular and no-break spaces make equal texts unequal and cannot be seen.

    Mend: replace the gap by one plain space.
    """
    message = "two words are separated by more than one space, or by a tab or no-break space"
    hint = "put one plain space there"
    if _may_hold_double_space(column) or _may_hold(column, "\t", _ODD):
        expression = f"{_VISIBLE}(?:  +|{_SPACE}*{_ODD_SPACE}{_SPACE}*){_VISIBLE}"
        yield from _breaches(table, column, expression, message, hint)


def text_visible(table: str, column: pd.Series) -> Iterator[Breach]:
    """Text holds no control characters and no marks that are invisible or turn the direction of writing.

    Why: such characters hide text, show it in another order than programs read it, and break searches.

    Mend: delete the characters; writing the cell anew by hand is the surest way.
    """
    if not _may_hold(column, _CONTROLS, _ODD):
        return
    for line, cell in cells(column, matches(column, _HIDDEN)):
        codes = sorted({f"U+{ord(char):04X}" for char in cell if pc.match_substring_regex(char, _HIDDEN).as_py()})
        message = f"the text holds characters that cannot be seen: {', '.join(codes)}"
        yield Breach(table, line, str(column.name), message, "delete them, or type the cell anew", cell)


def text_plain(table: str, column: pd.Series) -> Iterator[Breach]:
    """Text holds no markup.

    Why: cells are shown in spreadsheets, tables and web pages, each of which would show or obey the marks otherwise.

    Mend: delete the marks (HTML tags and entities, Markdown, wiki links) and keep the words.
    """
    if not _may_hold(column, "<&*`[]{#", (0xE2,)):
        return
    for line, cell in cells(column, matches(column, _MARKUP)):
        first = next(re.finditer(_MARKUP, cell))
        message = f"the text holds markup: {first[0].strip()!r}"
        yield Breach(table, line, str(column.name), message, "keep the words only", cell)


RULES = (
    ColumnRule(text_nfc, "error", is_free_text),
    ColumnRule(text_trimmed, "error", is_free_text),
    ColumnRule(text_one_line, "error", is_free_text),
    ColumnRule(text_single_spaces, "error", is_free_text),
    ColumnRule(text_visible, "error", is_free_text),
    ColumnRule(text_plain, "error", is_free_text),
)
