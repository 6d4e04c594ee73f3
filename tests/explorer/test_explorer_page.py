"""The page of the explorer as bytes: one file, the same every time, that names what may run in it."""

import base64
import hashlib
import json
import re
from html import unescape
from pathlib import Path

import pytest

from claimset.release.explorer.metadata import bibtex
from claimset.release.explorer.page import LIBRARIES, SCRIPTS, explorer_page
from explorer_pages import content_of
from small_package import REPOSITORY

EXPLORER = REPOSITORY / "build" / "claimset" / "release" / "explorer"
SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.DOTALL)
MOST_BYTES = 2_000_000
FILES = ("README.md", "csv/claims.csv", "datapackage.json", "parquet/claims.parquet")


@pytest.fixture(scope="module")
def text(package_root: Path) -> str:
    return explorer_page(content_of(package_root), FILES).decode("utf-8")


@pytest.mark.slow
def test_two_pages_of_one_content_are_the_same_bytes(package_root: Path) -> None:
    assert explorer_page(content_of(package_root), FILES) == explorer_page(content_of(package_root), FILES)


@pytest.mark.slow
def test_the_page_of_the_real_data_has_at_most_two_megabytes(real_page_file: Path) -> None:
    assert real_page_file.stat().st_size <= MOST_BYTES


def test_the_policy_lets_exactly_the_scripts_of_the_page_run(text: str) -> None:
    scripts = [match["text"] for match in SCRIPT.finditer(text) if not match["attributes"]]
    digests = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    sources = " ".join(f"'sha256-{digest}'" for digest in digests)
    assert len(scripts) == len(LIBRARIES) + 1
    policy = f"default-src 'none'; script-src {sources}; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    assert re.findall(r'Content-Security-Policy" content="(.*?)"', unescape(text)) == [policy]


def test_every_script_of_the_folder_is_in_the_page() -> None:
    assert sorted(SCRIPTS) == sorted(path.stem for path in (EXPLORER / "assets").glob("*.js"))
    assert sorted(LIBRARIES) == sorted(path.stem for path in (EXPLORER / "vendor").glob("*.js"))


def test_the_head_describes_the_dataset_and_rates_no_claim(text: str) -> None:
    (structured,) = (json.loads(match["text"]) for match in SCRIPT.finditer(text) if "ld+json" in match["attributes"])
    described = json.loads((REPOSITORY / "datapackage.json").read_text(encoding="utf-8"))
    assert structured["@type"] == "Dataset"
    assert structured["version"] == described["version"]
    assert structured["description"] == described["description"]
    assert [item["contentUrl"] for item in structured["distribution"]] == ["csv/claims.csv", "parquet/claims.parquet"]
    assert "ClaimReview" not in text.replace("no ClaimReview", "")


def test_the_bibtex_entry_names_the_version(package_root: Path) -> None:
    described = json.loads((package_root / "datapackage.json").read_text(encoding="utf-8"))
    version, authors = described["version"], described["contributors"][0]["title"]
    address = described.get("homepage")
    assert bibtex(content_of(package_root)) == (
        f"@misc{{small-claims-{version},\n"
        f"  author = {{{{{authors}}}}},\n"
        "  title = {{Claims about a river}},\n"
        "  year = {2026},\n"
        "  month = {11},\n"
        f"  version = {{{version}}},\n"
        f"  note = {{Data set, version {version}}}" + (f",\n  url = {{{address}}}" if address else "") + "\n}\n"
    )


def test_the_methods_stand_in_the_page_without_their_marks_and_as_text(text: str) -> None:
    assert "<h2>Methods</h2>\n<p>How <em>it</em> is done. &lt;b&gt;Not bold.&lt;/b&gt;</p>" in text


@pytest.mark.parametrize("folder", [EXPLORER / "vendor", REPOSITORY / "tests" / "vendor"], ids=["page", "tests"])
def test_every_library_is_pinned_and_comes_with_its_licence(folder: Path) -> None:
    pins = json.loads((folder / "vendor.json").read_text(encoding="utf-8"))
    kept = sorted(name for pin in pins.values() for name in pin["files"].values())
    assert kept == sorted(path.name for path in folder.iterdir() if path.name != "vendor.json")
    for pin in pins.values():
        assert re.fullmatch(r"\d+\.\d+\.\d+", pin["version"])
        assert re.fullmatch(r"sha512-[A-Za-z0-9+/]{86}==", pin["integrity"])
        assert len([name for name in pin["files"].values() if name.endswith(".LICENSE.txt")]) == 1
