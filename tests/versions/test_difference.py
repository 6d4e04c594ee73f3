"""A difference leads from the old tables to the new ones, and back."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from claimset.package import Field, Table
from claimset.versions.difference import CellChange, TableDifference, apply, compare, reverse
from claimset.versions.snapshot import TableState

Tables = Mapping[str, TableState]

texts = st.text("ab/é\n", min_size=1, max_size=2)


def described(name: str, columns: list[str], key: list[str], description: str = "") -> Table:
    fields = tuple(Field(column, column, column, "string") for column in columns)
    return Table(name, name, description, "", fields, tuple(key), ())


@st.composite
def states(draw: st.DrawFn, name: str) -> TableState:
    key = draw(st.sampled_from([["k"], ["k", "m"]]))
    columns = [*key, *draw(st.lists(st.sampled_from("xyz"), unique=True))]
    table = described(name, columns, key, draw(st.sampled_from(["", "other"])))
    keys = draw(st.lists(st.tuples(*[texts] * len(key)), unique=True, max_size=4))
    values = st.tuples(*[st.none() | texts] * (len(columns) - len(key)))
    return TableState(table, draw(st.booleans()), {one: (*one, *draw(values)) for one in keys})


@st.composite
def datasets(draw: st.DrawFn) -> Tables:
    return {name: draw(states(name)) for name in draw(st.lists(st.sampled_from("pqr"), unique=True))}


def same_kind(old: Tables, new: Tables) -> Tables:
    """The new tables, stored or computed as the old ones are: no table is ever the one and then the other."""
    return {
        name: TableState(state.table, old[name].derived if name in old else state.derived, state.rows)
        for name, state in new.items()
    }


@given(datasets(), datasets())
def test_a_difference_applied_to_the_old_state_gives_the_new_one_and_back(old: Tables, new: Tables) -> None:
    new = same_kind(old, new)
    difference = compare(old, new)
    assert apply(difference, old) == new
    assert apply(reverse(difference), new) == old


@given(datasets(), datasets())
def test_turned_around_it_is_the_difference_the_other_way(old: Tables, new: Tables) -> None:
    new = same_kind(old, new)
    assert reverse(reverse(compare(old, new))) == compare(old, new)


@given(datasets())
def test_nothing_differs_from_itself(tables: Tables) -> None:
    assert compare(tables, tables) == ()


def test_a_difference_holds_exactly_what_differs() -> None:
    table = described("p", ["k", "x"], ["k"])
    old = TableState(table, derived=False, rows={("1",): ("1", "a"), ("2",): ("2", None), ("3",): ("3", "c")})
    new = TableState(table, derived=False, rows={("1",): ("1", "b"), ("3",): ("3", "c"), ("4",): ("4", "d")})
    assert compare({"p": old}, {"p": new}) == (
        TableDifference(
            name="p",
            derived=False,
            old=table,
            new=table,
            added={("4",): ("4", "d")},
            removed={("2",): ("2", None)},
            cells=(CellChange(("1",), "x", "a", "b"),),
        ),
    )
