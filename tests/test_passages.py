"""Two copies of a text that differ only in line ends, quotation marks, dashes and spaces have the same hashes."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimset.passages import Passage, n1, split, text_sha256, words

SAME = {
    "curly double quotes": ("\u201cYes\u201d, \u201elow\u201f", '"Yes", "low"'),
    "curly single quotes": ("\u2018it\u2019s\u201a \u201b", "'it's' '"),
    "primes and letter apostrophes": ("5\u2032 o\u02bcclock", "5' o'clock"),
    "no-break spaces": ("a\u00a0b\u202fc\u2007d", "a b c d"),
    "other spaces": ("a\u2003b\u3000c\td", "a b c d"),
    "runs of spaces": ("  a \u00a0  b  ", "a b"),
    "dashes": ("a\u2010b\u2011c\u2012d\u2013e\u2014f\u2015g\u2212h", "a-b-c-d-e-f-g-h"),
    "zero-width characters": ("a\u200bb\u200cc\u200dd\u2060e\ufefff", "abcdef"),
    "soft hyphens": ("co\u00adoperate", "cooperate"),
    "ligatures and full width": ("\ufb01re \uff21\uff11", "fire A1"),
    "letters in parts": ("C\u030capek", "Čapek"),
    "an ellipsis": ("so\u2026", "so..."),
    "line separators": ("a\u2028b\x0bc", "a b c"),
    "nothing but spaces": (" \u00a0\u200b ", ""),
}


@pytest.mark.parametrize("case", list(SAME))
def test_n1_makes_equal_what_only_looks_different(case: str) -> None:
    text, expected = SAME[case]
    assert n1(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("Café", "Café"), ("A b", "A b"), ("1,5 %", "1,5 %"), ("№", "No"), ("a_b/c", "a_b/c")]
)
def test_n1_keeps_letters_case_digits_and_marks(text: str, expected: str) -> None:
    assert n1(text) == expected


TEXT = "A headline\n\n\u00a0\n\u2014\u2014\u2014\nShe said: \u201cIt\u2019s late\u201d.\n - - \nThe end\n"


def passage(number: int, text: str) -> Passage:
    return Passage(number, text, hashlib.sha256(text.encode()).hexdigest())


def test_passages_are_the_lines_that_are_neither_empty_nor_only_dashes() -> None:
    assert split(TEXT) == (
        passage(1, "A headline"),
        passage(2, 'She said: "It\'s late".'),
        passage(3, "- -"),
        passage(4, "The end"),
    )
    assert split("") == ()


def test_the_hash_of_a_text_is_that_of_its_passages_joined() -> None:
    assert text_sha256(split("a\n\nb\n")) == hashlib.sha256(b"a\nb").hexdigest()


def test_a_passage_has_a_start_of_three_words_and_a_number_of_words() -> None:
    assert [(one.start, one.word_count) for one in split("One two  three four\nOne")] == [
        ("One two three", 4),
        ("One", 1),
    ]


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\n\n", "\n \u00a0\n", "\n---\n"])
def test_other_line_ends_give_the_same_passages(line_end: str) -> None:
    assert split(TEXT.replace("\n", line_end)) == split(TEXT)


def test_other_typography_gives_the_same_passages() -> None:
    plain = TEXT.replace("\u201c", '"').replace("\u201d", '"').replace("\u2019", "'").replace(" ", "\u00a0")
    assert split(plain) == split(TEXT)


def test_words_are_compared_without_case_and_punctuation() -> None:
    assert words("\u201cIt\u2019s LATE\u201d \u2014 she-wolf, 5.5 a_b") == [
        "it's", "late", "she", "wolf", "5", "5", "a", "b",
    ]  # fmt: skip


# Where a mark that is deleted parts a letter from its accent, n1 is not in normal form C, which section 5 allows.
@given(st.text(st.characters(exclude_categories=["Mn", "Mc", "Me", "Cs", "Lm"]), max_size=30))
def test_n1_of_n1_is_n1(text: str) -> None:
    assert n1(n1(text)) == n1(text)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_passages_are_numbered_from_1_hashed_and_never_empty(text: str) -> None:
    passages = split(text)
    assert [one.number for one in passages] == list(range(1, len(passages) + 1))
    assert all(one == passage(one.number, one.text) and one.text.strip("-") for one in passages)
