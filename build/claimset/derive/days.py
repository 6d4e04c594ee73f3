"""The dates in a column: few different ones in many rows, so each is read once."""

import pyarrow as pa
import pyarrow.compute as pc

from claimset.dates import bounds
from claimset.derive.ids import Numbers


def numbered_dates(dates: pa.ChunkedArray) -> tuple[Numbers, list[str]]:
    """Row by row the number of a date in the list of all that occur; -1 where it is missing."""
    encoded = dates.combine_chunks().dictionary_encode()
    return pc.fill_null(encoded.indices, -1).to_numpy(), encoded.dictionary.to_pylist()


def first_day(text: str) -> str:
    """The first day of an EDTF date; an open end counts as the other end, so that "before June" stands in June."""
    days = bounds(text)
    return str(days.earliest or days.latest)


def last_day(text: str) -> str:
    """The last day of an EDTF date; an open end counts as the other end."""
    days = bounds(text)
    return str(days.latest or days.earliest)
