"""Compares the rows of a package with the private texts they are anchored in.

A text is a UTF-8 file `<source_id>.txt`. Nothing of it is kept: what is compared are hashes, counts, three words a
passage and the quoted fragments; what is limited is how much of a text the dataset carries.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, cast

import pandas as pd

from claimset.errors import PackageError
from claimset.finding import Finding
from claimset.package import Package
from claimset.passages import Passage, n1, split, text_sha256, words

# How much of a text the dataset may carry: a share of its words, and words in a row.
MOST_SHARE = 0.15
MOST_IN_A_ROW = 8

Frames = Mapping[str, pd.DataFrame]


@dataclass(frozen=True, slots=True)
class Carried:
    """How much of one text the dataset carries.

    words_carried: words of the text that lie in a text_start or a quote_fragment, of words_in_all.
    longest_run: the most words in a row that any cell shares with the text, and where that cell stands.
    """

    source_id: str
    words_carried: int
    words_in_all: int
    longest_run: int
    longest_at: str

    @property
    def share(self) -> float:
        """The carried words as a share of all."""
        return self.words_carried / self.words_in_all if self.words_in_all else 0.0


@dataclass(frozen=True, slots=True)
class Anchors:
    """The result of a comparison: what does not fit, and how much of each text is carried."""

    findings: tuple[Finding, ...]
    carried: tuple[Carried, ...]


def read_texts(folder: Path, source_ids: Sequence[str]) -> dict[str, tuple[Passage, ...]]:
    """The passages of each text that the folder has; PackageError where it has none, or one is not UTF-8."""
    texts = {}
    for source_id in source_ids:
        path = folder / f"{source_id}.txt"
        if path.is_file():
            try:
                texts[source_id] = split(path.read_bytes().decode("utf-8-sig"))
            except UnicodeDecodeError as error:
                raise PackageError(f"{path}: not UTF-8 (byte {error.start}); save it as UTF-8") from None
    if not texts:
        raise PackageError(f"{folder}: none of the texts {', '.join(f'{name}.txt' for name in source_ids)} is here")
    return texts


def consulted(frames: Frames) -> list[str]:
    """The ids of the consulted sources, in order."""
    sources = frames["sources"]
    return sources.loc[sources["consultation"] == "consulted", "source_id"].dropna().to_list()


def compare(package: Package, frames: Frames, texts: Mapping[str, tuple[Passage, ...]]) -> Anchors:
    """The rows of a checked package compared with the texts, by source id."""
    findings: list[Finding] = []
    carried: list[Carried] = []
    paths = {table.name: table.path for table in package.tables}
    for source_id in consulted(frames):
        if source_id not in texts:
            line = int(frames["sources"].index[frames["sources"]["source_id"] == source_id][0])
            hint = f"put the text into the folder as {source_id}.txt"
            message = f"the text of {source_id} is not there, so its anchors cannot be compared"
            findings.append(Finding(paths["sources"], line, None, source_id, "text-missing", "error", message, hint))
            continue
        passages = texts[source_id]
        findings += _source_findings(source_id, passages, frames, paths)
        findings += _passage_findings(source_id, passages, frames, paths)
        findings += _fragment_findings(source_id, passages, frames, paths)
        amount = _carried(source_id, passages, frames, paths)
        findings += _budget_findings(amount, frames, paths)
        carried.append(amount)
    return Anchors(tuple(findings), tuple(carried))


def _source_findings(
    source_id: str, passages: tuple[Passage, ...], frames: Frames, paths: Mapping[str, str]
) -> Iterator[Finding]:
    row = _records(frames["sources"][frames["sources"]["source_id"] == source_id])[0]
    expected = {"text_sha256": text_sha256(passages), "passage_count": len(passages)}
    for column, value in expected.items():
        if row[column] != value:
            found = str(row[column])
            message = f"{found} is recorded, but the text at hand gives {value}"
            hint = "this copy of the text is another version, or the row is out of date: compare the passages below"
            yield Finding(
                paths["sources"], row["line"], column, source_id, "text-differs", "error", message, hint, found
            )


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as dictionaries, with the file line as `line`; a missing cell is None."""
    return cast(
        "list[dict[str, Any]]",
        frame.reset_index().astype("object").where(frame.reset_index().notna(), None).to_dict("records"),
    )


def _passage_findings(
    source_id: str, passages: tuple[Passage, ...], frames: Frames, paths: Mapping[str, str]
) -> Iterator[Finding]:
    """Findings on passages changed, added or lost, aligned by their hashes so that one insertion is one finding."""
    rows = _records(frames["passages"][frames["passages"]["source_id"] == source_id].sort_values("paragraph"))
    recorded = [row["sha256"] for row in rows]
    matcher = SequenceMatcher(None, recorded, [passage.sha256 for passage in passages], autojunk=False)
    for kind, start, end, text_start, text_end in matcher.get_opcodes():
        if kind == "equal":
            yield from _same_passages(rows[start:end], passages[text_start:text_end], paths)
            continue
        changed = min(end - start, text_end - text_start)
        for row, passage in zip(rows[start : start + changed], passages[text_start:], strict=False):
            message = f"paragraph {passage.number} of the text is not the passage that was coded: its hash differs"
            hint = (
                f"it begins {passage.start!r} and has {passage.word_count} words; "
                f"{row['text_start']!r} and {row['word_count']} are recorded"
            )
            yield _passage_finding(row, "sha256", "passage-differs", message, hint, paths)
        for row in rows[start + changed : end]:
            message, hint = "the text has no such passage", "was it cut from this copy of the text?"
            yield _passage_finding(row, "sha256", "passage-lost", message, hint, paths)
        for passage in passages[text_start + changed : text_end]:
            message = f"paragraph {passage.number} of the text ({passage.start!r}) has no row"
            hint = "`claimset anchors --write` adds it"
            key = f"{source_id}-P{passage.number:03d}"
            line = rows[-1]["line"] if rows else None
            yield Finding(paths["passages"], line, None, key, "passage-new", "error", message, hint)


def _same_passages(
    rows: Sequence[Mapping[str, Any]], passages: Sequence[Passage], paths: Mapping[str, str]
) -> Iterator[Finding]:
    for row, passage in zip(rows, passages, strict=True):
        expected = {"paragraph": passage.number, "word_count": passage.word_count, "text_start": passage.start}
        for column, value in expected.items():
            if row[column] != value:
                message = f"{row[column]!r} is recorded, but the text has {value!r}"
                yield _passage_finding(row, column, "passage-differs", message, f"write {value!r}", paths)


def _passage_finding(  # noqa: PLR0913, PLR0917 - the parts of a finding
    row: Mapping[str, Any], column: str, rule: str, message: str, hint: str, paths: Mapping[str, str]
) -> Finding:
    key, value = row["passage_id"], str(row[column])
    return Finding(paths["passages"], row["line"], column, key, rule, "error", message, hint, value)


def _evidence_of(source_id: str, frames: Frames) -> pd.DataFrame:
    """The evidence rows with a fragment whose passage is in the source, with the passage's number."""
    rows = frames["claim_evidence"][["evidence_id", "passage_id", "quote_fragment"]].reset_index()
    passages = frames["passages"][["passage_id", "source_id", "paragraph"]]
    rows = rows.merge(passages, on="passage_id")
    return rows[(rows["source_id"] == source_id) & rows["quote_fragment"].notna()]


def _fragment_findings(
    source_id: str, passages: tuple[Passage, ...], frames: Frames, paths: Mapping[str, str]
) -> Iterator[Finding]:
    texts = {passage.number: passage.text for passage in passages}
    for row in _evidence_of(source_id, frames).to_dict("records"):
        fragment = row["quote_fragment"]
        if n1(fragment) not in texts.get(row["paragraph"], ""):
            elsewhere = [number for number, text in texts.items() if n1(fragment) in text]
            message = f"{fragment!r} does not stand in passage {row['passage_id']}"
            hint = (
                f"it stands in paragraph {elsewhere[0]}" if elsewhere else "quote it letter by letter, or leave it out"
            )
            path, line, key = paths["claim_evidence"], row["line"], row["evidence_id"]
            yield Finding(path, line, "quote_fragment", key, "fragment-not-found", "error", message, hint, fragment)


def _carried(source_id: str, passages: tuple[Passage, ...], frames: Frames, paths: Mapping[str, str]) -> Carried:
    positions: set[tuple[int, int]] = set()
    tokens = {passage.number: passage.text.split() for passage in passages}
    starts = frames["passages"][frames["passages"]["source_id"] == source_id]
    fragments = _evidence_of(source_id, frames)
    pieces = [
        *zip(starts["paragraph"], starts["text_start"], strict=True),
        *zip(fragments["paragraph"], fragments["quote_fragment"], strict=True),
    ]
    for number, piece in pieces:
        positions |= {(int(number), at) for at in _located(words(str(piece)), tokens.get(int(number), []))}
    longest, at = _longest_run([word for passage in passages for word in words(passage.text)], frames, paths)
    return Carried(source_id, len(positions), sum(len(some) for some in tokens.values()), longest, at)


def _located(piece: Sequence[str], tokens: Sequence[str]) -> range:
    """The positions among the tokens of a passage at which a piece of it first stands."""
    flat = [(word, at) for at, token in enumerate(tokens) for word in words(token)]
    length = len(piece)
    for start in range(len(flat) - length + 1):
        if [word for word, _ in flat[start : start + length]] == list(piece):
            return range(flat[start][1], flat[start + length - 1][1] + 1)
    return range(0)


def _longest_run(text: Sequence[str], frames: Frames, paths: Mapping[str, str]) -> tuple[int, str]:
    """The greatest number of words in a row that a cell shares with the text, and the place of the first such cell."""
    cells = []
    for name, frame in frames.items():
        for column in frame.columns:
            if frame[column].dtype == "string[pyarrow]":
                filled = frame[column].dropna()
                cells += [(words(cell), f"{paths[name]}:{line}:{column}") for line, cell in filled.items()]
    longest, place = 0, ""
    while cells:
        length = longest + 1
        runs = {tuple(text[at : at + length]) for at in range(len(text) - length + 1)}
        cells = [(cell, at) for cell, at in cells if any(run in runs for run in _runs(cell, length))]
        if cells:
            longest, place = length, cells[0][1]
    return longest, place


def _runs(cell: Sequence[str], length: int) -> Iterator[tuple[str, ...]]:
    return (tuple(cell[at : at + length]) for at in range(len(cell) - length + 1))


def _budget_findings(amount: Carried, frames: Frames, paths: Mapping[str, str]) -> Iterator[Finding]:
    line = int(frames["sources"].index[frames["sources"]["source_id"] == amount.source_id][0])
    if amount.share > MOST_SHARE:
        message = (
            f"text_start and quote_fragment carry {amount.share:.1%} of its words; at most {MOST_SHARE:.0%} is allowed"
        )
        hint = "shorten or remove quote fragments"
        yield Finding(paths["sources"], line, None, amount.source_id, "text-share", "error", message, hint)
    if amount.longest_run > MOST_IN_A_ROW:
        message = (
            f"{amount.longest_run} words in a row of the text stand in a cell; at most {MOST_IN_A_ROW} are allowed"
        )
        hint = f"say it in your own words at {amount.longest_at}"
        yield Finding(paths["sources"], line, None, amount.source_id, "text-run", "error", message, hint)


def summary(anchors: Anchors) -> Iterator[str]:
    """A line a text: how much of it the dataset carries."""
    for text in anchors.carried:
        yield (
            f"{text.source_id}: text_start and quote_fragment carry {text.words_carried:,} of {text.words_in_all:,} "
            f"words ({text.share:.1%}, at most {MOST_SHARE:.0%}); the longest run of words that a cell shares with it "
            f"is {text.longest_run} (at most {MOST_IN_A_ROW}), at {text.longest_at}"
        )
    yield f"{len(anchors.findings):,} findings on the anchors of {len(anchors.carried)} texts"
