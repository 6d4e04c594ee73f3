"""On which assertions of its claim an assertion rests: steps 2 to 4 of the method of `claimset.derive.origins`."""

import pandas as pd

from claimset.derive.graph import shortened, steps
from claimset.derive.ids import Numbered, among, holds
from claimset.derive.voices import led_to

CHAIN_RELATIONS = ("rests_on", "repeats", "same_utterance")
# Why one row rests on another.
REASONS = pd.CategoricalDtype([*CHAIN_RELATIONS, "source_chain", "same_voice", "relaying_text"])


def chains(tables: Numbered, assertions: pd.DataFrame, identified: pd.DataFrame) -> pd.DataFrame:
    """The steps from one identified assertion to another on which it rests: start, end, why (one of `REASONS`).

    assertions: evidence_id (which the steps use), claim_id, actor_id, source_id (the origin), carrier_id, own_voice;
        identified: those of them for which somebody answers, several times where several do.
    """
    single = assertions[assertions["evidence_id"].isin(identified["evidence_id"])]
    known = pd.concat([_linked(tables, assertions), _through_sources(tables, assertions), _same_voice(single)])
    # A chain may run through somebody whom nothing identifies; what counts is who stands before and after.
    between = shortened(known, single["evidence_id"])
    return pd.concat([between, _relayed(tables, single)]).drop_duplicates(ignore_index=True)


def _linked(tables: Numbered, assertions: pd.DataFrame) -> pd.DataFrame:
    """The links between assertions of one claim; an utterance that is told twice is linked both ways."""
    links = tables["evidence_links"]
    links = links.loc[links["relation"].isin(CHAIN_RELATIONS), ["evidence_id", "other_evidence_id", "relation"]]
    links = links.set_axis(["start", "end", "why"], axis="columns").astype({"why": REASONS})
    one, other = (
        tables.references("claim_evidence.claim_id", tables.rows("claim_evidence", links[row]))
        for row in ("start", "end")
    )
    counted = assertions["evidence_id"]
    stated: pd.DataFrame = links[links["start"].isin(counted) & links["end"].isin(counted) & (one == other)]
    both_ways = stated[stated["why"] == "same_utterance"].rename(columns={"start": "end", "end": "start"})
    return pd.concat([stated, both_ways])


def _through_sources(tables: Numbered, assertions: pd.DataFrame) -> pd.DataFrame:
    """The steps to the assertions, of the same claim, of whoever speaks in a source that stands behind the origin."""
    voices = assertions[["evidence_id", "claim_id", "actor_id", "source_id"]]
    led = led_to(tables, voices[["actor_id", "source_id"]].drop_duplicates())
    there = voices.set_axis(["end", "claim_id", "root_actor_id", "root_source_id"], axis="columns")
    pairs = voices.merge(led, on=["actor_id", "source_id"]).merge(
        there, on=["claim_id", "root_actor_id", "root_source_id"]
    )
    return steps(pairs["evidence_id"], pairs["end"]).assign(why="source_chain").astype({"why": REASONS})


def _same_voice(single: pd.DataFrame) -> pd.DataFrame:
    """The steps, both ways, between the first row in which a voice makes a claim in a source and its other rows."""
    voice = ["claim_id", "actor_id", "source_id"]
    several = single[single.duplicated(voice, keep=False)]
    first = several.groupby(voice, sort=False)["evidence_id"].transform("min")
    again = several["evidence_id"] != first
    forth = steps(several.loc[again, "evidence_id"], first[again])
    both_ways = pd.concat([forth, forth.rename(columns={"start": "end", "end": "start"})])
    return both_ways.assign(why="same_voice").astype({"why": REASONS})


def _relayed(tables: Numbered, single: pd.DataFrame) -> pd.DataFrame:
    """The steps from the own voice of a text to the voices from which the text relays the same claim."""
    evidence = tables["claim_evidence"]
    is_ground = holds((evidence["evidence_role"] == "item") & (evidence["direction"] == "supports"))
    items = evidence.loc[is_ground, ["claim_id", "passage_id", "adduced_by_id"]]
    items["passage_id"] = tables.references("passages.source_id", tables.rows("passages", items["passage_id"]))
    rows = single[["evidence_id", "claim_id", "carrier_id", "actor_id"]]
    own, relayed = rows[single["own_voice"]], rows[~single["own_voice"]]
    own = own[~among(own[["claim_id", "carrier_id", "actor_id"]], items)]
    pairs = own.merge(relayed, on=["claim_id", "carrier_id"], suffixes=("", "_relayed"))
    found = steps(pairs["evidence_id"], pairs["evidence_id_relayed"])
    return found.assign(why="relaying_text").astype({"why": REASONS})
