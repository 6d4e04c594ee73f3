"""The cards of actors, sources, events, passages, voices and of any other row with an id."""

from collections.abc import Callable, Iterable, Mapping

import pandas as pd

from claimset.show.card import Entry, Section
from claimset.show.claim import ROLES, voice_entry
from claimset.show.rows import Row, cell, named, proposed, rows_where, titled

Frames = Mapping[str, pd.DataFrame]


def row_sections(frames: Frames, derived: Frames, key: str, *, table: str, column: str) -> tuple[Section, ...]:
    """The filled cells of the row of `table` whose `column` is `key`."""
    del derived
    filled = rows_where(frames[table], column, key)[0].items()
    return (
        Section("Row", tuple(Entry(f"{name}: {value}", {name: value}) for name, value in filled if value is not None)),
    )


def actor_sections(frames: Frames, derived: Frames, actor: str) -> tuple[Section, ...]:
    """Names, ties, what the actor claims and disputes, what is claimed of it, and where it takes part."""
    voices = rows_where(frames["claim_evidence"], "actor_id", actor)
    return (
        *row_sections(frames, derived, actor, table="actors", column="actor_id"),
        _section(
            "Names",
            rows_where(frames["actor_names"], "actor_id", actor),
            lambda row: f"{row['name']} ({row['name_type']})",
        ),
        _section(
            "Affiliations", rows_where(frames["actor_affiliations"], "actor_id", actor), lambda row: _tie(frames, row)
        ),
        _section(
            "Those affiliated with it",
            rows_where(frames["actor_affiliations"], "organisation_id", actor),
            lambda row: f"{named(frames, row['actor_id'])}: {row['relation']}",
        ),
        *_by_role(frames, voices),
        _section(
            "What is claimed of it",
            rows_where(frames["claim_actors"], "actor_id", actor),
            lambda row: f"{row['role']} in {proposed(frames, row['claim_id'])}",
        ),
        _section(
            "Its replies on record",
            rows_where(derived["replies"], "actor_id", actor),
            lambda row: f"{row['reply']} to {proposed(frames, row['claim_id'])}",
        ),
        _section(
            "Events in which it takes part",
            rows_where(frames["event_participants"], "actor_id", actor),
            lambda row: f"{row['role']} in {_event(frames, row['event_id'])}",
        ),
    )


def source_sections(frames: Frames, derived: Frames, source: str) -> tuple[Section, ...]:
    """Who speaks in the source, on what it rests, who cites it, and what is said in it."""
    said = rows_where(frames["claim_evidence"], "origin_source_id", source)
    passages = frames["passages"].loc[frames["passages"]["source_id"] == source, "passage_id"]
    evidence = frames["claim_evidence"]
    relayed = evidence[evidence["passage_id"].isin(passages) & (evidence["origin_source_id"] != source)]
    told = [
        row
        for origin in relayed["origin_source_id"].unique()
        for row in rows_where(relayed, "origin_source_id", origin)
    ]
    return (
        *row_sections(frames, derived, source, table="sources", column="source_id"),
        _section(
            "Who speaks in it",
            rows_where(frames["source_agents"], "source_id", source),
            lambda row: f"{row['role']}: {named(frames, row['actor_id'])}",
        ),
        _section(
            "What it rests on",
            rows_where(frames["source_citations"], "citing_source_id", source),
            lambda row: f"{row['relation']} {titled(frames, row['cited_source_id'])} at {row['passage_id']}",
        ),
        _section(
            "Who cites it",
            rows_where(frames["source_citations"], "cited_source_id", source),
            lambda row: f"{titled(frames, row['citing_source_id'])}: {row['relation']} at {row['passage_id']}",
        ),
        _section(
            "What is said in it",
            said,
            lambda row: (
                f"{row['evidence_id']} {row['evidence_role']} by {named(frames, row['actor_id'])}, "
                f"{proposed(frames, row['claim_id'])}"
            ),
        ),
        _section(
            "What it relays",
            told,
            lambda row: (
                f"{row['evidence_id']} {row['evidence_role']} by {named(frames, row['actor_id'])}, "
                f"{proposed(frames, row['claim_id'])}"
            ),
        ),
    )


def event_sections(frames: Frames, derived: Frames, event: str) -> tuple[Section, ...]:
    """Who attests the event, who takes part, and which claims are about it."""
    return (
        *row_sections(frames, derived, event, table="events", column="event_id"),
        _section(
            "Attested by",
            rows_where(frames["event_attestations"], "event_id", event),
            lambda row: (
                f"{named(frames, row['attributed_to'])}: {row['factuality']} at {row['passage_id']}"
                + (f", dated {row['date_as_stated']}" if row["date_as_stated"] else "")
            ),
        ),
        _section(
            "Participants",
            rows_where(frames["event_participants"], "event_id", event),
            lambda row: f"{row['role']}: {named(frames, row['actor_id'])}",
        ),
        _section(
            "Claims",
            rows_where(frames["claim_events"], "event_id", event),
            lambda row: f"{row['relation']}: {proposed(frames, row['claim_id'])}",
        ),
        _section(
            "Parts of it",
            rows_where(frames["events"], "parent_event_id", event),
            lambda row: f"{row['title']} ({row['event_id']})",
        ),
    )


def passage_sections(frames: Frames, derived: Frames, passage: str) -> tuple[Section, ...]:
    """What is anchored in the passage."""
    return (
        *row_sections(frames, derived, passage, table="passages", column="passage_id"),
        Section(
            "Voices recorded here",
            tuple(voice_entry(frames, row) for row in rows_where(frames["claim_evidence"], "passage_id", passage)),
        ),
        _section(
            "Events attested here",
            rows_where(frames["event_attestations"], "passage_id", passage),
            lambda row: (
                f"{_event(frames, row['event_id'])}: {row['factuality']}, {named(frames, row['attributed_to'])}"
            ),
        ),
    )


def evidence_sections(frames: Frames, derived: Frames, evidence: str) -> tuple[Section, ...]:
    """The voice with everything joined in, and the rows to which it is linked."""
    return (
        *row_sections(derived, derived, evidence, table="evidence_flat", column="evidence_id"),
        _section(
            "Linked to",
            rows_where(frames["evidence_links"], "evidence_id", evidence),
            lambda row: f"{row['relation']} {_voice(frames, row['other_evidence_id'])}",
        ),
        _section(
            "Linked from",
            rows_where(frames["evidence_links"], "other_evidence_id", evidence),
            lambda row: f"{_voice(frames, row['evidence_id'])} {row['relation']} it",
        ),
    )


def _section(heading: str, rows: Iterable[Row], line: Callable[[Row], str]) -> Section:
    return Section(heading, tuple(Entry(line(row), row) for row in rows))


def _by_role(frames: Frames, voices: list[Row]) -> list[Section]:
    """What an actor does to claims, by evidence role, under the headings that the card of a claim has."""
    return [
        _section(
            f"As a voice: {heading[0].lower()}{heading[1:]} it",
            [row for row in voices if row["evidence_role"] == role],
            lambda row: f"{row['evidence_id']} {proposed(frames, row['claim_id'])}",
        )
        for role, heading in ROLES.items()
    ]


def _tie(frames: Frames, row: Row) -> str:
    details = [str(row[part]) for part in ("role_title", "period") if row[part]]
    rank = [] if row["rank"] == "normal" else [str(row["rank"])]
    return ", ".join([f"{row['relation']} {named(frames, row['organisation_id'])}", *details, *rank])


def _event(frames: Frames, event: str | int | None) -> str:
    return f"{cell(frames['events'], 'event_id', event, 'title')} ({event})"


def _voice(frames: Frames, evidence: str | int | None) -> str:
    return f"{evidence}: {cell(frames['claim_evidence'], 'evidence_id', evidence, 'summary')}"
