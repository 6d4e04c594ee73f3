"""A package description that cannot be used is refused with the place and the cure; a sound one is read whole."""

import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from claimset.errors import PackageError
from claimset.package import Contributor, Field, ForeignKey, License, Table, load_package
from library import edit_json, make_library

AUTHORS_SCHEMA = "schemas/authors.json"
BOOKS_SCHEMA = "schemas/books.json"


def refusal(root: Path) -> str:
    with pytest.raises(PackageError) as caught:
        load_package(root)
    return str(caught.value)


def test_a_sound_description_is_read_whole(tmp_path: Path) -> None:
    package = load_package(make_library(tmp_path))
    assert (package.name, package.title, package.version) == ("lending-library", "Lending library", "1.2.3")
    assert package.licenses == (License("CC0-1.0", "https://example.org/cc0", "CC0"),)
    assert package.contributors == (Contributor("The librarians", "author"),)
    assert [table.name for table in package.tables] == ["authors", "books", "loans", "reminders"]
    assert package.table("loans") == Table(
        name="loans",
        title="loans",
        description="",
        path="data/loans.csv",
        fields=(
            Field("book_id", "Book_Id", "The book_id.", "integer", required=True),
            Field("number", "Number", "The number.", "integer", required=True, minimum=1, maximum=9),
            Field("lent_on", "Lent_On", "The lent_on.", "date", required=True),
            Field("note", "Note", "The note.", "string"),
        ),
        primary_key=("book_id", "number"),
        foreign_keys=(ForeignKey(("book_id",), "books", ("book_id",)),),
    )
    assert package.table("books").foreign_keys[1] == ForeignKey(("sequel_to",), "books", ("book_id",))


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    assert refusal(tmp_path / "nowhere") == f"{tmp_path}/nowhere: there is no such folder"


def test_a_zip_in_the_place_of_a_folder_is_to_be_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "library.zip", "w") as archive:
        archive.writestr("datapackage.json", "{}")
    assert refusal(tmp_path / "library.zip") == (
        f"{tmp_path}/library.zip: not a folder (a package is a folder with a datapackage.json; unpack an archive first)"
    )


def test_a_folder_without_descriptor_is_no_package(tmp_path: Path) -> None:
    assert refusal(tmp_path) == (
        f"{tmp_path}: no datapackage.json here, so this folder is no data package (give its folder as ROOT)"
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{\n  "name": lending\n}', "datapackage.json:2:11: not JSON: Expecting value"),
        (b"", "datapackage.json:1:1: not JSON: Expecting value"),
        (b'{"name": "a",}', "datapackage.json:1:14: not JSON: Expecting property name enclosed in double quotes"),
        (b'{"a": NaN}', "datapackage.json: not JSON: NaN is no number"),
        (b'{"a": -Infinity}', "datapackage.json: not JSON: -Infinity is no number"),
        (b'{"a": ' + b"1" * 5000 + b"}", "datapackage.json: not usable: a number has too many digits"),
        (b"[" * 100_000, "datapackage.json: not usable: nested too deeply"),
        (b'{"a": "\\ud800"}', "datapackage.json: not usable: a \\u escape stands for half a character"),
        (b'{"a": "\xe9"}', "datapackage.json: not UTF-8 (byte 7); save it as UTF-8"),
        (
            b"\xef\xbb\xbf{}",
            "datapackage.json:1:1: not JSON: Unexpected UTF-8 BOM (decode using utf-8-sig)",
        ),
        (
            b'{"name": "a", "title": "b", "name": "c"}',
            "datapackage.json: the same key stands twice in one object: 'name'",
        ),
        (b"[]", "datapackage.json: [] is not of type 'object'"),
        (b" " * ((1 << 24) + 1), "datapackage.json: larger than 16,777,216 bytes, so no package description"),
    ],
    ids=lambda value: repr(value[:20]) if isinstance(value, bytes) else "",
)
def test_a_descriptor_that_is_no_sound_json_is_refused_with_the_place(
    tmp_path: Path, content: bytes, message: str
) -> None:
    (tmp_path / "datapackage.json").write_bytes(content)
    assert refusal(tmp_path) == message


def _change(*path: str | int, **values: object) -> Callable[[Any], object]:
    """A change that sets `values` in the object at `path`; the value None deletes a key."""

    def change(value: Any) -> None:  # noqa: ANN401 - any JSON
        for part in path:
            value = value[part]
        for key, new in values.items():
            if new is None:
                del value[key]
            else:
                value[key] = new

    return change


DESCRIPTOR_FAULTS = [
    (_change(version=None), "'version' is a required property"),
    (_change(version="1.2"), "version: '1.2' does not match"),
    (_change(version="1.2.3\n"), "version: '1.2.3\\n' does not match"),
    (_change(name="Lending library"), "name: 'Lending library' does not match"),
    (_change(licences=[]), "('licences' was unexpected); did you mean 'licenses'?"),
    (_change(views=[]), "('views' was unexpected)"),
    (_change(resources=[]), "resources: [] should be non-empty"),
    (_change("resources", 0, name="Authors"), "resources.0.name: 'Authors' does not match"),
    (_change("resources", 0, pathe="x.csv"), "('pathe' was unexpected); did you mean 'path'?"),
    (_change("resources", 0, encoding="latin-1"), "resources.0.encoding: 'utf-8' was expected"),
    (_change("resources", 0, path="data/authors.xlsx"), "resources.0.path: 'data/authors.xlsx' does not match"),
    (_change("resources", 0, path=["data/authors.csv"]), "resources.0.path: ['data/authors.csv'] is not of type"),
    (_change("resources", 0, schema="schemas/author.json"), "schemas/author.json: there is no such file"),
    (_change("resources", 1, name="authors"), "resources: two resources are called 'authors'"),
    (_change("resources", 1, path="data/authors.csv"), "two resources have the path 'data/authors.csv'"),
    (_change("contributors", 0, role="boss"), "contributors.0.role: 'boss' is not one of"),
]


@pytest.mark.parametrize(("change", "message"), DESCRIPTOR_FAULTS, ids=[text for _, text in DESCRIPTOR_FAULTS])
def test_a_fault_of_the_descriptor_is_refused_by_name(
    tmp_path: Path, change: Callable[[Any], object], message: str
) -> None:
    root = make_library(tmp_path)
    edit_json(root / "datapackage.json", change)
    assert message in refusal(root)


BORN = ("fields", 2)
SCHEMA_FAULTS = [
    (
        _change("fields", 0, constraint={}),
        "fields.0: Additional properties are not allowed ('constraint' was unexpected); did you mean 'constraints'?",
    ),
    (
        _change("fields", 1, "constraints", requird=True),
        (
            "fields.1.constraints: Additional properties are not allowed ('requird' was unexpected); "
            "did you mean 'required'?"
        ),
    ),
    (_change(uniqueKeys=[]), "Additional properties are not allowed ('uniqueKeys' was unexpected)"),
    (
        _change(primarykey="author_id"),
        "Additional properties are not allowed ('primarykey' was unexpected); did you mean 'primaryKey'?",
    ),
    (_change(missingValues=["", "NA"]), "missingValues: [''] was expected"),
    (_change(fields=[]), "fields: [] should be non-empty"),
    (_change(primaryKey=None), "'primaryKey' is a required property"),
    (_change("fields", 0, description=None), "fields.0: 'description' is a required property"),
    (
        _change("fields", 0, type="datetime"),
        "fields.0.type: 'datetime' is not one of ['string', 'integer', 'number', 'boolean', 'date']",
    ),
    (_change(*BORN, format="any"), "fields.2.format: 'default' was expected"),
    (
        _change(*BORN, constraints={"pattern": "19.*"}),
        "fields.2.constraints.pattern: not supported for a column of this type",
    ),
    (
        _change(*BORN, constraints={"minimum": 3}),
        "fields.2.constraints.minimum: not supported for a column of this type",
    ),
    (
        _change(*BORN, constraints={"enum": ["2000-01-01"]}),
        "fields.2.constraints.enum: not supported for a column of this type",
    ),
    (_change(*BORN, type="boolean"), "fields.2: 'trueValues' is a required property"),
    (
        _change("fields", 1, "constraints", maxLength=-1),
        "fields.1.constraints.maxLength: -1 is less than the minimum of 0",
    ),
    (
        _change(*BORN, type="integer", constraints={"minimum": 10**400}),
        "fields.2.constraints.minimum: 1" + "0" * 119 + "... (449 characters)",
    ),
    (_change("fields", 2, name="name"), "fields: two columns are called 'name'"),
    (
        _change(primaryKey="autor_id"),
        "primaryKey: table 'authors' has no column 'autor_id'; did you mean 'author_id'?",
    ),
    (_change(primaryKey=["author_id", "author_id"]), "primaryKey: ['author_id', 'author_id'] has non-unique elements"),
    (
        _change("fields", 0, "constraints", pattern="A[0-9"),
        (
            "author_id: pattern: 'A[0-9' is not a regular expression that Python and RE2 both read: "
            "unterminated character set at position 1"
        ),
    ),
    (
        _change("fields", 0, "constraints", pattern="(?=A)A.*"),
        (
            "author_id: pattern: '(?=A)A.*' is not a regular expression that Python and RE2 both read: "
            "Invalid regular expression: invalid perl operator: (?="
        ),
    ),
    (
        _change("fields", 0, "constraints", pattern="a{99999999999999999999}"),
        (
            "author_id: pattern: 'a{99999999999999999999}' is not a regular expression that Python and RE2 both read: "
            "the repetition number is too large"
        ),
    ),
]


@pytest.mark.parametrize(("change", "message"), SCHEMA_FAULTS, ids=[text[:60] for _, text in SCHEMA_FAULTS])
def test_a_fault_of_a_schema_is_refused_with_its_place(
    tmp_path: Path, change: Callable[[Any], object], message: str
) -> None:
    root = make_library(tmp_path)
    edit_json(root / AUTHORS_SCHEMA, change)
    assert refusal(root) == f"{AUTHORS_SCHEMA}: {message}"


def _first_key(**values: object) -> Callable[[Any], object]:
    return _change("foreignKeys", 0, **values)


def _reference(resource: str, fields: str | list[str]) -> dict[str, object]:
    return {"resource": resource, "fields": fields}


KEY_FAULTS = [
    (_first_key(fields="autor_id"), "autor_id: table 'books' has no column 'autor_id'; did you mean 'author_id'?"),
    (
        _first_key(reference=_reference("autors", "author_id")),
        "author_id: there is no table 'autors'; did you mean 'authors'?",
    ),
    (
        _first_key(reference=_reference("authors", "authors_id")),
        "author_id: table 'authors' has no column 'authors_id'; did you mean 'author_id'?",
    ),
    (
        _first_key(reference=_reference("authors", "name")),
        "author_id: refers to name, which is not the primary key of 'authors'",
    ),
    (
        _first_key(fields=["author_id", "title"], reference=_reference("authors", "author_id")),
        "author_id, title: 2 columns refer to 1",
    ),
    (_first_key(fields="sequel_to"), "sequel_to: sequel_to and authors.author_id are of different types"),
]


@pytest.mark.parametrize(("change", "message"), KEY_FAULTS, ids=[text for _, text in KEY_FAULTS])
def test_a_foreign_key_that_leads_nowhere_is_refused(
    tmp_path: Path, change: Callable[[Any], object], message: str
) -> None:
    root = make_library(tmp_path)
    edit_json(root / BOOKS_SCHEMA, change)
    assert refusal(root) == f"{BOOKS_SCHEMA}: foreignKeys: {message}"


def test_tables_may_refer_to_themselves_and_to_each_other(tmp_path: Path) -> None:
    root = make_library(tmp_path)
    key = {"fields": "author_id", "reference": _reference("books", "book_id")}
    edit_json(root / AUTHORS_SCHEMA, _change("fields", 0, type="integer", constraints={"required": True}))
    edit_json(root / AUTHORS_SCHEMA, _change(foreignKeys=[key]))
    edit_json(root / BOOKS_SCHEMA, _change("fields", 2, type="integer"))
    package = load_package(root)
    assert package.table("authors").foreign_keys == (ForeignKey(("author_id",), "books", ("book_id",)),)
    assert [key.table for key in package.table("books").foreign_keys] == ["authors", "books"]


def test_a_schema_may_stand_inside_the_descriptor(tmp_path: Path) -> None:
    root = make_library(tmp_path)
    before = load_package(root)
    schema = json.loads((root / AUTHORS_SCHEMA).read_text(encoding="utf-8"))
    edit_json(root / "datapackage.json", _change("resources", 0, schema=schema))
    (root / AUTHORS_SCHEMA).unlink()
    assert load_package(root) == before


@pytest.mark.parametrize(
    "path",
    [
        "../secret.csv",
        "data/../../secret.csv",
        "/etc/secret.csv",
        "//server/share/secret.csv",
        "https://example.org/secret.csv",
        "file:///etc/secret.csv",
        "C:/secret.csv",
        "..\\secret.csv",
        "./data/authors.csv",
        "data//authors.csv",
        "data/auth\0ors.csv",
    ],
)
def test_a_path_that_is_not_plainly_inside_the_package_is_refused(tmp_path: Path, path: str) -> None:
    root = make_library(tmp_path)
    edit_json(root / "datapackage.json", _change("resources", 0, path=path))
    assert refusal(root) == (
        f"datapackage.json: resource 'authors': path: {path!r} "
        "must be a plain relative path with forward slashes inside the package"
    )


def test_a_schema_path_that_leaves_the_package_is_refused(tmp_path: Path) -> None:
    root = make_library(tmp_path / "library")
    (tmp_path / "secret.json").write_text("{}", encoding="utf-8")
    edit_json(root / "datapackage.json", _change("resources", 0, schema="../secret.json"))
    assert refusal(root) == (
        "../secret.json: path: '../secret.json' must be a plain relative path with forward slashes inside the package"
    )


@pytest.mark.parametrize("name", ["data/authors.csv", AUTHORS_SCHEMA, "datapackage.json"])
def test_a_link_that_leaves_the_package_is_refused(tmp_path: Path, name: str) -> None:
    root = make_library(tmp_path / "library")
    (root / name).rename(tmp_path / "secret")
    (root / name).symlink_to(tmp_path / "secret")
    assert refusal(root).endswith(f"path: {name!r} is a link that leaves the package")


def test_a_folder_that_is_a_link_out_of_the_package_is_refused(tmp_path: Path) -> None:
    root = make_library(tmp_path / "library")
    (root / "data").rename(tmp_path / "elsewhere")
    (root / "data").symlink_to(tmp_path / "elsewhere")
    assert refusal(root).endswith("path: 'data/authors.csv' is a link that leaves the package")


def test_a_link_inside_the_package_is_followed(tmp_path: Path) -> None:
    root = make_library(tmp_path / "library")
    (root / AUTHORS_SCHEMA).rename(root / "authors.json")
    (root / AUTHORS_SCHEMA).symlink_to(root / "authors.json")
    (tmp_path / "alias").symlink_to(root)
    assert load_package(tmp_path / "alias").tables == load_package(root).tables


def test_a_circle_of_links_is_refused(tmp_path: Path) -> None:
    root = make_library(tmp_path)
    (root / "data/authors.csv").unlink()
    (root / "data/authors.csv").symlink_to("authors.csv")
    assert refusal(root).endswith("path: 'data/authors.csv' cannot be followed (a circle of links, or too long a name)")


def test_a_schema_that_is_no_file_is_refused(tmp_path: Path) -> None:
    root = make_library(tmp_path)
    (root / AUTHORS_SCHEMA).unlink()
    os.mkfifo(root / AUTHORS_SCHEMA)
    assert refusal(root) == f"{AUTHORS_SCHEMA}: not a file"


def test_a_name_too_long_for_a_file_is_refused(tmp_path: Path) -> None:
    root = make_library(tmp_path)
    name = "schemas/" + "a" * 300 + ".json"
    edit_json(root / "datapackage.json", _change("resources", 0, schema=name))
    assert refusal(root) == f"{name}: cannot be read: File name too long"
