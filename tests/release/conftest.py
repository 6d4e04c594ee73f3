"""A small package in the schemas of the repository, with values that readers of tables are known to spoil."""

import csv
import json
import shutil
from pathlib import Path

import pytest

from claimset.check import Report
from claimset.package import Package, load_package
from claimset.read import read_package
from claimset.release import build_release

REPOSITORY = Path(__file__).parents[2]
CHANGELOG = """# Changelog

## [Unreleased]

## [{version}] - 2026-11-22

### Added

- Everything.
"""
SHA = "0123456789abcdef" * 4
ROWS: dict[str, list[dict[str, str]]] = {
    "actors": [
        {"actor_id": "A0001", "name": "NA", "actor_type": "media_outlet", "country": "NA", "identification": "named"},
        {
            "actor_id": "A0002",
            "name": 'Somebody "Nickname", Jr.',
            "actor_type": "person",
            "identification": "named",
            "description": "Somebody,\nover two lines; =1+1",
        },
        {
            "actor_id": "A0003",
            "name": "Кто-то حسن é 🙂",
            "actor_type": "state",
            "country": "RU",
            "identification": "named",
        },
    ],
    "sources": [
        {
            "source_id": "S0001",
            "title": "A text",
            "source_type": "news_article",
            "consultation": "consulted",
            "publisher_id": "A0001",
            "date": "2023-11-05",
            "date_basis": "stated",
            "language": "en",
            "retrieved_on": "2024-02-29",
            "rights": "all_rights_reserved",
            "text_sha256": SHA,
            "passage_count": "2",
            "metadata_basis": "text",
        },
        {
            "source_id": "S0002",
            "title": "[Remarks]",
            "source_type": "public_remarks",
            "consultation": "cited_only",
            "date": "[2023-10-07..]",
            "date_basis": "derived_from_text",
            "language": "und",
            "rights": "not_determined",
            "metadata_basis": "text",
            "notes": "true",
        },
        {
            "source_id": "S0003",
            "title": "[Nothing known]",
            "source_type": "image",
            "consultation": "announced",
            "date_basis": "not_stated",
            "language": "und",
            "rights": "not_determined",
            "metadata_basis": "text",
            "notes": "0012",
        },
    ],
    "passages": [
        {
            "passage_id": f"S0001-P00{number}",
            "source_id": "S0001",
            "paragraph": str(number),
            "passage_role": "body",
            "word_count": "12",
            "sha256": SHA,
            "text_start": "Three first words",
            "coverage": "coded",
        }
        for number in (1, 2)
    ],
    "events": [
        {
            "event_id": "E0001",
            "title": "A meeting",
            "event_type": "war",
            "date": "1666-09/1667?",
            "occurrence": "reported",
        },
        {
            "event_id": "E0002",
            "title": "A part of it",
            "event_type": "attack",
            "date": "202X",
            "occurrence": "alleged",
            "parent_event_id": "E0001",
        },
    ],
    "claims": [
        {
            "claim_id": "C0001",
            "proposition": "that somebody did something",
            "claim_type": "allegation",
            "topic": "training",
            "time_scope": "2023/..",
            "checkability": "checkable",
            "sensitivity": "allegation_of_crime",
        }
    ],
    "claim_evidence": [
        {
            "evidence_id": "V0001",
            "claim_id": "C0001",
            "passage_id": "S0001-P001",
            "evidence_role": "assertion",
            "direction": "supports",
            "basis": "named_testimony",
            "actor_id": "A0002",
            "origin_source_id": "S0002",
            "certainty": "certain",
            "speech_mode": "direct_quote",
            "carrier_stance": "neutral_relay",
            "quote_fragment": 'said "yes"',
            "summary": "Somebody says so.",
        },
        {
            "evidence_id": "V0002",
            "claim_id": "C0001",
            "passage_id": "S0001-P002",
            "evidence_role": "denial",
            "direction": "disputes",
            "basis": "named_testimony",
            "actor_id": "A0003",
            "origin_source_id": "S0002",
            "certainty": "certain",
            "speech_mode": "paraphrase",
            "carrier_stance": "neutral_relay",
            "summary": "Somebody else denies it.",
        },
    ],
    "source_agents": [
        {"source_id": "S0001", "actor_id": "A0001", "role": "issuing_body"},
        {"source_id": "S0002", "actor_id": "A0002", "role": "speaker"},
        {"source_id": "S0002", "actor_id": "A0003", "role": "speaker"},
    ],
    "source_citations": [
        {
            "citing_source_id": "S0001",
            "cited_source_id": "S0002",
            "relation": "quotes",
            "passage_id": "S0001-P001",
            "attribution_quality": "named_dated",
            "basis": "stated",
        }
    ],
    "claim_actors": [
        {"claim_id": "C0001", "actor_id": "A0003", "role": "accused"},
        {"claim_id": "C0001", "actor_id": "A0002", "role": "mentioned"},
    ],
}


@pytest.fixture(scope="session")
def package_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("package")
    for name in ("datapackage.json", "LICENSE-DATA"):
        shutil.copy(REPOSITORY / name, root / name)
    shutil.copytree(REPOSITORY / "schemas", root / "schemas")
    descriptor = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    (root / "CHANGELOG.md").write_text(CHANGELOG.format(version=descriptor["version"]), encoding="utf-8")
    (root / "METHODS.md").write_text("# Methods\n", encoding="utf-8")
    (root / "data").mkdir()
    for resource in descriptor["resources"]:
        schema = json.loads((root / resource["schema"]).read_text(encoding="utf-8"))
        names = [field["name"] for field in schema["fields"]]
        with (root / resource["path"]).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, names, lineterminator="\n")
            writer.writeheader()
            writer.writerows(ROWS.get(resource["name"], []))
    shutil.copy(REPOSITORY / "data" / "vocabulary_terms.csv", root / "data" / "vocabulary_terms.csv")
    return root


@pytest.fixture(scope="session")
def package(package_folder: Path) -> Package:
    return load_package(package_folder)


@pytest.fixture(scope="session")
def report(package: Package) -> Report:
    """The tables as a check without rules hands them on: what a release looks like is no question of coding."""
    return Report(findings=(), skipped=(), frames=read_package(package).frames)


@pytest.fixture(scope="session")
def release(package: Package, report: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_release(package, report, tmp_path_factory.mktemp("dist"), lambda _: None)
