"""Links between evidence rows: what remarks on, repeats, rests on or replies to what."""

from collections.abc import Iterator

import pandas as pd

from claimset.rules.frames import is_any, lookups, same, where
from claimset.rules.graph import circle_breaches
from claimset.rules.rule import Breach, Rule, Tables, columns

# Roles in which a voice answers an assertion; an assertion can answer another one.
REPLIES = ("denial", "rejection", "doubt", "no_comment", "assertion")

_ENDS = (("evidence_id", ""), ("other_evidence_id", "other_"))


def _linked(tables: Tables, relation: str, *facts: str) -> pd.DataFrame:
    """The links of one relation, with facts of the row each runs from (`claim_id`) and to (`other_claim_id`)."""
    links = tables["evidence_links"]
    links = links[is_any(links["relation"], relation)]
    for end, prefix in _ENDS:
        found = lookups(links[end], tables["claim_evidence"], "evidence_id", *facts)
        links = links.assign(**{f"{prefix}{fact}": column for fact, column in zip(facts, found, strict=True)})
    return links


def remark_on_same_claim(tables: Tables) -> Iterator[Breach]:
    """`remarks_on` runs from a remark on verification to a row of the same claim.

    Why: the scope of a remark is exactly the accusations it speaks of, one remark row for each claim.

    Mend: correct the ids; for another claim add a remark row of its own.
    """
    links = _linked(tables, "remarks_on", "claim_id", "evidence_role")
    remark = is_any(links["evidence_role"], "verification_remark")
    for row in where(links, ~remark):
        message = f"{row.evidence_id} is no remark on verification, its role is {row.evidence_role}"
        hint = "remarks_on runs from the remark to the row it covers: turn the link round or choose another relation"
        yield Breach("evidence_links", row.Index, "evidence_id", message, hint, row.evidence_id)
    yield from _other_claim(links[remark], "add a remark row for the other claim, or correct the ids")


def _other_claim(links: pd.DataFrame, hint: str) -> Iterator[Breach]:
    for row in where(links, ~same(links["claim_id"], links["other_claim_id"])):
        message = f"{row.evidence_id} is about {row.claim_id}, and {row.other_evidence_id} about {row.other_claim_id}"
        yield Breach("evidence_links", row.Index, "other_evidence_id", message, hint, row.other_evidence_id)


def repetition_by_same_voice(tables: Tables) -> Iterator[Breach]:
    """`repeats` joins two rows of the same actor and the same claim.

    Why: a repetition is no second voice; what another actor says, or on another claim, is.

    Mend: correct the ids, or choose another relation (rests_on, replies_to).
    """
    links = _linked(tables, "repeats", "claim_id", "actor_id")
    kept = same(links["actor_id"], links["other_actor_id"])
    hint = "choose rests_on if one draws on the other, or correct the ids"
    for row in where(links, ~kept):
        message = f"{row.evidence_id} is of {row.actor_id}, and {row.other_evidence_id} of {row.other_actor_id}"
        yield Breach("evidence_links", row.Index, "other_evidence_id", message, hint, row.other_evidence_id)
    yield from _other_claim(links[kept], "nobody repeats another claim: correct the ids, or delete the link")


def rests_on_same_claim(tables: Tables) -> Iterator[Breach]:
    """`rests_on` joins two rows of the same claim.

    Why: independent origins of a claim are counted by following what each row rests on.

    Mend: correct the ids; how two claims hang together stands in claim_relations.
    """
    hint = "correct the ids; how two claims hang together stands in claim_relations"
    yield from _other_claim(_linked(tables, "rests_on", "claim_id"), hint)


def reply_to_assertion(tables: Tables) -> Iterator[Breach]:
    """`replies_to` runs from a reply to an assertion.

    Why: the replies of the accused are listed by following these links.

    Mend: turn the link round, or correct the ids.
    """
    links = _linked(tables, "replies_to", "evidence_role")
    reply = is_any(links["evidence_role"], *REPLIES)
    hint = "replies_to runs from the reply to the assertion: turn the link round, or correct the ids"
    for row in where(links, ~reply):
        message = f"{row.evidence_id} is no reply, its role is {row.evidence_role}"
        yield Breach("evidence_links", row.Index, "evidence_id", message, hint, row.evidence_id)
    for row in where(links, reply & ~is_any(links["other_evidence_role"], "assertion")):
        message = f"{row.other_evidence_id} is no assertion, its role is {row.other_evidence_role}"
        yield Breach("evidence_links", row.Index, "other_evidence_id", message, hint, row.other_evidence_id)


def links_without_circle(tables: Tables) -> Iterator[Breach]:
    """Links between evidence rows never lead back to the row they start from.

    Why: the roots of a claim are found by following the links, and must be arrived at.

    Mend: delete or turn round the link that is wrong; the later row links to the earlier one.
    """
    columns = ("evidence_id", "other_evidence_id")
    hint = "delete or turn round the link that is wrong: the later row links to the earlier one"
    yield from circle_breaches("evidence_links", tables["evidence_links"], columns, "rows link to each other", hint)


_LINKS = columns("evidence_links", "evidence_id", "relation", "other_evidence_id")
RULES = (
    Rule(
        remark_on_same_claim,
        "error",
        (*_LINKS, *columns("claim_evidence", "evidence_id", "claim_id", "evidence_role")),
    ),
    Rule(
        repetition_by_same_voice,
        "error",
        (*_LINKS, *columns("claim_evidence", "evidence_id", "claim_id", "actor_id")),
    ),
    Rule(rests_on_same_claim, "error", (*_LINKS, *columns("claim_evidence", "evidence_id", "claim_id"))),
    Rule(reply_to_assertion, "error", (*_LINKS, *columns("claim_evidence", "evidence_id", "evidence_role"))),
    Rule(links_without_circle, "error", columns("evidence_links", "evidence_id", "other_evidence_id")),
)
