"""The rules that a single constraint cannot carry: plain functions, one module a subject, gathered in RULES."""

from claimset.rules import (
    actors,
    affiliations,
    citations,
    claims,
    edtf,
    event_dates,
    events,
    evidence,
    links,
    passages,
    redirects,
    relations,
    sources,
    text,
    vocabulary,
    voices,
    wordings,
)
from claimset.rules.rule import AnyRule

RULES: tuple[AnyRule, ...] = (
    *text.RULES,
    *edtf.RULES,
    *vocabulary.RULES,
    *redirects.RULES,
    *sources.RULES,
    *citations.RULES,
    *passages.RULES,
    *actors.RULES,
    *affiliations.RULES,
    *events.RULES,
    *event_dates.RULES,
    *claims.RULES,
    *wordings.RULES,
    *evidence.RULES,
    *voices.RULES,
    *links.RULES,
    *relations.RULES,
)
