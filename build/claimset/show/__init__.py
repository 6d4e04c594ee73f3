"""Shows everything that the dataset says of one id."""

import difflib
from collections.abc import Callable, Mapping
from functools import partial

import pandas as pd

from claimset.derive import derive
from claimset.errors import RequestError
from claimset.package import Package
from claimset.show import claim, others
from claimset.show.card import Card, Section
from claimset.show.rows import cell, rows_where

__all__ = ["card"]

Frames = Mapping[str, pd.DataFrame]
Sections = Callable[[Frames, Frames, str], tuple[Section, ...]]

# For each table the column that names its rows to people, and what its card shows.
CARDS: Mapping[str, tuple[str, Sections]] = {
    "claims": ("proposition", claim.sections),
    "actors": ("name", others.actor_sections),
    "sources": ("title", others.source_sections),
    "events": ("title", others.event_sections),
    "passages": ("text_start", others.passage_sections),
    "claim_evidence": ("summary", others.evidence_sections),
    "actor_affiliations": (
        "relation",
        partial(others.row_sections, table="actor_affiliations", column="affiliation_id"),
    ),
}


KINDS = {
    "claims": "claim",
    "actors": "actor",
    "sources": "source",
    "events": "event",
    "passages": "passage",
    "claim_evidence": "voice",
    "actor_affiliations": "affiliation",
}
# The derived tables that a card shows.
NEEDED = {
    "claims": ("claim_summary", "claim_origins", "replies"),
    "actors": ("replies",),
    "claim_evidence": ("evidence_flat",),
}


def card(package: Package, frames: Frames, identifier: str) -> Card:
    """The card of an id, or of the id that took its place; RequestError with the nearest ids where it is unknown."""
    asked = identifier.strip().upper()
    note = None
    retired = rows_where(frames["redirects"], "old_id", asked) if "redirects" in frames else []
    for row in retired:
        successor = row["new_id"]
        note = f"{asked} is retired since version {row['version']}: {row['reason']}"
        if successor is None:
            return Card(
                asked, "retired id", "withdrawn, and nothing took its place", (), _citation(package, asked), note
            )
        note, asked = f"{note}. This is {successor}, which took its place.", str(successor)
    for name, (label, sections) in CARDS.items():
        key = package.table(name).primary_key[0]
        if rows_where(frames[name], key, asked):
            derived = {item.table.name: item.frame for item in derive(package, frames, NEEDED.get(name, ()))}
            title = cell(frames[name], key, asked, label)
            return Card(asked, KINDS[name], title, sections(frames, derived, asked), _citation(package, asked), note)
    raise RequestError(
        f"{identifier}: there is no such id in {package.name} {package.version}{_nearest(package, frames, asked)}"
    )


def _nearest(package: Package, frames: Frames, asked: str) -> str:
    ids = [str(value) for name in CARDS for value in frames[name][package.table(name).primary_key[0]].dropna()]
    close = difflib.get_close_matches(asked, [value for value in ids if value[:1] == asked[:1]] or ids, n=3)
    return (
        f"; the nearest are {', '.join(close)}"
        if close
        else "; ids are such as C0001, A0001, S0001, E0001, V0001, S0001-P001"
    )


def _citation(package: Package, identifier: str) -> str:
    """The line by which one row is cited, so that it can be found again in any later version."""
    authors = [item.title for item in package.contributors if item.role == "author"]
    address = package.identifier or package.homepage
    text = f"{', '.join(authors)}. {package.title} (Version {package.version}) [Data set], {identifier}."
    return f"{text} {address}" if address else text
