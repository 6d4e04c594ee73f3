"""Several things at once, in threads: Arrow and NumPy let each other run while they compute."""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

# Each thread holds columns of its own, so more of them would cost memory rather than save time.
MOST_THREADS = 4

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


def each(function: Callable[[_Item], _Result], items: Iterable[_Item]) -> list[_Result]:
    """The result for each item, in the order of the items; the first exception, where there is one."""
    with ThreadPoolExecutor(min(os.cpu_count() or 1, MOST_THREADS)) as threads:
        return list(threads.map(function, items))
