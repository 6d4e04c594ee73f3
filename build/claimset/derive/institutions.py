"""For whom an actor speaks: the ways up from a person or an office to the institutions at the top."""

import pandas as pd

from claimset.derive.graph import ends, reach, steps
from claimset.derive.ids import Frames

# A voice is that of the organisation through these; affiliated_with, former_office, governs and located_in are not.
SPEAKING_RELATIONS = ("part_of", "holds_office", "speaks_for", "member_of")
# No way leads into actors of these types: they are no bodies, so nobody speaks in their name.
NO_BODIES = ("collective", "population_group", "unattributed")


def speaking_affiliations(frames: Frames) -> pd.DataFrame:
    """The rows of actor_affiliations by which an actor's voice is that of an organisation.

    Deprecated affiliations do not count; an actor with preferred ones among these relations has no others. A state is
    the end of every way, because a state that belongs to an alliance still speaks for itself.
    """
    types = frames["actors"][["actor_id", "actor_type"]]
    ties = frames["actor_affiliations"]
    ties = ties[ties["relation"].isin(SPEAKING_RELATIONS) & (ties["rank"] != "deprecated")]
    ties = ties.merge(types, on="actor_id").merge(
        types.rename(columns={"actor_id": "organisation_id", "actor_type": "organisation_type"}), on="organisation_id"
    )
    ties = ties[(ties["actor_type"] != "state") & ~ties["organisation_type"].isin(NO_BODIES)]
    preferred = ties.loc[ties["rank"] == "preferred", "actor_id"]
    return ties[(ties["rank"] == "preferred") | ~ties["actor_id"].isin(preferred)]


def ways_up(frames: Frames) -> pd.DataFrame:
    """The steps (actor, organisation) of the ways from a voice to the institution for which it speaks."""
    ties = speaking_affiliations(frames)
    return steps(ties["actor_id"], ties["organisation_id"])


def institutions(frames: Frames) -> pd.DataFrame:
    """The pairs (actor_id, institution_id): every institution at the top of a way up, one row each.

    An actor whose ways lead nowhere has no row.
    """
    pairs = ends(ways_up(frames)).rename(columns={"start": "actor_id", "end": "institution_id"})
    pairs = pairs[pairs["actor_id"] != pairs["institution_id"]]
    return pairs[["actor_id", "institution_id"]].reset_index(drop=True)


def spoken_for(frames: Frames) -> pd.DataFrame:
    """The pairs (actor_id, organisation_id) such that some way up leads from the first to the second."""
    return reach(ways_up(frames)).rename(columns={"start": "actor_id", "end": "organisation_id"})
