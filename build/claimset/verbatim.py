"""Measures how much of a private text the dataset carries, and finds the cells that carry too many words in a row."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from claimset.finding import Finding
from claimset.package import Package
from claimset.passages import Passage, words

# How much of a text the dataset may carry: a share of its words, and words in a row.
MOST_SHARE = 0.15
MOST_IN_A_ROW = 8

Frames = Mapping[str, pd.DataFrame]


@dataclass(frozen=True, slots=True)
class Piece:
    """A cell that quotes a passage on purpose: a text_start or a quote_fragment."""

    passage: Passage
    text: str


@dataclass(frozen=True, slots=True)
class Run:
    """A cell of the package, and the most words in a row that it shares with a text."""

    table: str
    line: int
    field: str
    length: int


@dataclass(frozen=True, slots=True)
class Carried:
    """How much of one text the dataset carries.

    words_carried: words of the text that lie in a text_start or a quote_fragment, of words_in_all.
    longest_run: the most words in a row that any cell shares with the text, and where the first such cell stands.
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


def carried(
    source_id: str, passages: Sequence[Passage], pieces: Sequence[Piece], runs: Sequence[Run], package: Package
) -> Carried:
    """How much of a text the pieces carry, and the longest run of its words (see `shared_runs`)."""
    positions = {
        (piece.passage.number, at) for piece in pieces for at in _located(words(piece.text), piece.passage.text.split())
    }
    words_in_all = sum(passage.word_count for passage in passages)
    if not runs:
        return Carried(source_id, len(positions), words_in_all, 0, "")
    longest = max(runs, key=lambda run: run.length)
    place = f"{package.table(longest.table).path}:{longest.line}:{longest.field}"
    return Carried(source_id, len(positions), words_in_all, longest.length, place)


def _located(piece: Sequence[str], tokens: Sequence[str]) -> range:
    """The positions among the tokens of a passage at which a piece of it first stands."""
    flat = [(word, at) for at, token in enumerate(tokens) for word in words(token)]
    length = len(piece)
    for start in range(len(flat) - length + 1):
        if length and [word for word, _ in flat[start : start + length]] == list(piece):
            return range(flat[start][1], flat[start + length - 1][1] + 1)
    return range(0)


def shared_runs(passages: Sequence[Passage], frames: Frames) -> tuple[Run, ...]:
    """The text cells that share any word with the text, each with its longest run, in the order of the tables."""
    text = [word for passage in passages for word in words(passage.text)]
    following: dict[str, list[int]] = {}
    for at, word in enumerate(text):
        following.setdefault(word, []).append(at)
    runs = []
    for name, frame in frames.items():
        for column in frame.columns:
            if frame[column].dtype == "string[pyarrow]":
                for line, cell in frame[column].dropna().items():
                    length = _longest_run(words(cell), following)
                    if length:
                        runs.append(Run(name, int(str(line)), str(column), length))
    return tuple(runs)


def _longest_run(cell: Sequence[str], places: Mapping[str, Sequence[int]]) -> int:
    """The most words in a row that a cell shares with the text in which the words stand at these places."""
    longest = 0
    # The length of the run that ends at each place of the text and at the word of the cell before.
    ending: dict[int, int] = {}
    for word in cell:
        ending = {at: ending.get(at - 1, 0) + 1 for at in places.get(word, ())}
        longest = max(longest, *ending.values(), 0)
    return longest


def budget_findings(amount: Carried, runs: Sequence[Run], package: Package, frames: Frames) -> Iterator[Finding]:
    """A finding on a text of which too much is carried, and on each cell with too many of its words in a row."""
    if amount.share > MOST_SHARE:
        message = (
            f"text_start and quote_fragment carry {amount.share:.1%} of its words; at most {MOST_SHARE:.0%} is allowed"
        )
        sources = frames["sources"]
        line = int(sources.index[sources["source_id"] == amount.source_id][0])
        path, hint = package.table("sources").path, "shorten or remove quote fragments"
        yield Finding(path, line, None, amount.source_id, "text-share", "error", message, hint)
    for run in runs:
        if run.length > MOST_IN_A_ROW:
            table = package.table(run.table)
            parts = [str(frames[run.table].loc[run.line, name]) for name in table.primary_key]
            message = (
                f"{run.length} words in a row stand in the text of {amount.source_id}; at most {MOST_IN_A_ROW} may"
            )
            hint = "say it in your own words"
            yield Finding(table.path, run.line, run.field, "/".join(parts), "text-run", "error", message, hint)
