"""Everything that says how a release is cited says the same, and those who read it find it valid."""

import json
import re
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pyarrow.parquet as pq
import pytest

from claimset.check import Report
from claimset.errors import ReleaseError
from claimset.package import Package
from claimset.release import build_release
from claimset.release.citation import with_doi

REPOSITORY = Path(__file__).parents[2]
VALIDATORS = REPOSITORY / ".venv-metadata"
NEEDS_VALIDATORS = pytest.mark.skipif(not VALIDATORS.exists(), reason="make sets up .venv-metadata")
DOI = "10.5281/zenodo.1234567"
TITLE = 'Claims & "counter-claims": 100 % of {them} <here>'
# Reads every record of every table, and tells how many there are.
LOAD = """
import json, sys
import mlcroissant
dataset = mlcroissant.Dataset(jsonld=sys.argv[1])
print(json.dumps({one.id: sum(1 for _ in dataset.records(record_set=one.id)) for one in dataset.metadata.record_sets}))
"""


@pytest.fixture(scope="module")
def reserved(package: Package, report: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release with a DOI and a title that every format has to write in its own way."""
    named = replace(with_doi(package, f"https://doi.org/{DOI}"), title=TITLE)
    return build_release(named, report, tmp_path_factory.mktemp("reserved"), lambda _: None)


def read(path: Path) -> Any:  # noqa: ANN401 - JSON of many forms
    return json.loads(path.read_text(encoding="utf-8"))


def test_all_metadata_agree(reserved: Path, package: Package) -> None:
    folder = reserved / "metadata"
    descriptor, jsonld = read(reserved / "datapackage.json"), read(folder / "schema-org.jsonld")
    datacite, zenodo = read(folder / "datacite.json"), read(folder / "zenodo.json")
    croissant, [csl] = read(reserved / "croissant.json"), read(folder / "citation.csl.json")
    cff = (reserved / "CITATION.cff").read_text(encoding="utf-8")
    footer = pq.read_schema(reserved / "parquet" / "claims.parquet").metadata
    [author] = [item.title for item in package.contributors]
    content_hash = descriptor["contentHash"]

    def of_cff(name: str) -> str:
        found = re.search(rf"^ *(?:- )?{name}: (.*)$", cff, re.MULTILINE)
        assert found
        return str(json.loads(found[1]))

    titles = [descriptor["title"], jsonld["name"], datacite["titles"][0]["title"], zenodo["title"], csl["title"]]
    assert {*titles, croissant["alternateName"], of_cff("title"), footer[b"dataset_title"].decode()} == {TITLE}
    names = [jsonld["creator"][0]["name"], datacite["creators"][0]["name"], zenodo["creators"][0]["name"]]
    assert {*names, croissant["creator"][0]["name"], csl["author"][0]["literal"], of_cff("name")} == {author}
    versions = [item["version"] for item in (descriptor, jsonld, datacite, zenodo, croissant, csl)]
    assert {*versions, of_cff("version"), footer[b"version"].decode()} == {package.version}
    days = [
        jsonld["datePublished"],
        datacite["dates"][0]["date"],
        zenodo["publication_date"],
        croissant["datePublished"],
    ]
    issued = "-".join(str(part) for part in csl["issued"]["date-parts"][0])
    assert {*days, issued, zenodo["publication_date"], of_cff("date-released"), footer[b"released"].decode()} == {
        "2026-11-22"
    }
    dois = [datacite["doi"], zenodo["doi"], csl["DOI"], of_cff("doi"), footer[b"doi"].decode()]
    addresses = [descriptor["id"], jsonld["@id"], jsonld["identifier"][0], croissant["url"]]
    assert {*dois, *(one.removeprefix("https://doi.org/") for one in addresses)} == {DOI}
    hashes = [jsonld["identifier"][1]["value"], datacite["alternateIdentifiers"][0]["alternateIdentifier"]]
    assert {*hashes, croissant["identifier"], of_cff("value"), footer[b"content_hash"].decode()} == {content_hash}
    assert content_hash in zenodo["notes"]
    keywords = [item["keywords"] for item in (descriptor, jsonld, zenodo, croissant)]
    assert [*keywords, [item["subject"] for item in datacite["subjects"]]] == [list(package.keywords)] * 5


def test_bibtex_has_what_tex_takes_for_commands_as_text(reserved: Path) -> None:
    assert (reserved / "metadata" / "citation.bib").read_text(encoding="utf-8") == (
        "@misc{russia-hamas-claims-0.1.0,\n"
        "  author = {{The russia-hamas-claims contributors}},\n"
        '  title = {{Claims \\& "counter-claims": 100 \\% of \\{them\\} <here>}},\n'
        "  year = {2026},\n"
        "  month = nov,\n"
        "  version = {0.1.0},\n"
        "  note = {Data set, version 0.1.0},\n"
        f"  doi = {{{DOI}}},\n"
        f"  url = {{https://doi.org/{DOI}}},\n"
        "}\n"
    )


@NEEDS_VALIDATORS
def test_datacite_takes_its_metadata(reserved: Path, release: Path) -> None:
    [schema] = map(read, VALIDATORS.glob("lib/python*/site-packages/datacite/schemas/datacite-v4.5.json"))
    for folder in (reserved, release):
        jsonschema.Draft201909Validator(schema).validate(read(folder / "metadata" / "datacite.json"))


@pytest.mark.slow
@NEEDS_VALIDATORS
def test_croissant_is_valid_and_loads_every_row(reserved: Path) -> None:
    path = reserved / "croissant.json"
    subprocess.run([VALIDATORS / "bin" / "mlcroissant", "validate", "--jsonld", path], check=True, capture_output=True)
    loaded = subprocess.run(
        [VALIDATORS / "bin" / "python", "-c", LOAD, path], check=True, capture_output=True, text=True
    )
    rows = {one.stem: pq.read_metadata(one).num_rows for one in (reserved / "parquet").iterdir()}
    assert json.loads(loaded.stdout) == rows


def test_croissant_describes_every_column_and_the_hash_of_every_file(reserved: Path) -> None:
    described, descriptor = read(reserved / "croissant.json"), read(reserved / "datapackage.json")
    tables = [item for item in descriptor["resources"] if "schema" in item]
    fields = {item["name"]: [field["name"] for field in item["schema"]["fields"]] for item in tables}
    assert {item["@id"]: [field["name"] for field in item["field"]] for item in described["recordSet"]} == fields
    hashes = {item["path"]: item["hash"] for item in descriptor["resources"] if item["path"].startswith("parquet/")}
    assert {item["contentUrl"]: f"sha256:{item['sha256']}" for item in described["distribution"]} == hashes


@pytest.mark.parametrize("written", [DOI, f"doi:{DOI}", f"https://doi.org/{DOI}", f"http://dx.doi.org/{DOI}"])
def test_a_doi_may_be_written_in_every_usual_way(written: str, package: Package) -> None:
    assert with_doi(package, written).identifier == f"https://doi.org/{DOI}"


def test_what_is_no_doi_is_refused(package: Package) -> None:
    with pytest.raises(ReleaseError, match=r"^--doi zenodo\.1234567: not a DOI; write it as"):
        with_doi(package, "zenodo.1234567")
