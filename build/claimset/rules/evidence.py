"""Evidence rows: the role decides which cells are filled and what they may hold."""

from collections.abc import Iterator

import pandas as pd
import pyarrow as pa

from claimset.rules.carriers import CARRIER_NEEDS, carrier_of
from claimset.rules.frames import is_any, lookup, rows_in, same, where
from claimset.rules.rule import Breach, Rule, Tables, columns

# The direction that each role fixes; doubt, announced evidence and items can go either way.
DIRECTIONS = pd.DataFrame(
    [
        ("assertion", "supports"),
        ("denial", "disputes"),
        ("rejection", "disputes"),
        ("question", "neutral"),
        ("no_comment", "neutral"),
        ("verification_remark", "neutral"),
    ],
    columns=["role", "direction"],
    dtype=pd.ArrowDtype(pa.string()),
)
CIRCUMSTANTIAL = (
    "circumstantial_timing",
    "circumstantial_contact",
    "circumstantial_capability",
    "circumstantial_pattern",
    "circumstantial_motive",
)
# All columns but the id and the summary.
CONTENT = (
    "claim_id",
    "passage_id",
    "evidence_role",
    "direction",
    "basis",
    "directness",
    "actor_id",
    "origin_source_id",
    "adduced_by_id",
    "certainty",
    "speech_mode",
    "carrier_stance",
    "verification_status",
    "event_id",
    "quote_fragment",
    "notes",
)


def role_fixes_direction(tables: Tables) -> Iterator[Breach]:
    """An assertion supports, a denial or rejection disputes, a question, silence or remark on verification is neutral.

    Why: counts of support and opposition rest on the direction, so it must say the same as the role.

    Mend: correct the direction or the role.
    """
    rows = tables["claim_evidence"]
    expected = lookup(rows["evidence_role"], DIRECTIONS, "role", "direction")
    for row in where(rows, expected.notna() & ~same(rows["direction"], expected), expected=expected):
        message = f"the direction of the role {row.evidence_role} is {row.expected}, and this row says {row.direction}"
        hint = (
            f"write {row.expected} if the summary describes a {row.evidence_role}; correct the role only if it does not"
        )
        yield Breach("claim_evidence", row.Index, "direction", message, hint, row.direction)


def _filled_exactly_for(tables: Tables, field: str, *roles: str) -> Iterator[Breach]:
    rows = tables["claim_evidence"]
    fitting, filled = is_any(rows["evidence_role"], *roles), rows[field].notna()
    allowed = " or ".join(roles)
    for row in where(rows, fitting & ~filled):
        message = f"the cell is empty, and a row with the role {row.evidence_role} needs it"
        yield Breach("claim_evidence", row.Index, field, message, "fill the cell, or correct the role")
    for row in where(rows, filled & ~fitting):
        message = f"only rows with the role {allowed} have this cell filled, and this one is {row.evidence_role}"
        hint = "empty the cell, or correct the role"
        yield Breach("claim_evidence", row.Index, field, message, hint, getattr(row, field))


def status_on_remarks(tables: Tables) -> Iterator[Breach]:
    """A row has a verification status exactly if it is a remark on verification.

    Why: what a text says about verification is kept apart from what voices say about the claim.

    Mend: fill the status of the remark, or empty it on any other row.
    """
    yield from _filled_exactly_for(tables, "verification_status", "verification_remark")


def directness_on_items(tables: Tables) -> Iterator[Breach]:
    """A row has a directness exactly if it is an item or announced evidence.

    Why: only a thing put forward can bear on a claim directly or indirectly; a voice asserts or denies.

    Mend: fill the directness of the item, or empty it on any other row.
    """
    yield from _filled_exactly_for(tables, "directness", "item", "evidence_announced")


def adducer_on_items(tables: Tables) -> Iterator[Breach]:
    """A row says who adduced it exactly if it is an item.

    Why: an item speaks for nobody by itself; somebody uses it for or against the claim.

    Mend: name the actor who puts the item forward, or empty adduced_by_id on any other row.
    """
    yield from _filled_exactly_for(tables, "adduced_by_id", "item")


def certainty_open_for_questions(tables: Tables) -> Iterator[Breach]:
    """The certainty is `unspecified` exactly if the row is a question.

    Why: nobody is recorded as asserting what a text only asks, and everybody else commits to some degree.

    Mend: write unspecified for a question, and certain, probable or possible for any other row.
    """
    rows = tables["claim_evidence"]
    question, unspecified = is_any(rows["evidence_role"], "question"), is_any(rows["certainty"], "unspecified")
    for row in where(rows, question & ~unspecified):
        message = f"the row is a question, and its certainty is {row.certainty}"
        hint = "write unspecified, or correct the role"
        yield Breach("claim_evidence", row.Index, "certainty", message, hint, row.certainty)
    for row in where(rows, unspecified & ~question):
        message = f"the certainty is unspecified, and the row is no question ({row.evidence_role})"
        hint = "write certain where the voice does not hedge, else probable or possible"
        yield Breach("claim_evidence", row.Index, "certainty", message, hint, "unspecified")


def circumstantial_basis_is_circumstantial(tables: Tables) -> Iterator[Breach]:
    """An item with a circumstantial basis is circumstantial.

    Why: timing, contact, means, pattern and motive show a proposition only through an inference.

    Mend: write circumstantial as directness, or correct the basis.
    """
    rows = tables["claim_evidence"]
    bad = is_any(rows["basis"], *CIRCUMSTANTIAL) & rows["directness"].notna()
    bad &= ~is_any(rows["directness"], "circumstantial")
    for row in where(rows, bad):
        message = f"the basis is {row.basis}, and the directness is {row.directness}"
        hint = "write circumstantial, or correct the basis"
        yield Breach("claim_evidence", row.Index, "directness", message, hint, row.directness)


def absence_supports_nothing(tables: Tables) -> Iterator[Breach]:
    """The absence of evidence never supports a claim.

    Why: that nothing was found shows neither that something is so nor, by itself, that it is not.

    Mend: make the direction neutral or disputes, as the voice uses it, or correct the basis.
    """
    rows = tables["claim_evidence"]
    bad = is_any(rows["basis"], "absence_of_evidence") & is_any(rows["direction"], "supports")
    for line in rows.index[bad]:
        message = "the basis is absence_of_evidence, and the row supports the claim"
        hint = "write neutral or disputes, or correct the basis"
        yield Breach("claim_evidence", int(line), "basis", message, hint, "absence_of_evidence")


def evidence_repeated(tables: Tables) -> Iterator[Breach]:
    """No two evidence rows are alike in everything but id and summary.

    Why: a voice that is recorded twice is counted twice.

    Mend: delete one of the rows; if they are two statements, say in which they differ.
    """
    rows = tables["claim_evidence"]
    # Few rows share these three, and only those need be compared as a whole.
    alike = rows[rows.duplicated(["claim_id", "passage_id", "actor_id"], keep=False)]
    alike = alike[alike.duplicated(list(CONTENT), keep=False)]
    again = alike.duplicated(list(CONTENT))
    first = alike.groupby(list(CONTENT), dropna=False)["evidence_id"].transform("first")
    for row in where(alike, again, first=first):
        message = f"the row says the same as {row.first}"
        hint = "delete one of the two; if they are two statements, say in which they differ"
        yield Breach("claim_evidence", row.Index, "evidence_id", message, hint, row.evidence_id)


def event_on_items(tables: Tables) -> Iterator[Breach]:
    """Only an item has an event, and the text that carries the row attests that event.

    Why: an event can be put forward as an item, and a text that does so speaks of the event.

    Mend: add the attestation of this text to event_attestations, or empty event_id.
    """
    rows, attestations = tables["claim_evidence"], tables["event_attestations"]
    rows = rows[rows["event_id"].notna()]
    item = is_any(rows["evidence_role"], "item")
    for row in where(rows, ~item):
        message = f"the row names {row.event_id} as an item, and its role is {row.evidence_role}"
        hint = "empty event_id; which events a claim is about stands in claim_events"
        yield Breach("claim_evidence", row.Index, "event_id", message, hint, row.event_id)
    carriers = carrier_of(rows["passage_id"], tables)
    attested = (attestations["event_id"], carrier_of(attestations["passage_id"], tables))
    bad = item & ~rows_in((rows["event_id"], carriers), attested)
    for row in where(rows, bad, carrier=carriers):
        message = f"{row.event_id} is put forward as an item, and {row.carrier} does not attest it"
        hint = f"add the attestation of {row.carrier} to event_attestations"
        yield Breach("claim_evidence", row.Index, "event_id", message, hint, row.event_id)


_ATTESTATIONS = columns("event_attestations", "event_id", "passage_id")
RULES = (
    Rule(role_fixes_direction, "error", columns("claim_evidence", "evidence_role", "direction")),
    Rule(status_on_remarks, "error", columns("claim_evidence", "evidence_role", "verification_status")),
    Rule(directness_on_items, "error", columns("claim_evidence", "evidence_role", "directness")),
    Rule(adducer_on_items, "error", columns("claim_evidence", "evidence_role", "adduced_by_id")),
    Rule(certainty_open_for_questions, "error", columns("claim_evidence", "evidence_role", "certainty")),
    Rule(circumstantial_basis_is_circumstantial, "error", columns("claim_evidence", "basis", "directness")),
    Rule(absence_supports_nothing, "error", columns("claim_evidence", "basis", "direction")),
    Rule(evidence_repeated, "error", columns("claim_evidence", "evidence_id", *CONTENT)),
    Rule(
        event_on_items,
        "error",
        (*columns("claim_evidence", "passage_id", "evidence_role", "event_id"), *_ATTESTATIONS, *CARRIER_NEEDS),
    ),
)
