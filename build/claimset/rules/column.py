"""A column of cells, and which bytes occur in it: what no cell holds need not be looked for in each of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from claimset.rules.frames import text

SPACE = ord(" ")
# So many bytes at once stay in the processor's cache.
PIECE = 1 << 20


@dataclass(frozen=True)
class Column:
    """One column of a table; `cells` are indexed by file line."""

    table: str
    cells: pd.Series

    @property
    def name(self) -> str:
        """The name of the column."""
        return str(self.cells.name)

    def may_hold(self, marks: str, beyond: Iterable[int] = ()) -> bool:
        """Whether a cell may hold one of these ASCII marks, or a character that begins with a byte of `beyond`."""
        return bool(self._held[[*map(ord, marks), *beyond]].any())

    def may_hold_double_space(self) -> bool:
        """Whether two spaces may follow each other; one that ends a cell before one that begins the next counts."""
        if not self._held[SPACE]:
            return False
        return any((space[:-1] & space[1:]).any() for space in (piece == SPACE for piece in self._pieces()))

    def space_at_edge(self) -> bool:
        """Whether a cell begins or ends with a plain space."""
        if not self._held[SPACE]:
            return False
        return any(SPACE in edge for chunk in text(self.cells).chunks for edge in _edges(chunk))

    @cached_property
    def _held(self) -> npt.NDArray[np.bool_]:
        """Which of the 256 bytes occur."""
        return np.asarray(sum((np.bincount(piece, minlength=256) for piece in self._pieces()), np.zeros(256)) > 0)

    def _pieces(self) -> Iterator[npt.NDArray[np.uint8]]:
        """The bytes of all cells; pieces overlap by one byte, so that a pair of bytes lies in one of them."""
        for chunk in text(self.cells).chunks:
            data = chunk.buffers()[2]
            if data is not None:
                held = np.frombuffer(data, np.uint8)
                yield from (held[start : start + PIECE + 1] for start in range(0, len(held), PIECE))


def _edges(chunk: pa.Array) -> tuple[npt.NDArray[np.uint8], ...]:
    """The first and the last byte of each cell that has any."""
    _, places, data = chunk.buffers()
    if data is None:
        return ()
    held = np.frombuffer(data, np.uint8)
    places = np.frombuffer(places, np.int32)[chunk.offset : chunk.offset + len(chunk) + 1]
    begin, end = places[:-1], places[1:]
    filled = begin < end
    return held[begin[filled]], held[end[filled] - 1]
