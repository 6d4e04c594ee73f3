"""What holds of the origins of any claims, whoever says what."""

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimset.derive.origins import find_origins
from claimset.derive.summary import summarised
from story import PACKAGE, Story, frame, rows

pytestmark = pytest.mark.slow

ACTORS = tuple(f"A{number:04d}" for number in range(10, 22))
KINDS = (
    ("state", "named"),
    ("government_body", "named"),
    ("person", "named"),
    ("person", "unnamed_individual"),
    ("collective", "unnamed_group"),
    ("unattributed", "none"),
)
SOURCES = ("S0001", "S0002", "S0100", "S0101", "S0102", "S0103")
OUTLETS = ("A0001", "A0002")
CLAIMS = ("C0001", "C0002")
CERTAINTIES = PACKAGE.table("claim_evidence").field("certainty").enum
Frames = dict[str, pd.DataFrame]


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """Any few voices with any ties, citations and links; steps lead from later to earlier, so there are no circles."""
    story = Story()
    for actor in ACTORS:
        story.actor(actor, f"Name of {actor}", *draw(st.sampled_from(KINDS)))
    tied = (*ACTORS, *OUTLETS)
    for upper, lower in draw(st.lists(st.tuples(st.sampled_from(ACTORS), st.sampled_from(tied)), max_size=8)):
        if upper < lower or lower in OUTLETS:
            relation = draw(st.sampled_from(["part_of", "holds_office", "speaks_for", "member_of", "affiliated_with"]))
            story.tie(lower, relation, upper, draw(st.sampled_from(["normal", "preferred", "deprecated"])))
    texts = dict(zip(SOURCES, OUTLETS, strict=False))
    count = draw(st.integers(1, 9))
    for number in range(count):
        source, text = draw(st.sampled_from(SOURCES)), draw(st.sampled_from(sorted(texts)))
        role = draw(st.sampled_from(["assertion", "assertion", "assertion", "question", "denial", "item"]))
        actor = texts.get(source) or draw(st.sampled_from(ACTORS))
        agent = draw(st.sampled_from(["speaker", "author", "anonymous_informant"]))
        adducer = {"adduced_by_id": actor, "directness": "direct"} if role == "item" else {}
        story.says(f"V{number:04d}", actor, source, claim=draw(st.sampled_from(CLAIMS)),
                   text=source if source in texts else text, role=role, agent=agent, **adducer)  # fmt: skip
    for later, earlier in draw(st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=5)):
        if earlier < later:
            relation = draw(st.sampled_from(["rests_on", "repeats", "same_utterance", "remarks_on"]))
            story.link(f"V{later:04d}", relation, f"V{earlier:04d}")
    for citing, cited in draw(st.lists(st.tuples(st.sampled_from(SOURCES), st.sampled_from(SOURCES)), max_size=4)):
        known = all(source in texts or (source,) in story.rows["sources"] for source in (citing, cited))
        if cited < citing and known:
            story.cite(citing, draw(st.sampled_from(["reiterates", "translates", "possibly_same_as", "quotes"])), cited)
    return story


def summary(frames: Frames) -> pd.DataFrame:
    table = summarised(frames, find_origins(frames).table, CERTAINTIES)
    return table.sort_values("claim_id").set_index("claim_id")


def with_names_swapped(story: Story, names: dict[str, str]) -> Frames:
    """The tables of the story in which each of two ids stands wherever the other stood."""
    return {
        table: frame(
            table, [{name: names.get(str(cell), cell) for name, cell in cells.items()} for cells in kept.values()]
        )
        for table, kept in story.rows.items()
    }


def results(frames: Frames, names: dict[str, str]) -> list[tuple[object, ...]]:
    """The origins with ids replaced by `names`, in an order of their own; lists of ids sorted anew."""
    table = find_origins(frames).table
    cells = (tuple(";".join(sorted(names.get(part, part) for part in str(cell).split(";"))) for cell in row)
             for row in rows(table, *table.columns))  # fmt: skip
    return sorted(cells)


no_deadline = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(story=stories(), data=st.data())
@no_deadline
def test_a_row_that_only_repeats_a_voice_never_raises_the_number_of_origins(story: Story, data: st.DataObject) -> None:
    before = summary(story.frames())
    voice = data.draw(st.sampled_from(sorted(story.rows["claim_evidence"])))
    cells = story.rows["claim_evidence"][voice]
    text = data.draw(st.sampled_from(["S0001-P001", "S0002-P001"]))
    passage = cells["passage_id"] if cells["basis"] == "own_voice" else text
    story.add("claim_evidence", **(cells | {"evidence_id": "V9999", "passage_id": passage}))
    if data.draw(st.booleans()):
        story.link("V9999", "repeats", voice[0])
    after = summary(story.frames())
    assert (after["origins"] <= before["origins"]).all()


@given(story=stories(), data=st.data())
@no_deadline
def test_a_statement_that_may_be_one_on_record_never_raises_the_number_of_origins(
    story: Story, data: st.DataObject
) -> None:
    before = summary(story.frames())
    voice = data.draw(st.sampled_from(sorted(story.rows["claim_evidence"])))
    cells = story.rows["claim_evidence"][voice]
    relation = data.draw(st.sampled_from(["possibly_same_as", "republishes", "reiterates", "translates"]))
    story.actor("A0099", "Somebody else").says("V9999", "A0099", "S9999", claim=str(cells["claim_id"]),
        role=str(cells["evidence_role"]), text=data.draw(st.sampled_from(["S0001", "S0002"])))  # fmt: skip
    story.cite("S9999", relation, str(cells["origin_source_id"]))
    after = summary(story.frames())
    # Who only passes on what nobody in particular says answers for it.
    nobody = story.rows["actors"][(str(cells["actor_id"]),)]["actor_type"] in {"collective", "unattributed"}
    assert (after["origins"] <= before["origins"] + int(nobody)).all()


@given(story=stories(), pair=st.lists(st.sampled_from(ACTORS), min_size=2, max_size=2, unique=True))
@no_deadline
def test_swapping_the_ids_of_two_parties_swaps_the_results_and_changes_nothing_else(
    story: Story, pair: list[str]
) -> None:
    one, other = pair
    names = {one: other, other: one}
    assert results(with_names_swapped(story, names), {}) == results(story.frames(), names)


@given(story=stories(), claim=st.sampled_from(CLAIMS))
@no_deadline
def test_removing_all_evidence_of_a_claim_leaves_no_support_and_no_other_claim_changed(
    story: Story, claim: str
) -> None:
    frames = story.claim(claim).frames()
    before = summary(frames)
    evidence = frames["claim_evidence"]
    after = summary(frames | {"claim_evidence": evidence[evidence["claim_id"] != claim]})
    assert rows(after.loc[[claim]], "support", "opposition", "backing") == [("none", "none", "none")]
    pd.testing.assert_frame_equal(after.drop(claim), before.drop(claim))


@given(story=stories())
@no_deadline
def test_every_origin_holds_assertions_of_its_claim_and_every_claim_with_a_named_voice_has_one(story: Story) -> None:
    frames = story.frames()
    found = find_origins(frames)
    evidence = frames["claim_evidence"].set_index("evidence_id")
    for claim, merged_ids, height in rows(found.table, "claim_id", "evidence_ids", "evidence_rows"):
        merged = evidence.loc[str(merged_ids).split(";")]
        assert (merged["claim_id"] == claim).all()
        assert (merged["evidence_role"] == "assertion").all()
        assert height == len(merged)
    counts = summary(frames)
    assert (counts["origins"] == found.table.groupby("claim_id").size().reindex(counts.index).fillna(0)).all()
    assert (counts.loc[counts["voices"] >= 1, "origins"] >= 1).all()
