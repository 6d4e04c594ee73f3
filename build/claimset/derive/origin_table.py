"""The rows of claim_origins: what stands behind each origin, and what makes its assertions one."""

import numpy as np
import pandas as pd
import pyarrow as pa

from claimset.derive.chains import CHAIN_RELATIONS
from claimset.derive.ids import Numbered, Numbers, distinct_pairs, holds, taken
from claimset.derive.tables import joined

# What answers for an origin.
KINDS = ("collective", "anonymous_informants", "co_authors", "person", "institution")


def origin_table(tables: Numbered, members: pd.DataFrame, named: pd.DataFrame, resting: pd.DataFrame) -> pd.DataFrame:
    """The columns of claim_origins but for the version of the method, not yet typed.

    members: the assertions with their origins; named: the first root of each origin, in the order of the table, with
        its key; resting: the steps of `claimset.derive.chains`.
    """
    size = len(named)
    origins, evidence = members["origin"].to_numpy(), members["evidence_id"].to_numpy()
    return pd.DataFrame(
        {
            "claim_id": tables.text("claims", named["claim_id"]),
            "origin_key": tables.text("actors", named["key"]),
            "kind": taken(pa.chunked_array([KINDS]), _kinds(tables, members, named)),
            "root_actor_id": tables.text("actors", named["root_actor_id"]),
            "root_source_id": tables.text("sources", named["root_source_id"]),
            "root_evidence_id": tables.text("claim_evidence", named["evidence_id"]),
            "evidence_ids": joined(origins, evidence, tables.ids("claim_evidence"), size),
            "evidence_rows": np.bincount(distinct_pairs(origins, evidence)[0], minlength=size),
            "actor_ids": joined(origins, members["actor_id"].to_numpy(), tables.ids("actors"), size),
            "carrier_ids": joined(origins, _carriers(tables, evidence), tables.ids("sources"), size),
            "joined_by": _reasons(members, resting, size),
        }
    )


def _carriers(tables: Numbered, evidence: Numbers) -> Numbers:
    """The sources in which these rows of claim_evidence are told."""
    passages = tables.references("claim_evidence.passage_id", tables.rows("claim_evidence", evidence))
    return tables.references("passages.source_id", tables.rows("passages", passages))


def _kinds(tables: Numbered, members: pd.DataFrame, named: pd.DataFrame) -> Numbers:
    """What answers for each origin: its number in `KINDS`."""
    roots = members[members["is_root"]]
    size = len(named)
    # An informant's outlet that says so itself, though it rests on the informant, answers in its own name.
    keys = named["key"].to_numpy()
    direct = members.loc[(members["manner"] == "direct") & (members["key"] == keys[members["origin"]]), "origin"]
    actors = holds(tables["actors"]["actor_type"] == "person")
    is_person = np.append(actors, values=False)[tables.rows("actors", keys)]
    several = np.bincount(distinct_pairs(roots["origin"].to_numpy(), roots["key"].to_numpy())[0], minlength=size) > 1
    return np.select(
        [
            holds(named["manner"] == "collective"),
            np.bincount(direct, minlength=size) == 0,
            is_person & several,
            is_person,
        ],
        range(4),
        4,
    )


def _reasons(members: pd.DataFrame, resting: pd.DataFrame, size: int) -> pa.Array:
    """Every reason that makes rows of an origin one: the codes of joined_by; missing for a single row."""
    links = (*CHAIN_RELATIONS, "relaying_text")
    origins = members[["evidence_id", "origin"]].drop_duplicates()
    inside = resting[resting["why"].isin(links)]
    inside = inside.merge(origins.rename(columns={"evidence_id": "start"}), on="start").merge(
        origins.rename(columns={"evidence_id": "end"}), on=["end", "origin"]
    )
    direct = members[members["manner"] == "direct"]
    informants = members[members["manner"] == "informant"]
    same_outlet = _several(members[members["key"].isin(informants["key"])], ["origin", "key"], "root_actor_id")
    found = {
        **{why: inside.loc[inside["why"] == why, "origin"] for why in links},
        "source_chain": members.loc[members["source_id"] != members["root_source_id"], "origin"],
        "same_voice": _several(members, ["origin", "root_actor_id"], "evidence_id"),
        "same_institution": _several(direct, ["origin", "key"], "root_actor_id"),
        "co_authors": _several(members[members["is_author"]], ["origin", "root_source_id"], "root_actor_id"),
        "same_outlet": same_outlet[same_outlet.isin(informants["origin"])],
        "collectives": _several(members[members["manner"] == "collective"], ["origin"], "root_actor_id"),
    }
    codes = sorted(found)
    numbers = np.repeat(np.arange(len(codes)), [len(found[code]) for code in codes])
    return joined(np.concatenate([found[code] for code in codes]), numbers, pa.array(codes), size)


def _several(rows: pd.DataFrame, within: list[str], column: str) -> "pd.Series[int]":
    """The origins that hold more than one value of a column within the same values of some others."""
    # Most rows are alone, and fewer are compared faster.
    shared = rows[rows.duplicated(within, keep=False)]
    values = shared[[*within, column]].drop_duplicates()
    origins: pd.Series[int] = values.loc[values.duplicated(within), "origin"]
    return origins
