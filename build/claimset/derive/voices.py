"""Who answers for a voice: steps 3 and 4 of the method of `claimset.derive.origins`.

A voice is an actor in a source. It leads to the actors in which independent origins are counted.
"""

from typing import TYPE_CHECKING

import pandas as pd

from claimset.derive.graph import ends, reach, steps
from claimset.derive.ids import Frames, Numbered, among
from claimset.derive.institutions import institutions

if TYPE_CHECKING:
    import numpy as np

# The citing source has nothing of its own: what it says is said by the cited one.
SAME_WORDS = ("reiterates", "republishes", "translates", "possibly_same_as")
# A text that reproduces a picture does not take its words from it.
WORDLESS = ("footage", "image")
# In these roles an actor speaks in a source; the others only had a part in its making.
SPEAKING_ROLES = ("author", "speaker", "interviewee", "issuing_body", "anonymous_informant")
# Those who are one voice where they stand behind one source.
AUTHOR_ROLES = ("author", "issuing_body")
# How an actor answers: for itself or its institution, as the outlet of informants, or as unspecified people.
MANNERS = pd.CategoricalDtype(["direct", "informant", "collective"])
_ROOT = ["root_source_id", "root_actor_id"]
_ON_THE_WAY = {"start": "source_id", "end": "root_source_id"}
COLLECTIVE_TYPES = ("collective", "population_group")


def answering(tables: Numbered, voices: pd.DataFrame) -> pd.DataFrame:
    """The actors that answer for each voice; a voice for which nobody identifiable does has no row.

    voices: columns actor_id, source_id; one row each.
    Result: one row for each voice and actor answering for it, with the columns actor_id, source_id, root_actor_id,
        root_source_id, key (the answering actor), manner (one of `MANNERS`) and is_author.
    """
    themselves = voices.assign(root_actor_id=voices["actor_id"], root_source_id=voices["source_id"])
    answers = _answers(
        tables, pd.concat([_roots(tables, voices).assign(is_itself=False), themselves.assign(is_itself=True)])
    )
    # Where the chain of sources ends with nobody in particular, the voice answers for itself.
    ended = answers[~answers["is_itself"] & (answers["manner"] != "collective")]
    voice = ["actor_id", "source_id"]
    own = answers[answers["is_itself"] & ~among(answers[voice], ended[voice])]
    return pd.concat([ended, own], ignore_index=True).drop(columns="is_itself")


def _answers(tables: Numbered, roots: pd.DataFrame) -> pd.DataFrame:
    """The rows of `roots` with who answers for the root actor in the root source."""
    agents = tables["source_agents"]
    actors = tables["actors"][["actor_id", "actor_type", "identification"]]
    roots = roots.merge(actors.rename(columns={"actor_id": "root_actor_id"}), on="root_actor_id")
    roots = roots[roots["identification"] != "none"]
    publishers = tables["sources"][["source_id", "publisher_id"]]
    is_author = _is_among(roots, agents[agents["role"].isin(AUTHOR_ROLES)]) | among(roots[_ROOT], publishers)
    roots = roots.assign(is_author=is_author)

    tops = institutions(tables)
    official = roots.merge(
        tops.rename(columns={"actor_id": "root_actor_id", "institution_id": "key"}), on="root_actor_id"
    )
    others = roots[~roots["root_actor_id"].isin(tops["actor_id"])]
    is_informant = (others["identification"] == "unnamed_individual") | _is_among(
        others, agents[agents["role"] == "anonymous_informant"]
    )
    is_collective = ~is_informant & (
        others["actor_type"].isin(COLLECTIVE_TYPES) | (others["identification"] == "unnamed_group")
    )
    # Who answers where neither an institution nor an outlet does.
    itself = others.assign(key=others["root_actor_id"])
    answers = [
        official.assign(manner="direct"),
        others[is_informant].merge(_outlet_keys(tables, tops), on="root_source_id").assign(manner="informant"),
        itself[is_collective].assign(manner="collective"),
        itself[~is_informant & ~is_collective].assign(manner="direct"),
    ]
    columns = ["actor_id", "source_id", "root_actor_id", "root_source_id", "key", "manner", "is_author", "is_itself"]
    found = pd.concat(answers)[columns].drop_duplicates(ignore_index=True)
    return found.astype({"manner": MANNERS, "is_author": bool, "is_itself": bool})


def said_elsewhere(frames: Frames) -> pd.DataFrame:
    """The citations whose citing source says in words what the cited one says."""
    citations, sources = frames["source_citations"], frames["sources"]
    wordless = sources.loc[sources["source_type"].isin(WORDLESS), "source_id"]
    return citations[citations["relation"].isin(SAME_WORDS) & ~citations["cited_source_id"].isin(wordless)]


def led_to(tables: Numbered, voices: pd.DataFrame) -> pd.DataFrame:
    """The voices with each actor and source to which the chain of sources that say the same leads them."""
    same = said_elsewhere(tables)
    chain = reach(steps(same["citing_source_id"], same["cited_source_id"]))
    return _speaking(tables, voices.merge(chain.rename(columns=_ON_THE_WAY), on="source_id"))


def _roots(tables: Numbered, voices: pd.DataFrame) -> pd.DataFrame:
    """The voices with the actor and the source at the end of the chain of sources that say the same."""
    same = said_elsewhere(tables)
    chain = ends(steps(same["citing_source_id"], same["cited_source_id"])).drop(columns="is_end")
    roots = voices.merge(chain.rename(columns=_ON_THE_WAY), on="source_id", how="left")
    roots["root_source_id"] = roots["root_source_id"].fillna(roots["source_id"]).astype("int32")
    return _speaking(tables, roots)


def _speaking(tables: Numbered, roots: pd.DataFrame) -> pd.DataFrame:
    """`roots` with root_actor_id: the voice itself if it has a part in the root source, else all who speak there."""
    roots = roots.assign(root_actor_id=roots["actor_id"])
    agents = tables["source_agents"]
    keeps_actor = (roots["source_id"] == roots["root_source_id"]) | _is_among(roots, agents)
    speakers = agents.loc[agents["role"].isin(SPEAKING_ROLES), ["source_id", "actor_id"]].drop_duplicates()
    speakers = speakers.rename(columns={"source_id": "root_source_id", "actor_id": "root_actor_id"})
    replaced = roots[~keeps_actor].drop(columns="root_actor_id").merge(speakers, on="root_source_id", how="left")
    replaced["root_actor_id"] = replaced["root_actor_id"].fillna(replaced["actor_id"]).astype("int32")
    return pd.concat([roots[keeps_actor], replaced], ignore_index=True)


def _is_among(roots: pd.DataFrame, agents: pd.DataFrame) -> "np.typing.NDArray[np.bool_]":
    """Whether the root actor of each row is among `agents` of its root source."""
    return among(roots[_ROOT], agents[["source_id", "actor_id"]])


def outlets(tables: Numbered) -> pd.DataFrame:
    """The pairs (source_id, outlet_id): for unnamed informants in the source this outlet answers.

    It is the publisher of the source; where it has none, the publishers (else the speakers) of the sources that cite
    it.
    """
    publishers = tables["sources"][["source_id", "publisher_id"]].rename(columns={"publisher_id": "outlet_id"})
    publishers = publishers[publishers["outlet_id"] >= 0]
    agents = tables["source_agents"]
    speakers = agents.loc[agents["role"].isin(SPEAKING_ROLES), ["source_id", "actor_id"]]
    speakers = speakers.rename(columns={"actor_id": "outlet_id"})
    speakers = speakers[~speakers["source_id"].isin(publishers["source_id"])]
    citations = tables["source_citations"][["citing_source_id", "cited_source_id"]].drop_duplicates()
    citing = citations.merge(pd.concat([publishers, speakers]), left_on="citing_source_id", right_on="source_id")
    citing = citing[~citing["cited_source_id"].isin(publishers["source_id"])]
    citing = citing.drop(columns="source_id").rename(columns={"cited_source_id": "source_id"})
    return pd.concat([publishers, citing])[["source_id", "outlet_id"]].drop_duplicates()


def _outlet_keys(tables: Numbered, tops: pd.DataFrame) -> pd.DataFrame:
    """The pairs (root_source_id, key): the outlet, or the institution for which it stands."""
    found = outlets(tables).merge(tops.rename(columns={"actor_id": "outlet_id"}), on="outlet_id", how="left")
    found["key"] = found["institution_id"].fillna(found["outlet_id"]).astype("int32")
    return found.rename(columns={"source_id": "root_source_id"})[["root_source_id", "key"]].drop_duplicates()
