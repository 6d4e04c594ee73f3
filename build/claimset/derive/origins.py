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

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from claimset.dates import bounds
from claimset.derive.chains import CHAIN_RELATIONS, chains
from claimset.derive.graph import ends, groups
from claimset.derive.tables import joined
from claimset.derive.voices import answering

METHOD_VERSION = "1.0.0"


@dataclass(frozen=True, slots=True)
class Origins:
    """The independent origins of all claims.

    table: the columns of claim_origins, not yet typed.
    members: evidence_id, claim_id, origin_key: to which origins each assertion leads.
    """

    table: pd.DataFrame
    members: pd.DataFrame


def find_origins(frames: Mapping[str, pd.DataFrame]) -> Origins:
    """The independent origins of every claim, by the rules at the head of this module."""
    assertions = _assertions(frames)
    pairs = assertions[["actor_id", "source_id"]].drop_duplicates()
    answered = assertions.merge(answering(frames, pairs), on=["actor_id", "source_id"])
    identified = answered[answered["manner"] != "collective"]
    resting = chains(frames, assertions, identified)
    members = _members(identified, resting)
    unspecified = answered[~answered["claim_id"].isin(identified["claim_id"])]
    further = len(members) + unspecified.groupby("claim_id", sort=False).ngroup()
    unspecified = unspecified.assign(is_root=True, origin=further)
    members = pd.concat([members, unspecified], ignore_index=True)
    named = _named(members, frames)
    return Origins(_table(members, named, resting), _evidence_members(members, named))


def _assertions(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The counted rows: evidence_id, claim_id, actor_id, source_id, carrier_id, own_voice.

    row: their number from 0 on, by evidence_id; source_id: the origin.
    """
    evidence = frames["claim_evidence"]
    rows = evidence[evidence["evidence_role"] == "assertion"]
    rows = rows.merge(frames["passages"][["passage_id", "source_id"]].rename(columns={"source_id": "carrier_id"}))
    rows["own_voice"] = rows["basis"] == "own_voice"
    rows = rows.rename(columns={"origin_source_id": "source_id"})
    rows = rows.sort_values("evidence_id", ignore_index=True).rename_axis("row").reset_index()
    return rows[["row", "evidence_id", "claim_id", "actor_id", "source_id", "carrier_id", "own_voice"]]


def _members(identified: pd.DataFrame, resting: pd.DataFrame) -> pd.DataFrame:
    """The identified assertions with the root to which each leads and the number of the origin.

    A row stands once for each root and each actor answering for it; is_root: it is a root itself, alone or as one
    telling of an utterance that is told several times.
    """
    ways = ends(resting[["start", "end"]].drop_duplicates()).rename(columns={"start": "row", "end": "root"})
    members = identified.merge(ways, on="row", how="left")
    members["root"] = members["root"].fillna(members["row"]).astype("int64")
    members["is_root"] = members.pop("is_end").fillna(value=True).astype(bool)
    roots = members[members["is_root"]]
    authors = members[members["is_author"]]
    # Voices that rest on others found no origin, but what one actor answers for stays one, whoever says it.
    voice = members.groupby(["claim_id", "root_actor_id", "root_source_id"], sort=False).ngroup()
    same_actor = members.groupby(["claim_id", "key"], sort=False).ngroup()
    same_source = authors.groupby(["claim_id", "root_source_id"], sort=False).ngroup() + len(members)
    same_root = roots["root"] + 2 * len(members)
    marks = pd.concat([same_actor, same_source, same_root])
    group = groups(pd.concat([voice, voice[authors.index], voice[roots.index]]), marks)
    of_root = pd.Series(group[len(group) - len(roots) :], index=roots["root"])
    origin = members["root"].map(of_root[~of_root.index.duplicated()])
    return members.assign(origin=origin)


def _named(members: pd.DataFrame, frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """For each origin its first root, by date, then id, and its key, by date, then name: indexed by origin."""
    roots = members[members["is_root"]]
    dates = roots["root_source_id"].map(frames["sources"].set_index("source_id")["date"])
    actors = frames["actors"].set_index("actor_id")
    # Dates decide only where there is a choice; no date sorts as the last one.
    known = dates[roots.duplicated("origin", keep=False)].dropna().unique()
    days = {text: str(bounds(text).earliest or bounds(text).latest) for text in known}
    roots = roots.assign(day=[days.get(text, "9999") for text in dates], name=roots["key"].map(actors["name"]))
    first = roots.sort_values(["origin", "day", "row", "name"]).drop_duplicates("origin").set_index("origin")
    first["key_type"] = first["key"].map(actors["actor_type"])
    return first


def _table(members: pd.DataFrame, named: pd.DataFrame, resting: pd.DataFrame) -> pd.DataFrame:
    by_origin = members.groupby("origin")
    table = pd.DataFrame(
        {
            "claim_id": named["claim_id"],
            "origin_key": named["key"],
            "kind": _kinds(members, named),
            "root_actor_id": named["root_actor_id"],
            "root_source_id": named["root_source_id"],
            "root_evidence_id": named["evidence_id"],
            "evidence_ids": joined(members, "origin", "evidence_id"),
            "evidence_rows": by_origin["row"].nunique(),
            "actor_ids": joined(members, "origin", "actor_id"),
            "carrier_ids": joined(members, "origin", "carrier_id"),
            "joined_by": _reasons(members, resting),
            "method_version": METHOD_VERSION,
        }
    )
    return table.reset_index(drop=True)


def _kinds(members: pd.DataFrame, named: pd.DataFrame) -> "pd.Series[str]":
    """What answers for each origin: collective, anonymous_informants, person, co_authors or institution."""
    roots = members[members["is_root"]]
    # An informant's outlet that says so itself, though it rests on the informant, answers in its own name.
    direct = members[(members["manner"] == "direct") & (members["key"] == members["origin"].map(named["key"]))]
    kinds = named["key_type"].eq("person").map({True: "person", False: "institution"})
    several = roots.drop_duplicates(["origin", "key"]).groupby("origin").size() > 1
    kinds = kinds.mask((kinds == "person") & several, "co_authors")
    kinds = kinds.mask(~kinds.index.isin(direct["origin"]), "anonymous_informants")
    return kinds.mask(named["manner"] == "collective", "collective")


def _reasons(members: pd.DataFrame, resting: pd.DataFrame) -> "pd.Series[str]":
    """Every reason that makes rows of an origin one: the codes of joined_by; empty for a single row."""
    origins = members[["row", "origin"]].drop_duplicates()
    inside = resting.merge(origins, left_on="start", right_on="row").merge(
        origins, left_on=["end", "origin"], right_on=["row", "origin"]
    )
    voices = members.drop_duplicates(["origin", "row", "root_actor_id"])
    direct = members[members["manner"] == "direct"]
    informants = members[members["manner"] == "informant"]
    outlets = members[members["key"].isin(informants["key"])]
    found = {
        **{why: inside.loc[inside["why"] == why, "origin"] for why in (*CHAIN_RELATIONS, "relaying_text")},
        "source_chain": members.loc[members["source_id"] != members["root_source_id"], "origin"],
        "same_voice": voices.loc[voices.duplicated(["origin", "root_actor_id"]), "origin"],
        "same_institution": _several(direct, ["origin", "key"]),
        "co_authors": _several(members[members["is_author"]], ["origin", "root_source_id"]),
        "same_outlet": _several(outlets, ["origin", "key"], informants),
        "collectives": _several(members[members["manner"] == "collective"], ["origin"]),
    }
    codes = pd.concat([pd.DataFrame({"origin": found[code].unique(), "code": code}) for code in found])
    return joined(codes, "origin", "code").reindex(members["origin"].unique())


def _several(voices: pd.DataFrame, within: list[str], among: pd.DataFrame | None = None) -> "pd.Series[str]":
    """The origins that hold more than one root actor within the same values of some columns."""
    counts = voices.groupby(within)["root_actor_id"].nunique()
    origins = counts[counts > 1].reset_index()["origin"]
    return origins if among is None else origins[origins.isin(among["origin"])]


def _evidence_members(members: pd.DataFrame, named: pd.DataFrame) -> pd.DataFrame:
    pairs = members[["evidence_id", "claim_id", "origin"]].drop_duplicates()
    return pairs.assign(origin_key=pairs["origin"].map(named["key"])).drop(columns="origin")
