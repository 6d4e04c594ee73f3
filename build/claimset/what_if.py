"""What changes when one source or one voice is taken away."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from claimset.derive.graph import reach, steps
from claimset.derive.institutions import spoken_for
from claimset.derive.origins import find_origins
from claimset.derive.summary import summarised
from claimset.derive.voices import SPEAKING_ROLES
from claimset.errors import RequestError
from claimset.package import Package

Frames = Mapping[str, pd.DataFrame]
COLUMNS = ("support", "opposition", "backing", "origins")


@dataclass(frozen=True, slots=True)
class Change:
    """One value of claim_summary that changes, as text before and after."""

    claim_id: str
    proposition: str
    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The consequences of taking something away. removed: the rows of claim_evidence that go with it."""

    without: str
    removed: tuple[str, ...]
    changes: tuple[Change, ...]


def what_if(package: Package, frames: Frames, without: str) -> WhatIf:
    """The changes in claim_summary without a source or an actor; RequestError where `without` is neither.

    Without a source goes all that is known only through it. Without an actor go its voice and all voices in its name,
    the items that these adduce, and all that is known only through sources in which nobody else speaks.
    """
    asked = without.strip().upper()
    evidence = frames["claim_evidence"]
    if (frames["sources"]["source_id"] == asked).any():
        voices, sources = set[str](), {asked}
    elif (frames["actors"]["actor_id"] == asked).any():
        voices = _voices(frames, asked)
        sources = _spoken_only_by(frames, voices)
    else:
        raise RequestError(
            f"{without}: neither a source nor an actor of {package.name}; give an id such as S0002 or A0005"
        )
    removed = evidence["actor_id"].isin(voices) | evidence["adduced_by_id"].isin(voices)
    removed |= _known_only_through(frames, sources)
    citations = frames["source_citations"]
    cut = citations["citing_source_id"].isin(sources) | citations["cited_source_id"].isin(sources)
    rest = dict(frames) | {"claim_evidence": evidence[~removed], "source_citations": citations[~cut]}
    gone = evidence.loc[removed, "evidence_id"].sort_values()
    return WhatIf(asked, tuple(gone), tuple(_changes(_summary(package, frames), _summary(package, rest))))


def _summary(package: Package, frames: Frames) -> pd.DataFrame:
    certainties = package.table("claim_evidence").field("certainty").enum
    return summarised(frames, find_origins(frames).table, certainties).set_index("claim_id").sort_index()


def _changes(before: pd.DataFrame, after: pd.DataFrame) -> Iterator[Change]:
    for claim in before.index[(before[list(COLUMNS)] != after[list(COLUMNS)]).any(axis=1)]:
        for column in COLUMNS:
            old, new = str(before.loc[claim, column]), str(after.loc[claim, column])
            if old != new:
                yield Change(str(claim), str(before.loc[claim, "proposition"]), column, old, new)


def _voices(frames: Frames, actor: str) -> set[str]:
    """The actor and everybody who speaks in its name."""
    below = spoken_for(frames)
    return {actor, *below.loc[below["organisation_id"] == actor, "actor_id"]}


def _spoken_only_by(frames: Frames, voices: set[str]) -> set[str]:
    """The sources in which nobody but `voices` speaks."""
    agents = frames["source_agents"]
    agents = agents[agents["role"].isin(SPEAKING_ROLES)]
    return set(agents["source_id"]) - set(agents.loc[~agents["actor_id"].isin(voices), "source_id"])


def _known_only_through(frames: Frames, sources: set[str]) -> "pd.Series[bool]":
    """Which rows of claim_evidence no text carries that can do without `sources`."""
    evidence = frames["claim_evidence"]
    carriers = evidence["passage_id"].map(frames["passages"].set_index("passage_id")["source_id"])
    origins = evidence["origin_source_id"]
    citations = frames["source_citations"]
    others = citations[~citations["citing_source_id"].isin(sources) & ~citations["cited_source_id"].isin(sources)]
    reached = pd.MultiIndex.from_frame(reach(steps(others["citing_source_id"], others["cited_source_id"])))
    has_way = pd.Series(pd.MultiIndex.from_arrays([carriers, origins]).isin(reached), index=evidence.index)
    return carriers.isin(sources) | origins.isin(sources) | ~(has_way | (carriers == origins))


def text_lines(result: WhatIf) -> Iterator[str]:
    """The consequences for a terminal."""
    claims = len({change.claim_id for change in result.changes})
    yield f"Without {result.without}, {len(result.removed)} rows of claim_evidence go and {claims} claims change."
    last = ""
    for change in result.changes:
        if change.claim_id != last:
            yield f"{change.claim_id}: {change.proposition}"
        yield f"  {change.column}: {change.before} -> {change.after}"
        last = change.claim_id
