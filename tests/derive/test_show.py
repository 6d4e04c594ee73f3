"""Cards, what-if and balance, on small hand-worked packages."""

import json

import pytest
from click.testing import CliRunner

from claimset.balance import Party, balance
from claimset.cli_derived import balance as balance_command
from claimset.cli_derived import methods, show
from claimset.cli_derived import what_if as what_if_command
from claimset.derive import derive
from claimset.errors import ClaimsetError, RequestError
from claimset.methods import filled, read_methods
from claimset.package import load_package
from claimset.read import read_package
from claimset.show import card
from claimset.show.card import as_json, text_lines
from claimset.what_if import Change, WhatIf, what_if
from story import PACKAGE, Story

VERSION = PACKAGE.version
CITE = f"Cite as: The russia-hamas-claims contributors. {PACKAGE.title} (Version {VERSION}) [Data set]"


def quarrel() -> Story:
    """Arland's minister accuses Borland, whose envoy denies it; an informant of a service says the same."""
    story = Story().actor("A0010", "Arland", "state").actor("A0011", "Minister").tie("A0011", "holds_office", "A0010")
    story.actor("A0020", "Borland", "state").actor("A0021", "Envoy").tie("A0021", "speaks_for", "A0020")
    story.actor("A0030", "Ida").source("S0100", date="2023-10-07", title="Speech").source("S0101", title="Reply")
    story.source("S0102", date="2023-11", title="Letter").claim("C0001", sensitivity="reputational")
    story.add("claim_actors", claim_id="C0001", actor_id="A0020", role="accused")
    story.says("V0001", "A0011", "S0100", certainty="probable").says(
        "V0002", "A0021", "S0101", role="denial", text="S0002"
    )
    story.says("V0003", "A0030", "S0102", text="S0002").says("V0004", "A0001", "S0001", role="verification_remark")
    story.claim("C0002", proposition="that it was worse")
    return story.add("claim_relations", claim_id="C0002", relation="narrower_than", other_claim_id="C0001")


def test_the_card_of_a_claim_shows_voices_origins_caveats_replies_and_relations() -> None:
    lines = list(text_lines(card(PACKAGE, quarrel().frames(), " c0001 ")))
    assert lines[: lines.index("") + 34] == [
        "C0001 (claim): that C0001 is so",
        "",
        "In short",
        "  support: several_origins (independent origins: 2, voices: 2, consulted texts: 2); opposition:",
        "    denied; backing: testimony_only; caveats: 1",
        "",
        "Asserted by",
        "  V0001 Minister (A0011) [probable]: V0001 -- in Speech (S0100, 2023-10-07), told at S0001-P001",
        "  V0003 Ida (A0030): V0003 -- in Letter (S0102, 2023-11), told at S0002-P001",
        "",
        "Denied by",
        "  V0002 Envoy (A0021): V0002 -- in Reply (S0101), told at S0002-P001",
        "",
        "Verification remarked on by",
        "  V0004 Outlet A0001 (A0001): V0004 -- in Text S0001 (S0001, 2024-01-31), told at S0001-P001",
        "",
        "Independent origins (text <- source <- voice)",
        "  Arland (A0010), institution: Text S0001 (S0001, 2024-01-31) <- Speech (S0100, 2023-10-07) <-",
        "    Minister (A0011); rows V0001",
        "  Ida (A0030), person: Text S0002 (S0002, 2024-01-31) <- Letter (S0102, 2023-11) <- Ida (A0030);",
        "    rows V0003",
        "",
        "What ties them",
        "  Minister (A0011) holds_office Arland (A0010) (F0001)",
        "",
        "Replies of the parties",
        "  Borland (A0020), accused: denial by Envoy (A0021) in V0002",
        "",
        "Related claims",
        "  narrower_than (the other way round): C0002: that it was worse",
        "",
        *lines[31:],
    ]
    assert " ".join(line.strip() for line in lines[31:]) == f"{CITE}, C0001."


def test_the_card_of_a_claim_shows_each_step_from_its_rows_to_its_origins() -> None:
    story = quarrel().actor("A0041", "A former official", "person", "unnamed_individual")
    story.says("V0005", "A0041", "S0103").says("V0006", "A0030", "S0104").link("V0006", "rests_on", "V0005")
    story.cite("S0104", "reiterates", "S0100").link("V0006", "replies_to", "V0001")
    found = card(PACKAGE, story.frames(), "C0001")
    assert [tuple(entry.data.values()) for entry in found.sections[-3].entries] == [
        ("claim_evidence", "V0006", "rests_on", "V0005", None),
        ("sources", "S0104", "reiterates", "S0100", "S0001-P001"),
        ("actors", "A0041", "informant_of", "A0001", "S0103"),
        ("actors", "A0011", "holds_office", "A0010", "F0001"),
    ]


def test_the_card_of_an_actor_shows_ties_claims_and_what_is_claimed_of_it() -> None:
    found = card(PACKAGE, quarrel().frames(), "A0020")
    assert [
        (section.heading, [entry.text for entry in section.entries]) for section in found.sections if section.entries
    ] == [
        ("Row", ["actor_id: A0020", "name: Borland", "actor_type: state", "identification: named"]),
        ("Those affiliated with it", ["Envoy (A0021): speaks_for"]),
        ("What is claimed of it", ["accused in C0001: that C0001 is so"]),
        ("Its replies on record", ["denial to C0001: that C0001 is so"]),
    ]


def test_the_card_of_a_source_shows_who_speaks_what_it_rests_on_and_what_it_relays() -> None:
    story = quarrel()
    found = card(PACKAGE, story.frames(), "S0002")
    assert [(section.heading, [entry.text for entry in section.entries]) for section in found.sections[1:]] == [
        ("Who speaks in it", ["issuing_body: Outlet A0002 (A0002)"]),
        ("What it rests on", ["quotes Reply (S0101) at S0001-P001", "quotes Letter (S0102, 2023-11) at S0001-P001"]),
        ("Who cites it", []),
        ("What is said in it", []),
        (
            "What it relays",
            [
                "V0002 denial by Envoy (A0021), C0001: that C0001 is so",
                "V0003 assertion by Ida (A0030), C0001: that C0001 is so",
            ],
        ),
    ]


def test_the_card_of_an_event_shows_who_attests_it_and_which_claims_concern_it() -> None:
    story = quarrel().add("events", event_id="E0001", title="Meeting", event_type="meeting", occurrence="alleged")
    story.add("event_attestations", event_id="E0001", passage_id="S0001-P001", attributed_to="A0011", factuality="CT+",
              date_as_stated="2023")  # fmt: skip
    story.add("event_participants", event_id="E0001", actor_id="A0020", role="party", passage_id="S0001-P001")
    story.add("claim_events", claim_id="C0001", event_id="E0001", relation="asserts_occurrence")
    found = card(PACKAGE, story.frames(), "E0001")
    assert [(section.heading, [entry.text for entry in section.entries]) for section in found.sections[1:]] == [
        ("Attested by", ["Minister (A0011): CT+ at S0001-P001, dated 2023"]),
        ("Participants", ["party: Borland (A0020)"]),
        ("Claims", ["asserts_occurrence: C0001: that C0001 is so"]),
        ("Parts of it", []),
    ]
    passage = card(PACKAGE, story.frames(), "S0001-P001")
    assert [entry.text for entry in passage.sections[2].entries] == ["Meeting (E0001): CT+, Minister (A0011)"]


def test_the_card_of_a_voice_shows_the_joined_row_and_its_links() -> None:
    found = card(PACKAGE, quarrel().link("V0002", "replies_to", "V0001").frames(), "V0001")
    row = {name: value for entry in found.sections[0].entries for name, value in entry.data.items()}
    assert (row["actor_name"], row["origin_title"], row["origin_keys"]) == ("Minister", "Speech", "A0010")
    assert [entry.text for entry in found.sections[2].entries] == ["V0002: V0002 replies_to it"]


def test_a_card_as_json_has_every_section_with_the_cells_of_its_rows() -> None:
    found = json.loads(as_json(card(PACKAGE, quarrel().frames(), "C0001")))
    assert (found["id"], found["kind"], found["title"], found["note"]) == ("C0001", "claim", "that C0001 is so", None)
    assert found["sections"]["In short"][0]["support"] == "several_origins"
    assert [row["evidence_id"] for row in found["sections"]["Asserted by"]] == ["V0001", "V0003"]
    assert found["sections"]["Doubted by"] == []


def test_every_kind_of_id_has_a_card() -> None:
    for identifier, kind in [
        ("F0001", "affiliation"),
        ("S0001-P001", "passage"),
        ("V0001", "voice"),
        ("S0100", "source"),
    ]:
        assert card(PACKAGE, quarrel().frames(), identifier).kind == kind


def test_a_retired_id_leads_to_its_successor_or_says_that_it_was_withdrawn() -> None:
    story = quarrel().add("redirects", old_id="C0008", new_id="C0001", reason="merged", version="0.2.0")
    story.add("redirects", old_id="C0009", reason="coded by mistake", version="0.2.0")
    moved, withdrawn = (card(PACKAGE, story.frames(), old) for old in ("C0008", "C0009"))
    assert (moved.identifier, moved.note) == (
        "C0001",
        "C0008 is retired since version 0.2.0: merged. This is C0001, which took its place.",
    )
    assert (withdrawn.identifier, withdrawn.title, withdrawn.note, withdrawn.sections) == (
        "C0009",
        "withdrawn, and nothing took its place",
        "C0009 is retired since version 0.2.0: coded by mistake",
        (),
    )


def test_an_unknown_id_is_answered_with_the_nearest_ones() -> None:
    with pytest.raises(RequestError, match=r"^C0003: there is no such id in .*; the nearest are C0002, C0001$"):
        card(PACKAGE, quarrel().frames(), "C0003")
    with pytest.raises(RequestError, match=r"^oranges: there is no such id in .*; ids are such as C0001, "):
        card(PACKAGE, quarrel().frames(), "oranges")


def test_without_a_source_goes_what_is_known_only_through_it() -> None:
    found = what_if(PACKAGE, quarrel().frames(), "S0102")
    assert found == WhatIf(
        "S0102",
        ("V0003",),
        (
            Change("C0001", "that C0001 is so", "support", "several_origins", "one_origin"),
            Change("C0001", "that C0001 is so", "origins", "2", "1"),
        ),
    )


def test_without_a_text_goes_all_that_it_carries_and_what_two_carry_stays() -> None:
    story = quarrel().says("V0005", "A0030", "S0102", text="S0001")
    assert what_if(PACKAGE, story.frames(), "S0002") == WhatIf(
        "S0002", ("V0002", "V0003"), (Change("C0001", "that C0001 is so", "opposition", "denied", "none"),)
    )


def test_without_an_actor_go_those_who_speak_in_its_name_and_what_only_they_pass_on() -> None:
    story = (
        quarrel()
        .agent("S0103", "A0031", "anonymous_informant")
        .actor("A0031", "Informant", "person", "unnamed_individual")
    )
    story.says("V0005", "A0031", "S0103").cite("S0100", "relays_information_from", "S0103")
    story.rows["source_citations"].pop(("S0001", "S0103", "quotes", "S0001-P001"))
    assert what_if(PACKAGE, story.frames(), "a0010") == WhatIf(
        "A0010",
        ("V0001", "V0005"),
        (
            Change("C0001", "that C0001 is so", "support", "several_origins", "one_origin"),
            Change("C0001", "that C0001 is so", "origins", "2", "1"),
        ),
    )


def test_what_is_neither_a_source_nor_an_actor_cannot_be_taken_away() -> None:
    with pytest.raises(RequestError, match=r"^C0001: neither a source nor an actor of "):
        what_if(PACKAGE, quarrel().frames(), "C0001")


def test_balance_gives_every_party_the_same_numbers() -> None:
    assert balance(quarrel().frames()) == (
        Party("A0020", "Borland", 0, 1, 1, 0, 1, 0.0, 8.0),
        Party("A0010", "Arland", 1, 0, 0, 1, 0, 8.0, 0.0),
        Party("A0030", "Ida", 1, 0, 0, 1, 0, 8.0, 0.0),
    )


def test_the_examples_figures_and_conditions_in_methods_are_what_is_computed() -> None:
    package = load_package(PACKAGE.root)
    frames = read_package(package).frames
    text = read_methods(package)
    assert filled(text, package, frames) == text
    summary = {item.table.name: item.frame for item in derive(package, frames)}["claim_summary"].set_index("claim_id")
    three, two, asked, nobody = (summary.loc[claim] for claim in ("C0174", "C0034", "C0142", "C0200"))
    assert (three["voices"], three["origins"], two["origins"]) == (3, 1, 2)
    assert (asked["support"], asked["assertions"]) == ("raised_only", 0)
    assert (nobody["support"], nobody["questions"], nobody["origins"]) == ("raised_only", 0, 0)


def test_an_example_of_a_claim_that_is_not_there_is_refused() -> None:
    with pytest.raises(RequestError, match=r"METHODS.md: there is no claim 'C9999' to be an example"):
        filled("<!-- C9999 -->\n<!-- /C9999 -->\n", PACKAGE, quarrel().frames())


@pytest.mark.slow
def test_the_commands_write_text_and_json() -> None:
    root = str(PACKAGE.root)
    run = CliRunner().invoke
    claim = str(read_package(PACKAGE).frames["claims"]["claim_id"].iloc[0])
    assert run(show, [claim, root]).output.startswith(f"{claim} (claim): that ")
    assert json.loads(run(show, [claim, root, "--format", "json"]).output)["id"] == claim
    assert run(what_if_command, [root, "--without", "S0001"]).output.startswith("Without S0001, ")
    assert (
        json.loads(run(what_if_command, [root, "--without", "S0001", "--format", "json"]).output)["without"] == "S0001"
    )
    assert run(balance_command, [root]).output.startswith("actor_id  name ")
    assert json.loads(run(balance_command, [root, "--format", "json"]).output)[0].keys() == set(Party.__slots__)
    assert (run(methods, [root]).output, run(methods, [root]).exit_code) == ("", 0)
    assert isinstance(run(show, ["C9999", root]).exception, ClaimsetError)
