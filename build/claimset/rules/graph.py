"""Directed graphs of ids: circles, and what is reachable from where."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, connected_components

from claimset.rules.frames import arrow, pair
from claimset.rules.rule import Breach


@dataclass(frozen=True, slots=True)
class Graph:
    """A directed graph. nodes: the ids. edges: square matrix of booleans, from row to column."""

    nodes: pa.Array
    edges: csr_array

    def positions(self, ids: pd.Series) -> np.ndarray:
        """The position of each id among the nodes; -1 where it is none."""
        found = pc.index_in(arrow(ids), value_set=self.nodes, skip_nulls=True).fill_null(-1)
        return np.asarray(found.to_numpy(), dtype=np.int64)


def graph(sources: pd.Series, targets: pd.Series) -> Graph:
    """The graph with an edge from each cell of `sources` to the cell of `targets` in the same row."""
    nodes = pc.unique(pa.chunked_array([*arrow(sources).chunks, *arrow(targets).chunks], pa.string()))
    size = len(nodes)
    empty = Graph(nodes, csr_array((size, size), dtype=bool))
    at = (empty.positions(sources), empty.positions(targets))
    return Graph(nodes, csr_array((np.ones(len(sources), dtype=bool), at), shape=(size, size)))


def circles(network: Graph) -> list[list[str]]:
    """One shortest circle (its ids in order, the lowest first) in each part of the graph that has one."""
    count, part = connected_components(network.edges, directed=True, connection="strong")
    names = network.nodes.to_pylist()
    loops = set(np.flatnonzero(network.edges.diagonal()).tolist())
    large = np.flatnonzero(np.bincount(part, minlength=count) > 1).tolist()
    found = [[names[at]] for at in loops if part[at] not in large]
    for number in large:
        members = sorted(np.flatnonzero(part == number).tolist(), key=names.__getitem__)
        inner = csr_array(network.edges[members, :][:, members])
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
    keys = pair(frame[start], frame[end])
    for circle in circles(graph(frame[start], frame[end])):
        steps = pd.DataFrame({"a": circle, "b": [*circle[1:], circle[0]]}, dtype=pd.ArrowDtype(pa.string()))
        line = int(frame.index[keys.isin(pair(steps["a"], steps["b"]))].min())
        message = f"{what} in a circle: {' -> '.join([*circle, circle[0]])}"
        yield Breach(table, line, end, message, hint, str(frame.at[line, end]))  # noqa: PD008 - a single cell


def closure(network: Graph, starts: np.ndarray) -> csr_array:
    """A matrix of booleans, one row for each start (a node's position): which nodes it reaches, itself among them."""
    shape = (len(starts), len(network.nodes))
    reached = csr_array((np.ones(len(starts), dtype=bool), (np.arange(len(starts)), starts)), shape=shape)
    frontier = reached
    while frontier.nnz:
        onward = csr_array(frontier @ network.edges)
        frontier = csr_array(onward > reached)
        frontier.eliminate_zeros()
        reached = csr_array(reached.maximum(frontier))
    return reached


def reached_from(network: Graph, starts: pd.Series) -> pd.Series:
    """The ids that some start leads to, the starts among them."""
    steps = network.edges.astype(np.int32)
    reached = np.zeros(len(network.nodes), dtype=bool)
    positions = network.positions(starts)
    reached[positions[positions >= 0]] = True
    frontier = reached
    while frontier.any():
        frontier = (steps.T @ frontier > 0) & ~reached
        reached = reached | frontier
    return pd.Series(pd.arrays.ArrowExtensionArray(network.nodes.filter(pa.array(reached))))


def reaches(network: Graph, starts: pd.Series, ends: pd.Series) -> "pd.Series[bool]":
    """Whether the graph leads from each start to the end in the same row; every id reaches itself."""
    start, end = network.positions(starts), network.positions(ends)
    answer = np.array(arrow(starts).to_numpy() == arrow(ends).to_numpy(), dtype=bool)
    open_rows = np.flatnonzero((start >= 0) & (end >= 0) & ~answer)
    if len(open_rows):
        distinct, row = np.unique(start[open_rows], return_inverse=True)
        answer[open_rows] = np.asarray(closure(network, distinct)[row, end[open_rows]]).ravel()
    return pd.Series(answer, index=starts.index)


def meet_above(network: Graph, left: pd.Series, right: pd.Series) -> "pd.Series[bool]":
    """Whether the two ids of each row are the same or reach a common id."""
    one, other = network.positions(left), network.positions(right)
    answer = np.array(arrow(left).to_numpy() == arrow(right).to_numpy(), dtype=bool)
    open_rows = np.flatnonzero((one >= 0) & (other >= 0) & ~answer)
    if len(open_rows):
        distinct, row = np.unique(np.concatenate([one[open_rows], other[open_rows]]), return_inverse=True)
        above = closure(network, distinct).astype(np.int32)
        half = len(open_rows)
        answer[open_rows] = np.asarray(above[row[:half]].multiply(above[row[half:]]).sum(axis=1)).ravel() > 0
    return pd.Series(answer, index=left.index)
