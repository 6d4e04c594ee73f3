"""Text in cells: one form, one line, visible, without markup."""

import re
from collections.abc import Iterator

import pandas as pd
import pyarrow.compute as pc

from claimset.package import Field, Table
from claimset.rules.column import Column
from claimset.rules.frames import cells, matches, text
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
_MARKUP = r"</?[A-Za-z!][^>]*>|&(?:[A-Za-z]+|#[0-9]+|#x[0-9A-Fa-f]+);|\*\*|`|\[\[|\{\{|\]\(|^#{1,6} |^[*•] "


def is_free_text(table: Table, field: Field) -> bool:
    """Whether a column holds text of its own: not a coded term, a date or a reference."""
    refers = any(field.name in key.fields for key in table.foreign_keys)
    return field.type == "string" and not (field.enum or field.is_edtf or refers)


def _breaches(column: Column, expression: str, message: str, hint: str) -> Iterator[Breach]:
    for line, cell in cells(column.cells, matches(column.cells, expression)):
        yield Breach(column.table, line, column.name, message, hint, cell)


def text_nfc(column: Column) -> Iterator[Breach]:
    """Text is in Unicode normal form C.

    Why: the same letter can be written as one character or as two; a search for the one does not find the other.

    Mend: run `claimset fmt`, which composes the letters.
    """
    if column.may_hold("", _COMPOSABLE):
        whole = text(column.cells)
        composed = pc.fill_null(pc.equal(whole, pc.utf8_normalize(whole, form="NFC")), fill_value=True)
        message = "letters are written in parts (a letter, then its accent), so a search does not find them"
        for line, cell in cells(column.cells, pd.Series(pc.invert(composed).to_numpy(), index=column.cells.index)):
            yield Breach(column.table, line, column.name, message, "run `claimset fmt`", cell)


def text_trimmed(column: Column) -> Iterator[Breach]:
    """Text neither begins nor ends with a space.

    Why: a space nobody sees makes two equal names unequal.

    Mend: delete the space at the beginning or the end of the cell.
    """
    if column.space_at_edge() or column.may_hold("\t", _ODD):
        expression = rf"^{_SPACE}|{_SPACE}$"
        yield from _breaches(column, expression, "the text begins or ends with a space", "delete that space")


def text_one_line(column: Column) -> Iterator[Breach]:
    """Text stands on one line.

    Why: a line break inside a cell breaks line-based tools, and comparisons of two versions of a file.

    Mend: put the sentences on one line, separated by a space.
    """
    if column.may_hold("\n\v\f\r", _ODD):
        yield from _breaches(column, _LINE_BREAK, "the text goes over several lines", "put it on one line")


def text_single_spaces(column: Column) -> Iterator[Breach]:
    """Words are separated by one plain space.

    Why: double, tabular and no-break spaces make equal texts unequal and cannot be seen.

    Mend: replace the gap by one plain space.
    """
    message = "two words are separated by more than one space, or by a tab or no-break space"
    hint = "put one plain space there"
    if column.may_hold_double_space() or column.may_hold("\t", _ODD):
        expression = f"{_VISIBLE}(?:  +|{_SPACE}*{_ODD_SPACE}{_SPACE}*){_VISIBLE}"
        yield from _breaches(column, expression, message, hint)


def text_visible(column: Column) -> Iterator[Breach]:
    """Text holds no control characters and no marks that are invisible or turn the direction of writing.

    Why: such characters hide text, show it in another order than programs read it, and break searches.

    Mend: delete the characters; writing the cell anew by hand is the surest way.
    """
    if not column.may_hold(_CONTROLS, _ODD):
        return
    for line, cell in cells(column.cells, matches(column.cells, _HIDDEN)):
        codes = sorted({f"U+{ord(char):04X}" for char in cell if pc.match_substring_regex(char, _HIDDEN).as_py()})
        message = f"the text holds characters that cannot be seen: {', '.join(codes)}"
        yield Breach(column.table, line, column.name, message, "delete them, or type the cell anew", cell)


def text_plain(column: Column) -> Iterator[Breach]:
    """Text holds no markup.

    Why: cells are shown in spreadsheets, tables and web pages, each of which would show or obey the marks otherwise.

    Mend: delete the marks (HTML tags and entities, Markdown, wiki links) and keep the words.
    """
    if not column.may_hold("<&*`[]{#", (0xE2,)):
        return
    for line, cell in cells(column.cells, matches(column.cells, _MARKUP)):
        first = next(re.finditer(_MARKUP, cell))
        message = f"the text holds markup: {first[0].strip()!r}"
        yield Breach(column.table, line, column.name, message, "keep the words only", cell)


RULES = (
    ColumnRule(text_nfc, "error", is_free_text),
    ColumnRule(text_trimmed, "error", is_free_text),
    ColumnRule(text_one_line, "error", is_free_text),
    ColumnRule(text_single_spaces, "error", is_free_text),
    ColumnRule(text_visible, "error", is_free_text),
    ColumnRule(text_plain, "error", is_free_text),
)
