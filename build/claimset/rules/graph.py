"""Directed graphs of ids: circles, and what is reachable from where."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from claimset.rules.frames import are_one, codes, rows_in, same, share, text
from claimset.rules.rule import Breach

# A graph without circles has no edge left after few rounds, unless one of its chains is longer than twice this.
MOST_ROUNDS = 10


@dataclass(frozen=True, slots=True)
class Graph:
    """A directed graph of numbered nodes.

    nodes: the ids. starts, ends: an edge each, as the numbers of its nodes, in the order of the starts.
    """

    nodes: pa.Array
    starts: np.ndarray
    ends: np.ndarray

    def positions(self, ids: pd.Series) -> np.ndarray:
        """The position of each id among the nodes; -1 where it is none."""
        return _positions(ids, self.nodes)

    def onward(self, nodes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The edges from some nodes: of each the place of its start in `nodes`, and its end."""
        first = np.searchsorted(self.starts, nodes)
        counts = np.searchsorted(self.starts, nodes, side="right") - first
        place = np.repeat(np.arange(len(nodes)), counts)
        within = np.arange(len(place)) - np.repeat(counts.cumsum() - counts, counts)
        return place, self.ends[first[place] + within]


def _positions(ids: pd.Series, nodes: pa.Array) -> np.ndarray:
    numbers = codes(ids)
    if numbers and are_one(numbers.ids, nodes):
        return numbers.numbers.astype(np.int64)
    found = pc.index_in(text(ids), value_set=nodes, skip_nulls=True).fill_null(-1)
    return np.asarray(found.to_numpy(), dtype=np.int64)


def graph(sources: pd.Series, targets: pd.Series) -> Graph:
    """The graph with an edge from each cell of `sources` to the cell of `targets` in the same row."""
    nodes = _nodes(sources, targets)
    starts, ends = _positions(sources, nodes), _positions(targets, nodes)
    order = np.argsort(starts, kind="stable")
    return Graph(nodes, starts[order], ends[order])


def _nodes(sources: pd.Series, targets: pd.Series) -> pa.Array:
    """The ids of both columns; all that there are, where the columns share them."""
    both = (codes(sources), codes(targets))
    if share(both):
        return both[0].ids
    return pc.unique(pa.chunked_array([*text(sources).chunks, *text(targets).chunks], pa.string()))


def circles(network: Graph) -> list[list[str]]:
    """One shortest circle (its ids in order, the lowest first) in each part of the graph that has one."""
    starts, ends = _without_loose_ends(network)
    return _circles(network.nodes.to_pylist(), starts, ends) if len(starts) else []


def _without_loose_ends(network: Graph) -> tuple[np.ndarray, np.ndarray]:
    """The edges without most of those that no circle can hold, because nothing leads to them or on from them."""
    starts, ends = network.starts, network.ends
    for _ in range(MOST_ROUNDS):
        left, reached = np.zeros((2, len(network.nodes)), dtype=bool)
        left[starts] = reached[ends] = True
        within = reached[starts] & left[ends]
        if within.all():
            break
        starts, ends = starts[within], ends[within]
    return starts, ends


def _circles(names: list[str], starts: np.ndarray, ends: np.ndarray) -> list[list[str]]:
    # Most graphs have no circle, and scipy takes a tenth of a second to be imported.
    from scipy.sparse import csr_array  # noqa: PLC0415
    from scipy.sparse.csgraph import breadth_first_order, connected_components  # noqa: PLC0415

    edges = csr_array((np.ones(len(starts), dtype=bool), (starts, ends)), shape=(len(names), len(names)))
    count, part = connected_components(edges, directed=True, connection="strong")
    loops = set(np.flatnonzero(edges.diagonal()).tolist())
    large = np.flatnonzero(np.bincount(part, minlength=count) > 1).tolist()
    found = [[names[at]] for at in loops if part[at] not in large]
    for number in large:
        members = sorted(np.flatnonzero(part == number).tolist(), key=names.__getitem__)
        inner = csr_array(edges[members, :][:, members])
        # The circle through the lowest id: from it to the nearest node that leads back to it.
        order, before = breadth_first_order(inner, 0, directed=True)
        back = next(int(node) for node in order if inner[int(node), 0])
        path = [back]
        while path[-1] != 0:
            path.append(int(before[path[-1]]))
        found.append([names[members[at]] for at in reversed(path)])
    return sorted(found)


def circle_breaches(
    table: str, frame: pd.DataFrame, columns: tuple[str, str], what: str, hint: str
) -> Iterator[Breach]:
    """A breach for each circle that the rows of `frame` make from one column to the other, at the first row of it."""
    start, end = columns
    for circle in circles(graph(frame[start], frame[end])):
        steps = pd.DataFrame({"a": circle, "b": [*circle[1:], circle[0]]}, dtype=pd.ArrowDtype(pa.string()))
        line = int(frame.index[rows_in((frame[start], frame[end]), (steps["a"], steps["b"]))].min())
        message = f"{what} in a circle: {' -> '.join([*circle, circle[0]])}"
        yield Breach(table, line, end, message, hint, str(frame.at[line, end]))  # noqa: PD008 - a single cell


def closure(network: Graph, starts: np.ndarray) -> np.ndarray:
    """What each start (a node's position) reaches, itself among it: sorted numbers `place * len(nodes) + node`.

    place: that of the start in `starts`.
    """
    size = max(len(network.nodes), 1)
    reached = frontier = np.arange(len(starts)) * size + starts
    while len(frontier):
        place, ends = network.onward(frontier % size)
        further = np.unique(frontier[place] // size * size + ends)
        frontier = further[~_among(further, reached)]
        reached = np.insert(reached, np.searchsorted(reached, frontier), frontier)
    return np.asarray(reached)


def _among(numbers: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Which of the numbers are among others, which are sorted and at least one."""
    return np.asarray(others[np.minimum(np.searchsorted(others, numbers), len(others) - 1)] == numbers)


def _alike(left: pd.Series, right: pd.Series) -> np.ndarray:
    """In which rows both ids are the same, or both missing."""
    return np.array(same(left, right) | (left.isna() & right.isna()), dtype=bool)


def reached_from(network: Graph, starts: pd.Series) -> pd.Series:
    """The ids that some start leads to, the starts among them."""
    positions = network.positions(starts)
    frontier = np.unique(positions[positions >= 0])
    reached = np.zeros(len(network.nodes), dtype=bool)
    while len(frontier):
        reached[frontier] = True
        frontier = np.unique(network.onward(frontier)[1])
        frontier = frontier[~reached[frontier]]
    there = pa.DictionaryArray.from_arrays(pa.array(np.flatnonzero(reached), pa.int32()), network.nodes)
    return pd.Series(pd.arrays.ArrowExtensionArray(pa.chunked_array([there])))


def reaches(network: Graph, starts: pd.Series, ends: pd.Series) -> "pd.Series[bool]":
    """Whether the graph leads from each start to the end in the same row; every id reaches itself."""
    start, end = network.positions(starts), network.positions(ends)
    answer = _alike(starts, ends)
    open_rows = np.flatnonzero((start >= 0) & (end >= 0) & ~answer)
    if len(open_rows):
        distinct, place = np.unique(start[open_rows], return_inverse=True)
        answer[open_rows] = _among(place * len(network.nodes) + end[open_rows], closure(network, distinct))
    return pd.Series(answer, index=starts.index)


def meet_above(network: Graph, left: pd.Series, right: pd.Series) -> "pd.Series[bool]":
    """Whether the two ids of each row are the same or reach a common id."""
    one, other = network.positions(left), network.positions(right)
    answer = _alike(left, right)
    open_rows = np.flatnonzero((one >= 0) & (other >= 0) & ~answer)
    if len(open_rows):
        above, others = (closure(network, nodes[open_rows]) for nodes in (one, other))
        answer[open_rows[above[_among(above, others)] // len(network.nodes)]] = True
    return pd.Series(answer, index=left.index)
