"""Generated packages are valid, of the proportions of the real one, and say nothing; the floor tests what it says."""

import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from claimset.check import check
from claimset.package import Package, load_package
from claimset.report import as_text
from faulty import spoil
from generate import CONSTANT, SEED, TEXTS, generate
from packages import Store
from references import HUBS
from small_package import REPOSITORY, Edits, edit, read_rows, write_rows

COPIES = 3
FLOOR = REPOSITORY / "benchmarks" / "floor.py"


@pytest.fixture(scope="module")
def real() -> Package:
    return load_package(REPOSITORY)


@pytest.fixture(scope="module")
def generated(real: Package, tmp_path_factory: pytest.TempPathFactory) -> Package:
    size = COPIES * len(read_rows(REPOSITORY, "claim_evidence"))
    return load_package(generate(real, size, tmp_path_factory.mktemp("generated") / "package"))


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def words(package: Package) -> set[str]:
    """The words of more than three letters in all texts of the tables that grow."""
    return {
        word
        for table in package.tables
        if table.name not in CONSTANT
        for row in read_rows(package.root, table.name)
        for column in TEXTS & row.keys()
        for word in re.findall(r"[^\W\d_]{4,}", row[column].lower())
    }


def run_floor(package: Path, out: Path) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, str(FLOOR), str(package), str(out)], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_one_seed_gives_the_same_bytes_and_another_seed_gives_others(
    real: Package, generated: Package, tmp_path: Path
) -> None:
    size = COPIES * len(read_rows(REPOSITORY, "claim_evidence"))
    assert files(generate(real, size, tmp_path / "again")) == files(generated.root)
    other = files(generate(real, size, tmp_path / "other", seed=SEED + 1))
    same = {name for name, content in files(generated.root).items() if other[name] == content}
    # Without texts or references to other copies there is nothing to draw.
    codes = {"claim_actors", "event_attestations", "event_participants", "evidence_links", "source_agents"}
    assert {name for name in other if name.startswith("data/")} & same == {
        f"data/{name}.csv" for name in {*codes, *CONSTANT}
    }


def test_a_generated_package_has_no_findings(generated: Package) -> None:
    rows = sum(len(read_rows(generated.root, table.name)) for table in generated.tables)
    counted = f"{len(generated.tables)} tables, {rows:,} rows: 0 errors, 0 warnings, 0 checks not made"
    assert list(as_text(check(generated), generated)) == [f"{generated.name} {generated.version}: {counted}"]


def test_every_table_that_grows_has_the_real_rows_once_for_each_copy(real: Package, generated: Package) -> None:
    assert {table.name: len(read_rows(generated.root, table.name)) for table in generated.tables} == {
        table.name: len(read_rows(real.root, table.name)) * (1 if table.name in CONSTANT else COPIES)
        for table in real.tables
    }


def test_no_real_word_stands_in_a_generated_text(real: Package, generated: Package) -> None:
    assert words(real) & words(generated) == {"that"}
    spaced = {
        column
        for table in generated.tables
        if table.name not in CONSTANT
        for row in read_rows(generated.root, table.name)
        for column, cell in row.items()
        if " " in cell
    }
    assert spaced <= TEXTS


def test_no_two_generated_propositions_are_alike_in_half_their_words(generated: Package) -> None:
    texts = [row["proposition"].split() for row in read_rows(generated.root, "claims")]
    seen: Counter[tuple[str, ...]] = Counter(tuple(text[1 : 1 + len(text) // 2]) for text in texts if len(text) > 6)
    assert [half for half, times in seen.items() if times > 1] == []


def test_chains_of_claims_events_and_citations_lead_through_the_copies(generated: Package) -> None:
    parents = {row["event_id"]: row["parent_event_id"] for row in read_rows(generated.root, "events")}
    narrower = {
        row["claim_id"]: row["other_claim_id"]
        for row in read_rows(generated.root, "claim_relations")
        if row["relation"] == "narrower_than" and row["claim_id"][-3:] == row["other_claim_id"][-3:]
    }

    def longest(steps: dict[str, str]) -> int:
        def length(start: str) -> int:
            return 1 + length(steps[start]) if steps.get(start) else 0

        return max(map(length, steps))

    assert longest(parents) >= COPIES
    assert longest(narrower) == COPIES - 1
    citations = read_rows(generated.root, "source_citations")
    assert sum(row["citing_source_id"][:-3] != row["cited_source_id"][:-3] for row in citations) == COPIES - 1


def test_the_actors_that_are_named_most_are_the_same_in_all_copies(real: Package, generated: Package) -> None:
    def named(package: Package) -> dict[str, int]:
        return dict(Counter(row["actor_id"] for row in read_rows(package.root, "claim_actors")).most_common(len(HUBS)))

    assert sorted(named(real)) == HUBS.to_pylist()
    assert named(generated) == {f"A0000{actor[1:]}": COPIES * times for actor, times in named(real).items()}


def test_only_a_generated_package_is_replaced(real: Package, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("not to be lost", encoding="utf-8")
    with pytest.raises(FileExistsError, match="is there and is no generated package"):
        generate(real, 1, tmp_path)
    assert files(tmp_path) == {"mine": b"not to be lost"}


def test_a_package_is_made_once_for_each_seed(tmp_path: Path) -> None:
    told: list[str] = []
    first = Store(tmp_path, 1, told.append).generated(500)
    assert Store(tmp_path, 1, told.append).generated(500) == first
    spoilt = Store(tmp_path, 1, told.append).with_findings(first, 3)
    assert spoilt == replace(first, name="500-with-findings", folder=tmp_path / "500-with-findings")
    Store(tmp_path, 2, told.append).generated(500)
    assert told == [f"making the package {name}" for name in ("500", "500-with-findings", "500")]


def test_spoiling_a_package_gives_exactly_so_many_findings(generated: Package, tmp_path: Path) -> None:
    spoilt = load_package(spoil(generated, tmp_path / "spoilt", 101))
    assert Counter((finding.path, finding.field, finding.rule) for finding in check(spoilt).findings) == {
        ("data/claims.csv", "topic", "enum"): 34,
        ("data/actor_names.csv", "passage_id", "foreign-key"): 34,
        ("data/claim_evidence.csv", "certainty", "certainty-open-for-questions"): 33,
    }


def test_the_floor_writes_the_cells_of_the_csv_files(small_package: Path, tmp_path: Path) -> None:
    assert run_floor(small_package, tmp_path / "out") == (0, "")
    tables = [path.stem for path in (small_package / "data").iterdir()]
    assert sorted(path.stem for path in (tmp_path / "out").iterdir()) == sorted(tables)
    for name in tables:
        cells = pl.read_parquet(tmp_path / "out" / f"{name}.parquet").cast(pl.String).fill_null("")
        assert cells.to_dicts() == read_rows(small_package, name)


def test_the_floor_counts_each_kind_of_fault(small_package: Path, tmp_path: Path) -> None:
    edit(
        small_package,
        Edits(
            set=[
                {"table": "claims", "key": "C0001", "topic": "no_such_topic"},
                {"table": "claims", "key": "C0002", "proposition": ""},
                {"table": "events", "key": "E0002", "parent_event_id": "E9999"},
            ]
        ),
    )
    rows = read_rows(small_package, "sources")
    write_rows(small_package, "sources", [*rows, rows[-1]])
    code, said = run_floor(small_package, tmp_path / "out")
    assert (code, said.splitlines()) == (
        1,
        [
            "sources: primary key: 1",
            "events: parent_event_id foreign key: 1",
            "claims: proposition missing: 1",
            "claims: topic enum: 1",
        ],
    )


def test_the_floor_refuses_cells_of_another_type(small_package: Path, tmp_path: Path) -> None:
    rows = read_rows(small_package, "passages")
    rows[0]["word_count"] = "many"
    write_rows(small_package, "passages", rows)
    code, said = run_floor(small_package, tmp_path / "out")
    assert (code, said.splitlines()[0].partition(":")[0]) == (1, "not of the types of the schemas")
    assert not (tmp_path / "out").exists()
