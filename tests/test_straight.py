"""The quick way to read a file gives what the careful way gives, for every file that it takes on."""

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from claimset import cells, straight
from claimset.cells import CellReading, read_cells
from claimset.package import Field, Table

TABLE = Table(
    name="items",
    title="Items",
    description="Items.",
    path="items.csv",
    fields=(Field("item_id", "Id", "Id.", "string"), Field("number", "Number", "Number.", "integer")),
    primary_key=("item_id", "number"),
    foreign_keys=(),
)
HEADER = b"item_id,number\n"


def careful(root: Path) -> CellReading:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cells, "canonical_cells", lambda path, table: None)  # noqa: ARG005
        return read_cells(root, TABLE)


def agree(folder: Path, content: bytes) -> bool:
    """Whether the quick way took the file on; it must then have read what the careful way reads."""
    path = folder / TABLE.path
    path.write_bytes(content)
    quick, slow = straight.canonical_cells(path, TABLE), careful(folder)
    if quick is not None:
        assert slow.findings == ()
        assert slow.unsound == frozenset()
        assert quick.equals(slow.cells)
        assert read_cells(folder, TABLE).lines.equals(pd.RangeIndex(2, quick.num_rows + 2))
        assert list(slow.lines) == list(range(2, quick.num_rows + 2))
        return True
    one_line = not any("\n" in (cell or "") for column in slow.cells.to_pydict().values() for cell in column)
    complete = all(column.null_count == 0 for column in slow.cells.columns)
    assert slow.findings or not one_line or not complete
    return False


@settings(deadline=None, max_examples=400)
@given(st.text(alphabet='ab1é,"\n\r\0\ufeff ', max_size=24))
@example('a,1\n"b,",2\n')
@example('"a""",1\n')
@example('"a,"b,1\n')
@example('"a"b,",1"\n')
@example('"a,\nb",1\n')
@example('"a",1\n')
@example('"",1\n')
@example(",1\n")
@example('a"b,1\n')
@example('a,1\n"\n')
@example("a,1")
@example("a,1\n\n")
@example("\na,1\n")
@example("b,1\na,1\n")
@example("a,10\na,9\n")
@example("a,9\na,10\n")
def test_a_file_that_is_read_the_quick_way_is_read_alike_the_careful_way(
    tmp_path_factory: pytest.TempPathFactory, body: str
) -> None:
    agree(tmp_path_factory.mktemp("items"), HEADER + body.encode())


@settings(deadline=None, max_examples=200)
@given(st.lists(st.tuples(st.text(alphabet='ab,"é', min_size=1, max_size=4), st.integers(-20, 20)), max_size=8))
@example([])
def test_a_canonical_file_is_read_the_quick_way_wherever_its_pieces_end(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, int]]
) -> None:
    lines = [
        ('"' + text.replace('"', '""') + '"' if set(text) & set(',"') else text) + f",{number}\n"
        for text, number in sorted(rows, key=lambda row: (row[0].encode(), row[1]))
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(straight, "CHUNK", 64)
        assert agree(tmp_path_factory.mktemp("items"), HEADER + "".join(lines).encode())


@pytest.mark.parametrize(
    "content",
    [b"", b"item_id,number", b"number,item_id\n1,a\n", b"\xef\xbb\xbfitem_id,number\na,1\n", HEADER + b"\xff,1\n"],
    ids=["empty", "no line end", "other order", "byte order mark", "not UTF-8"],
)
def test_a_file_that_is_not_canonical_is_left_to_the_careful_way(tmp_path: Path, content: bytes) -> None:
    assert agree(tmp_path, content) is False


def test_a_file_that_is_not_there_is_left_to_the_careful_way(tmp_path: Path) -> None:
    assert straight.canonical_cells(tmp_path / TABLE.path, TABLE) is None


def test_a_header_alone_is_a_table_without_rows(tmp_path: Path) -> None:
    (tmp_path / TABLE.path).write_bytes(HEADER)
    assert straight.canonical_cells(tmp_path / TABLE.path, TABLE) == pa.table(
        {"item_id": pa.array([], pa.string()), "number": pa.array([], pa.string())}
    )
