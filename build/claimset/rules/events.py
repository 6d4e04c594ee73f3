"""Events: who attests them, and what the texts make of their occurrence."""

from collections.abc import Iterator

from claimset.rules.carriers import CARRIER_NEEDS, OWN_VOICE_NEEDS, carrier_of, is_own_voice
from claimset.rules.frames import cells, is_any, is_in, lookup, rows_in, where
from claimset.rules.rule import Breach, Rule, Tables, columns


def event_unattested(tables: Tables) -> Iterator[Breach]:
    """Each event is attested by a passage.

    Why: an event that no passage speaks of is either outside knowledge or left over.

    Mend: add a row to event_attestations with the passage that speaks of it, or delete the event.
    """
    events = tables["events"]
    for line, event in cells(events["event_id"], ~is_in(events["event_id"], tables["event_attestations"]["event_id"])):
        message = "no passage attests this event"
        hint = f"add a row for {event} to event_attestations, or delete the event"
        yield Breach("events", line, "event_id", message, hint, event)


def unsettled_event_asserted(tables: Tables) -> Iterator[Breach]:
    """An alleged, planned or hypothesised event has a claim that asserts its occurrence.

    Why: what is not simply reported is somebody's word, and the claim is where the voices for and against it stand.

    Mend: add the claim, and a row of claim_events with the relation asserts_occurrence.
    """
    events, links = tables["events"], tables["claim_events"]
    asserted = links.loc[is_any(links["relation"], "asserts_occurrence"), "event_id"]
    unsettled = is_any(events["occurrence"], "alleged", "planned", "hypothesised")
    for row in where(events, unsettled & ~is_in(events["event_id"], asserted)):
        message = f"the event is {row.occurrence}, and no claim asserts that it occurred"
        hint = f"add a claim and link it to {row.event_id} in claim_events as asserts_occurrence"
        yield Breach("events", row.Index, "occurrence", message, hint, row.occurrence)


def reported_event_in_own_voice(tables: Tables) -> Iterator[Breach]:
    """A reported event is told as certain (CT+) by a consulted text in its own voice.

    Why: `reported` means that a text itself tells the event as having happened, not that somebody is cited for it.

    Mend: add the attestation, attributed to the author or publisher of the text; if there is none, make the event
    attributed.
    """
    events, rows = tables["events"], tables["event_attestations"]
    own = is_own_voice(rows["attributed_to"], carrier_of(rows["passage_id"], tables), tables)
    certain = rows.loc[own & is_any(rows["factuality"], "CT+"), "event_id"]
    bad = is_any(events["occurrence"], "reported") & ~is_in(events["event_id"], certain)
    for line in events.index[bad]:
        message = "the event is reported, and no text tells it in its own voice as certain (CT+)"
        hint = "add an attestation attributed to the author or publisher of the text, or make the event attributed"
        yield Breach("events", int(line), "occurrence", message, hint, "reported")


def attributed_event_in_own_voice(tables: Tables) -> Iterator[Breach]:
    """An attributed event is told as certain (CT+) by no text in its own voice.

    Why: `attributed` means that the texts only relay it; a text that tells it itself makes it reported.

    Mend: make the event reported, or attribute the attestation to whom the text cites.
    """
    rows = tables["event_attestations"]
    occurrence = lookup(rows["event_id"], tables["events"], "event_id", "occurrence")
    own = is_own_voice(rows["attributed_to"], carrier_of(rows["passage_id"], tables), tables)
    bad = own & is_any(rows["factuality"], "CT+") & is_any(occurrence, "attributed")
    for row in where(rows, bad):
        message = f"{row.event_id} is attributed, and this text tells it in its own voice as certain (CT+)"
        hint = "make the event reported, or name the actor whom the text cites"
        yield Breach("event_attestations", row.Index, "attributed_to", message, hint, row.attributed_to)


def hypothesised_event_certain(tables: Tables) -> Iterator[Breach]:
    """A hypothesised event is told as certain (CT+) by nobody.

    Why: `hypothesised` means that it is only raised as a possibility; once somebody asserts it, it is alleged.

    Mend: make the event alleged, or correct the factuality.
    """
    rows = tables["event_attestations"]
    occurrence = lookup(rows["event_id"], tables["events"], "event_id", "occurrence")
    for row in where(rows, is_any(rows["factuality"], "CT+") & is_any(occurrence, "hypothesised")):
        message = f"{row.event_id} is hypothesised, and {row.attributed_to} is said to be certain of it (CT+)"
        hint = "make the event alleged, or correct the factuality"
        yield Breach("event_attestations", row.Index, "factuality", message, hint, "CT+")


def accusing_role_alleged(tables: Tables) -> Iterator[Breach]:
    """In an event that is not reported, an accusing role ends in `_alleged`.

    Why: nobody may read in the table that a party did what is only said of it.

    Mend: use the role that ends in _alleged. A role is an accusing one if the vocabulary has such a twin of it.
    """
    rows, terms = tables["event_participants"], tables["vocabulary_terms"]
    roles = set(terms.loc[is_any(terms["vocabulary"], "event_participants.role"), "term"])
    accusing = [role for role in roles if f"{role}_alleged" in roles]
    occurrence = lookup(rows["event_id"], tables["events"], "event_id", "occurrence")
    bad = is_any(rows["role"], *accusing) & ~is_any(occurrence, "reported")
    for row in where(rows, bad, occurrence=occurrence):
        message = f"{row.event_id} is {row.occurrence}, and {row.actor_id} is called {row.role} as if it were settled"
        yield Breach("event_participants", row.Index, "role", message, f"write {row.role}_alleged", row.role)


def participant_in_attesting_source(tables: Tables) -> Iterator[Breach]:
    """The passage of a participant lies in a source that attests the event.

    Why: a text that says who took part speaks of the event, so it attests it.

    Mend: name the right passage, or add the attestation of that text.
    """
    rows, attestations = tables["event_participants"], tables["event_attestations"]
    carriers = carrier_of(rows["passage_id"], tables)
    attesting = (attestations["event_id"], carrier_of(attestations["passage_id"], tables))
    bad = ~rows_in((rows["event_id"], carriers), attesting)
    for row in where(rows, bad, carrier=carriers):
        message = f"the passage {row.passage_id} lies in {row.carrier}, which does not attest {row.event_id}"
        hint = "name the passage that says so, or add the attestation to event_attestations"
        yield Breach("event_participants", row.Index, "passage_id", message, hint, row.passage_id)


_ATTESTATIONS = columns("event_attestations", "event_id", "passage_id")
RULES = (
    Rule(event_unattested, "error", ("events.event_id", "event_attestations.event_id")),
    Rule(
        unsettled_event_asserted,
        "error",
        (*columns("events", "event_id", "occurrence"), *columns("claim_events", "event_id", "relation")),
    ),
    Rule(
        reported_event_in_own_voice,
        "error",
        (
            *columns("events", "event_id", "occurrence"),
            *_ATTESTATIONS,
            *columns("event_attestations", "attributed_to", "factuality"),
            *CARRIER_NEEDS,
            *OWN_VOICE_NEEDS,
        ),
    ),
    Rule(
        attributed_event_in_own_voice,
        "error",
        (
            *columns("events", "event_id", "occurrence"),
            *_ATTESTATIONS,
            *columns("event_attestations", "attributed_to", "factuality"),
            *CARRIER_NEEDS,
            *OWN_VOICE_NEEDS,
        ),
    ),
    Rule(
        hypothesised_event_certain,
        "error",
        (
            *columns("events", "event_id", "occurrence"),
            *columns("event_attestations", "event_id", "attributed_to", "factuality"),
        ),
    ),
    Rule(
        accusing_role_alleged,
        "error",
        (
            *columns("events", "event_id", "occurrence"),
            *columns("event_participants", "event_id", "actor_id", "role"),
            *columns("vocabulary_terms", "vocabulary", "term"),
        ),
    ),
    Rule(
        participant_in_attesting_source,
        "error",
        (*columns("event_participants", "event_id", "passage_id"), *_ATTESTATIONS, *CARRIER_NEEDS),
    ),
)
