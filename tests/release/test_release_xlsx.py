"""The workbook of a release shows what the CSV files hold, and Excel has nothing to guess in it."""

import csv
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from claimset.check import Report
from claimset.derive import DerivedTable
from claimset.errors import ReleaseError
from claimset.package import Field, Package, Table
from claimset.release import xlsx
from claimset.release.content import Content, assemble

NAME = "russia-hamas-claims.xlsx"


def as_text(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def sheets(release: Path) -> list[Worksheet]:
    return list(openpyxl.load_workbook(release / NAME))


def test_there_is_a_sheet_for_each_table_after_readme_and_columns(release: Path) -> None:
    titles = [sheet.title for sheet in sheets(release)]
    assert titles[:2] == ["README", "COLUMNS"]
    assert sorted(titles[2:]) == sorted(path.stem for path in (release / "csv").iterdir())


def test_the_sheets_have_the_cells_of_the_csv_files(release: Path) -> None:
    for sheet in sheets(release)[2:]:
        with (release / "csv" / f"{sheet.title}.csv").open(encoding="utf-8", newline="") as file:
            expected = list(csv.reader(file))
        assert [[as_text(value) for value in row] for row in sheet.iter_rows(values_only=True)] == expected


def test_no_cell_is_a_formula_a_date_or_a_link(release: Path) -> None:
    for sheet in sheets(release):
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "b"}
        assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.hyperlink] == []
    with zipfile.ZipFile(release / NAME) as archive:
        assert [name for name in archive.namelist() if b"<f>" in archive.read(name)] == []


def test_a_text_stays_text_when_it_is_edited(release: Path) -> None:
    formats = {
        cell.number_format
        for sheet in sheets(release)[2:]
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str)
    }
    assert formats == {"@"}


def test_headers_are_frozen_and_filtered_and_columns_wide_enough_to_read(release: Path) -> None:
    for sheet in sheets(release)[1:]:
        assert sheet.freeze_panes == "A2", sheet.title
        assert sheet.auto_filter.ref == sheet.dimensions, sheet.title
        for at, (name,) in enumerate(sheet.iter_cols(max_row=1, values_only=True), start=1):
            # Neighbours of one width are one entry.
            columns = sheet.column_dimensions.values()
            (width,) = (item.width for item in columns if (item.min or 0) <= at <= (item.max or 0))
            assert len(str(name)) + 3 <= width <= 61, (sheet.title, name)


def test_the_readme_sheet_says_version_citation_and_licence(release: Path, package: Package) -> None:
    lines = {str(row[0]): row[1] for row in sheets(release)[0].iter_rows(values_only=True)}
    assert (lines["Version"], lines["Released"]) == (package.version, "2026-11-22")
    assert str(lines["Cite as"]) in (release / "README.md").read_text(encoding="utf-8")
    assert str(lines["Licence"]).endswith("https://creativecommons.org/licenses/by/4.0/")
    assert lines["claims"] == package.table("claims").description


def test_the_file_holds_no_moment_but_the_day_of_the_release(release: Path) -> None:
    with zipfile.ZipFile(release / NAME) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 31, 0, 0, 0)}
        assert archive.read("docProps/core.xml").count(b"2026-11-22T00:00:00Z") == 2


def computed(package: Package, report: Report, name: str, texts: list[str]) -> Content:
    field = Field("text", "Text", "A text.", "string")
    table = Table(name, "T", "A table.", "csv/t.csv", (field,), ("text",), ())
    return assemble(package, report.frames, [DerivedTable(table, pd.DataFrame({"text": texts}))])


def test_a_text_that_excel_would_cut_off_is_refused(package: Package, report: Report, tmp_path: Path) -> None:
    xlsx.write_xlsx(computed(package, report, "t", ["x" * 32_767]), tmp_path)
    with pytest.raises(ReleaseError) as refused:
        xlsx.write_xlsx(computed(package, report, "t", ["a", "🙂" * 16_384]), tmp_path)
    assert str(refused.value) == "t: text, row 3: a cell of Excel holds 32,767 characters; shorten the text"


@pytest.mark.parametrize("name", ["a_table_of_a_name_that_is_too_long", "readme"])
def test_a_name_that_no_sheet_can_have_is_refused(name: str, package: Package, report: Report, tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match=rf"^{NAME}: .*{name}"):
        xlsx.write_xlsx(computed(package, report, name, ["a"]), tmp_path)


def test_a_day_is_text_in_iso_8601(package: Package, report: Report, tmp_path: Path) -> None:
    fields = (Field("day", "Day", "A day.", "date"),)
    table = Table("days", "Days", "Days.", "csv/days.csv", fields, ("day",), ())
    frame = pd.DataFrame({"day": [date(1666, 9, 2), date(2023, 10, 7)]})
    xlsx.write_xlsx(assemble(package, report.frames, [DerivedTable(table, frame)]), tmp_path)
    sheet = openpyxl.load_workbook(tmp_path / NAME)["days"]
    assert list(sheet.iter_rows(values_only=True)) == [("day",), ("1666-09-02",), ("2023-10-07",)]
