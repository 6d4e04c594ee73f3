"""The published versions of this repository are as they were published."""

import json
from pathlib import Path

import pytest

from claimset.publishing.immutable import verify_index
from claimset.publishing.verify import verify
from claimset.release.changelog import release_date
from claimset.versions.index import RELEASES, Published, read_index

REPOSITORY = Path(__file__).parents[1]
PUBLISHED = read_index(REPOSITORY / RELEASES)


def test_every_file_of_every_version_is_the_one_that_was_published() -> None:
    assert verify_index(REPOSITORY / RELEASES) == ()


@pytest.mark.slow
@pytest.mark.parametrize("version", [entry.version for entry in PUBLISHED])
def test_a_version_is_whole_and_unharmed(version: str) -> None:
    assert verify(REPOSITORY / RELEASES / version) == ()


@pytest.mark.parametrize("entry", PUBLISHED, ids=lambda entry: entry.version)
def test_the_index_says_what_the_version_says(entry: Published) -> None:
    path = REPOSITORY / RELEASES / entry.version / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    assert descriptor["version"] == entry.version
    assert descriptor["contentHash"] == entry.content_hash
    assert descriptor["created"] == f"{entry.released}T00:00:00Z"


@pytest.mark.parametrize("entry", PUBLISHED, ids=lambda entry: entry.version)
def test_the_day_of_a_version_is_that_of_the_changelog(entry: Published) -> None:
    assert release_date((REPOSITORY / "CHANGELOG.md").read_bytes(), entry.version) == entry.released


@pytest.mark.skipif(not PUBLISHED, reason="no version is published")
def test_the_citation_at_the_top_is_that_of_the_newest_version() -> None:
    newest = REPOSITORY / RELEASES / PUBLISHED[-1].version / "CITATION.cff"
    if (REPOSITORY / "CITATION.cff").exists():
        assert (REPOSITORY / "CITATION.cff").read_bytes() == newest.read_bytes()
