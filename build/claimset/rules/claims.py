"""Claims: each has a voice, an allegation has an accused, and a reproach is marked as one."""

from collections.abc import Iterator

from claimset.rules.frames import cells, is_any, is_in, where
from claimset.rules.rule import Breach, Rule, Tables, columns


def claim_without_voice(tables: Tables) -> Iterator[Breach]:
    """Each claim is asserted or asked by some voice.

    Why: the dataset claims nothing itself; a proposition that nobody puts forward does not belong here.

    Mend: add the assertion or question row to claim_evidence, or delete the claim.
    """
    claims, evidence = tables["claims"], tables["claim_evidence"]
    voiced = evidence.loc[is_any(evidence["evidence_role"], "assertion", "question"), "claim_id"]
    for line, claim in cells(claims["claim_id"], ~is_in(claims["claim_id"], voiced)):
        message = "nobody asserts or asks this claim"
        hint = f"add a row for {claim} with the role assertion or question to claim_evidence, or delete the claim"
        yield Breach("claims", line, "claim_id", message, hint, claim)


def allegation_names_party(tables: Tables) -> Iterator[Breach]:
    """An allegation has an accused or an alleged recipient.

    Why: an allegation is against somebody, and every accused party has a right to be listed with its reply.

    Mend: add the party to claim_actors, or choose another claim type.
    """
    claims, parties = tables["claims"], tables["claim_actors"]
    named = parties.loc[is_any(parties["role"], "accused", "alleged_recipient"), "claim_id"]
    bad = is_any(claims["claim_type"], "allegation") & ~is_in(claims["claim_id"], named)
    for line, claim in cells(claims["claim_id"], bad):
        message = "the claim is an allegation, and claim_actors names no accused and no alleged_recipient"
        hint = f"add the party for {claim} to claim_actors, or choose another claim type"
        yield Breach("claims", line, "claim_type", message, hint, "allegation")


def reproach_has_sensitivity(tables: Tables) -> Iterator[Breach]:
    """A claim that is an allegation or accuses somebody has a sensitivity other than none.

    Why: whoever uses the data must see at once which rows touch somebody's reputation.

    Mend: say what the proposition would mean for the accused: reputational, allegation_of_wrongdoing or
    allegation_of_crime.
    """
    claims, parties = tables["claims"], tables["claim_actors"]
    accusing = is_in(claims["claim_id"], parties.loc[is_any(parties["role"], "accused"), "claim_id"])
    allegation = is_any(claims["claim_type"], "allegation")
    bad = is_any(claims["sensitivity"], "none") & (accusing | allegation)
    for row in where(claims, bad, allegation=allegation):
        reason = "is an allegation" if row.allegation else "has an accused"
        message = f"the claim {reason}, and its sensitivity is none"
        hint = (
            "write reputational (it would cost respect), allegation_of_wrongdoing or allegation_of_crime; a claim that "
            "mirrors another has the same sensitivity"
        )
        yield Breach("claims", row.Index, "sensitivity", message, hint, "none")


RULES = (
    Rule(
        claim_without_voice,
        "error",
        ("claims.claim_id", *columns("claim_evidence", "claim_id", "evidence_role")),
    ),
    Rule(
        allegation_names_party,
        "error",
        (*columns("claims", "claim_id", "claim_type"), *columns("claim_actors", "claim_id", "role")),
    ),
    Rule(
        reproach_has_sensitivity,
        "error",
        (*columns("claims", "claim_id", "claim_type", "sensitivity"), *columns("claim_actors", "claim_id", "role")),
    ),
)
