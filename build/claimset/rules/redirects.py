"""Retired ids: never in use again, and their successors live."""

from collections.abc import Iterator

import pandas as pd

from claimset.rules.frames import cells, is_in_any
from claimset.rules.rule import Breach, Rule, Tables

# The columns whose ids can be retired.
IDS = (
    ("sources", "source_id"),
    ("actors", "actor_id"),
    ("events", "event_id"),
    ("claims", "claim_id"),
    ("claim_evidence", "evidence_id"),
    ("actor_affiliations", "affiliation_id"),
    ("passages", "passage_id"),
)
ID_NEEDS = tuple(f"{table}.{column}" for table, column in IDS)


def _live(ids: pd.Series, tables: Tables) -> "pd.Series[bool]":
    """Which of the ids are those of rows."""
    return is_in_any(ids, [tables[table][column] for table, column in IDS])


def retired_id_in_use(tables: Tables) -> Iterator[Breach]:
    """A retired id is not in use.

    Why: ids are for ever; a citation of the old row would lead to something else.

    Mend: give the new row an id that was never used, or delete the line in redirects if the row was never retired.
    """
    redirects = tables["redirects"]
    for line, old in cells(redirects["old_id"], _live(redirects["old_id"], tables)):
        message = f"{old} is retired here, and a row still has this id"
        yield Breach("redirects", line, "old_id", message, "give that row an id that was never used", old)


def redirect_leads_nowhere(tables: Tables) -> Iterator[Breach]:
    """A retired id leads to an id that is in use.

    Why: whoever looks up an old id must arrive at the row that took its place.

    Mend: name the id of the row that took its place; leave the cell empty if there is none.
    """
    redirects = tables["redirects"]
    bad = redirects["new_id"].notna() & ~_live(redirects["new_id"], tables)
    for line, new in cells(redirects["new_id"], bad):
        message = f"{new} is not the id of any row"
        hint = "name the row that took its place, or leave the cell empty if there is none"
        yield Breach("redirects", line, "new_id", message, hint, new)


RULES = (
    Rule(retired_id_in_use, "error", ("redirects.old_id", *ID_NEEDS)),
    Rule(redirect_leads_nowhere, "error", ("redirects.new_id", *ID_NEEDS)),
)
