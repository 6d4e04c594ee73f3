"""Ids as numbers, and what must not depend on how rows are ordered or on how many are taken at once."""

import pandas as pd

from claimset.derive import derive, derive_each
from claimset.derive.ids import Numbered
from story import PACKAGE, Story, derived


def town() -> Story:
    """Rows of every table, whose order is not that of the ids."""
    story = Story().actor("A0030", "Ida").actor("A0010", "Arland", "state").actor("A0020", "Minister")
    story.tie("A0020", "holds_office", "A0010").source("S0103", date="2023-10").source("S0100", date="2023-09-30")
    story.says("V0004", "A0030", "S0103").says("V0001", "A0020", "S0100", claim="C0002").says("V0003", "A0010", "S0101")
    story.says("V0002", "A0020", "S0102", role="denial").link("V0003", "rests_on", "V0004")
    story.cite("S0103", "republishes", "S0100").add("claim_actors", claim_id="C0001", actor_id="A0010", role="accused")
    story.add("events", event_id="E0002", title="Visit", event_type="visit", date="2023-10", occurrence="alleged")
    story.add("events", event_id="E0001", title="Talk", event_type="meeting", date="2023-10", occurrence="reported")
    return story.add("claim_events", claim_id="C0002", event_id="E0002", relation="concerns")


def test_an_id_is_its_place_in_the_order_of_the_ids_of_its_table() -> None:
    tables = Numbered(town().frames())
    assert tables.ids("claim_evidence").to_pylist() == ["V0001", "V0002", "V0003", "V0004"]
    assert list(tables["claim_evidence"]["evidence_id"]) == [3, 0, 2, 1]
    assert list(tables["evidence_links"]["evidence_id"]) == [2]
    assert list(tables.text("claim_evidence", tables["evidence_links"]["other_evidence_id"])) == ["V0004"]


def test_a_missing_id_and_one_of_no_row_are_minus_one() -> None:
    frames = town().frames()
    frames["claims"] = frames["claims"].iloc[1:]
    tables = Numbered(frames)
    assert list(tables["claim_evidence"]["claim_id"]) == [-1, 0, -1, -1]
    assert list(tables["claim_evidence"]["adduced_by_id"]) == [-1, -1, -1, -1]
    assert list(tables.rows("claims", tables["claim_evidence"]["claim_id"])) == [-1, 0, -1, -1]


def test_the_order_of_the_rows_changes_no_derived_table() -> None:
    frames = town().frames()
    turned = {name: frame.iloc[::-1] for name, frame in frames.items()}
    for name, table in derived(frames).items():
        pd.testing.assert_frame_equal(derived(turned)[name], table)


def test_tables_come_one_after_the_other_and_the_largest_in_parts() -> None:
    frames = town().frames()
    flat, *others = derive(PACKAGE, frames)
    parts = list(derive_each(PACKAGE, frames, rows_at_once=3))
    assert [(item.table.name, len(item.frame)) for item in parts[:2]] == [("evidence_flat", 3), ("evidence_flat", 1)]
    pd.testing.assert_frame_equal(pd.concat([item.frame for item in parts[:2]], ignore_index=True), flat.frame)
    for item, other in zip(parts[2:], others, strict=True):
        pd.testing.assert_frame_equal(item.frame, other.frame)
