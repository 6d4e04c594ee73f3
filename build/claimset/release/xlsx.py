"""The tables of a release as one Excel workbook, for people; nothing in it is left to Excel to guess.

Every text, id and date is a text cell, so that no date is turned around, no leading zero lost and no cell computed
(Excel knows no day before 1900 anyway). Only numbers, true and false are cells of their own kind, and whole numbers
beyond the 15 digits that Excel keeps are text, too, in all of their column.
Source: Office Open XML (ECMA-376) as XlsxWriter writes it; the limits are those of Excel since 2007.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.format import Format

from claimset.errors import ReleaseError
from claimset.package import Field
from claimset.release.citation import citation
from claimset.release.content import Content
from claimset.release.files import named
from claimset.release.formats import MOST_SHEET_ROWS

LONGEST_TEXT = 32_767
LARGEST_NUMBER = 10**15
# Widths are in characters; only so many rows are looked at for the width of a column.
NARROWEST, WIDEST = 9, 60
SAMPLE = 1000
FILTER_BUTTON = 3

# Without these XlsxWriter would take "=1+1" for a formula, an address for a link, and "007" for 7. Its constant_memory
# would take half the time, but openpyxl does not read a text such as "_x0041_" back as it was.
AS_GIVEN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
READING = (
    "An empty cell is a missing value; the text NA is a text. Dates are text: those in the Extended Date/Time Format "
    "may be uncertain, and the columns that end in _earliest and _latest hold the first and the last day they allow. "
    "The sheet COLUMNS says what each column means. Programs should read the {files} files of the release."
)


@dataclass(frozen=True, slots=True)
class Styles:
    """How cells look; the number format of text keeps a cell text when somebody edits it."""

    text: Format
    wrapped: Format
    header: Format


def xlsx_path(content: Content) -> str:
    """The path of the workbook in its release."""
    return f"{content.package.name}.xlsx"


def write_xlsx(content: Content, folder: Path) -> None:
    """`<package>.xlsx`: README, COLUMNS, then a sheet for each table; ReleaseError where Excel cannot hold one."""
    with named(folder / xlsx_path(content)) as path:
        try:
            with Workbook(str(path), AS_GIVEN) as workbook:
                _write_workbook(content, workbook)
        except XlsxWriterException as error:
            raise ReleaseError(f"{path.name}: {error}") from error


def _write_workbook(content: Content, workbook: Workbook) -> None:
    day = content.released
    workbook.set_properties({"title": content.package.title, "created": datetime(day.year, day.month, day.day)})  # noqa: DTZ001 - a day has no zone
    styles = Styles(
        text=workbook.add_format({"num_format": "@"}),
        wrapped=workbook.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
        header=workbook.add_format({"num_format": "@", "bold": True, "bottom": 1}),
    )
    _write_readme(content, workbook, styles)
    columns: dict[str, list[object]] = {
        "table": [item.table.name for item in content.tables for _ in item.table.fields],
        "column": [field.name for item in content.tables for field in item.table.fields],
        "title": [field.title for item in content.tables for field in item.table.fields],
        "type": [field.type for item in content.tables for field in item.table.fields],
        "terms": [", ".join(field.enum) for item in content.tables for field in item.table.fields],
        "description": [field.description for item in content.tables for field in item.table.fields],
    }
    _write_sheet("COLUMNS", columns, workbook, styles)
    for item in content.tables:
        cells = {field.name: _cells(field, item.data[field.name].to_pylist()) for field in item.table.fields}
        _write_sheet(item.table.name, cells, workbook, styles)


def _write_readme(content: Content, workbook: Workbook, styles: Styles) -> None:
    package = content.package
    sheet = workbook.add_worksheet("README")
    sheet.set_column(0, 0, 20, styles.header)
    sheet.set_column(1, 1, 100, styles.wrapped)
    lines = [
        ("Dataset", package.title),
        ("Version", package.version),
        ("Released", content.released.isoformat()),
        ("Content hash", content.content_hash),
        ("Cite as", citation(package, content.released)),
        *(("Licence", f"{licence.title}, {licence.path}") for licence in package.licenses),
        ("About", package.description),
        ("How to read it", READING.format(files="Parquet or CSV" if "parquet" in content.formats else "CSV")),
        *((item.table.name, item.table.description) for item in content.tables),
    ]
    for row, (label, text) in enumerate(lines):
        sheet.write_string(row, 0, label, styles.header)
        sheet.write_string(row, 1, text, styles.wrapped)


def _cells(field: Field, values: list[object]) -> list[object]:
    """The values as cells hold them: numbers, true and false as they are, everything else as text."""
    if field.type in {"number", "boolean"}:
        return values
    if field.type == "integer" and all(abs(int(str(value))) <= LARGEST_NUMBER for value in values if value is not None):
        return values
    return [None if value is None else str(value) for value in values]


def _write_sheet(name: str, columns: Mapping[str, Sequence[object]], workbook: Workbook, styles: Styles) -> None:
    _require_room(name, columns)
    rows = max(len(cells) for cells in columns.values())
    sheet = workbook.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, rows, len(columns) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{MOST_SHEET_ROWS}"})
    for at, (column, cells) in enumerate(columns.items()):
        sheet.set_column(at, at, _width(column, cells), styles.text)
        sheet.write_string(0, at, column, styles.header)
    for row, values in enumerate(zip(*columns.values(), strict=True), start=1):
        for at, value in enumerate(values):
            if isinstance(value, str):
                sheet.write_string(row, at, value, styles.text)
            elif isinstance(value, bool):
                sheet.write_boolean(row, at, value)
            elif isinstance(value, int | float):
                sheet.write_number(row, at, value)


def _require_room(name: str, columns: Mapping[str, Sequence[object]]) -> None:
    """ReleaseError where Excel has no room for a text."""
    for column, cells in columns.items():
        for row, cell in enumerate(cells, start=2):
            # Excel counts in UTF-16, where no character has more than two units.
            if isinstance(cell, str) and len(cell) > LONGEST_TEXT // 2 and _utf16_units(cell) > LONGEST_TEXT:
                where = f"{name}: {column}, row {row}"
                raise ReleaseError(f"{where}: a cell of Excel holds {LONGEST_TEXT:,} characters; shorten the text")


def _utf16_units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _width(column: str, cells: Sequence[object]) -> int:
    longest = max((len(str(cell)) for cell in cells[:SAMPLE] if cell is not None), default=0)
    return min(max(longest, len(column) + FILTER_BUTTON, NARROWEST), WIDEST)
