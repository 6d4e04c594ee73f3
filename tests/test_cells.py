"""The structure of a data file is judged before anything reads it, and every finding has the true line."""

from pathlib import Path

import pytest

from claimset import bytescan
from claimset.cells import CellReading, read_cells
from claimset.package import load_package
from claimset.report import text_lines
from library import AUTHORS, TABLES, make_library

HEADER = "author_id,name,born\n"
NAMES = "the first line must be author_id,name,born"
QUOTING = (
    "quoting: a quotation mark in this record is not closed, or text follows a closing one; "
    'close it, and write a quotation mark inside a quoted cell twice ("")'
)
NOT_CANONICAL = (
    "not-canonical: the file is not in canonical form from here on; run `claimset fmt` "
    "(rows sorted by author_id, quotation marks only where needed, LF at every line end)"
)
SHORT = "add the missing commas; an empty cell stands for missing"
LONG = "there is a comma too many, or a cell that holds a comma is not in quotation marks"
FMT = "run `claimset fmt`"


def read_authors(root: Path, content: bytes | None) -> CellReading:
    """The cells of the table `authors` whose file has the given content (None: there is no file)."""
    make_library(root)
    path = root / "data/authors.csv"
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    return read_cells(root, load_package(root).table("authors"))


def rows(reading: CellReading) -> list[tuple[int, str | None, str | None, str | None]]:
    columns = (reading.cells[name].to_pylist() for name in ("author_id", "name", "born"))
    return list(zip(reading.lines.to_list(), *columns, strict=True))


@pytest.mark.parametrize("name", list(TABLES))
def test_a_sound_file_is_read_whole_without_a_finding(tmp_path: Path, name: str) -> None:
    reading = read_cells(make_library(tmp_path), load_package(tmp_path).table(name))
    assert (reading.findings, reading.unsound) == ((), frozenset())


def test_the_cells_are_text_and_an_empty_one_is_missing(tmp_path: Path) -> None:
    assert rows(read_authors(tmp_path, (AUTHORS + "NA,NULL,nan\n").encode())) == [
        (2, "A01", "Ama Ataide", "1942-03-23"),
        (3, "A02", "Bruno Schulz", "1892-07-12"),
        (4, "A03", "Čapek, Karel", None),
        (5, "NA", "NULL", "nan"),
    ]


NUL = (
    "nul-byte: the file holds NUL bytes, so it is not text; "
    "save the table as UTF-8 text (UTF-16 files are full of NUL bytes)"
)
NOT_UTF8 = 'not-utf8: the file is not UTF-8 from here on; save it as "CSV UTF-8"'
NO_HEADER = f"header-missing: the first line is not a header: it names no column of the table; {NAMES}"
NO_TABLE = {
    "no file": (
        None,
        f": file-missing: there is no such file; restore it, or start it with the header line {HEADER.strip()}",
    ),
    "an empty file": (b"", f": file-empty: the file is empty: not even a header line; {NAMES}"),
    "a line end alone": (b"\n", f":1: {NO_HEADER}"),
    "rows without header": (b"A01,Ama Ataide,\n", f":1: {NO_HEADER}"),
    "a header with an open quotation mark": (b'"author_id,name,born\nA01,Ama,\n', f":1: {NO_HEADER}"),
    "a NUL byte": (b"author_id,name,born\nA01,A\0,\n", f":2: {NUL}"),
    "UTF-16": (HEADER.encode("utf-16"), f":1: {NUL}"),
    "ISO 8859-2": ("author_id,name,born\nA01,Ama,\nA02,Čapek,\n".encode("iso-8859-2"), f":3: {NOT_UTF8}"),
    "half a letter at the end": (b"author_id,name,born\nA01,Ama,\xc4", f":2: {NOT_UTF8}"),
}


@pytest.mark.parametrize("case", list(NO_TABLE))
def test_a_file_that_is_no_table_gives_one_finding_and_no_rows(tmp_path: Path, case: str) -> None:
    content, expected = NO_TABLE[case]
    reading = read_authors(tmp_path, content)
    assert list(text_lines(reading.findings)) == [f"data/authors.csv{expected}"]
    assert rows(reading) == []
    assert reading.unsound == {"authors"}


STRUCTURE: dict[str, tuple[str, list[str], list[tuple[int, str | None, str | None, str | None]], set[str]]] = {
    "a header alone": (HEADER, [], [], set()),
    "a header without line end": (HEADER.strip(), [f"1: {NOT_CANONICAL}"], [], set()),
    "no last line end": (HEADER + "A01,Ama,", [f"2: {NOT_CANONICAL}"], [(2, "A01", "Ama", None)], set()),
    "rows out of order": (
        HEADER + "A02,Bo,\nA01,Al,\n",
        [f"2: {NOT_CANONICAL}"],
        [(2, "A02", "Bo", None), (3, "A01", "Al", None)],
        set(),
    ),
    "columns out of order": (
        "name,author_id,born\nAl,A01,\n",
        [f"1: {NOT_CANONICAL}"],
        [(2, "A01", "Al", None)],
        set(),
    ),
    "needless quotes": (HEADER + 'A01,"Ama",\n', [f"2: {NOT_CANONICAL}"], [(2, "A01", "Ama", None)], set()),
    "a quote inside": (HEADER + 'A01,A"ma,\n', [f"2: {NOT_CANONICAL}"], [(2, "A01", 'A"ma', None)], set()),
    "a short row": (
        HEADER + "A01,Al,\nA02,Bo\n",
        [f"3: row-short: 2 cells where the header has 3 (A02); {SHORT}"],
        [(2, "A01", "Al", None)],
        {"authors"},
    ),
    "a row of one empty quoted cell": (
        HEADER + '""\n',
        [f"2: row-short: 1 cells where the header has 3; {SHORT}"],
        [],
        {"authors"},
    ),
    "a long row": (
        HEADER + "A01,Capek, Karel,\nA02,Bo,\n",
        [f"2: row-long: 4 cells where the header has 3 (A01); {LONG}"],
        [(3, "A02", "Bo", None)],
        {"authors"},
    ),
    "a blank line inside": (
        HEADER + "A01,Al,\n\nA02,Bo,\n",
        ["3: row-blank: the line is blank; delete it"],
        [(2, "A01", "Al", None), (4, "A02", "Bo", None)],
        {"authors"},
    ),
    "a blank line at the end": (
        HEADER + "A01,Al,\n\n",
        ["3: row-blank: the line is blank; delete it"],
        [(2, "A01", "Al", None)],
        {"authors"},
    ),
    "a quotation mark not closed": (
        HEADER + 'A01,"one\ntwo",\nA02,"Bo,\nA03,Cy,\n',
        [f"4: {QUOTING}"],
        [(2, "A01", "one\ntwo", None)],
        {"authors"},
    ),
    "text after a closing quotation mark": (HEADER + 'A01,"Al"so,\n', [f"2: {QUOTING}"], [], {"authors"}),
    "a repeated column": (
        "author_id,name,name,born\nA01,Al,Bo,\n",
        ["1:name: column-repeated: 2 columns are called 'name'; keep one of them"],
        [(2, "A01", "Al", None)],
        {"authors.name"},
    ),
    "a misspelt column": (
        "author_id,nmae,born\nA01,Al,\n",
        ["1:nmae: column-unknown: the table has no column 'nmae'; did you mean 'name'?"],
        [(2, "A01", None, None)],
        {"authors.name"},
    ),
    "a column in capitals and spaces": (
        "author_id, Name ,born\nA01,Al,\n",
        ["1: Name : column-unknown: the table has no column ' Name '; did you mean 'name'?"],
        [(2, "A01", None, None)],
        {"authors.name"},
    ),
    "a column too many": (
        "author_id,name,born,shoes\nA01,Al,,42\n",
        ["1:shoes: column-unknown: the table has no column 'shoes'; the columns are author_id, name, born"],
        [(2, "A01", "Al", None)],
        set(),
    ),
    "a column too few": (
        "author_id,name\nA01,Al\n",
        ["1:born: column-missing: there is no column 'born'; add it to the header"],
        [(2, "A01", "Al", None)],
        {"authors.born"},
    ),
    "a key column too few, and a short row": (
        "name,born\nAl,\nBo\n",
        [
            "1:author_id: column-missing: there is no column 'author_id'; add it to the header",
            f"3: row-short: 1 cells where the header has 2; {SHORT}",
        ],
        [(2, None, "Al", None)],
        {"authors", "authors.author_id"},
    ),
    "a line break in a column name": (
        'author_id,name,born,"a\nb"\nA01,Al,,1\n',
        ["1:a\\nb: column-unknown: the table has no column 'a\\nb'; the columns are author_id, name, born"],
        [(3, "A01", "Al", None)],
        set(),
    ),
    "a byte order mark": (
        "\ufeff" + HEADER + "A01,Al,\n",
        [f"1: byte-order-mark: the file begins with a byte order mark (U+FEFF); {FMT}"],
        [(2, "A01", "Al", None)],
        set(),
    ),
    "CRLF": (
        HEADER.replace("\n", "\r\n") + "A01,Al,\r\nA02,Bo,\r\n",
        [f"1: line-ends: 3 carriage returns (CR): lines must end in LF alone; {FMT}"],
        [(2, "A01", "Al", None), (3, "A02", "Bo", None)],
        set(),
    ),
    "lone CR": (
        HEADER.replace("\n", "\r") + "A01,Al,\rA02,Bo,\r",
        [f"1: line-ends: 3 carriage returns (CR): lines must end in LF alone; {FMT}"],
        [(2, "A01", "Al", None), (3, "A02", "Bo", None)],
        set(),
    ),
    "mixed line ends": (
        HEADER + "A01,Al,\nA02,Bo,\r\nA03,Cy\n",
        [
            f"3: line-ends: 1 carriage returns (CR): lines must end in LF alone; {FMT}",
            f"4: row-short: 2 cells where the header has 3 (A03); {SHORT}",
        ],
        [(2, "A01", "Al", None), (3, "A02", "Bo", None)],
        {"authors"},
    ),
    "lines after cells with line breaks": (
        HEADER + 'A01,"one\ntwo",\nA02,"\n\n",\nA03,Cy,\nA04,Di\n',
        [f"8: row-short: 2 cells where the header has 3 (A04); {SHORT}"],
        [(2, "A01", "one\ntwo", None), (4, "A02", "\n\n", None), (7, "A03", "Cy", None)],
        {"authors"},
    ),
    "formulas, right-to-left marks and separators of other systems": (
        HEADER + 'A01,"=HYPERLINK(""x"",""y"")",\nA02,+1-2@3,\nA03,\u202eabc\u200f,\nA04,a\u2028b\x0bc\x85d,\n',
        [],
        [
            (2, "A01", '=HYPERLINK("x","y")', None),
            (3, "A02", "+1-2@3", None),
            (4, "A03", "\u202eabc\u200f", None),
            (5, "A04", "a\u2028b\x0bc\x85d", None),
        ],
        set(),
    ),
}


@pytest.mark.parametrize("case", list(STRUCTURE))
def test_the_structure_of_a_file_is_judged_line_by_line(tmp_path: Path, case: str) -> None:
    content, findings, expected, unsound = STRUCTURE[case]
    reading = read_authors(tmp_path, content.encode())
    assert list(text_lines(reading.findings)) == [f"data/authors.csv:{finding}" for finding in findings]
    assert rows(reading) == expected
    assert reading.unsound == unsound


def test_lines_are_true_in_a_sound_file_with_line_breaks_in_cells(tmp_path: Path) -> None:
    reading = read_authors(tmp_path, (HEADER + 'A01,"one\ntwo",\nA02,Bo,\nA03,"1\n2\n3",\nA04,Di,\n').encode())
    assert (reading.lines.to_list(), reading.findings) == ([2, 4, 5, 8], ())


def test_many_unknown_columns_are_one_finding(tmp_path: Path) -> None:
    header = ["author_id", "name", "born", *(f"column_{number}" for number in range(10_000))]
    reading = read_authors(tmp_path, (",".join(header) + "\nA01,Al" + "," * 10_001 + "\n").encode())
    some = ", ".join(f"'column_{number}'" for number in range(10))
    assert list(text_lines(reading.findings)) == [
        (
            f"data/authors.csv:1: column-unknown: the table has no columns {some} and 9,990 more; "
            "the columns are author_id, name, born"
        )
    ]
    assert rows(reading) == [(2, "A01", "Al", None)]


@pytest.mark.parametrize("before", [-3, -2, -1, 0, 1])
def test_a_letter_across_two_chunks_is_one_letter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: int) -> None:
    monkeypatch.setattr(bytescan, "CHUNK", 64)
    filler = "x" * (64 - len(HEADER) - len("A01,") + before)
    reading = read_authors(tmp_path, f"{HEADER}A01,{filler}\U0001f4da,\n".encode())
    assert (rows(reading), reading.findings) == ([(2, "A01", filler + "\U0001f4da", None)], ())


@pytest.mark.parametrize("before", [-3, -2, -1, 0, 1])
def test_a_byte_that_is_not_utf8_has_its_line_near_the_border_of_a_chunk(tmp_path: Path, before: int) -> None:
    row = b"A01,Ama,\n"
    content = HEADER.encode() + row * (bytescan.CHUNK // len(row) + 1)
    cut = bytescan.CHUNK + before
    broken = content[:cut] + b"\xe2\x82" + content[cut:]
    reading = read_authors(tmp_path, broken)
    assert [(finding.rule, finding.line) for finding in reading.findings] == [
        ("not-utf8", content[:cut].count(b"\n") + 1)
    ]


def test_a_folder_in_the_place_of_a_file_is_a_missing_file(tmp_path: Path) -> None:
    root = make_library(tmp_path)
    (root / "data/authors.csv").unlink()
    (root / "data/authors.csv").mkdir()
    reading = read_cells(root, load_package(root).table("authors"))
    assert [finding.rule for finding in reading.findings] == ["file-missing"]
