"""On which assertions of its claim an assertion rests: steps 2 to 4 of the method of `claimset.derive.origins`."""

from collections.abc import Mapping

import pandas as pd

from claimset.derive.graph import shortened, steps
from claimset.derive.voices import led_to

CHAIN_RELATIONS = ("rests_on", "repeats", "same_utterance")


def chains(frames: Mapping[str, pd.DataFrame], assertions: pd.DataFrame, identified: pd.DataFrame) -> pd.DataFrame:
    """The steps from one identified assertion to another on which it rests: start, end, why.

    assertions: row (their number, which the steps use), evidence_id, claim_id, actor_id, source_id (the origin),
        carrier_id, own_voice; identified: those of them for which somebody answers, several times where several do.
    """
    single = identified[list(assertions.columns)].drop_duplicates("row")
    known = pd.concat([_linked(frames, assertions), _through_sources(frames, assertions), _same_voice(single)])
    # A chain may run through somebody whom nothing identifies; what counts is who stands before and after.
    between = shortened(known, single["row"])
    return pd.concat([between, _relayed(frames, single)]).drop_duplicates(ignore_index=True)


def _linked(frames: Mapping[str, pd.DataFrame], assertions: pd.DataFrame) -> pd.DataFrame:
    """The links between assertions of one claim; an utterance that is told twice is linked both ways."""
    links = frames["evidence_links"]
    links = links[links["relation"].isin(CHAIN_RELATIONS)]
    claims = assertions[["evidence_id", "claim_id", "row"]]
    stated = links.merge(claims.rename(columns={"row": "start"}), on="evidence_id").merge(
        claims.rename(columns={"row": "end", "evidence_id": "other_evidence_id"}), on=["other_evidence_id", "claim_id"]
    )
    stated = stated.rename(columns={"relation": "why"})[["start", "end", "why"]]
    both_ways = stated[stated["why"] == "same_utterance"].rename(columns={"start": "end", "end": "start"})
    return pd.concat([stated, both_ways])


def _through_sources(frames: Mapping[str, pd.DataFrame], assertions: pd.DataFrame) -> pd.DataFrame:
    """The steps to the assertions, of the same claim, of whoever speaks in a source that stands behind the origin."""
    led = led_to(frames, assertions[["actor_id", "source_id"]].drop_duplicates())
    there = assertions[["row", "claim_id", "actor_id", "source_id"]].rename(
        columns={"row": "end", "actor_id": "root_actor_id", "source_id": "root_source_id"}
    )
    pairs = assertions.merge(led, on=["actor_id", "source_id"]).merge(
        there, on=["claim_id", "root_actor_id", "root_source_id"]
    )
    return steps(pairs["row"], pairs["end"]).assign(why="source_chain")


def _same_voice(single: pd.DataFrame) -> pd.DataFrame:
    """The steps, both ways, between the first row in which a voice makes a claim in a source and its other rows."""
    voice = ["claim_id", "actor_id", "source_id"]
    first = single.groupby(voice, sort=False)["row"].transform("min")
    again = single["row"] != first
    forth = steps(single.loc[again, "row"], first[again])
    return pd.concat([forth, forth.rename(columns={"start": "end", "end": "start"})]).assign(why="same_voice")


def _relayed(frames: Mapping[str, pd.DataFrame], single: pd.DataFrame) -> pd.DataFrame:
    """The steps from the own voice of a text to the voices from which the text relays the same claim."""
    evidence = frames["claim_evidence"]
    items = evidence.loc[
        (evidence["evidence_role"] == "item") & (evidence["direction"] == "supports"),
        ["claim_id", "passage_id", "adduced_by_id"],
    ].merge(frames["passages"][["passage_id", "source_id"]])
    grounds = pd.MultiIndex.from_frame(items[["claim_id", "source_id", "adduced_by_id"]])
    rows = single[["row", "claim_id", "carrier_id", "actor_id", "own_voice"]]
    own = rows[rows["own_voice"]]
    own = own[~pd.MultiIndex.from_frame(own[["claim_id", "carrier_id", "actor_id"]]).isin(grounds)]
    pairs = own.merge(rows[~rows["own_voice"]], on=["claim_id", "carrier_id"], suffixes=("", "_relayed"))
    return steps(pairs["row"], pairs["row_relayed"]).assign(why="relaying_text")
