"""The canonical form is one form: writing it twice changes nothing, and no cell is lost on the way."""

import csv
import io
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimset.canonical import csv_chunks, first_difference
from claimset.cells import read_cells
from claimset.errors import PackageError
from claimset.fmt import format_package
from claimset.package import load_package
from claimset.report import text_lines
from library import AUTHORS, BOOKS, LOANS, TABLES, make_library

HEADER = "author_id,name,born\n"

# Text that UTF-8 can carry; NUL makes a file no text.
CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6)
ROWS = st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=6)


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def formatted(root: Path, **tables: str) -> tuple[tuple[str, ...], list[str], Mapping[str, bytes]]:
    """What `fmt` says it changed and kept in a library with the given tables, and all files afterwards."""
    changed, kept = format_package(load_package(make_library(root, **tables)))
    return changed, list(text_lines(kept)), files(root)


def test_a_canonical_package_is_left_byte_for_byte(tmp_path: Path) -> None:
    before = files(make_library(tmp_path))
    assert formatted(tmp_path) == ((), [], before)


CASES = {
    "a byte order mark": "\ufeff" + AUTHORS,
    "CRLF": AUTHORS.replace("\n", "\r\n"),
    "lone CR": AUTHORS.replace("\n", "\r"),
    "no last line end": AUTHORS.rstrip("\n"),
    "needless quotation marks": AUTHORS.replace("A01,Ama Ataide", '"A01","Ama Ataide"'),
    "letters in parts": AUTHORS.replace("Č", "C\u030c"),
    "rows out of order": "".join(line + "\n" for line in [HEADER.strip(), *reversed(AUTHORS.splitlines()[1:])]),
    "columns out of order": """name,born,author_id
Ama Ataide,1942-03-23,A01
Bruno Schulz,1892-07-12,A02
"Čapek, Karel",,A03
""",
}


@pytest.mark.parametrize("case", list(CASES))
def test_another_form_of_the_same_table_becomes_the_same_bytes(tmp_path: Path, case: str) -> None:
    expected = files(make_library(tmp_path))
    assert formatted(tmp_path, authors=CASES[case]) == (("data/authors.csv",), [], expected)


def test_integer_and_composite_keys_sort_by_size_and_text_by_code_point(tmp_path: Path) -> None:
    loans = "book_id,number,lent_on,note\n10,1,2024-03-01,\n2,2,2024-02-29,\n2,1,2024-01-31,\n-1,1,2024-01-31,\n"
    authors = HEADER + "a,x,\nZ,x,\n\U0001f4da,x,\né,x,\n\uffee,x,\nA10,x,\nA9,x,\n"
    _, _, after = formatted(tmp_path, loans=loans, authors=authors)
    assert [line.split(",")[:2] for line in after["data/loans.csv"].decode().splitlines()[1:]] == [
        ["-1", "1"], ["2", "1"], ["2", "2"], ["10", "1"],
    ]  # fmt: skip
    assert [line.split(",")[0] for line in after["data/authors.csv"].decode().splitlines()[1:]] == [
        "A10", "A9", "Z", "a", "é", "\uffee", "\U0001f4da",
    ]  # fmt: skip


def test_rows_with_one_key_stay_in_their_order(tmp_path: Path) -> None:
    _, _, after = formatted(tmp_path, authors=HEADER + "A02,x,\nA01,second,\nA01,first,\n")
    assert after["data/authors.csv"].decode() == HEADER + "A01,second,\nA01,first,\nA02,x,\n"


def test_a_key_that_is_no_number_sorts_as_text(tmp_path: Path) -> None:
    header = BOOKS.splitlines()[0]
    _, _, after = formatted(tmp_path, books=f"{header}\nx,T,,,,,,\n10,T,,,,,,\n9,T,,,,,,\n")
    assert after["data/books.csv"].decode() == f"{header}\n10,T,,,,,,\n9,T,,,,,,\nx,T,,,,,,\n"


REFUSED = {
    "short row": (HEADER + "A02,Bo\nA01,Al,\n", ["row-short"]),
    "long row": (HEADER + "A02,Bo,,\nA01,Al,\n", ["row-long"]),
    "blank line": (HEADER + "A02,Bo,\n\nA01,Al,\n", ["row-blank"]),
    "open quotation mark": (HEADER + 'A02,"Bo,\nA01,Al,\n', ["quoting"]),
    "text after a quotation mark": (HEADER + 'A02,"B"o,\nA01,Al,\n', ["quoting"]),
    "unknown column": ("author_id,name,born,shoes\nA02,Bo,,42\n", ["column-unknown"]),
    "repeated column": ("author_id,name,born,name\nA02,Bo,,Co\n", ["column-repeated"]),
    "missing column": ("author_id,name\nA02,Bo\n", ["column-missing"]),
    "NUL": (HEADER + "A02,B\0o,\nA01,Al,\n", ["nul-byte"]),
    "nothing": ("", ["file-empty"]),
}


@pytest.mark.parametrize("case", list(REFUSED))
def test_a_file_that_would_lose_something_is_left_as_it_is(tmp_path: Path, case: str) -> None:
    content, rules = REFUSED[case]
    before = files(make_library(tmp_path, authors=content))
    changed, kept, after = formatted(tmp_path, authors=content)
    assert (changed, [line.split(": ")[1] for line in kept]) == ((), rules)
    assert after == before


def test_a_file_that_is_not_utf8_is_left_as_it_is(tmp_path: Path) -> None:
    root = make_library(tmp_path)
    (root / "data/authors.csv").write_bytes("author_id,name,born\nA01,Čapek,\n".encode("iso-8859-2"))
    before = files(root)
    changed, kept = format_package(load_package(root))
    assert (changed, [finding.rule for finding in kept], files(root)) == ((), ["not-utf8"], before)


def test_one_file_that_is_kept_does_not_keep_the_others(tmp_path: Path) -> None:
    changed, kept, after = formatted(tmp_path, authors="", loans=LOANS.replace("\n", "\r\n"))
    assert changed == ("data/loans.csv",)
    assert [line.split(": ")[1] for line in kept] == ["file-empty"]
    assert after["data/loans.csv"] == LOANS.encode()


def test_permissions_stay_as_they_were(tmp_path: Path) -> None:
    root = make_library(tmp_path, authors=CASES["CRLF"])
    (root / "data/authors.csv").chmod(0o640)
    format_package(load_package(root))
    assert (root / "data/authors.csv").stat().st_mode & 0o777 == 0o640


def test_a_disk_that_is_full_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_library(tmp_path, authors=CASES["CRLF"])
    before = files(root)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(PackageError) as caught:
        format_package(load_package(root))
    assert str(caught.value) == "data/authors.csv: cannot be written: No space left on device; it is as it was"
    assert files(root) == before


def as_csv(rows: list[tuple[str, str, str]], quoting: int, line_end: str) -> bytes:
    """The rows as other programs write them; Python 3.11 leaves a CR bare, which would end a line."""
    quoting = csv.QUOTE_ALL if any("\r" in cell for row in rows for cell in row) else quoting
    file = io.StringIO()
    writer = csv.writer(file, quoting=quoting, lineterminator=line_end)  # type: ignore[arg-type]
    writer.writerow(["author_id", "name", "born"])
    writer.writerows(rows)
    return file.getvalue().encode()


def canonical_cell(cell: str) -> str:
    return unicodedata.normalize("NFC", cell.replace("\r\n", "\n").replace("\r", "\n"))


@given(ROWS, st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]), st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=60, deadline=None)
def test_fmt_loses_no_cell_and_a_second_fmt_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]], quoting: int, line_end: str
) -> None:
    root = make_library(tmp_path_factory.mktemp("library"))
    path = root / "data/authors.csv"
    path.write_bytes(as_csv(rows, quoting, line_end))
    others = {name: content for name, content in files(root).items() if name != "data/authors.csv"}
    _, kept = format_package(load_package(root))
    assert kept == ()
    expected = sorted(tuple(canonical_cell(cell) for cell in row) for row in rows)
    # csv is the reference reader here; its lines must not be split at anything but LF.
    found = list(csv.reader(io.StringIO(path.read_bytes().decode(), newline=""), strict=True))
    assert found[0] == ["author_id", "name", "born"]
    assert sorted(tuple(row) for row in found[1:]) == expected
    assert [row[0] for row in found[1:]] == sorted([row[0] for row in expected], key=lambda key: (not key, key))
    assert format_package(load_package(root)) == ((), ())
    assert read_cells(root, load_package(root).table("authors")).findings == ()
    assert {name: content for name, content in files(root).items() if name != "data/authors.csv"} == others


@given(st.lists(st.none() | CELLS.filter(bool), max_size=8), st.integers(1, 3))
@settings(max_examples=100, deadline=None)
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, cells: list[str | None], width: int
) -> None:
    path = tmp_path_factory.mktemp("written") / "table.csv"
    table = pa.table([pa.array(cells, pa.string())] * width, [f"c{number}" for number in range(width)])
    path.write_bytes(b"".join(csv_chunks(table)))
    with path.open(encoding="utf-8", newline="") as file:
        found = list(csv.reader(file, strict=True))
    assert found == [[f"c{number}" for number in range(width)], *([cell or ""] * width for cell in cells)]
    assert first_difference(path, table) is None


def test_all_tables_of_the_library_are_canonical(tmp_path: Path) -> None:
    package = load_package(make_library(tmp_path))
    assert {name: read_cells(tmp_path, package.table(name)).findings for name in TABLES} == dict.fromkeys(TABLES, ())
