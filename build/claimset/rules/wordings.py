"""Wordings: propositions and curators' texts neither decide nor colour what they report."""

import re
from collections.abc import Iterator

import pandas as pd

from claimset.rules.frames import cells, is_any, is_in, matches
from claimset.rules.rule import Breach, Rule, Tables, columns

# Verbs that say of a proposition that it is true or false; each in all its forms.
_VERDICTS = (
    r"\b(?i:(?:dis)?prov(?:e|es|ed|en|ing)|confirm(?:s|ed|ing)?|admit(?:s|ted|ting)?|expos(?:e|es|ed|ing)"
    r"|debunk(?:s|ed|ing)?|refut(?:e|es|ed|ing)|unmask(?:s|ed|ing)?)\b"
)
# At its beginning a clause has named nobody yet; the others point out of it wherever they stand.
_POINTING = (
    r"^that (?:I|it|he|she|they|his|her|their|its)\b|\b(?:[Tt]his|[Tt]hese|[Ww]e|us|[Oo]ur|[Yy]ou|[Yy]our|my|me)\b"
)
# "It is likely that" and the like: the pronoun stands for nothing.
_IMPERSONAL = (
    r"^that it (?:is|was|has been|will be|would be|can be|could be|may be|might be|remains|seems|appears|takes|took)\b"
)
# Words that judge or colour, in lower case: with a capital they are part of an official name.
_LOADED = (
    r"terroris[tm]s?",
    r"massacre[ds]?",
    r"slaughter(?:s|ed)?",
    r"butcher(?:s|ed|y)?",
    r"brutal(?:ly|ity)?",
    r"barbari(?:c|an|ans|ty)",
    r"atroci(?:ty|ties|ous)",
    r"heinous(?:ly)?",
    r"savage(?:s|ly|ry)?",
    r"evil",
    r"regimes?",
    r"thugs?",
    r"puppets?",
    r"stooges?",
    r"henchm[ae]n",
    r"cronies",
    r"propagand(?:a|ist|ists)",
    r"rumou?r(?:s|ed)?",
    r"liars?",
    r"so-called",
    r"notorious(?:ly)?",
    r"infamous(?:ly)?",
    r"shameful(?:ly)?",
    r"disgraceful(?:ly)?",
    r"outrageous(?:ly)?",
    r"fanatic(?:s|al)?",
    r"extremis[tm]s?",
    r"cowardly",
    r"heroic(?:ally)?",
    r"martyr(?:s|ed|dom)?",
    r"ruthless(?:ly)?",
    r"sinister",
    r"bloodthirsty",
    r"genocid(?:e|al)",
    r"fascis[tm]s?",
    r"neo-[Nn]azis?",
    r"obviously",
    r"undoubtedly",
    r"of course",
)
_LOADED_WORD = rf"\b(?:{'|'.join(_LOADED)})\b"

# The columns in which curators write; those of claim_evidence and claims belong to a claim with a type.
CURATED = (
    ("actors", "description"),
    ("actor_affiliations", "notes"),
    ("claim_evidence", "notes"),
    ("claim_evidence", "summary"),
    ("claim_relations", "notes"),
    ("claims", "notes"),
    ("claims", "proposition"),
    ("events", "notes"),
    ("events", "title"),
    ("sources", "notes"),
)
CURATED_NEEDS = tuple(f"{table}.{column}" for table, column in CURATED)


def proposition_without_verdict(tables: Tables) -> Iterator[Breach]:
    """A proposition holds no verb that says that something is true or false.

    Why: proved, confirmed, admitted or exposed decide the question; the dataset gives no verdicts.

    Mend: say it without the verb (`admitted that it paid`: `paid`); who confirmed what is a row of evidence.
    """
    for line, word, text in _found(tables["claims"]["proposition"], _VERDICTS):
        message = f"{word!r} decides what the proposition should leave open"
        hint = "say it without this verb; that somebody confirms or admits it is a row of claim_evidence"
        yield Breach("claims", line, "proposition", message, hint, text)


def proposition_self_contained(tables: Tables) -> Iterator[Breach]:
    """A proposition holds no pronoun that points outside it.

    Why: the clause is read alone, in a list, years later; nobody knows then who `they` were.

    Mend: put the name in the place of the pronoun.
    """
    for line, word, text in _found(tables["claims"]["proposition"], _POINTING):
        if not re.match(_IMPERSONAL, text):
            message = f"{word!r} points to something outside the proposition"
            yield Breach("claims", line, "proposition", message, "name who or what is meant", text)


def loaded_word(tables: Tables) -> Iterator[Breach]:
    """Curators' text holds no loaded words, unless the claim is a characterisation.

    Why: every party is treated by the same rules; a word that judges makes the dataset take a side.

    Mend: use a plain word (`fighters`, `attack`, `government`); a word of the text itself goes into quotation marks.
    """
    claims = tables["claims"]
    characterisations = claims.loc[is_any(claims["claim_type"], "characterisation"), "claim_id"]
    for table, column in CURATED:
        texts = tables[table][column]
        if table in {"claims", "claim_evidence"}:
            texts = texts[~is_in(tables[table]["claim_id"], characterisations)]
        for line, text in cells(texts, matches(texts, f"(?i){_LOADED_WORD}")):
            own = re.sub(r'"[^"]*"', "", text)
            found = re.search(_LOADED_WORD, own[:1].lower() + own[1:])
            if found:
                message = f"{found[0]!r} is a loaded word"
                hint = "use a plain word; a word of the text itself goes into quotation marks"
                yield Breach(table, line, column, message, hint, text)


def _found(column: pd.Series, expression: str) -> Iterator[tuple[int, str, str]]:
    """The lines of a column that hold a match, with the first match and the cell."""
    for line, text in cells(column, matches(column, expression)):
        first = next(re.finditer(expression, text))
        yield line, first[0].removeprefix("that "), text


RULES = (
    Rule(proposition_without_verdict, "error", ("claims.proposition",)),
    Rule(proposition_self_contained, "error", ("claims.proposition",)),
    Rule(
        loaded_word,
        "warning",
        (*CURATED_NEEDS, *columns("claims", "claim_id", "claim_type"), "claim_evidence.claim_id"),
    ),
)
