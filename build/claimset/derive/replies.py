"""replies: what is on record from the parties that a claim reproaches."""

from collections.abc import Mapping

import pandas as pd

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


def replies(package: Package, frames: Mapping[str, pd.DataFrame]) -> DerivedTable:
    """One row for each claim and party that it accuses or calls a recipient."""
    return derived_table(package, "replies", reply_rows(frames), {"party_role": "claim_actors.role"})


def reply_rows(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The columns of replies, not yet typed."""
    parties = frames["claim_actors"]
    parties = parties[parties["role"].isin(PARTY_ROLES)]
    parties = parties.sort_values("role", key=lambda role: role.map(PARTY_ROLES.index))
    parties = parties.drop_duplicates(["claim_id", "actor_id"]).rename(columns={"role": "party_role"})
    parties["party"] = parties["claim_id"] + "/" + parties["actor_id"]

    spoken = _spoken(frames, parties)
    given = spoken[spoken["evidence_role"].isin(REPLIES)]
    strongest = given.assign(rank=given["evidence_role"].map(REPLIES.index)).sort_values(["rank", "distance"])
    strongest = strongest.drop_duplicates("party").set_index("party")
    admitted = spoken[spoken["evidence_role"] == "assertion"]

    rows = parties.set_index("party")
    rows["reply"] = strongest["evidence_role"].reindex(rows.index).fillna(NO_REPLY)
    rows["tie"] = strongest["distance"].map(TIES.__getitem__)
    rows["evidence_ids"] = joined(given, "party", "evidence_id")
    rows["replied_by"] = joined(given, "party", "voice_id")
    rows["own_assertions"] = admitted.groupby("party").size().reindex(rows.index).fillna(0).astype("int64")
    return rows.reset_index(drop=True)


def _spoken(frames: Mapping[str, pd.DataFrame], parties: pd.DataFrame) -> pd.DataFrame:
    """The rows of a claim by voices tied to a party of it: party, evidence_id, evidence_role, voice_id, distance."""
    evidence = frames["claim_evidence"][["claim_id", "evidence_id", "evidence_role", "actor_id"]]
    pairs = parties[["party", "claim_id", "actor_id"]].merge(
        evidence.rename(columns={"actor_id": "voice_id"}), on="claim_id"
    )
    own = pairs[pairs["actor_id"] == pairs["voice_id"]]
    below = spoken_for(frames).rename(columns={"actor_id": "voice_id", "organisation_id": "actor_id"})
    named = pairs.merge(below, on=["voice_id", "actor_id"])
    tops = institutions(frames)
    actors = frames["actors"]["actor_id"]
    itself = actors[~actors.isin(tops["actor_id"])]
    tops = pd.concat([tops, pd.DataFrame({"actor_id": itself, "institution_id": itself})])
    same = pairs.merge(tops, on="actor_id").merge(
        tops.rename(columns={"actor_id": "voice_id"}), on=["voice_id", "institution_id"]
    )
    columns = ["party", "evidence_id", "evidence_role", "voice_id", "distance"]
    spoken = pd.concat([own.assign(distance=0), named.assign(distance=0), same.assign(distance=1)])[columns]
    return spoken.drop_duplicates(["party", "evidence_id"], ignore_index=True)
