import pandas as pd

from claimset.derive.origins import METHOD_VERSION
from story import Story, derived, rows


def world() -> Story:
    """Two states with offices and officers, and people who hold none."""
    story = Story()
    story.actor("A0010", "Arland", "state").actor("A0011", "Ministry of Arland", "government_body")
    story.actor("A0012", "Minister of Arland").actor("A0013", "Service of Arland", "government_body")
    story.actor("A0020", "Borland", "state").actor("A0021", "Envoy of Borland")
    story.actor("A0030", "Ida Scholar").actor("A0031", "Jan Scholar")
    story.actor("A0040", "Sources of the outlet", "collective", "unnamed_group")
    story.actor("A0041", "A former official", "person", "unnamed_individual")
    story.actor("A0050", "Observers", "collective", "unnamed_group").actor(
        "A0051", "Experts", "collective", "unnamed_group"
    )
    story.actor("A0060", "Unattributed", "unattributed", "none")
    story.tie("A0011", "part_of", "A0010").tie("A0012", "holds_office", "A0011").tie("A0013", "part_of", "A0010")
    return story.tie("A0021", "speaks_for", "A0020")


def found(story: Story) -> list[tuple[object, ...]]:
    table = story.derived("claim_origins")
    return rows(table, "origin_key", "kind", "root_actor_id", "root_source_id", "evidence_ids", "joined_by")


def test_two_persons_without_a_tie_are_two_origins() -> None:
    story = world().says("V0001", "A0030", "S0100").says("V0002", "A0031", "S0101")
    assert found(story) == [
        ("A0030", "person", "A0030", "S0100", "V0001", None),
        ("A0031", "person", "A0031", "S0101", "V0002", None),
    ]


def test_every_column_of_an_origin_is_filled_from_its_rows() -> None:
    story = world().source("S0100", date="2023-05").source("S0101", date="2023-04-30")
    story.says("V0001", "A0012", "S0100").says("V0002", "A0013", "S0101", text="S0002")
    assert rows(story.derived("claim_origins"), *story.derived("claim_origins").columns) == [
        (
            "C0001",
            "A0010",
            "institution",
            "A0013",
            "S0101",
            "V0002",
            "V0001;V0002",
            2,
            "A0012;A0013",
            "S0001;S0002",
            "same_institution",
            METHOD_VERSION,
        )
    ]


def test_one_voice_in_two_texts_and_two_speeches_is_one_origin() -> None:
    story = world().says("V0001", "A0030", "S0100").says("V0002", "A0030", "S0101", text="S0002")
    assert found(story) == [("A0030", "person", "A0030", "S0100", "V0001;V0002", "same_voice")]


def test_a_row_that_repeats_or_rests_on_another_leads_to_its_origin() -> None:
    story = world().says("V0001", "A0030", "S0100").says("V0002", "A0030", "S0101").says("V0003", "A0021", "S0102")
    story.link("V0002", "repeats", "V0001").link("V0003", "rests_on", "V0002")
    reasons = "repeats;rests_on;same_voice"
    assert found(story) == [("A0030", "person", "A0030", "S0100", "V0001;V0002;V0003", reasons)]


def test_what_rests_on_two_origins_stands_in_both_and_joins_neither() -> None:
    story = world().says("V0001", "A0030", "S0100").says("V0002", "A0031", "S0101").says("V0003", "A0021", "S0102")
    story.link("V0003", "rests_on", "V0001").link("V0003", "rests_on", "V0002")
    assert found(story) == [
        ("A0030", "person", "A0030", "S0100", "V0001;V0003", "rests_on"),
        ("A0031", "person", "A0031", "S0101", "V0002;V0003", "rests_on"),
    ]


def test_one_utterance_told_twice_is_one_origin_in_either_direction_of_the_link() -> None:
    told = world().says("V0001", "A0030", "S0100").says("V0002", "A0031", "S0101")
    forth = found(told.link("V0001", "same_utterance", "V0002"))
    told = world().says("V0001", "A0030", "S0100").says("V0002", "A0031", "S0101")
    back = found(told.link("V0002", "same_utterance", "V0001"))
    assert forth == back == [("A0030", "co_authors", "A0030", "S0100", "V0001;V0002", "same_utterance")]


def test_a_link_to_a_row_of_another_claim_joins_nothing() -> None:
    story = world().says("V0001", "A0030", "S0100").says("V0002", "A0031", "S0101", claim="C0002")
    story.link("V0002", "same_utterance", "V0001")
    assert found(story) == [
        ("A0030", "person", "A0030", "S0100", "V0001", None),
        ("A0031", "person", "A0031", "S0101", "V0002", None),
    ]


def test_a_circle_of_links_is_one_origin_and_ends() -> None:
    story = world().says("V0001", "A0030", "S0100").says("V0002", "A0031", "S0101").says("V0003", "A0021", "S0102")
    story.link("V0001", "rests_on", "V0002").link("V0002", "rests_on", "V0001").link("V0003", "rests_on", "V0001")
    assert found(story) == [("A0030", "co_authors", "A0030", "S0100", "V0001;V0002;V0003", "rests_on")]


def test_a_translation_of_a_republished_statement_is_the_statement() -> None:
    story = world().says("V0001", "A0012", "S0100").says("V0002", "A0002", "S0101", text="S0002", agent="issuing_body")
    story.source("S0102").agent("S0102", "A0001", "translator")
    story.cite("S0101", "translates", "S0102").cite("S0102", "republishes", "S0100")
    assert found(story) == [("A0010", "institution", "A0012", "S0100", "V0001;V0002", "same_voice;source_chain")]


def test_a_voice_keeps_its_name_in_the_earlier_statement_that_it_reiterates() -> None:
    story = (
        world().says("V0001", "A0030", "S0101").agent("S0100", "A0030", "speaker").agent("S0100", "A0031", "speaker")
    )
    story.cite("S0101", "reiterates", "S0100")
    assert found(story) == [("A0030", "person", "A0030", "S0100", "V0001", "source_chain")]


def test_a_statement_that_may_be_another_one_rests_on_what_that_one_rests_on() -> None:
    story = world().says("V0001", "A0030", "S0102").says("V0002", "A0012", "S0101").says("V0003", "A0031", "S0100")
    story.cite("S0102", "possibly_same_as", "S0101").link("V0002", "rests_on", "V0003")
    reasons = "rests_on;same_voice;source_chain"
    assert found(story) == [("A0031", "person", "A0031", "S0100", "V0001;V0002;V0003", reasons)]


def test_so_does_a_statement_whose_chain_of_sources_leads_on_from_there() -> None:
    story = world().says("V0001", "A0030", "S0102").says("V0002", "A0012", "S0101").says("V0003", "A0031", "S0100")
    story.agent("S0103", "A0021", "speaker").link("V0002", "rests_on", "V0003")
    story.cite("S0102", "republishes", "S0101").cite("S0101", "reiterates", "S0103")
    assert [row[:5] for row in found(story)] == [("A0031", "person", "A0031", "S0100", "V0001;V0002;V0003")]


def test_a_report_of_a_meeting_stands_under_all_who_spoke_there_and_joins_none() -> None:
    story = world().says("V0001", "A0030", "S0100").says("V0002", "A0031", "S0100").says("V0003", "A0002", "S0101")
    assert found(story.cite("S0101", "republishes", "S0100")) == [
        ("A0030", "person", "A0030", "S0100", "V0001;V0003", "same_voice;source_chain"),
        ("A0031", "person", "A0031", "S0100", "V0002;V0003", "same_voice;source_chain"),
    ]


def test_two_rows_of_one_voice_in_one_source_rest_on_the_same() -> None:
    story = world().says("V0001", "A0030", "S0100").says("V0002", "A0030", "S0100", text="S0002")
    story.says("V0003", "A0031", "S0101").link("V0002", "rests_on", "V0003")
    assert found(story) == [("A0031", "person", "A0031", "S0101", "V0001;V0002;V0003", "rests_on;same_voice")]


def test_an_actor_with_two_institutions_joins_them_where_its_own_row_rests_on_another() -> None:
    story = world().tie("A0030", "member_of", "A0010").tie("A0030", "member_of", "A0020")
    story.says("V0001", "A0030", "S0100").says("V0002", "A0012", "S0101").says("V0003", "A0021", "S0102")
    story.link("V0001", "rests_on", "V0002")
    assert [row[:5] for row in found(story)] == [("A0010", "institution", "A0012", "S0101", "V0001;V0002;V0003")]


def test_a_text_that_reproduces_a_picture_speaks_in_its_own_words() -> None:
    story = world().source("S0100", kind="image").agent("S0100", "A0030", "photographer")
    story.cite("S0001", "republishes", "S0100").says("V0001", "A0001", "S0001")
    assert found(story) == [("A0001", "institution", "A0001", "S0001", "V0001", None)]


def test_sources_that_are_possibly_the_same_are_one_origin() -> None:
    story = world().says("V0001", "A0030", "S0100").says("V0002", "A0031", "S0101")
    story.cite("S0101", "possibly_same_as", "S0100")
    assert found(story) == [("A0030", "person", "A0030", "S0100", "V0001;V0002", "same_voice;source_chain")]


def test_a_voice_answers_for_itself_where_its_source_only_passes_on_what_is_said() -> None:
    for actor in ("A0060", "A0050"):
        story = world().says("V0001", "A0030", "S0101").agent("S0100", actor, "speaker")
        story.cite("S0101", "republishes", "S0100")
        assert found(story) == [("A0030", "person", "A0030", "S0101", "V0001", None)]


def test_three_offices_of_one_government_that_repeat_each_other_are_one_origin() -> None:
    story = world().says("V0001", "A0011", "S0100").says("V0002", "A0012", "S0101").says("V0003", "A0013", "S0102")
    assert found(story) == [("A0010", "institution", "A0011", "S0100", "V0001;V0002;V0003", "same_institution")]


def test_loose_former_and_deprecated_ties_join_nothing() -> None:
    for relation, rank in [("affiliated_with", "normal"), ("former_office", "normal"), ("holds_office", "deprecated")]:
        story = (
            world()
            .tie("A0030", relation, "A0010", rank)
            .says("V0001", "A0030", "S0100")
            .says("V0002", "A0012", "S0101")
        )
        assert [row[0] for row in found(story)] == ["A0010", "A0030"]


def test_a_preferred_affiliation_leaves_the_others_out() -> None:
    story = world().tie("A0030", "member_of", "A0010").tie("A0030", "holds_office", "A0020", "preferred")
    story.says("V0001", "A0030", "S0100").says("V0002", "A0012", "S0101").says("V0003", "A0021", "S0102")
    assert [row[:5] for row in found(story)] == [
        ("A0010", "institution", "A0012", "S0101", "V0002"),
        ("A0020", "institution", "A0030", "S0100", "V0001;V0003"),
    ]


def test_an_actor_with_two_institutions_makes_them_one_origin_of_the_claim() -> None:
    story = world().tie("A0030", "member_of", "A0010").tie("A0030", "member_of", "A0020")
    story.says("V0001", "A0030", "S0100").says("V0002", "A0012", "S0101").says("V0003", "A0021", "S0102")
    story.says("V0004", "A0012", "S0101", claim="C0002").says("V0005", "A0021", "S0102", claim="C0002")
    assert [row[:5] for row in found(story)] == [
        ("A0010", "institution", "A0030", "S0100", "V0001;V0002;V0003"),
        ("A0010", "institution", "A0012", "S0101", "V0004"),
        ("A0020", "institution", "A0021", "S0102", "V0005"),
    ]


def test_states_of_one_alliance_and_companies_of_one_kind_stay_apart() -> None:
    story = world().actor("A0070", "Alliance", "organization").tie("A0010", "member_of", "A0070")
    story.tie("A0020", "member_of", "A0070").tie("A0030", "member_of", "A0051").tie("A0031", "member_of", "A0051")
    for number, actor in enumerate(["A0012", "A0021", "A0030", "A0031"]):
        story.says(f"V000{number}", actor, f"S010{number}")
    assert [row[0] for row in found(story)] == ["A0010", "A0020", "A0030", "A0031"]


def test_co_authors_of_one_source_are_one_and_speakers_at_one_meeting_are_two() -> None:
    story = world().says("V0001", "A0030", "S0100", agent="author").says("V0002", "A0031", "S0100", agent="author")
    story.says("V0003", "A0030", "S0101", claim="C0002").says("V0004", "A0031", "S0101", claim="C0002")
    assert found(story) == [
        ("A0030", "co_authors", "A0030", "S0100", "V0001;V0002", "co_authors"),
        ("A0030", "person", "A0030", "S0101", "V0003", None),
        ("A0031", "person", "A0031", "S0101", "V0004", None),
    ]


def test_anonymous_informants_of_one_outlet_are_one_with_it_and_those_of_two_are_two() -> None:
    story = world().source("S0102", publisher="A0002")
    story.says("V0001", "A0040", "S0100", agent="anonymous_informant").says("V0002", "A0041", "S0101")
    story.says("V0003", "A0041", "S0102", text="S0002")
    assert found(story) == [
        ("A0001", "anonymous_informants", "A0040", "S0100", "V0001;V0002", "same_outlet"),
        ("A0002", "anonymous_informants", "A0041", "S0102", "V0003", None),
    ]


def test_the_outlet_of_informants_is_who_cites_them_and_not_the_text_that_cites_the_outlet() -> None:
    story = world().agent("S0101", "A0030", "author").cite("S0001", "relays_information_from", "S0101")
    story.agent("S0102", "A0040", "anonymous_informant").cite("S0101", "relays_information_from", "S0102")
    story.add(
        "claims",
        claim_id="C0001",
        proposition="that it is so",
        claim_type="allegation",
        topic="history",
        sensitivity="none",
    )
    story.add(
        "claim_evidence",
        evidence_id="V0001",
        claim_id="C0001",
        passage_id="S0001-P001",
        evidence_role="assertion",
        direction="supports",
        actor_id="A0040",
        origin_source_id="S0102",
        basis="anonymous_testimony",
        certainty="certain",
    )
    assert found(story) == [("A0030", "anonymous_informants", "A0040", "S0102", "V0001", None)]


def test_an_unnamed_official_speaks_for_the_state() -> None:
    story = world().tie("A0041", "speaks_for", "A0010").says("V0001", "A0041", "S0100").says("V0002", "A0012", "S0101")
    assert [row[:5] for row in found(story)] == [("A0010", "institution", "A0041", "S0100", "V0001;V0002")]


def test_an_institution_stands_behind_the_informants_on_whom_it_rests() -> None:
    story = world().agent("S0100", "A0013", "issuing_body").cite("S0100", "relays_information_from", "S0101")
    story.agent("S0101", "A0040", "anonymous_informant")
    story.says("V0001", "A0013", "S0100").says("V0002", "A0040", "S0101")
    story.rows["source_citations"].pop(("S0001", "S0101", "quotes", "S0001-P001"))
    story.link("V0001", "rests_on", "V0002")
    assert found(story) == [("A0010", "institution", "A0040", "S0101", "V0001;V0002", "rests_on;same_outlet")]


def test_unspecified_collectives_are_one_origin_together() -> None:
    story = world().says("V0001", "A0050", "S0100").says("V0002", "A0051", "S0101")
    assert found(story) == [("A0050", "collective", "A0050", "S0100", "V0001;V0002", "collectives")]


def test_an_unspecified_collective_adds_nothing_to_an_identified_origin() -> None:
    story = world().says("V0001", "A0050", "S0100").says("V0002", "A0030", "S0101")
    assert found(story) == [("A0030", "person", "A0030", "S0101", "V0002", None)]


def test_a_collective_with_an_institution_is_that_institution() -> None:
    story = world().tie("A0050", "part_of", "A0010").says("V0001", "A0050", "S0100").says("V0002", "A0030", "S0101")
    assert [row[:2] for row in found(story)] == [("A0010", "institution"), ("A0030", "person")]


def test_nobody_identified_is_no_origin() -> None:
    story = world().says("V0001", "A0060", "S0100")
    assert found(story) == []


def test_who_rests_on_nobody_identified_answers_for_it_alone() -> None:
    story = world().says("V0001", "A0060", "S0100").says("V0002", "A0030", "S0101").says("V0003", "A0031", "S0102")
    story.link("V0002", "rests_on", "V0001").link("V0001", "rests_on", "V0003")
    assert found(story) == [("A0031", "person", "A0031", "S0102", "V0002;V0003", "rests_on")]
    story.rows["evidence_links"].pop(("V0001", "rests_on", "V0003"))
    assert [row[:5] for row in found(story)] == [
        ("A0030", "person", "A0030", "S0101", "V0002"),
        ("A0031", "person", "A0031", "S0102", "V0003"),
    ]


def test_who_rests_on_a_collective_answers_for_it_alone_unless_the_chain_leads_on() -> None:
    story = world().says("V0001", "A0050", "S0100").says("V0002", "A0030", "S0101").link("V0002", "rests_on", "V0001")
    assert found(story) == [("A0030", "person", "A0030", "S0101", "V0002", None)]
    story.says("V0003", "A0031", "S0102").link("V0001", "repeats", "V0003")
    assert found(story) == [("A0031", "person", "A0031", "S0102", "V0002;V0003", "repeats;rests_on")]


def test_a_circle_through_nobody_identified_joins_nothing() -> None:
    story = world().says("V0001", "A0060", "S0100").says("V0002", "A0030", "S0101")
    story.link("V0001", "same_utterance", "V0002")
    assert found(story) == [("A0030", "person", "A0030", "S0101", "V0002", None)]


def test_the_own_voice_of_a_text_that_relays_the_claim_is_no_further_origin() -> None:
    story = world().says("V0001", "A0030", "S0100").says("V0002", "A0001", "S0001")
    assert found(story) == [("A0030", "person", "A0030", "S0100", "V0001;V0002", "relaying_text")]


def test_the_own_voice_of_a_text_counts_beside_what_another_text_relays() -> None:
    story = world().says("V0001", "A0030", "S0100").says("V0002", "A0002", "S0002", text="S0002")
    assert [row[0] for row in found(story)] == ["A0002", "A0030"]


def test_the_own_voice_of_a_text_counts_where_it_relays_nobody_identifiable() -> None:
    for actor in ("A0060", "A0050"):
        story = world().says("V0001", actor, "S0100").says("V0002", "A0001", "S0001")
        assert [row[0] for row in found(story)] == ["A0001"]


def test_the_own_voice_of_a_text_counts_where_it_adduces_an_item_for_the_claim() -> None:
    story = world().says("V0001", "A0030", "S0100").says("V0002", "A0001", "S0001")
    story.says(
        "V0003",
        "A0001",
        "S0001",
        role="item",
        adduced_by_id="A0001",
        directness="circumstantial",
        basis="circumstantial_timing",
    )
    assert [row[0] for row in found(story)] == ["A0001", "A0030"]


def test_an_item_that_another_voice_adduces_is_no_ground_of_the_text() -> None:
    story = world().says("V0001", "A0030", "S0100").says("V0002", "A0001", "S0001")
    story.says("V0003", "A0030", "S0100", role="item", adduced_by_id="A0030", directness="direct")
    assert [row[0] for row in found(story)] == ["A0030"]


def test_only_assertions_are_counted() -> None:
    story = world()
    for number, role in enumerate(
        ["denial", "rejection", "doubt", "question", "no_comment", "verification_remark", "evidence_announced", "item"]
    ):
        story.says(f"V000{number}", "A0030", "S0100", role=role)
    assert found(story) == []


def test_assertions_in_the_flat_table_name_their_origins() -> None:
    story = world().says("V0001", "A0030", "S0100").says("V0002", "A0031", "S0101").says("V0003", "A0021", "S0102")
    story.says("V0004", "A0060", "S0103").says("V0005", "A0021", "S0102", role="denial", claim="C0002")
    story.link("V0003", "rests_on", "V0001").link("V0003", "rests_on", "V0002")
    assert rows(story.derived("evidence_flat"), "evidence_id", "origin_keys") == [
        ("V0001", "A0030"),
        ("V0002", "A0031"),
        ("V0003", "A0030;A0031"),
        ("V0004", None),
        ("V0005", None),
    ]


def test_the_order_of_the_rows_does_not_matter() -> None:
    story = world().says("V0001", "A0030", "S0100").says("V0002", "A0031", "S0101").says("V0003", "A0012", "S0102")
    story.says("V0004", "A0001", "S0001").link("V0003", "rests_on", "V0001").link("V0003", "rests_on", "V0002")
    frames = story.frames()
    turned = {name: table.iloc[::-1] for name, table in frames.items()}
    for name, table in derived(frames).items():
        pd.testing.assert_frame_equal(derived(turned)[name], table)
