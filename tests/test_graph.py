"""Reachability and circles agree with a plain search, on any graph."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import pandas as pd
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from claimset.rules.graph import circle_breaches, circles, graph, meet_above, reached_from, reaches
from claimset.rules.rule import Breach

NODES = "abcdefg"
EDGES = st.sets(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)), max_size=14)
Edges = set[tuple[str, str]]


def column(values: Sequence[str | None]) -> pd.Series:
    return pd.Series(pd.arrays.ArrowExtensionArray(pa.chunked_array([values], pa.string())))


def columns(edges: Edges) -> tuple[pd.Series, pd.Series]:
    ordered = sorted(edges)
    return column([start for start, _ in ordered]), column([end for _, end in ordered])


def reach(edges: Edges) -> Mapping[str, set[str]]:
    """What each node leads to, itself among it."""
    reached = {node: {node} for node in NODES}
    for _ in NODES:
        for start, end in edges:
            for nodes in reached.values():
                nodes.update({end} if start in nodes else ())
    return reached


@given(EDGES)
def test_an_id_reaches_what_a_search_from_it_finds(edges: Edges) -> None:
    pairs = [(start, end) for start in NODES for end in NODES]
    found = reaches(graph(*columns(edges)), column([start for start, _ in pairs]), column([end for _, end in pairs]))
    reached = reach(edges)
    assert found.to_list() == [end in reached[start] for start, end in pairs]


@given(EDGES, st.sets(st.sampled_from(NODES)))
def test_several_ids_reach_together_what_each_of_them_reaches(edges: Edges, starts: set[str]) -> None:
    nodes = {node for edge in edges for node in edge}
    reached = reach(edges)
    expected = {end for start in starts & nodes for end in reached[start]}
    assert set(reached_from(graph(*columns(edges)), column(sorted(starts)))) == expected


@given(EDGES)
def test_two_ids_meet_above_if_they_reach_a_common_one(edges: Edges) -> None:
    pairs = [(left, right) for left in NODES for right in NODES]
    found = meet_above(
        graph(*columns(edges)), column([left for left, _ in pairs]), column([right for _, right in pairs])
    )
    reached = reach(edges)
    assert found.to_list() == [bool(reached[left] & reached[right]) for left, right in pairs]


@given(EDGES)
def test_there_is_one_circle_for_each_part_in_which_ids_reach_each_other(edges: Edges) -> None:
    reached = reach(edges)
    parts = {frozenset(other for other in reached[node] if node in reached[other]) for node in NODES}
    expected = sorted(min(part) for part in parts if len(part) > 1 or (min(part), min(part)) in edges)
    found = circles(graph(*columns(edges)))
    assert [circle[0] for circle in found] == expected
    for circle in found:
        assert set(zip(circle, [*circle[1:], circle[0]], strict=True)) <= edges


def test_a_circle_is_told_once_at_its_first_row() -> None:
    frame = pd.DataFrame({"a": column(["x", "y", "z", "u"]), "b": column(["y", "z", "x", "x"])})
    frame.index = pd.RangeIndex(2, 6, name="line")
    assert list(circle_breaches("links", frame, ("a", "b"), "rows stand", "mend it")) == [
        Breach("links", 2, "b", "rows stand in a circle: x -> y -> z -> x", "mend it", "y")
    ]


def test_long_ways_into_a_circle_and_out_of_it_are_no_part_of_it() -> None:
    way = [f"n{number:03}" for number in range(300)]
    steps = list(pairwise(way))
    assert circles(graph(column([start for start, _ in steps]), column([end for _, end in steps]))) == []
    steps.append(("n170", "n150"))
    found = circles(graph(column([start for start, _ in steps]), column([end for _, end in steps])))
    assert found == [way[150:171]]


def test_missing_ids_are_alike_and_lead_nowhere() -> None:
    network = graph(column(["a"]), column(["b"]))
    left, right = column(["a", None, None]), column(["b", "b", None])
    assert reaches(network, left, right).to_list() == [True, False, True]
    assert meet_above(network, left, right).to_list() == [True, False, True]
