"""Ways through a table of steps: what is reached, where the ways end, and what hangs together.

Steps and pairs are frames with the columns `start` and `end` (labels of one kind, none missing).
"""

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from claimset.derive.ids import Numbers, distinct_pairs


def steps(starts: pd.Series, ends: pd.Series) -> pd.DataFrame:
    """Two columns of equal length as a table of steps, without repetitions."""
    return pd.DataFrame({"start": starts.array, "end": ends.array}).drop_duplicates(ignore_index=True)


def reach(edges: pd.DataFrame) -> pd.DataFrame:
    """Every pair of labels such that one or more steps lead from the first to the second."""
    reached = edges
    frontier = edges
    while len(frontier):
        further = steps(*_walk(frontier, edges))
        known = further.merge(reached, on=["start", "end"], how="left", indicator=True)
        frontier = known.loc[known["_merge"] == "left_only", ["start", "end"]]
        reached = pd.concat([reached, frontier], ignore_index=True)
    return reached


def _walk(pairs: pd.DataFrame, edges: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    onward = pairs.merge(edges.rename(columns={"start": "end", "end": "next"}), on="end")
    return onward["start"], onward["next"]


def shortened(edges: pd.DataFrame, kept: pd.Series) -> pd.DataFrame:
    """The steps between kept labels, where a way through labels that are not kept is one step: start, end, why.

    edges: start, end, why. A way has the `why` of every step on it, one row each; ways back to their start are
        left out.
    """
    onward = edges.rename(columns={"start": "end", "end": "next", "why": "then"})
    walk = edges[edges["start"].isin(kept)]
    walked = walk
    while len(walk := walk[~walk["end"].isin(kept)]):
        further = walk.merge(onward, on="end")[["start", "next", "why", "then"]].rename(columns={"next": "end"})
        further = pd.concat([further.drop(columns="then"), further.drop(columns="why").rename(columns={"then": "why"})])
        known = further.drop_duplicates().merge(walked, on=["start", "end", "why"], how="left", indicator=True)
        walk = known.loc[known["_merge"] == "left_only", ["start", "end", "why"]]
        walked = pd.concat([walked, walk])
    return walked[walked["end"].isin(kept) & (walked["start"] != walked["end"])].drop_duplicates(ignore_index=True)


def ends(edges: pd.DataFrame) -> pd.DataFrame:
    """For every label, each label at which the ways from it end: start, end, is_end.

    A circle counts as one label, the smallest in it, so that every way has an end; is_end says that the start is the
    end itself or in its circle.
    """
    labels = pd.Index(pd.concat([edges["start"], edges["end"]]).unique()).sort_values()
    start, end = labels.get_indexer(edges["start"]), labels.get_indexer(edges["end"])
    _, component = connected_components(_adjacency(start, end, len(labels)), connection="strong")
    firsts = pd.Series(np.arange(len(labels))).groupby(component).min().to_numpy()
    circle = firsts[component] if len(labels) else component
    contracted = steps(pd.Series(circle[start]), pd.Series(circle[end]))
    contracted = contracted[contracted["start"] != contracted["end"]]
    pairs = pd.DataFrame({"start": np.arange(len(labels)), "end": circle})
    while (unfinished := pairs["end"].isin(contracted["start"])).any():
        onward = steps(*_walk(pairs[unfinished], contracted))
        pairs = pd.concat([pairs[~unfinished], onward]).drop_duplicates()
    pairs = pairs.sort_values(["start", "end"])
    is_end = circle[pairs["start"]] == pairs["end"]
    return pd.DataFrame(
        {"start": labels.take(pairs["start"]), "end": labels.take(pairs["end"]), "is_end": is_end.array}
    )


def groups(members: Numbers, marks: Numbers) -> Numbers:
    """For each member, from 0 on, the number of its group: the same for members that a chain of common marks joins.

    members, marks: whole numbers from 0, row by row: this member bears this mark.
    """
    mark, member = distinct_pairs(marks, members)
    bears_both = mark[1:] == mark[:-1]
    size = int(members.max(initial=-1)) + 1
    _, group = connected_components(_adjacency(member[:-1][bears_both], member[1:][bears_both], size), directed=False)
    return group


def _adjacency(start: Numbers, end: Numbers, size: int) -> "coo_array":
    return coo_array((np.ones(len(start), dtype=bool), (start, end)), shape=(size, size))
