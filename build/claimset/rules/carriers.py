"""The carrier of a row: the consulted source in whose passage it is anchored.

Its own voice is that of its author or publisher.
"""

import pandas as pd

from claimset.rules.frames import is_any, lookup, rows_in, same
from claimset.rules.rule import Tables

# Agents of a source who speak in it as its makers.
OWN_ROLES = ("author", "issuing_body", "speaker")

# What `carrier_of` and `is_own_voice` read.
CARRIER_NEEDS = ("passages.passage_id", "passages.source_id")
OWN_VOICE_NEEDS = (
    "sources.source_id",
    "sources.publisher_id",
    "source_agents.source_id",
    "source_agents.actor_id",
    "source_agents.role",
)


def carrier_of(passage_ids: pd.Series, tables: Tables) -> pd.Series:
    """The source of each passage."""
    return lookup(passage_ids, tables["passages"], "passage_id", "source_id")


def is_own_voice(actor_ids: pd.Series, source_ids: pd.Series, tables: Tables) -> "pd.Series[bool]":
    """Whether each actor is an author (speaker, issuing body) or the publisher of the source in the same row."""
    agents = tables["source_agents"]
    makers = agents[is_any(agents["role"], *OWN_ROLES)]
    publishers = lookup(source_ids, tables["sources"], "source_id", "publisher_id")
    made = rows_in((source_ids, actor_ids), (makers["source_id"], makers["actor_id"]))
    return made | same(actor_ids, publishers)
