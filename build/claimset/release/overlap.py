"""Work on some items while the next one is being made: Arrow, files and SHA-256 do not wait for Python."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

THREADS = 2

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


def overlapped(work: Callable[[_Item], _Result], items: Iterable[_Item]) -> Iterator[_Result]:
    """What `work` makes of each item, in their order; the first exception in this order, where there is one.

    The next item is made while there is work on those before, and handed over when a thread is free. So at most three
    of them are there at a time, however large they are.
    """
    with ThreadPoolExecutor(THREADS) as threads:
        under_way: deque[Future[_Result]] = deque()
        for item in items:
            if len(under_way) == THREADS:
                yield under_way.popleft().result()
            under_way.append(threads.submit(work, item))
            # Otherwise it would stay until the next one is made, though the work on it may be done long before.
            del item
        while under_way:
            yield under_way.popleft().result()
