"""Voices: who says it, where they said it, and how the carrier comes to know."""

from collections.abc import Iterator

import pandas as pd

from claimset.rules.carriers import CARRIER_NEEDS, OWN_VOICE_NEEDS, carrier_of, is_own_voice
from claimset.rules.frames import is_any, is_in, lookup, rows_in, same, where
from claimset.rules.graph import graph, meet_above, reaches
from claimset.rules.rule import Breach, Rule, Tables, columns


def reply_has_known_voice(tables: Tables) -> Iterator[Breach]:
    """A denial, rejection, doubt or refusal to comment has an identified actor.

    Why: a party's reply counts only if one knows whose reply it is.

    Mend: name the actor who replied; if nobody is described, the row is no reply.
    """
    rows = tables["claim_evidence"]
    known = lookup(rows["actor_id"], tables["actors"], "actor_id", "identification")
    bad = is_any(rows["evidence_role"], "denial", "rejection", "doubt", "no_comment") & is_any(known, "none")
    for row in where(rows, bad):
        message = f"the role is {row.evidence_role}, and {row.actor_id} stands for nobody in particular"
        hint = "name the actor whose reply it is"
        yield Breach("claim_evidence", row.Index, "actor_id", message, hint, row.actor_id)


def voice_in_origin(tables: Tables) -> Iterator[Breach]:
    """The actor of a row is an agent of its origin, except for a refusal to comment.

    Why: the origin is where that voice said it, so the voice must be among those who made it.

    Mend: name the source in which the actor said it, or add the actor to source_agents. For an own voice see own-voice.
    """
    rows, agents = tables["claim_evidence"], tables["source_agents"]
    rows = rows[~is_any(rows["evidence_role"], "no_comment") & ~_marked_own(rows)]
    bad = ~rows_in((rows["origin_source_id"], rows["actor_id"]), (agents["source_id"], agents["actor_id"]))
    agents = agents[is_in(agents["source_id"], rows.loc[bad, "origin_source_id"])]
    known = agents.groupby("source_id")["actor_id"].agg(", ".join)
    for row in where(rows, bad, known=rows["origin_source_id"].map(known)):
        message = f"{row.actor_id} is no agent of the origin {row.origin_source_id}"
        hint = (
            f"its agents are {row.known}: correct the actor or the origin; add {row.actor_id} to source_agents "
            "only if the text says that this voice spoke there"
        )
        yield Breach("claim_evidence", row.Index, "origin_source_id", message, hint, row.origin_source_id)


def origin_within_reach(tables: Tables) -> Iterator[Breach]:
    """The origin of a row is its carrier, or the carrier's citations lead to it.

    Why: the chain from the text that was read to the voice must be on record.

    Mend: add the missing citation to source_citations, or correct the origin or the passage.
    """
    rows, citations = tables["claim_evidence"], tables["source_citations"]
    network = graph(citations["citing_source_id"], citations["cited_source_id"])
    carriers = carrier_of(rows["passage_id"], tables)
    bad = ~reaches(network, carriers, rows["origin_source_id"])
    for row in where(rows, bad, carrier=carriers):
        message = f"no chain of citations leads from the carrier {row.carrier} to the origin {row.origin_source_id}"
        hint = "add the missing citation to source_citations, or correct the origin or the passage"
        yield Breach("claim_evidence", row.Index, "origin_source_id", message, hint, row.origin_source_id)


def _marked_own(rows: pd.DataFrame) -> "pd.Series[bool]":
    return is_any(rows["basis"], "own_voice") | is_any(rows["carrier_stance"], "own_voice")


def own_voice(tables: Tables) -> Iterator[Breach]:
    """A row is in the carrier's own voice exactly if its origin is the carrier and its actor the author or publisher.

    Why: what a text says itself and what it passes on must never be mixed.

    Mend: in the own voice the carrier stance is own_voice, the origin the carrier and the actor its author or
    publisher; elsewhere neither stance nor basis is own_voice.
    """
    rows = tables["claim_evidence"]
    rows = rows.assign(carrier=carrier_of(rows["passage_id"], tables))
    at_home = same(rows["carrier"], rows["origin_source_id"])
    maker = is_own_voice(rows["actor_id"], rows["carrier"], tables)
    marked = _marked_own(rows)
    for row in where(rows, marked & ~at_home):
        message = f"the row is marked own_voice, and its origin {row.origin_source_id} is not the carrier {row.carrier}"
        hint = "correct the origin, or write whose word it is: another basis and carrier stance"
        yield Breach("claim_evidence", row.Index, "origin_source_id", message, hint, row.origin_source_id)
    for row in where(rows, marked & at_home & ~maker):
        message = f"the row is marked own_voice, and {row.actor_id} is neither author nor publisher of {row.carrier}"
        hint = "correct the actor, or write whose word it is: another basis, carrier stance and origin"
        yield Breach("claim_evidence", row.Index, "actor_id", message, hint, row.actor_id)
    stance = is_any(rows["carrier_stance"], "own_voice")
    for row in where(rows, at_home & maker & ~stance):
        message = f"{row.actor_id} speaks here as author or publisher, and the carrier stance is {row.carrier_stance}"
        hint = "write own_voice, or name the source in which the voice said it as origin"
        yield Breach("claim_evidence", row.Index, "carrier_stance", message, hint, row.carrier_stance)


def fragment_is_quoted(tables: Tables) -> Iterator[Breach]:
    """A row with a quoted fragment is a direct quotation, a mixed one, or in the carrier's own voice.

    Why: a fragment shows the very words of the voice; in a paraphrase the words are the carrier's.

    Mend: empty the fragment, or correct the speech mode.
    """
    rows = tables["claim_evidence"]
    quoted = is_any(rows["speech_mode"], "direct_quote", "mixed") | _marked_own(rows)
    for row in where(rows, rows["quote_fragment"].notna() & ~quoted):
        message = f"the row has a quoted fragment, and its speech mode is {row.speech_mode}"
        hint = "empty it, or make the speech mode direct_quote or mixed"
        yield Breach("claim_evidence", row.Index, "quote_fragment", message, hint, row.quote_fragment)


def denial_by_outsider(tables: Tables) -> Iterator[Breach]:
    """A denial comes from the accused, or from somebody with whom affiliations connect the accused.

    Why: a denial by a third party is worth a second look: it is often a doubt, or the tie is not on record.

    Mend: see whether it is a doubt or rejection, or add the affiliation; if a third party truly denies it, leave it so.
    """
    rows, parties, ties = tables["claim_evidence"], tables["claim_actors"], tables["actor_affiliations"]
    denials = rows[is_any(rows["evidence_role"], "denial")]
    accused = parties[is_any(parties["role"], "accused", "alleged_recipient")]
    cases = denials[["claim_id", "actor_id"]].reset_index(names="line")
    cases = cases.merge(accused[["claim_id", "actor_id"]], on="claim_id", suffixes=("", "_accused"))
    tied = meet_above(graph(ties["actor_id"], ties["organisation_id"]), cases["actor_id"], cases["actor_id_accused"])
    outside = ~tied.groupby(cases["line"]).any()
    for line in outside.index[outside]:
        actor = str(denials.at[line, "actor_id"])  # noqa: PD008 - a single cell
        message = f"{actor} denies the claim, is not accused in it, and no affiliation ties {actor} to the accused"
        hint = "is it a doubt or a rejection, or is an affiliation missing? If a third party denies it, leave it so"
        yield Breach("claim_evidence", int(line), "actor_id", message, hint, actor)


_CITATIONS = columns("source_citations", "citing_source_id", "cited_source_id")
RULES = (
    Rule(
        reply_has_known_voice,
        "error",
        (*columns("claim_evidence", "evidence_role", "actor_id"), *columns("actors", "actor_id", "identification")),
    ),
    Rule(
        voice_in_origin,
        "error",
        (
            *columns("claim_evidence", "evidence_role", "basis", "actor_id", "origin_source_id", "carrier_stance"),
            *columns("source_agents", "source_id", "actor_id"),
        ),
    ),
    Rule(
        origin_within_reach,
        "error",
        (*columns("claim_evidence", "passage_id", "origin_source_id"), *_CITATIONS, *CARRIER_NEEDS),
    ),
    Rule(
        own_voice,
        "error",
        (
            *columns("claim_evidence", "passage_id", "basis", "actor_id", "origin_source_id", "carrier_stance"),
            *CARRIER_NEEDS,
            *OWN_VOICE_NEEDS,
        ),
    ),
    Rule(
        fragment_is_quoted,
        "error",
        columns("claim_evidence", "basis", "speech_mode", "carrier_stance", "quote_fragment"),
    ),
    Rule(
        denial_by_outsider,
        "warning",
        (
            *columns("claim_evidence", "claim_id", "evidence_role", "actor_id"),
            *columns("claim_actors", "claim_id", "actor_id", "role"),
            *columns("actor_affiliations", "actor_id", "organisation_id"),
        ),
    ),
)
