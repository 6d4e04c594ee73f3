"""claim_summary, replies and timeline, on small hand-worked packages."""

import pandas as pd
import pytest

from claimset.derive import derive
from claimset.derive.summary import CONDITIONS
from claimset.derive.timeline import precision, qualification
from claimset.errors import PackageError
from story import PACKAGE, Story, derived, frame, rows

OUTCOME = ("claim_id", "support", "opposition", "backing")


def people() -> Story:
    story = (
        Story()
        .actor("A0010", "Arland", "state")
        .actor("A0011", "Minister of Arland")
        .tie("A0011", "holds_office", "A0010")
    )
    story.actor("A0012", "Service of Arland", "government_body").tie("A0012", "part_of", "A0010")
    story.actor("A0030", "Ida").actor("A0031", "Jan")
    return story.actor("A0060", "Unattributed", "unattributed", "none")


def item(story: Story, evidence: str, directness: str, direction: str = "supports") -> Story:
    return story.says(
        evidence, "A0030", "S0100", role="item", direction=direction, directness=directness, adduced_by_id="A0030"
    )


@pytest.mark.parametrize(
    ("roles", "support"),
    [
        ({}, "none"),
        ({"question": ["A0030"]}, "raised_only"),
        ({"assertion": ["A0060"]}, "raised_only"),
        ({"denial": ["A0030"], "doubt": ["A0031"], "no_comment": ["A0011"]}, "none"),
        ({"assertion": ["A0030"], "question": ["A0031"]}, "one_origin"),
        ({"assertion": ["A0011", "A0012"]}, "one_origin"),
        ({"assertion": ["A0030", "A0031", "A0060"]}, "several_origins"),
    ],
)
def test_support_follows_from_origins_assertions_and_questions(roles: dict[str, list[str]], support: str) -> None:
    story = people().claim("C0001")
    for role, actors in roles.items():
        for actor in actors:
            story.says(f"V{len(story.rows['claim_evidence']):04d}", actor, f"S01{actor[-2:]}", role=role)
    assert rows(story.derived("claim_summary"), "support") == [(support,)]


@pytest.mark.parametrize(
    ("roles", "opposition"),
    [
        (["assertion", "question", "no_comment", "verification_remark"], "none"),
        (["doubt"], "doubted"),
        (["doubt", "rejection"], "rejected"),
        (["rejection", "denial", "doubt"], "denied"),
    ],
)
def test_opposition_is_the_strongest_contradiction(roles: list[str], opposition: str) -> None:
    story = people()
    for number, role in enumerate(roles):
        story.says(f"V000{number}", "A0030", "S0100", role=role)
    assert rows(story.derived("claim_summary"), "opposition") == [(opposition,)]


def test_an_item_against_a_claim_is_a_doubt_and_no_backing() -> None:
    assert rows(item(people(), "V0001", "direct", "disputes").derived("claim_summary"), *OUTCOME) == [
        ("C0001", "none", "doubted", "none")
    ]


@pytest.mark.parametrize(
    ("items", "asserted", "backing"),
    [
        ([], False, "none"),
        (["contextual", "none"], False, "none"),
        (["contextual"], True, "testimony_only"),
        (["circumstantial"], False, "circumstantial_items"),
        (["circumstantial", "direct"], True, "direct_items"),
    ],
)
def test_backing_is_the_strongest_thing_put_forward(items: list[str], asserted: bool, backing: str) -> None:  # noqa: FBT001
    story = people().claim("C0001")
    for number, directness in enumerate(items):
        item(story, f"V000{number}", directness)
    if asserted:
        story.says("V0009", "A0030", "S0100")
    assert rows(story.derived("claim_summary"), "backing") == [(backing,)]


def test_evidence_that_was_only_announced_is_no_backing() -> None:
    story = people().says("V0001", "A0030", "S0100", role="evidence_announced", directness="direct")
    assert rows(story.derived("claim_summary"), *OUTCOME) == [("C0001", "none", "none", "none")]


def test_every_number_and_date_of_a_summary_is_counted_from_its_rows() -> None:
    story = people().source("S0100", date="2023-10-12").source("S0101", date="2023-10").source("S0102")
    story.source("S0103", date="2023-09~")
    story.says("V0001", "A0030", "S0100", certainty="possible").says(
        "V0002", "A0031", "S0101", text="S0002", certainty="probable"
    )
    story.says("V0003", "A0031", "S0102").says("V0004", "A0060", "S0103", role="question")
    story.says("V0005", "A0030", "S0104", role="denial").says("V0006", "A0030", "S0104", role="rejection")
    story.says("V0007", "A0030", "S0104", role="doubt").says("V0008", "A0030", "S0104", role="verification_remark")
    story.says("V0009", "A0031", "S0105", role="verification_remark").says("V0010", "A0060", "S0103")
    item(item(item(story, "V0011", "direct"), "V0012", "circumstantial"), "V0013", "direct", "disputes")
    summary = story.derived("claim_summary")
    assert rows(summary, *summary.columns) == [
        (
            "C0001", "that C0001 is so", "allegation", "history", "none", "2023-09~", "2023-10", "several_origins",
            "denied", "direct_items", "certain", 2, 2, 2, 4, 1, 1, 1, 1, 1, 1, 1, 2,
        )
    ]  # fmt: skip


def test_an_open_date_counts_by_its_known_end() -> None:
    story = (
        people()
        .source("S0100", date="[..2023-10-07]")
        .source("S0101", date="2023-10-08")
        .source("S0102", date="2022/..")
    )
    story.says("V0001", "A0030", "S0100").says("V0002", "A0030", "S0101")
    story.says("V0003", "A0030", "S0102", claim="C0002").says("V0004", "A0030", "S0100", claim="C0002")
    assert rows(story.derived("claim_summary"), "first_put_forward", "last_put_forward") == [
        ("[..2023-10-07]", "2023-10-08"),
        ("2022/..", "[..2023-10-07]"),
    ]


def test_the_conditions_leave_no_row_without_a_value_and_give_every_value_of_the_schema() -> None:
    tables = {item.table.name: item.table for item in derive(PACKAGE, Story().frames())}
    for column, conditions in CONDITIONS.items():
        assert {value for value, _ in conditions} == set(tables["claim_summary"].field(column).enum)


REPLY = ("actor_id", "party_role", "reply", "tie", "evidence_ids", "replied_by", "own_assertions")


def test_each_accused_party_has_the_strongest_reply_of_those_who_speak_for_it() -> None:
    story = people().claim("C0001")
    for actor, role in [
        ("A0010", "alleged_recipient"),
        ("A0010", "accused"),
        ("A0030", "alleged_recipient"),
        ("A0031", "subject"),
    ]:
        story.add("claim_actors", claim_id="C0001", actor_id=actor, role=role)
    story.says("V0001", "A0011", "S0100", role="no_comment").says("V0002", "A0012", "S0101", role="rejection")
    story.says("V0003", "A0031", "S0102", role="denial")
    assert rows(story.derived("replies"), *REPLY) == [
        ("A0010", "accused", "rejection", "own", "V0001;V0002", "A0011;A0012", 0),
        ("A0030", "alleged_recipient", "none_on_record", None, None, None, 0),
    ]


def test_another_office_of_its_institution_replies_for_a_party_and_a_reply_to_another_claim_does_not() -> None:
    story = people().claim("C0001").claim("C0002")
    story.add("claim_actors", claim_id="C0001", actor_id="A0012", role="accused")
    story.add("claim_actors", claim_id="C0002", actor_id="A0012", role="accused")
    story.says("V0001", "A0011", "S0100", role="denial").says("V0002", "A0012", "S0101", claim="C0002")
    assert rows(story.derived("replies"), "claim_id", *REPLY) == [
        ("C0001", "A0012", "accused", "denial", "same_institution", "V0001", "A0011", 0),
        ("C0002", "A0012", "accused", "none_on_record", None, None, None, 1),
    ]


@pytest.mark.parametrize(
    ("text", "exactness", "mark"),
    [
        ("2023-10-07", "day", "none"),
        ("2023-10-XX", "month", "none"),
        ("2023-10?", "month", "uncertain"),
        ("2023-XX-XX", "year", "none"),
        ("2023~", "year", "approximate"),
        ("199X", "decade", "none"),
        ("19XX", "century", "none"),
        ("2014/2016", "interval", "none"),
        ("2014?/2016~", "interval", "uncertain_and_approximate"),
        ("2022-02/..", "open", "none"),
        ("/2023", "open", "none"),
        ("[2023-10-07..2023-11-30]", "set", "none"),
        ("[2023-10,2023-12]", "set", "none"),
        ("[2023-10-26..]", "open", "none"),
        ("[..2023-10-26]", "open", "none"),
        ("2023%", "year", "uncertain_and_approximate"),
    ],
)
def test_precision_and_qualification_are_read_from_the_date(text: str, exactness: str, mark: str) -> None:
    assert (precision(text), qualification(text)) == (exactness, mark)


def test_the_timeline_has_dated_events_and_utterances_in_the_order_of_their_days() -> None:
    story = people().source("S0100", date="2023-10-07").source("S0101").source("S0102", date="[..2023-09]")
    story.says("V0001", "A0030", "S0100").says("V0002", "A0030", "S0100", claim="C0002").says("V0003", "A0030", "S0101")
    story.add("events", event_id="E0001", title="Meeting", event_type="meeting", date="2023-10", occurrence="reported")
    story.add("events", event_id="E0002", title="Visit", event_type="visit", date="2023-10-07", occurrence="alleged")
    story.add("events", event_id="E0003", title="Undated", event_type="visit", occurrence="reported")
    story.add("claim_events", claim_id="C0002", event_id="E0002", relation="concerns")
    timeline = story.derived("timeline")
    assert rows(timeline, *timeline.columns) == [
        (1, "[..2023-09]", "open", "none", "utterance", "S0102", "Source S0102", None, None, "public_remarks", None),
        (2, "2023-10", "month", "none", "event", "E0001", "Meeting", "meeting", "reported", None, None),
        (3, "2023-10-07", "day", "none", "event", "E0002", "Visit", "visit", "alleged", None, "C0002"),
        (
            4,
            "2023-10-07",
            "day",
            "none",
            "utterance",
            "S0100",
            "Source S0100",
            None,
            None,
            "public_remarks",
            "C0001;C0002",
        ),
        (5, "2024-01-31", "day", "none", "utterance", "S0001", "Text S0001", None, None, "news_article", None),
        (6, "2024-01-31", "day", "none", "utterance", "S0002", "Text S0002", None, None, "news_article", None),
    ]


def test_empty_tables_give_empty_derived_tables_with_the_same_types() -> None:
    full = derived(people().says("V0001", "A0030", "S0100").frames())
    empty = derived({table.name: frame(table.name, []) for table in PACKAGE.tables})
    for name, table in empty.items():
        pd.testing.assert_frame_equal(table, full[name].iloc[:0])


def test_a_package_without_evidence_has_no_derived_tables() -> None:
    frames = Story().frames()
    del frames["claim_evidence"]
    assert derive(PACKAGE, frames) == ()


def test_a_package_with_evidence_and_without_the_rest_of_the_model_is_refused() -> None:
    frames = Story().frames()
    del frames["passages"]
    with pytest.raises(PackageError, match="the derived tables need the table 'passages'"):
        derive(PACKAGE, frames)


def test_stored_columns_bring_their_vocabulary_and_derived_ones_have_their_own() -> None:
    for item in derive(PACKAGE, Story().frames()):
        for field in item.table.fields:
            if field.name in PACKAGE.table("claim_evidence").names and item.table.name == "evidence_flat":
                stored = PACKAGE.table("claim_evidence").field(field.name)
                assert (field.enum, field.type, field.rdf_type) == (stored.enum, stored.type, stored.rdf_type)
    tables = {item.table.name: item.table for item in derive(PACKAGE, Story().frames())}
    assert tables["evidence_flat"].field("origin_date").is_edtf
    assert tables["timeline"].field("occurrence").enum == PACKAGE.table("events").field("occurrence").enum
