"""Anchors hold for any copy of a text that says the same; what differs is named, once and exactly."""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive import (
    BRIDGE,
    EVIDENCE,
    FERRY,
    PASSAGES,
    SOURCES,
    Cells,
    make_archive,
    make_texts,
    passage_rows,
    printed,
    sha256,
    source_row,
)
from claimset.cli import main
from library import make_library

ROOT = Path(__file__).parents[1]
# Where the private texts of this dataset are; they are not in the repository.
TEXTS = os.environ.get("CLAIMSET_TEXTS")


class Archive:
    """An archive and its texts in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "archive"
        self.texts = folder / "texts"

    def make(
        self,
        *,
        sources: Sequence[Cells] = SOURCES,
        passages: Sequence[Cells] = PASSAGES,
        evidence: Sequence[Cells] = EVIDENCE,
        **texts: str,
    ) -> None:
        make_archive(self.root, sources, passages, evidence)
        make_texts(self.texts, **texts)

    def anchors(self, *options: str) -> Result:
        return CliRunner().invoke(main, ["anchors", str(self.root), "--texts", str(self.texts), *options])

    def findings(self) -> list[str]:
        """What `anchors` finds: no finding is exit code 0, any is 1, and the last line counts them."""
        result = self.anchors()
        *lines, total = result.stdout.splitlines()
        lines = [line for line in lines if line.startswith("data/")]
        assert total.startswith(f"{len(lines)} findings on the anchors of ")
        assert (result.exit_code, result.stderr) == (1 if lines else 0, "")
        return lines


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


def replaced(rows: Sequence[Cells], key: str, column: int, cell: str) -> list[Cells]:
    return [(*row[:column], cell, *row[column + 1 :]) if row[0] == key else row for row in rows]


def changed(passages: Sequence[str], old: str, new: str) -> str:
    """The printed text with other words in one place."""
    assert sum(old in passage for passage in passages) == 1
    return printed([passage.replace(old, new) for passage in passages])


def test_texts_printed_otherwise_verify_and_what_is_carried_is_measured(archive: Archive) -> None:
    archive.make()
    result = archive.anchors()
    assert result.stdout.splitlines() == [
        (
            "S0001: text_start and quote_fragment carry 17 of 152 words (11.2%, at most 15%); the longest run of "
            "words that a cell shares with it is 4 (at most 8), at data/claim_evidence.csv:4:quote_fragment"
        ),
        (
            "S0002: text_start and quote_fragment carry 6 of 61 words (9.8%, at most 15%); the longest run of "
            "words that a cell shares with it is 3 (at most 8), at data/passages.csv:7:text_start"
        ),
        "0 findings on the anchors of 2 texts",
    ]
    assert result.exit_code == 0


def test_plain_texts_verify_too(archive: Archive) -> None:
    archive.make(S0001="\ufeff" + "\n".join(FERRY), S0002="\r".join(BRIDGE))
    assert archive.findings() == []


def test_one_changed_word_is_found_and_the_passage_named(archive: Archive) -> None:
    archive.make(S0001=changed(FERRY, "March", "April"))
    assert archive.findings() == [
        (
            "data/passages.csv:4:sha256: passage-differs: paragraph 3 of the text is not the passage that was coded: "
            "its hash differs (S0001-P003); "
            "it begins 'The council of' and has 45 words; 'The council of' and 45 are recorded"
        )
    ]


def test_a_changed_word_of_a_fragment_names_the_passage_and_the_fragment(archive: Archive) -> None:
    archive.make(S0001=changed(FERRY, "doubts that", "doubts whether"))
    assert archive.findings() == [
        (
            "data/passages.csv:6:sha256: passage-differs: paragraph 5 of the text is not the passage that was coded: "
            "its hash differs (S0001-P005); it begins 'A bridge is' and has 42 words; 'A bridge is' and 42 are recorded"
        ),
        (
            "data/claim_evidence.csv:4:quote_fragment: fragment-not-found: 'doubts that it will' does not stand in "
            "passage S0001-P005 (V0003); quote it letter by letter, or leave it out"
        ),
    ]


def test_one_inserted_passage_is_one_finding(archive: Archive) -> None:
    archive.make(S0001=printed([FERRY[0], "By our own reporter", *FERRY[1:]]))
    assert archive.findings() == [
        (
            "data/passages.csv:6: passage-new: paragraph 2 of the text ('By our own') has no row (S0001-P002); "
            "where the text is new, `claimset anchors --write` adds it"
        )
    ]


def test_one_deleted_passage_is_one_finding(archive: Archive) -> None:
    archive.make(S0001=printed([passage for passage in FERRY if passage != "Advertisement"]))
    assert archive.findings() == [
        (
            "data/passages.csv:5:sha256: passage-lost: the text has no such passage (S0001-P004); "
            "was it cut from this copy of the text?"
        )
    ]


def test_two_passages_that_changed_places_are_found(archive: Archive) -> None:
    archive.make(S0002=printed(BRIDGE[::-1]))
    assert [line.split(": ")[:2] for line in archive.findings()] == [
        ["data/passages.csv:8", "passage-new"],
        ["data/passages.csv:8:sha256", "passage-lost"],
    ]


WRONG_CELLS = {
    "number": (2, "9", "paragraph: passage-differs: 9 is recorded, but the text has 3 (S0001-P003); write 3"),
    "words": (4, "41", "word_count: passage-differs: 41 is recorded, but the text has 45 (S0001-P003); write 45"),
    "start": (
        6,
        "The council",
        (
            "text_start: passage-differs: 'The council' is recorded, but the text has 'The council of' (S0001-P003); "
            "write 'The council of'"
        ),
    ),
}


@pytest.mark.parametrize("case", list(WRONG_CELLS))
def test_a_row_that_does_not_describe_its_passage_is_found(archive: Archive, case: str) -> None:
    column, cell, finding = WRONG_CELLS[case]
    others = [row for row in PASSAGES if row[0] not in {"S0001-P004", "S0001-P005"}]
    sources = [source_row("S0001", FERRY[:3]), *SOURCES[1:]]
    evidence = [row for row in EVIDENCE if row[2] != "S0001-P005"]
    archive.make(
        sources=sources,
        passages=replaced(others, "S0001-P003", column, cell),
        evidence=evidence,
        S0001=printed(FERRY[:3]),
    )
    assert archive.findings() == [f"data/passages.csv:4:{finding}"]


def test_a_hash_of_the_whole_text_that_is_out_of_date_is_found(archive: Archive) -> None:
    archive.make(sources=[*replaced(replaced(SOURCES, "S0002", 2, ""), "S0001", 3, "6")])
    assert archive.findings() == [
        (
            "data/sources.csv:2:passage_count: text-differs: 6 is recorded, but the text at hand gives 5 (S0001); "
            "the passages are as they were coded, so write what the text gives"
        ),
        (
            "data/sources.csv:3:text_sha256: text-differs: nothing is recorded, but the text at hand gives "
            f"{sha256(chr(10).join(BRIDGE))} (S0002); "
            "the passages are as they were coded, so write what the text gives"
        ),
    ]


def test_a_fragment_of_another_passage_is_found_with_its_place(archive: Archive) -> None:
    archive.make(evidence=replaced(EVIDENCE, "V0002", 3, "doubts that it will"))
    assert archive.findings() == [
        (
            "data/claim_evidence.csv:3:quote_fragment: fragment-not-found: 'doubts that it will' does not stand in "
            "passage S0001-P003 (V0002); it stands in S0001-P005"
        )
    ]


def test_a_fragment_is_found_in_its_passage_after_a_passage_was_inserted(archive: Archive) -> None:
    archive.make(S0001=printed(["News", *FERRY]))
    assert [line.split(": ")[1] for line in archive.findings()] == ["passage-new"]


@pytest.mark.parametrize(
    "fragment", ["\u201cNobody asked us,\u201d", "thirty years \u2014 \u2018in fog", "fog and\u00a0ice"]
)
def test_a_fragment_may_be_typed_otherwise(archive: Archive, fragment: str) -> None:
    archive.make(evidence=replaced(EVIDENCE, "V0001", 3, fragment))
    assert archive.findings() == []


def test_more_than_15_percent_is_too_much(archive: Archive) -> None:
    archive.make(evidence=replaced(EVIDENCE, "V0002", 3, "voted in March to sell the ferry to"))
    assert archive.findings() == [
        (
            "data/sources.csv:2: text-share: text_start and quote_fragment carry 16.4% of its words; at most 15% is "
            "allowed (S0001); shorten or remove quote fragments"
        )
    ]


def test_eight_words_in_a_row_are_allowed_and_nine_are_not_in_any_cell(archive: Archive) -> None:
    nine = "council of the lake had voted in March to"
    archive.make(sources=replaced(SOURCES, "S0003", 4, f"It says: THE {nine.rsplit(' ', 2)[0]}."))
    assert archive.findings() == []
    (archive.root / "data/sources.csv").write_text(
        (archive.root / "data/sources.csv").read_text(encoding="utf-8").replace("voted in", "voted in March"), "utf-8"
    )
    assert archive.findings() == [
        (
            "data/sources.csv:4:summary: text-run: 9 words in a row stand in the text of S0001; at most 8 may (S0003); "
            "say it in your own words"
        )
    ]


def test_a_missing_text_is_found_and_the_others_are_compared(archive: Archive) -> None:
    archive.make(S0001="", S0002=changed(BRIDGE, "snow", "rain"))
    assert [line.split("; ")[0] for line in archive.findings()] == [
        "data/sources.csv:2: text-missing: the text of S0001 is not there, so its anchors cannot be compared (S0001)",
        (
            "data/passages.csv:8:sha256: passage-differs: paragraph 2 of the text is not the passage that was coded: "
            "its hash differs (S0002-P002)"
        ),
    ]


def refusal(archive: Archive) -> str:
    result = archive.anchors()
    assert (result.exit_code, result.stdout) == (1, "")
    return result.stderr


def test_a_folder_without_any_text_is_refused(archive: Archive) -> None:
    archive.make(S0001="", S0002="")
    assert refusal(archive) == f"claimset: {archive.texts}: none of the texts S0001.txt, S0002.txt is here\n"


def test_a_package_without_consulted_source_is_refused(archive: Archive) -> None:
    archive.make(sources=SOURCES[2:], passages=[], evidence=[])
    assert refusal(archive) == "claimset: no source of the package is consulted, so there is no text to compare\n"


def test_a_broken_table_is_refused(archive: Archive) -> None:
    archive.make(passages=replaced(PASSAGES, "S0001-P003", 2, ""))
    assert refusal(archive) == (
        "claimset: passages.paragraph: missing, or with errors that come first (see `claimset check`)\n"
    )


def test_a_package_of_another_model_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["anchors", str(make_library(tmp_path / "library")), "--texts", str(tmp_path)])
    assert result.exit_code == 1
    assert result.stderr.startswith("claimset: claim_evidence.evidence_id, ")
    assert result.stderr.endswith(": missing, or with errors that come first (see `claimset check`)\n")


def test_a_text_that_is_not_utf8_is_refused(archive: Archive) -> None:
    archive.make()
    (archive.texts / "S0001.txt").write_bytes(b"caf\xe9")
    result = archive.anchors()
    assert (result.exit_code, result.stderr) == (
        1,
        f"claimset: {archive.texts}/S0001.txt: not UTF-8 (byte 3); save it as UTF-8\n",
    )


def data(root: Path) -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in (root / "data").iterdir()}


def test_write_adds_the_passages_of_a_new_text_and_leaves_their_coverage_to_the_coder(
    archive: Archive, tmp_path: Path
) -> None:
    new = ("S0002", "consulted", "", "", "An engineer is sure of the day.")
    old = [row for row in PASSAGES if row[1] == "S0001"]
    archive.make(sources=[SOURCES[0], new, SOURCES[2]], passages=old, evidence=EVIDENCE[:3])
    result = archive.anchors("--write")
    assert result.stdout.splitlines()[:2] == ["data/passages.csv: rewritten", "data/sources.csv: rewritten"]
    assert (result.stdout.splitlines()[-1], result.exit_code) == ("0 findings on the anchors of 2 texts", 0)
    expected = make_archive(
        tmp_path / "expected", SOURCES, [*old, *passage_rows("S0002", BRIDGE, coverage="")], EVIDENCE[:3]
    )
    assert data(archive.root) == data(expected)
    again = archive.anchors("--write")
    assert (again.stdout.splitlines()[-1], data(archive.root)) == (
        "0 findings on the anchors of 2 texts",
        data(expected),
    )


def test_write_keeps_the_coded_passages_of_a_text_that_grew(archive: Archive, tmp_path: Path) -> None:
    old = replaced(PASSAGES[:2], "S0001-P002", 3, "headline")
    archive.make(sources=[source_row("S0001", FERRY[:2]), SOURCES[2]], passages=old, evidence=EVIDENCE[:1], S0002="")
    assert archive.anchors("--write").exit_code == 0
    rows = [*old, *passage_rows("S0001", FERRY, coverage="")[2:]]
    expected = make_archive(tmp_path / "expected", [SOURCES[0], SOURCES[2]], rows, EVIDENCE[:1])
    assert data(archive.root) == data(expected)


@pytest.mark.parametrize(
    "text",
    [changed(FERRY, "March", "April"), printed(["News", *FERRY]), printed(FERRY[:4])],
    ids=["changed", "more", "less"],
)
def test_write_refuses_a_text_that_is_not_the_one_that_was_coded(archive: Archive, text: str) -> None:
    archive.make(S0001=text)
    before = data(archive.root)
    result = archive.anchors("--write")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("claimset: nothing was written: passage ")
    assert result.stderr.endswith(
        " of S0001 is coded, and differs from the text at hand "
        "(run without --write to see how); a changed text is a new source\n"
    )
    assert data(archive.root) == before


@pytest.mark.skipif(TEXTS is None, reason="CLAIMSET_TEXTS does not name the folder of the private texts")
def test_the_anchors_of_this_dataset_hold() -> None:
    assert TEXTS is not None
    result = CliRunner().invoke(main, ["anchors", str(ROOT), "--texts", TEXTS])
    assert (result.exit_code, result.stderr) == (0, ""), result.stdout
