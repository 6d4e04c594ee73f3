"""The content hash is that of the data, in whatever order it comes."""

from pathlib import Path

import pyarrow as pa
import pytest

from claimset.content_hash import dataset_hash, table_hash
from claimset.package import Package, load_package
from claimset.read import read_package
from library import make_library


@pytest.fixture
def library(tmp_path: Path) -> Package:
    return load_package(make_library(tmp_path))


def cells_of(package: Package, name: str) -> pa.Table:
    return pa.Table.from_pandas(read_package(package).frames[name], preserve_index=False)


def test_the_documented_steps_give_this_hash(library: Package) -> None:
    assert table_hash(library.table("books"), cells_of(library, "books")) == (
        "sha256:3af395e3afa90efd0c432031bd7ecc054623b75e8fbf2cbfb1f968c0ae997595"
    )


def test_the_order_of_rows_and_columns_does_not_matter(library: Package) -> None:
    cells = cells_of(library, "books")
    turned = cells.take([2, 0, 1]).select(cells.column_names[::-1])
    assert table_hash(library.table("books"), turned) == table_hash(library.table("books"), cells)


def test_a_dictionary_of_terms_counts_as_its_terms(library: Package) -> None:
    cells = cells_of(library, "books")
    encoded = cells.set_column(3, "genre", cells["genre"].dictionary_encode())
    assert table_hash(library.table("books"), encoded) == table_hash(library.table("books"), cells)


@pytest.mark.parametrize("column", ["book_id", "title", "author_id", "genre", "price", "in_print", "published"])
def test_another_value_gives_another_hash(column: str, library: Package) -> None:
    cells = cells_of(library, "books")
    values = cells[column].to_pylist()
    values[0], values[1] = values[1], None
    changed = cells.set_column(cells.column_names.index(column), column, pa.array(values, cells[column].type))
    assert table_hash(library.table("books"), changed) != table_hash(library.table("books"), cells)


def test_a_value_that_moves_to_the_next_cell_gives_another_hash(library: Package) -> None:
    table = library.table("authors")
    born = pa.array([None, None], pa.date32())
    one = pa.table({"author_id": ["A01", "A02"], "name": ["ab", "c"], "born": born})
    other = pa.table({"author_id": ["A01", "A02"], "name": ["a", "bc"], "born": born})
    assert table_hash(table, one) != table_hash(table, other)


def test_the_hash_of_a_dataset_does_not_depend_on_the_order_of_its_tables() -> None:
    assert dataset_hash({"a": "sha256:1", "b": "sha256:2"}) == dataset_hash({"b": "sha256:2", "a": "sha256:1"})
    assert dataset_hash({"a": "sha256:1", "b": "sha256:2"}) != dataset_hash({"a": "sha256:2", "b": "sha256:1"})
