"""Work on items overlaps with their making, and shows in nothing but the time."""

import threading
import weakref
from collections.abc import Iterator

import pytest

from claimset.release.overlap import overlapped


def test_results_come_in_the_order_of_the_items() -> None:
    second_is_done = threading.Event()

    def work(item: int) -> int:
        if item == 0:
            assert second_is_done.wait(timeout=10)
        if item == 1:
            second_is_done.set()
        return item * 10

    assert list(overlapped(work, range(5))) == [0, 10, 20, 30, 40]


def test_no_more_than_three_items_are_there_at_a_time() -> None:
    made: list[int] = []
    most = []

    def items() -> Iterator[int]:
        for item in range(10):
            made.append(item)
            yield item

    for done, _ in enumerate(overlapped(lambda item: item, items()), start=1):
        most.append(len(made) - done + 1)
    assert max(most) <= 3


def test_the_first_error_in_the_order_of_the_items_is_raised() -> None:
    later_has_failed = threading.Event()

    def work(item: str) -> None:
        if item == "first":
            assert later_has_failed.wait(timeout=10)
        later_has_failed.set()
        raise ValueError(item)

    with pytest.raises(ValueError, match="first"):
        list(overlapped(work, ["first", "later"]))


def test_an_error_in_making_an_item_is_raised_when_the_work_on_the_others_is_done() -> None:
    done: list[int] = []

    def items() -> Iterator[int]:
        yield 1
        raise ValueError("no second item")

    with pytest.raises(ValueError, match="no second item"):
        list(overlapped(done.append, items()))
    assert done == [1]


def test_an_item_is_let_go_of_when_the_work_on_it_is_done() -> None:
    class Table:
        pass

    gone: list[bool] = []

    def items() -> Iterator[Table]:
        first = Table()
        reference, done = weakref.ref(first), threading.Event()
        weakref.finalize(first, done.set)
        yield first
        del first
        gone.append(done.wait(timeout=10) and reference() is None)

    assert list(overlapped(lambda item: type(item).__name__, items())) == ["Table"]
    assert gone == [True]
