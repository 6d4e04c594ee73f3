"""Compares the rows of a package with the private texts they are anchored in.

A text is a UTF-8 file `<source_id>.txt`. Nothing of it is kept: what is compared are hashes, counts, three words a
passage and the quoted fragments.
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
from claimset.passages import Passage, n1, split, text_sha256
from claimset.verbatim import (
    MOST_IN_A_ROW,
    MOST_SHARE,
    Carried,
    Frames,
    Piece,
    budget_findings,
    carried,
    shared_runs,
)

# What must be sound before rows can be compared with a text.
NEEDS = (
    "sources.source_id",
    "sources.consultation",
    "sources.text_sha256",
    "sources.passage_count",
    "passages.passage_id",
    "passages.source_id",
    "passages.paragraph",
    "passages.word_count",
    "passages.sha256",
    "passages.text_start",
    "claim_evidence.evidence_id",
    "claim_evidence.passage_id",
    "claim_evidence.quote_fragment",
)

Row = Mapping[str, Any]
# How the passages in the table (from, to) became those in the text (from, to), as difflib says it.
Opcode = tuple[str, int, int, int, int]


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
    if not source_ids:
        raise PackageError("no source of the package is consulted, so there is no text to compare")
    if not texts:
        raise PackageError(f"{folder}: none of the texts {', '.join(f'{name}.txt' for name in source_ids)} is here")
    return texts


def consulted(frames: Frames) -> list[str]:
    """The ids of the consulted sources, in order."""
    sources = frames["sources"]
    return sources.loc[sources["consultation"] == "consulted", "source_id"].dropna().to_list()


def compare(package: Package, frames: Frames, texts: Mapping[str, tuple[Passage, ...]]) -> Anchors:
    """The rows of a package, sound in what `NEEDS` names, compared with the texts by source id."""
    findings: list[Finding] = []
    amounts: list[Carried] = []
    paths = {table.name: table.path for table in package.tables}
    for source_id in consulted(frames):
        source = _records(frames["sources"][frames["sources"]["source_id"] == source_id])[0]
        if source_id not in texts:
            hint = f"put the text into the folder as {source_id}.txt"
            message = f"the text of {source_id} is not there, so its anchors cannot be compared"
            path, line = paths["sources"], source["line"]
            findings.append(Finding(path, line, None, source_id, "text-missing", "error", message, hint))
            continue
        passages = texts[source_id]
        rows = _records(frames["passages"][frames["passages"]["source_id"] == source_id].sort_values("paragraph"))
        opcodes = _aligned(rows, passages)
        differences = [*_passage_findings(source_id, rows, passages, opcodes, paths["passages"])]
        # The hash and the count of the whole text differ with a passage; that would tell one mistake twice.
        findings += differences or _source_findings(source, passages, paths["sources"])
        placed = list(_placed(rows, passages, opcodes))
        by_id = {row["passage_id"]: passage for row, passage in placed}
        quoted = _fragments(frames, by_id)
        findings += _fragment_findings(quoted, by_id, paths["claim_evidence"])
        pieces = [Piece(passage, row["text_start"]) for row, passage in placed]
        pieces += [Piece(passage, row["quote_fragment"]) for row, passage in quoted]
        runs = shared_runs(passages, frames)
        amount = carried(source_id, passages, pieces, runs, package)
        findings += budget_findings(amount, runs, package, frames)
        amounts.append(amount)
    return Anchors(tuple(findings), tuple(amounts))


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as dictionaries, with the file line as `line`; a missing cell is None."""
    return cast(
        "list[dict[str, Any]]",
        frame.reset_index().astype("object").where(frame.reset_index().notna(), None).to_dict("records"),
    )


def _aligned(rows: Sequence[Row], passages: Sequence[Passage]) -> list[Opcode]:
    """The rows and the passages of the text aligned by their hashes, so that one insertion is one difference."""
    hashes = [row["sha256"] for row in rows], [passage.sha256 for passage in passages]
    return list(SequenceMatcher(None, *hashes, autojunk=False).get_opcodes())


def _placed(
    rows: Sequence[Row], passages: Sequence[Passage], opcodes: Sequence[Opcode]
) -> Iterator[tuple[Row, Passage]]:
    """Each row with the passage of the text that it stands for, changed or not; lost ones are left out."""
    for _, start, end, text_start, text_end in opcodes:
        yield from zip(rows[start:end], passages[text_start:text_end], strict=False)


def _source_findings(source: Row, passages: tuple[Passage, ...], path: str) -> Iterator[Finding]:
    expected = {"text_sha256": text_sha256(passages), "passage_count": len(passages)}
    for column, value in expected.items():
        if source[column] != value:
            found = None if source[column] is None else str(source[column])
            message = f"{found or 'nothing'} is recorded, but the text at hand gives {value}"
            hint = "the passages are as they were coded, so write what the text gives"
            yield Finding(
                path, source["line"], column, source["source_id"], "text-differs", "error", message, hint, found
            )


def _passage_findings(
    source_id: str, rows: Sequence[Row], passages: Sequence[Passage], opcodes: Sequence[Opcode], path: str
) -> Iterator[Finding]:
    """Findings on passages changed, added or lost, and on rows that do not describe their passage."""
    for kind, start, end, text_start, text_end in opcodes:
        if kind == "equal":
            # Passages before these that are new or lost have been told; the rows count on without them.
            shift = text_start - start
            pairs = zip(rows[start:end], passages[text_start:text_end], strict=True)
            for row, passage in pairs:
                yield from _description_findings(row, passage, passage.number - shift, path)
            continue
        changed = min(end - start, text_end - text_start)
        for row, passage in zip(rows[start : start + changed], passages[text_start:], strict=False):
            message = f"paragraph {passage.number} of the text is not the passage that was coded: its hash differs"
            hint = (
                f"it begins {passage.start!r} and has {passage.word_count} words; "
                f"{row['text_start']!r} and {row['word_count']} are recorded"
            )
            yield _passage_finding(row, "sha256", "passage-differs", message, hint, path)
        for row in rows[start + changed : end]:
            message, hint = "the text has no such passage", "was it cut from this copy of the text?"
            yield _passage_finding(row, "sha256", "passage-lost", message, hint, path)
        for passage in passages[text_start + changed : text_end]:
            message = f"paragraph {passage.number} of the text ({passage.start!r}) has no row"
            hint = "where the text is new, `claimset anchors --write` adds it"
            line = rows[-1]["line"] if rows else None
            key = f"{source_id}-P{passage.number:03d}"
            yield Finding(path, line, None, key, "passage-new", "error", message, hint)


def _description_findings(row: Row, passage: Passage, paragraph: int, path: str) -> Iterator[Finding]:
    expected = {"paragraph": paragraph, "word_count": passage.word_count, "text_start": passage.start}
    for column, value in expected.items():
        if row[column] != value:
            message = f"{row[column]!r} is recorded, but the text has {value!r}"
            yield _passage_finding(row, column, "passage-differs", message, f"write {value!r}", path)


def _passage_finding(  # noqa: PLR0913, PLR0917 - the parts of a finding
    row: Row, column: str, rule: str, message: str, hint: str, path: str
) -> Finding:
    return Finding(path, row["line"], column, row["passage_id"], rule, "error", message, hint, str(row[column]))


def _fragments(frames: Frames, placed: Mapping[str, Passage]) -> list[tuple[Row, Passage]]:
    """The evidence rows with a fragment whose passage is in the text, each with that passage."""
    evidence = frames["claim_evidence"][["evidence_id", "passage_id", "quote_fragment"]]
    rows = _records(evidence[evidence["quote_fragment"].notna()])
    return [(row, placed[row["passage_id"]]) for row in rows if row["passage_id"] in placed]


def _fragment_findings(
    quoted: Sequence[tuple[Row, Passage]], passages: Mapping[str, Passage], path: str
) -> Iterator[Finding]:
    for row, passage in quoted:
        fragment = row["quote_fragment"]
        if n1(fragment) not in passage.text:
            elsewhere = [passage_id for passage_id, other in passages.items() if n1(fragment) in other.text]
            message = f"{fragment!r} does not stand in passage {row['passage_id']}"
            hint = f"it stands in {elsewhere[0]}" if elsewhere else "quote it letter by letter, or leave it out"
            rule, key = "fragment-not-found", row["evidence_id"]
            yield Finding(path, row["line"], "quote_fragment", key, rule, "error", message, hint, fragment)


def summary(anchors: Anchors) -> Iterator[str]:
    """A line a text: how much of it the dataset carries."""
    for text in anchors.carried:
        yield (
            f"{text.source_id}: text_start and quote_fragment carry {text.words_carried:,} of {text.words_in_all:,} "
            f"words ({text.share:.1%}, at most {MOST_SHARE:.0%}); the longest run of words that a cell shares with it "
            f"is {text.longest_run} (at most {MOST_IN_A_ROW}), at {text.longest_at}"
        )
    yield f"{len(anchors.findings):,} findings on the anchors of {len(anchors.carried)} texts"
