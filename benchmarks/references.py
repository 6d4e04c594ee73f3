"""Where the references of a copied row lead: within its copy or to an earlier one, so that the copies hang together."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

# The actors that most rows of the real data name. As great powers are, they are the same in all copies.
HUBS = pa.array([f"A{number:04}" for number in range(1, 6)])


def referred_to(
    table: str, column: str, real: pd.DataFrame, copy: np.ndarray, draw: np.random.Generator
) -> tuple[pa.Array, np.ndarray]:
    """The real ids that a column refers to, and the copy each belongs to: that of its row, or an earlier one.

    real: the real table. copy: the copy of each row, the real table once for each.
    """
    times = len(copy) // len(real)
    ids = tiled(cells(real[column]), times)
    earlier = draw.integers(0, copy + 1)

    def joined_to(
        own: str, before: np.ndarray, rows: "pd.Series[bool]", other: np.ndarray
    ) -> tuple[pa.Array, np.ndarray]:
        """These rows of all copies but the first lead to their own id in `before`; the rest stay with `other`."""
        chain = np.tile(rows.to_numpy(dtype=bool), times) & (copy > 0)
        return pc.if_else(pa.array(chain), tiled(cells(real[own]), times), ids), np.where(chain, before, other)

    match table, column:
        case "claim_events", "event_id":
            # That a claim asserts an event is judged by both, so only what it concerns may lie elsewhere.
            free = np.tile((real["relation"] == "concerns").to_numpy(dtype=bool), times)
            return ids, np.where(free, earlier, copy)
        case "claim_relations", "other_claim_id":
            # The first row of each relation joins a claim to the same claim of the copy before.
            return joined_to("claim_id", copy - 1, ~real.duplicated("relation"), earlier)
        case "events", "parent_event_id":
            # The first event that is a part of another is a part of the same event of the copy before.
            return joined_to("event_id", copy - 1, _first(real[column].notna()), earlier)
        case "source_citations", "cited_source_id":
            # The first citation that repeats another one is of the citing text in any earlier copy.
            again = real.duplicated(["citing_source_id", column]) & (real["attribution_quality"] != "named_dated")
            return joined_to("citing_source_id", draw.integers(0, np.maximum(copy, 1)), _first(again), copy)
        case ("claim_actors" | "claim_evidence" | "source_agents", "actor_id") | (
            "actor_affiliations",
            "organisation_id",
        ):
            return ids, np.where(pc.is_in(ids, value_set=HUBS), 0, copy)
        case _:
            return ids, copy


def cells(column: pd.Series) -> pa.Array:
    """A column as one Arrow array."""
    return pa.chunked_array(column.array.__arrow_array__()).combine_chunks()


def tiled(column: pa.Array, times: int) -> pa.Array:
    """The column so many times in a row."""
    return column.take(pa.array(np.tile(np.arange(len(column)), times)))


def _first(rows: "pd.Series[bool]") -> "pd.Series[bool]":
    """Only the first of the rows."""
    return rows & (rows.astype(int).cumsum() == 1)
