"""Actors: their names, what is known of unnamed ones, and the pseudo-actor for statements of nobody."""

from collections.abc import Iterator

import pandas as pd
import pyarrow as pa

from claimset.rules.frames import cells, is_any, is_in, is_in_any, lookup, same, text, where
from claimset.rules.rule import Breach, Rule, Tables, columns

# Where an actor does, says or undergoes something. A name of its own is no mention.
MENTIONS = (
    ("sources", "publisher_id"),
    ("source_agents", "actor_id"),
    ("actor_affiliations", "actor_id"),
    ("actor_affiliations", "organisation_id"),
    ("event_participants", "actor_id"),
    ("event_attestations", "attributed_to"),
    ("claim_actors", "actor_id"),
    ("claim_evidence", "actor_id"),
    ("claim_evidence", "adduced_by_id"),
)
MENTION_NEEDS = tuple(f"{table}.{column}" for table, column in MENTIONS)


def actor_unmentioned(tables: Tables) -> Iterator[Breach]:
    """Each actor does, says or undergoes something in another table.

    Why: an actor that nothing mentions is left over from a change, or a row is missing.

    Mend: add the row in which the actor occurs (its names do not count), or delete the actor and its names.
    """
    actors = tables["actors"]
    mentioned = is_in_any(actors["actor_id"], [tables[table][column] for table, column in MENTIONS])
    for line, actor in cells(actors["actor_id"], ~mentioned):
        message = "no source, affiliation, event, claim or evidence row mentions this actor"
        hint = "add the row in which it occurs, or delete the actor and its names"
        yield Breach("actors", line, "actor_id", message, hint, actor)


def preferred_name_once(tables: Tables) -> Iterator[Breach]:
    """Each actor has exactly one preferred name, and it is the name in actors.

    Why: lists of names are searched by name_type; the name shown must be found there once.

    Mend: give the actor one row of type preferred in actor_names, with the same name as in actors.
    """
    actors, names = tables["actors"], tables["actor_names"]
    preferred = names[is_any(names["name_type"], "preferred")]
    for row in where(actors, ~is_in(actors["actor_id"], preferred["actor_id"])):
        message = f"{row.name!r} has no preferred name in actor_names"
        hint = (
            f"add the row {row.actor_id},{row.name},preferred,en, (en: the language of the name), then `claimset fmt`"
        )
        yield Breach("actors", row.Index, "name", message, hint, row.name)
    again = preferred["actor_id"].duplicated()
    for row in where(preferred, again):
        message = f"{row.name!r} is a second preferred name of {row.actor_id}"
        hint = "keep one, and give the other its true type, such as alias"
        yield Breach("actor_names", row.Index, "name_type", message, hint, "preferred")
    once = preferred[~preferred["actor_id"].duplicated(keep=False)]
    expected = lookup(once["actor_id"], actors, "actor_id", "name")
    bad = ~same(once["name"], expected)
    for row in where(once, bad, expected=expected):
        message = f"the preferred name is {row.name!r}, and actors calls {row.actor_id} {row.expected!r}"
        yield Breach("actor_names", row.Index, "name", message, "make the two the same", row.name)


def name_shared(tables: Tables) -> Iterator[Breach]:
    """No string is a name of two actors.

    Why: whoever searches for the name finds both and cannot tell them apart; often the two are one.

    Mend: if the two are one actor, join them; if a text truly uses one name for both, leave it so.
    """
    names = tables["actor_names"][["actor_id", "name"]]
    known = text(names["name"]).combine_chunks().dictionary_encode()
    first = pd.Series(pd.arrays.ArrowExtensionArray(pa.chunked_array([known])), index=names.index)
    owner = lookup(first, names.assign(name=first), "name", "actor_id")
    bad = ~same(names["actor_id"], owner) & names["name"].notna()
    if not bad.any():
        return
    repeated = names.duplicated(["actor_id", "name"])
    for row in where(names, bad & ~repeated, owner=owner):
        message = f"{row.name!r} names {row.actor_id} and {row.owner}"
        hint = "join the two if they are one actor; leave it if a text truly uses the name for both"
        yield Breach("actor_names", row.Index, "name", message, hint, row.name)


def unnamed_actor_not_identified(tables: Tables) -> Iterator[Breach]:
    """An unnamed actor has no external identifier.

    Why: whom the texts leave unnamed, the dataset never identifies; that protects persons.

    Mend: empty wikidata_id; if the texts do name the actor, set identification to named.
    """
    actors = tables["actors"]
    bad = ~is_any(actors["identification"], "named") & actors["wikidata_id"].notna()
    for row in where(actors, bad):
        message = f"the actor is not named in the texts ({row.identification}), and has a Wikidata id"
        hint = "empty it; if the texts name the actor, set identification to named"
        yield Breach("actors", row.Index, "wikidata_id", message, hint, row.wikidata_id)


def _of_nobody(table: str, tables: Tables) -> pd.DataFrame:
    frame = tables[table]
    return frame[is_any(lookup(frame["actor_id"], tables["actors"], "actor_id", "actor_type"), "unattributed")]


def unattributed_accused(tables: Tables) -> Iterator[Breach]:
    """The pseudo-actor for statements of nobody is never accused.

    Why: it stands for a missing speaker; nobody can be accused through it.

    Mend: name the actor whom the proposition accuses, or delete the row.
    """
    rows = _of_nobody("claim_actors", tables)
    for line in rows.index[is_any(rows["role"], "accused")]:
        message = "the accused is the pseudo-actor for statements of nobody"
        hint = "name the actor whom the proposition accuses, or delete the row"
        yield Breach("claim_actors", int(line), "actor_id", message, hint)


def unattributed_participant(tables: Tables) -> Iterator[Breach]:
    """The pseudo-actor for statements of nobody takes part in no event.

    Why: it stands for a missing speaker, and only actors in the world take part in events.

    Mend: name the actor who took part, or delete the row; an undescribed one is a collective or an unnamed actor.
    """
    for line in _of_nobody("event_participants", tables).index:
        message = "the participant is the pseudo-actor for statements of nobody"
        hint = "name the actor who took part, if need be an unnamed one, or delete the row"
        yield Breach("event_participants", int(line), "actor_id", message, hint)


RULES = (
    Rule(actor_unmentioned, "error", ("actors.actor_id", *MENTION_NEEDS)),
    Rule(
        preferred_name_once,
        "error",
        (*columns("actors", "actor_id", "name"), *columns("actor_names", "actor_id", "name", "name_type")),
    ),
    Rule(name_shared, "warning", columns("actor_names", "actor_id", "name")),
    Rule(unnamed_actor_not_identified, "error", columns("actors", "identification", "wikidata_id")),
    Rule(
        unattributed_accused,
        "error",
        (*columns("actors", "actor_id", "actor_type"), *columns("claim_actors", "actor_id", "role")),
    ),
    Rule(
        unattributed_participant,
        "error",
        (*columns("actors", "actor_id", "actor_type"), "event_participants.actor_id"),
    ),
)
