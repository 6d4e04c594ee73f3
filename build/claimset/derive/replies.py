"""replies: what is on record from the parties that a claim reproaches."""

import numpy as np
import pandas as pd
import pyarrow as pa

from claimset.derive.ids import Frames, Numbered, arrow, numbered, places_among, taken
from claimset.derive.institutions import institutions, spoken_for
from claimset.derive.tables import DerivedTable, derived_table, joined
from claimset.package import Package

# The strongest first: a party that denied and was silent has denied.
REPLIES = ("denial", "rejection", "doubt", "no_comment")
NO_REPLY = "none_on_record"
# The parts in a claim that call for a reply, the graver first.
PARTY_ROLES = ("accused", "alleged_recipient")
# Who spoke, the nearest to the party first: itself or somebody in its name, else its institution or another office.
TIES = ("own", "same_institution")


def replies(package: Package, frames: Frames) -> DerivedTable:
    """One row for each claim and party that it accuses or calls a recipient."""
    return derived_table(package, "replies", reply_rows(frames), {"party_role": "claim_actors.role"})


def reply_rows(frames: Frames) -> pd.DataFrame:
    """The columns of replies, not yet typed."""
    tables = numbered(frames)
    parties = _parties(tables)
    size = len(parties)
    spoken = _spoken(tables, parties)
    given = spoken[spoken["reply"] < len(REPLIES)]
    party = given["party"].to_numpy()
    voices, rows = given["voice_id"].to_numpy(), given["evidence_id"].to_numpy()
    first = given.sort_values(["reply", "distance"]).drop_duplicates("party").set_index("party")
    strongest = first["reply"].reindex(range(size), fill_value=len(REPLIES))
    return pd.DataFrame(
        {
            "claim_id": tables.text("claims", parties["claim_id"]),
            "actor_id": tables.text("actors", parties["actor_id"]),
            "party_role": _terms(PARTY_ROLES, parties["role"]),
            "reply": _terms((*REPLIES, NO_REPLY), strongest),
            "tie": _terms(TIES, first["distance"].reindex(range(size), fill_value=-1)),
            "evidence_ids": joined(party, rows, tables.ids("claim_evidence"), size),
            "replied_by": joined(party, voices, tables.ids("actors"), size),
            "own_assertions": np.bincount(spoken.loc[spoken["reply"] == len(REPLIES), "party"], minlength=size),
        }
    )


def _terms(terms: tuple[str, ...], numbers: "pd.Series[int]") -> pd.arrays.ArrowExtensionArray:
    return taken(pa.chunked_array([terms]), numbers.to_numpy())


def _parties(tables: Numbered) -> pd.DataFrame:
    """The parties of each claim in their order, each with the number of its gravest part: claim_id, actor_id, role."""
    parts = tables["claim_actors"]
    parties = parts[["claim_id", "actor_id"]].assign(role=places_among(pa.array(PARTY_ROLES), arrow(parts["role"])))
    return parties[parties["role"] >= 0].groupby(["claim_id", "actor_id"])["role"].min().reset_index()


def _spoken(tables: Numbered, parties: pd.DataFrame) -> pd.DataFrame:
    """What voices tied to a party say of its claim: party, evidence_id, voice_id, reply, distance.

    party: the row in `parties`; reply: the number of the reply, or after the last one that of an assertion; distance:
        the number of the tie.
    """
    evidence = tables["claim_evidence"]
    said = evidence[["claim_id", "evidence_id", "actor_id"]].rename(columns={"actor_id": "voice_id"})
    said["reply"] = places_among(pa.array((*REPLIES, "assertion")), arrow(evidence["evidence_role"]))
    pairs = parties[["claim_id", "actor_id"]].rename_axis("party").reset_index()
    pairs = pairs.merge(said[said["reply"] >= 0], on="claim_id")
    own = pairs[pairs["actor_id"] == pairs["voice_id"]]
    below = spoken_for(tables).rename(columns={"actor_id": "voice_id", "organisation_id": "actor_id"})
    named = pairs.merge(below, on=["voice_id", "actor_id"])
    tops = institutions(tables)
    actors = tables["actors"]["actor_id"]
    itself = actors[~actors.isin(tops["actor_id"])]
    tops = pd.concat([tops, pd.DataFrame({"actor_id": itself, "institution_id": itself})])
    same = pairs.merge(tops, on="actor_id").merge(
        tops.rename(columns={"actor_id": "voice_id"}), on=["voice_id", "institution_id"]
    )
    columns = ["party", "evidence_id", "voice_id", "reply", "distance"]
    spoken = pd.concat([own.assign(distance=0), named.assign(distance=0), same.assign(distance=1)])[columns]
    return spoken.drop_duplicates(["party", "evidence_id"], ignore_index=True)
