"""The rows by which the rules of `claimset.derive.origins` get from the assertions of a claim to its origins."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from claimset.derive.chains import CHAIN_RELATIONS
from claimset.derive.ids import Frames, numbered
from claimset.derive.institutions import speaking_affiliations
from claimset.derive.voices import outlets, said_elsewhere


@dataclass(frozen=True, slots=True)
class Tie:
    """One step: `start` stands in `relation` to `end`.

    table: that of both ids: claim_evidence, sources or actors; place: the passage or the affiliation that records the
    step, or the source of an informant; None for a link between rows.
    """

    table: str
    start: str
    relation: str
    end: str
    place: str | None = None


def trail(frames: Frames, claim: str) -> tuple[Tie, ...]:
    """The links between the assertions of a claim, the chains of their sources, their outlets and their ways up."""
    evidence = frames["claim_evidence"]
    rows = evidence[(evidence["claim_id"] == claim) & (evidence["evidence_role"] == "assertion")]
    sources = tuple(_sources(frames, rows["origin_source_id"].unique()))
    agents = frames["source_agents"]
    behind = agents.loc[agents["source_id"].isin([tie.end for tie in sources]), ["source_id", "actor_id"]]
    voices = pd.concat([rows[["origin_source_id", "actor_id"]].set_axis(behind.columns, axis="columns"), behind])
    informants = tuple(_informants(frames, voices.drop_duplicates()))
    actors = dict.fromkeys([*voices["actor_id"], *(tie.end for tie in informants)])
    return (*_links(frames, rows), *sources, *informants, *_ways_up(frames, actors))


def _links(frames: Frames, rows: pd.DataFrame) -> Iterator[Tie]:
    links = frames["evidence_links"]
    inside = links["evidence_id"].isin(rows["evidence_id"]) & links["other_evidence_id"].isin(rows["evidence_id"])
    for link in links[inside & links["relation"].isin(CHAIN_RELATIONS)].to_dict("records"):
        yield Tie("claim_evidence", link["evidence_id"], link["relation"], link["other_evidence_id"])


def _sources(frames: Frames, origins: Iterable[str]) -> Iterator[Tie]:
    citations = said_elsewhere(frames)
    reached = list(origins)
    for source in reached:
        for step in citations[citations["citing_source_id"] == source].to_dict("records"):
            yield Tie("sources", source, step["relation"], step["cited_source_id"], step["passage_id"])
            if step["cited_source_id"] not in reached:
                reached.append(step["cited_source_id"])


def _informants(frames: Frames, voices: pd.DataFrame) -> Iterator[Tie]:
    actors, agents = frames["actors"], frames["source_agents"]
    unnamed = voices["actor_id"].isin(actors.loc[actors["identification"] == "unnamed_individual", "actor_id"])
    spoken = agents.loc[agents["role"] == "anonymous_informant", ["source_id", "actor_id"]]
    informed = pd.MultiIndex.from_frame(voices).isin(pd.MultiIndex.from_frame(spoken))
    official = voices["actor_id"].isin(speaking_affiliations(frames)["actor_id"])
    for row in voices[(unnamed | informed) & ~official].merge(_outlets(frames), on="source_id").to_dict("records"):
        yield Tie("actors", row["actor_id"], "informant_of", row["outlet_id"], row["source_id"])


def _outlets(frames: Frames) -> pd.DataFrame:
    tables = numbered(frames)
    pairs = outlets(tables)
    return pd.DataFrame(
        {
            "source_id": tables.text("sources", pairs["source_id"]),
            "outlet_id": tables.text("actors", pairs["outlet_id"]),
        }
    )


def _ways_up(frames: Frames, actors: Iterable[str]) -> Iterator[Tie]:
    affiliations = speaking_affiliations(frames)
    reached = list(actors)
    for actor in reached:
        for step in affiliations[affiliations["actor_id"] == actor].to_dict("records"):
            yield Tie("actors", actor, step["relation"], step["organisation_id"], step["affiliation_id"])
            if step["organisation_id"] not in reached:
                reached.append(step["organisation_id"])
