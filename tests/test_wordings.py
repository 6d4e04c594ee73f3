"""Which words a proposition and a curators' text may hold."""

import pandas as pd
import pyarrow as pa
import pytest

from claimset.rules.rule import Breach
from claimset.rules.wordings import CURATED, loaded_word, proposition_self_contained, proposition_without_verdict

TEXT = pd.ArrowDtype(pa.string())


def propositions(text: str) -> dict[str, pd.DataFrame]:
    return {"claims": pd.DataFrame({"proposition": [text]}, index=[2], dtype=TEXT)}


def told(breaches: list[Breach]) -> list[str]:
    return [breach.message.split("'")[1] for breach in breaches]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("that it paid the council", "it"),
        ("that they paid the council", "they"),
        ("that his office paid the council", "his"),
        ("that its own staff paid the council", "its"),
        ("that the mill paid for this", "this"),
        ("that these payments were made", "these"),
        ("that we were paid", "we"),
        ("that the council asked us to leave", "us"),
        ("that I was there", "I"),
    ],
)
def test_a_pronoun_that_points_outside_the_proposition_is_found(text: str, word: str) -> None:
    assert told(list(proposition_self_contained(propositions(text)))) == [word]


@pytest.mark.parametrize(
    "text",
    [
        "that it is likely that the mill paid the council",
        "that it would be wrong to pay the council",
        "that the mill paid its workers and asked them to stay silent",
        "that those who were paid stayed silent",
        "that the US paid the council after World War I",
        "that the council said it was paid",
    ],
)
def test_a_pronoun_for_something_in_the_proposition_is_left_alone(text: str) -> None:
    assert list(proposition_self_contained(propositions(text))) == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("that the mill admitted the payment", "admitted"),
        ("that a letter proves the payment", "proves"),
        ("that the payment has not been proven", "proven"),
        ("that the council confirms the payment", "confirms"),
        ("that a report exposed the council", "exposed"),
        ("that the claim was debunked", "debunked"),
    ],
)
def test_a_verb_that_decides_is_found(text: str, word: str) -> None:
    assert told(list(proposition_without_verdict(propositions(text)))) == [word]


@pytest.mark.parametrize(
    "text",
    ["that the mill improved the filter", "that the report is unconfirmed", "that the council approved the payment"],
)
def test_other_verbs_are_left_alone(text: str) -> None:
    assert list(proposition_without_verdict(propositions(text))) == []


def curated(text: str, claim_type: str = "allegation") -> dict[str, pd.DataFrame]:
    """Tables whose only text is a note on a claim of this type."""
    tables = {table: pd.DataFrame(index=[2]) for table, _ in CURATED}
    for table, name in CURATED:
        tables[table][name] = pd.Series([None], index=[2], dtype=TEXT)
    tables["claims"] = tables["claims"].assign(
        claim_id=pd.Series(["C0001"], index=[2], dtype=TEXT),
        claim_type=pd.Series([claim_type], index=[2], dtype=TEXT),
        notes=pd.Series([text], index=[2], dtype=TEXT),
    )
    tables["claim_evidence"]["claim_id"] = tables["claims"]["claim_id"]
    return tables


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The regime paid.", "regime"),
        ("Terrorists were paid.", "terrorists"),
        ("A neo-Nazi was paid.", "neo-Nazi"),
        ('They said "stop", a brutal word.', "brutal"),
    ],
)
def test_a_loaded_word_is_found(text: str, word: str) -> None:
    assert told(list(loaded_word(curated(text)))) == [word]


@pytest.mark.parametrize(
    "text",
    ['The text prints "terrorists" here.', "The office lists Foreign Terrorist Organizations.", "The mill paid."],
)
def test_a_word_in_quotation_marks_or_in_a_name_is_left_alone(text: str) -> None:
    assert list(loaded_word(curated(text))) == []


def test_a_characterisation_may_hold_a_loaded_word() -> None:
    assert list(loaded_word(curated("The label brutal is meant.", "characterisation"))) == []
