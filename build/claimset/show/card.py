"""A card: everything the dataset says of one id, for people and for programs."""

import json
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

WIDTH = 100
Value = str | int | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing on a card: a line for people and the same values for programs."""

    text: str
    data: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Section:
    """Things of one kind under a heading."""

    heading: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """The card of one id. note: where the id went, if another was asked for; None otherwise."""

    identifier: str
    kind: str
    title: str
    sections: tuple[Section, ...]
    citation: str
    note: str | None = None


def text_lines(card: Card) -> Iterator[str]:
    """The card for a terminal; sections without entries are left out."""
    if card.note:
        yield from textwrap.wrap(card.note, WIDTH)
        yield ""
    yield from textwrap.wrap(f"{card.identifier} ({card.kind}): {card.title}", WIDTH, subsequent_indent="  ")
    for section in card.sections:
        if section.entries:
            yield ""
            yield section.heading
        for entry in section.entries:
            yield from textwrap.wrap(
                entry.text, WIDTH, initial_indent="  ", subsequent_indent="    ", break_long_words=False
            )
    yield ""
    yield from textwrap.wrap(f"Cite as: {card.citation}", WIDTH, subsequent_indent="  ", break_long_words=False)


def as_json(card: Card) -> str:
    """The card as one JSON object; every section is there, with its entries as objects."""
    return json.dumps(
        {
            "id": card.identifier,
            "kind": card.kind,
            "title": card.title,
            "note": card.note,
            "sections": {section.heading: [dict(entry.data) for entry in section.entries] for section in card.sections},
            "cite_as": card.citation,
        },
        ensure_ascii=False,
        indent=2,
    )
