"""The card of a claim: who says what of it, where it comes from, and what the accused reply."""

from collections import deque
from collections.abc import Mapping
from dataclasses import asdict

import pandas as pd

from claimset.derive.tables import SEPARATOR
from claimset.derive.trail import Tie, trail
from claimset.show.card import Entry, Section
from claimset.show.rows import Row, cell, named, proposed, rows_where, titled

ROLES = {
    "assertion": "Asserted by",
    "question": "Asked by",
    "denial": "Denied by",
    "rejection": "Rejected by",
    "doubt": "Doubted by",
    "no_comment": "No comment from",
    "evidence_announced": "Evidence announced by",
    "item": "Item put forward from",
    "verification_remark": "Verification remarked on by",
}
INVERSE = " (the other way round)"
Frames = Mapping[str, pd.DataFrame]


def sections(frames: Frames, derived: Frames, claim: str) -> tuple[Section, ...]:
    """The sections of the card of a claim."""
    voices = rows_where(frames["claim_evidence"], "claim_id", claim)
    return (
        Section("In short", (_summary(rows_where(derived["claim_summary"], "claim_id", claim)[0]),)),
        *(
            Section(heading, tuple(voice_entry(frames, row) for row in voices if row["evidence_role"] == role))
            for role, heading in ROLES.items()
        ),
        Section(
            "Independent origins (text <- source <- voice)",
            tuple(_origin(frames, row) for row in rows_where(derived["claim_origins"], "claim_id", claim)),
        ),
        Section("What ties them", tuple(_tie(frames, tie) for tie in trail(frames, claim))),
        Section(
            "Replies of the parties",
            tuple(_reply(frames, row) for row in rows_where(derived["replies"], "claim_id", claim)),
        ),
        Section("Related claims", tuple(_related(frames, claim))),
    )


def _summary(row: Row) -> Entry:
    text = (
        f"support: {row['support']} (independent origins: {row['origins']}, voices: {row['voices']}, "
        f"consulted texts: {row['consulted_texts']}); opposition: {row['opposition']}; backing: {row['backing']}; "
        f"caveats: {row['caveats']}"
    )
    return Entry(text, row)


def voice_entry(frames: Frames, row: Row) -> Entry:
    """One row of claim_evidence: who, how surely, in which source, where in which text."""
    hedge = "" if row["certainty"] in {"certain", "unspecified"} else f" [{row['certainty']}]"
    text = (
        f"{row['evidence_id']} {named(frames, row['actor_id'])}{hedge}: {row['summary']} "
        f"-- in {titled(frames, row['origin_source_id'])}, told at {row['passage_id']}"
    )
    return Entry(text, row)


def _origin(frames: Frames, row: Row) -> Entry:
    merged = str(row["evidence_ids"]).replace(SEPARATOR, ", ")
    carrier = str(row["carrier_ids"]).split(SEPARATOR)[0]
    chain = [titled(frames, source) for source in _path(frames, carrier, str(row["root_source_id"]))]
    voice = named(frames, row["root_actor_id"])
    joined = f"; joined by {str(row['joined_by']).replace(SEPARATOR, ', ')}" if row["joined_by"] else ""
    text = f"{named(frames, row['origin_key'])}, {row['kind']}: {' <- '.join([*chain, voice])}; rows {merged}{joined}"
    return Entry(text, row)


def _tie(frames: Frames, tie: Tie) -> Entry:
    shown = {"actors": named, "sources": titled, "claim_evidence": _row}[tie.table]
    place = f" ({tie.place})" if tie.place else ""
    return Entry(f"{shown(frames, tie.start)} {tie.relation} {shown(frames, tie.end)}{place}", asdict(tie))


def _row(frames: Frames, evidence: str | int | None) -> str:
    return f"{evidence} {cell(frames['claim_evidence'], 'evidence_id', evidence, 'summary')}"


def _path(frames: Frames, start: str, end: str) -> list[str]:
    """The sources on a shortest way of citations from one source to another; both ends where there is none."""
    citations = frames["source_citations"]
    before: dict[str, str] = {}
    queue = deque([start])
    while queue and end not in before and start != end:
        here = queue.popleft()
        for row in rows_where(citations, "citing_source_id", here):
            cited = str(row["cited_source_id"])
            if cited not in before and cited != start:
                before[cited] = here
                queue.append(cited)
    path = [end]
    while path[0] in before:
        path.insert(0, before[path[0]])
    return path if path[0] == start else [start, end]


def _reply(frames: Frames, row: Row) -> Entry:
    voices = str(row["replied_by"]).split(SEPARATOR) if row["replied_by"] else []
    by = f" by {', '.join(named(frames, voice) for voice in voices)} in {row['evidence_ids']}" if voices else ""
    return Entry(f"{named(frames, row['actor_id'])}, {row['party_role']}: {row['reply']}{by}", row)


def _related(frames: Frames, claim: str) -> list[Entry]:
    forth = rows_where(frames["claim_relations"], "claim_id", claim)
    back = rows_where(frames["claim_relations"], "other_claim_id", claim)
    entries = [Entry(f"{row['relation']}: {proposed(frames, row['other_claim_id'])}", row) for row in forth]
    return entries + [Entry(f"{row['relation']}{INVERSE}: {proposed(frames, row['claim_id'])}", row) for row in back]
