"""Invents texts in the form of real ones: words of the same lengths, the same punctuation, and nobody's sense.

Which words come is a function of the seed, the real text and the copy alone, so that what is one string in the real
data (the preferred name of an actor in two tables) is one string in each copy, too.
"""

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

# No English word that a rule looks for can come of these; one word in twenty is not ASCII, as names are.
LETTERS = "aonshrdlcfvpbgkjtz"
ACCENTED = "aoñshrdélcföşn"
ACCENTED_SHARE = 0.05
PUNCTUATION = ',;.:()[]"'
# The number of words of each shape, a power of two: about as many bits a word as in print.
WORDS = 256
LONGEST = 32
# The last word of a text is its number and that of its copy in letters, so that no two texts are alike.
DIGITS = np.array(list("bcdfghjklmnpqrstvwxz"), dtype="U1")
PLACES = 6
TEXTS = 1 << 12
# The number of a word in its text and copy is scrambled by the finalizer of SplitMix64 (Steele, Lea, Flood 2014).
SCRAMBLE = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB))
STEPS = (0x9E3779B97F4A7C15, 0xD1B54A32D192ED03, 0x8CB92BA72F3D8DD7)


@dataclass(frozen=True, slots=True)
class Form:
    """What is kept of a real text: its number, the pools of its words but the last, and what is around the last."""

    number: int
    pools: tuple[int, ...]
    before: str
    after: str


class Texts:
    """The invented texts of one seed."""

    def __init__(self, seed: int, real: Iterable[str]) -> None:
        """`real` are the texts whose words of more than three letters never come."""
        self.seed = seed
        self._taken = {word for text in real for word in re.findall(r"[^\W\d_]{4,}", text.lower())}
        self._by_length: dict[int, list[str]] = {}
        self._pools: dict[tuple[str, int, str], int] = {}
        self._words: list[str] = []
        self._forms: dict[str, Form] = {}

    def invented(self, column: pa.Array, copy: np.ndarray) -> pa.Array:
        """For a real column and the copy of each row (the column once for each): an invented text for each real one."""
        known = column.dictionary_encode()
        forms = [self._form(text) for text in known.dictionary.to_pylist()]
        times = len(copy) // len(column)
        row = np.tile(np.flatnonzero(column.is_valid()), times)
        text = np.tile(known.indices.drop_null().to_numpy(), times)
        of_copy = copy[np.tile(np.asarray(column.is_valid()), times)]
        texts = self._joined(forms, text, of_copy) if len(row) else pa.array([], pa.string())
        places = np.cumsum(np.tile(np.asarray(column.is_valid()), times)) - 1
        return texts.take(pa.array(places, mask=np.tile(np.asarray(column.is_null()), times)))

    def _joined(self, forms: list[Form], text: np.ndarray, copy: np.ndarray) -> pa.Array:
        """The texts in these forms (`text` is the position of each in `forms`) for these copies."""
        counts = np.array([len(form.pools) for form in forms])
        pools = np.array([pool for form in forms for pool in form.pools], dtype=np.int64)
        number = np.array([form.number for form in forms], dtype=np.int64)[text]
        offsets = np.concatenate([[0], np.cumsum(counts[text])])
        place = np.arange(offsets[-1]) - np.repeat(offsets[:-1], counts[text])
        first = np.concatenate([[0], np.cumsum(counts)])[:-1]
        pool = pools[np.repeat(first[text], counts[text]) + place]
        chosen = self._scrambled(np.repeat(number, counts[text]), np.repeat(copy, counts[text]), place) % WORDS
        words = pa.array(self._words, pa.string()).take(pa.array(pool * WORDS + chosen.astype(np.int64)))
        spaced = pc.binary_join_element_wise(words, "", " ")
        start = pc.binary_join(pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), spaced), "")
        before = pa.array([form.before for form in forms], pa.string()).take(pa.array(text))
        after = pa.array([form.after for form in forms], pa.string()).take(pa.array(text))
        return pc.binary_join_element_wise(start, before, _in_letters(copy * TEXTS + number), after, "")

    def _scrambled(self, *numbers: np.ndarray) -> np.ndarray:
        mixed = np.full(len(numbers[0]), self.seed, dtype=np.uint64)
        for number, step in zip(numbers, STEPS, strict=True):
            mixed += number.astype(np.uint64) * np.uint64(step)
            for shift, factor in SCRAMBLE:
                mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
        return mixed ^ (mixed >> np.uint64(31))

    def _form(self, text: str) -> Form:
        if text not in self._forms:
            if len(self._forms) == TEXTS:
                message = f"there are more than {TEXTS:,} real texts, more than a last word has room for"
                raise OverflowError(message)
            *words, last = text.split(" ")
            before, _, after = _shape(last)
            # A proposition begins with this word, whatever it says.
            shapes = [("that", 0, "") if word == "that" and not at else _shape(word) for at, word in enumerate(words)]
            self._forms[text] = Form(len(self._forms), tuple(self._pool(shape) for shape in shapes), before, after)
        return self._forms[text]

    def _pool(self, shape: tuple[str, int, str]) -> int:
        if shape not in self._pools:
            before, length, after = shape
            self._pools[shape] = len(self._pools)
            self._words += [f"{before}{word}{after}" for word in self._of_length(length)]
        return self._pools[shape]

    def _of_length(self, length: int) -> list[str]:
        if length not in self._by_length:
            draw = random.Random(f"{self.seed} {length}")  # noqa: S311 - nothing is to be kept secret
            self._by_length[length] = [self._word(length, draw) for _ in range(WORDS)]
        return self._by_length[length]

    def _word(self, length: int, draw: random.Random) -> str:
        while True:
            letters = ACCENTED if draw.random() < ACCENTED_SHARE else LETTERS
            word = "".join(draw.choices(letters, k=length))
            if word not in self._taken:
                return word


def _shape(word: str) -> tuple[str, int, str]:
    """The punctuation before a word, the number of its letters, and the punctuation after it."""
    core = word.strip(PUNCTUATION)
    before, _, after = word.partition(core) if core else (word, "", "")
    return before, min(len(core), LONGEST), after


def _in_letters(numbers: np.ndarray) -> pa.Array:
    """Each number as a word of six letters."""
    if len(numbers) and numbers.max() >= len(DIGITS) ** PLACES:
        message = f"{numbers.max():,} texts are more than words of {PLACES} letters can number"
        raise OverflowError(message)
    letters = [DIGITS[numbers // len(DIGITS) ** power % len(DIGITS)] for power in reversed(range(PLACES))]
    return pa.array(np.ascontiguousarray(np.stack(letters, axis=1)).view(f"U{PLACES}").ravel())
