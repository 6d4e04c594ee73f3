"""The independent origins of a claim: the rules of the table claim_origins.

What is counted is what the rows *show* to be independent. Where two voices may be one they are taken as one, so the
number of origins is a lower bound, and another text can raise it but a repetition cannot.

1. Counted are the assertions of a claim: not questions, denials, doubts, remarks, or items.
2. The end of the chain. An assertion that rests on, repeats or is the same utterance as another assertion of the claim
   is no origin; the ones at the end of the chain are. Rows of one actor in one source are one utterance. A row that
   leads only to nobody identified, or to collectives without an institution, is an end. The own voice of a text (basis
   own_voice) rests on what the text relays: it is an origin only if the text relays the claim from nobody identifiable,
   or adduces an item for it itself.
3. The end of the sources. A source that reiterates, republishes, translates or possibly is another source is replaced
   by that one (pictures and footage are not followed: they have no words); the actor is then whoever speaks there,
   unless the voice itself does, or nobody in particular speaks there. Where somebody on this way asserts the claim
   there in a row of its own, the row rests on that one as in step 2.
4. Who answers. A voice is that of the institutions at the top of its ways up (part_of, holds_office, speaks_for,
   member_of; preferred affiliations if there are any, deprecated ones never; a state is the end of every way, and no
   way leads into a collective); else it is the actor's own. For unnamed informants their outlet answers. For an actor
   that nothing identifies nobody does.
5. One origin are the voices for which one actor answers, the authors, issuing bodies and publisher of one source, and
   whatever these join: an actor with two institutions makes them one origin in the claim.
6. Unspecified collectives ("observers") are one origin together, and only where the claim has no other.

Change METHOD_VERSION whenever a result can change.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from claimset.derive.chains import chains
from claimset.derive.days import first_day, numbered_dates
from claimset.derive.graph import ends, groups
from claimset.derive.ids import Frames, Numbered, Numbers, arrow, distinct, holds, numbered, pair_numbers
from claimset.derive.origin_table import origin_table
from claimset.derive.tables import joined
from claimset.derive.voices import answering

METHOD_VERSION = "1.0.0"


@dataclass(frozen=True, slots=True)
class Origins:
    """The independent origins of all claims.

    table: the columns of claim_origins, not yet typed.
    members: for each id of claim_evidence, in their order, the keys of the origins to which the assertion leads.
    """

    table: pd.DataFrame
    members: pa.Array


def find_origins(frames: Frames) -> Origins:
    """The independent origins of every claim, by the rules at the head of this module."""
    tables = numbered(frames)
    members, resting = _members(tables)
    named = _named(members, tables).sort_values(["claim_id", "key"], ignore_index=True)
    # From here on the number of an origin is its place in the table.
    members["origin"] = members["origin"].map(pd.Series(named.index, index=named["origin"]))
    evidence, keys = members["evidence_id"].to_numpy(), named["key"].to_numpy()[members["origin"]]
    origin_keys = joined(evidence, keys, tables.ids("actors"), len(tables.ids("claim_evidence")))
    table = origin_table(tables, members, named, resting).assign(method_version=METHOD_VERSION)
    return Origins(table, origin_keys)


def _members(tables: Numbered) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The assertions with the numbers of their origins, and the steps by which they rest on each other.

    A row stands once for each root to which it leads and each actor answering for it. is_root: it is a root itself,
    alone or as one telling of an utterance that is told several times.
    """
    assertions = _assertions(tables)
    voice = ["actor_id", "source_id"]
    answered = assertions.drop(columns=["carrier_id", "own_voice"]).merge(
        answering(tables, assertions[voice].drop_duplicates()), on=voice
    )
    identified = answered[answered["manner"] != "collective"]
    resting = chains(tables, assertions, identified)
    unspecified = answered[~answered["claim_id"].isin(identified["claim_id"])]
    members = _grouped(_at_roots(identified, resting))
    further = len(members) + unspecified.groupby("claim_id", sort=False).ngroup()
    return pd.concat([members, unspecified.assign(is_root=True, origin=further)], ignore_index=True), resting


def _assertions(tables: Numbered) -> pd.DataFrame:
    """The counted rows in the order of evidence_id: that, claim_id, actor_id, source_id, carrier_id, own_voice.

    source_id: the origin.
    """
    evidence = tables["claim_evidence"]
    columns = ["evidence_id", "claim_id", "actor_id", "origin_source_id", "passage_id", "basis"]
    rows = evidence.loc[holds(evidence["evidence_role"] == "assertion"), columns].sort_values("evidence_id")
    carriers = tables.references("passages.source_id", tables.rows("passages", rows["passage_id"]))
    rows = rows.assign(carrier_id=carriers, own_voice=holds(rows["basis"] == "own_voice"))
    return rows.drop(columns=["passage_id", "basis"]).rename(columns={"origin_source_id": "source_id"})


def _at_roots(identified: pd.DataFrame, resting: pd.DataFrame) -> pd.DataFrame:
    """The identified assertions, once for each root to which they lead: with root and is_root."""
    ways = ends(resting[["start", "end"]].drop_duplicates())
    ways = ways.set_axis(["evidence_id", "root", "is_root"], axis="columns")
    is_alone = ~identified["evidence_id"].isin(ways["evidence_id"])
    alone = identified[is_alone]
    alone = alone.assign(root=alone["evidence_id"], is_root=True)
    return pd.concat([alone, identified[~is_alone].merge(ways, on="evidence_id")], ignore_index=True)


def _grouped(members: pd.DataFrame) -> pd.DataFrame:
    """The rows of `_at_roots` with the number of the origin in place of the root."""
    roots = members[members["is_root"]]
    authors = members[members["is_author"]]
    # Voices that rest on others found no origin, but what one actor answers for stays one, whoever says it.
    voice = pair_numbers(members["claim_id"], pair_numbers(members["root_actor_id"], members["root_source_id"]))
    same_actor = pair_numbers(members["claim_id"], members["key"])
    same_source = pair_numbers(authors["claim_id"], authors["root_source_id"]) + len(members)
    same_root = roots["root"] + 2 * len(members)
    marks = np.concatenate([same_actor, same_source, same_root])
    group = groups(np.concatenate([voice, voice[authors.index], voice[roots.index]]), marks)
    of_root = pd.Series(group[voice[roots.index]], index=roots["root"])
    origin = members["root"].map(of_root[~of_root.index.duplicated()])
    return members.drop(columns="root").assign(origin=origin)


def _named(members: pd.DataFrame, tables: Numbered) -> pd.DataFrame:
    """For each origin its first root, by date, then id, and its key, by date, then name."""
    roots = members[members["is_root"]]
    is_choice = roots.duplicated("origin", keep=False)
    choice = roots[is_choice]
    choice = choice.assign(day=_day_ranks(tables, choice["root_source_id"]), name=0)
    # Names decide only between those who answer for one row.
    equal = choice.duplicated(["origin", "day", "evidence_id"], keep=False)
    names = tables.cells("actors.name", tables.rows("actors", choice.loc[equal, "key"]))
    choice.loc[equal, "name"] = pd.Series(names).rank(method="dense").to_numpy()
    first = choice.sort_values(["origin", "day", "evidence_id", "name"]).drop_duplicates("origin")
    return pd.concat([roots[~is_choice], first[roots.columns]], ignore_index=True)


def _day_ranks(tables: Numbered, sources: "pd.Series[int]") -> Numbers:
    """Numbers in the order of the first days of sources; one that has no date is the last."""
    of_source, texts = numbered_dates(arrow(tables.texts["sources"]["date"]))
    dates = np.append(of_source, np.int32(-1))[tables.rows("sources", sources)]
    days = {date: first_day(texts[date]) for date in distinct(dates[dates >= 0])}
    order = {day: rank for rank, day in enumerate(sorted(set(days.values())))}
    ranks = np.full(len(texts) + 1, len(order))
    for date, day in days.items():
        ranks[date] = order[day]
    found: Numbers = ranks[dates]
    return found
