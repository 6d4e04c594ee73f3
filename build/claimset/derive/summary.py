"""claim_summary: what the rows of a claim add up to, by published conditions."""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd
import pyarrow as pa

from claimset.derive.days import first_day, last_day, numbered_dates
from claimset.derive.ids import (
    Frames,
    Numbered,
    Numbers,
    arrow,
    distinct,
    distinct_pairs,
    holds,
    numbered,
    places_among,
    taken,
)
from claimset.derive.tables import DerivedTable, derived_table
from claimset.package import Package

# For each column its values with their conditions: the first that holds decides. The conditions are expressions over
# the other columns of the same row, so that anybody can check them there.
CONDITIONS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "support": (
        ("several_origins", "origins >= 2"),
        ("one_origin", "origins == 1"),
        ("raised_only", "assertions + questions >= 1"),
        ("none", "assertions + questions == 0"),
    ),
    "opposition": (
        ("denied", "denials >= 1"),
        ("rejected", "rejections >= 1"),
        ("doubted", "doubts + items_against >= 1"),
        ("none", "doubts + items_against == 0"),
    ),
    "backing": (
        ("direct_items", "direct_items >= 1"),
        ("circumstantial_items", "circumstantial_items >= 1"),
        ("testimony_only", "origins >= 1"),
        ("none", "origins == 0"),
    ),
}
COUNTED_ROLES = {
    "assertions": "assertion",
    "questions": "question",
    "denials": "denial",
    "rejections": "rejection",
    "doubts": "doubt",
    "caveats": "verification_remark",
}
STORED = {
    "proposition": "claims.proposition",
    "claim_type": "claims.claim_type",
    "topic": "claims.topic",
    "sensitivity": "claims.sensitivity",
    "first_put_forward": "sources.date",
    "last_put_forward": "sources.date",
    "strongest_certainty": "claim_evidence.certainty",
}


def claim_summary(package: Package, frames: Frames, origins: pd.DataFrame) -> DerivedTable:
    """One row for each claim; origins: the rows of claim_origins."""
    order = package.table("claim_evidence").field("certainty").enum
    return derived_table(package, "claim_summary", summarised(frames, origins, order), STORED)


def summarised(frames: Frames, origins: pd.DataFrame, certainties: tuple[str, ...]) -> pd.DataFrame:
    """The columns of claim_summary, not yet typed; certainties: the terms, strongest first."""
    tables = numbered(frames)
    size = len(tables.ids("claims"))
    rows = tables.rows("claims", np.arange(size))
    columns = ("claim_id", "proposition", "claim_type", "topic", "sensitivity")
    summary = pd.DataFrame({name: tables.cells(f"claims.{name}", rows) for name in columns})
    for name, claims in _counted(tables, origins).items():
        summary[name] = np.bincount(claims[claims >= 0], minlength=size)
    evidence = tables["claim_evidence"]
    is_assertion = holds(evidence["evidence_role"] == "assertion")
    is_utterance = is_assertion | holds(evidence["evidence_role"] == "question")
    summary["strongest_certainty"] = _strongest(
        evidence.loc[is_assertion, ["claim_id", "certainty"]], certainties, size
    )
    utterances = evidence.loc[is_utterance, ["claim_id", "origin_source_id"]]
    summary["first_put_forward"], summary["last_put_forward"] = _dates(tables, utterances, size)
    for column, conditions in CONDITIONS.items():
        values, tests = zip(*conditions, strict=True)
        places = np.select([np.asarray(summary.eval(test), dtype=bool) for test in tests], range(len(tests)), -1)
        summary[column] = taken(pa.chunked_array([values]), places)
    return summary


def _counted(tables: Numbered, origins: pd.DataFrame) -> dict[str, Numbers]:
    """For each number of claim_summary the claims of what it counts, one each."""
    evidence = tables["claim_evidence"]
    claims, actors = evidence["claim_id"].to_numpy(), evidence["actor_id"].to_numpy()
    role, direction = evidence["evidence_role"], evidence["direction"]
    counted = {name: claims[holds(role == term)] for name, term in COUNTED_ROLES.items()}
    counted["items_against"] = claims[holds((role == "item") & (direction == "disputes"))]
    for directness in ("direct", "circumstantial"):
        is_so = (role == "item") & (direction == "supports") & (evidence["directness"] == directness)
        counted[f"{directness}_items"] = claims[holds(is_so)]
    identified = np.append(holds(tables["actors"]["identification"] != "none"), values=False)
    voices = holds(role == "assertion") & identified[tables.rows("actors", actors)]
    counted["voices"], _ = distinct_pairs(claims[voices], actors[voices])
    carriers = tables.references("passages.source_id", tables.rows("passages", evidence["passage_id"]))
    counted["consulted_texts"], _ = distinct_pairs(claims, carriers)
    counted["origins"] = places_among(tables.ids("claims"), arrow(origins["claim_id"]))
    return counted


def _strongest(assertions: pd.DataFrame, certainties: tuple[str, ...], size: int) -> pd.arrays.ArrowExtensionArray:
    """The strongest certainty of the assertions of each claim."""
    terms = pa.array(certainties)
    ranks = places_among(terms, arrow(assertions["certainty"]))
    strongest = np.full(size + 1, len(terms), dtype=np.int32)
    np.minimum.at(strongest, assertions["claim_id"].to_numpy()[ranks >= 0], ranks[ranks >= 0])
    return taken(pa.chunked_array([terms]), np.where(strongest < len(terms), strongest, -1)[:-1])


def _dates(tables: Numbered, utterances: pd.DataFrame, size: int) -> Iterator[pd.arrays.ArrowExtensionArray]:
    """The earliest and the latest date of the utterances of each claim, as EDTF."""
    of_source, texts = numbered_dates(arrow(tables.texts["sources"]["date"]))
    said = np.append(of_source, np.int32(-1))[tables.rows("sources", utterances["origin_source_id"])]
    claims, dates = distinct_pairs(utterances["claim_id"].to_numpy(), said)
    # Only where a claim has several dates their order matters.
    several = dates[np.bincount(claims, minlength=1)[claims] > 1]
    known = {texts[date]: (first_day(texts[date]), last_day(texts[date])) for date in distinct(several)}
    for is_last in (False, True):
        way = -1 if is_last else 1
        places = sorted(range(len(texts)), key=lambda date: (known.get(texts[date], ())[::way], texts[date]))
        order = np.array(places, dtype=np.int64)
        claim, rank = distinct_pairs(claims, np.argsort(order)[dates])
        found = np.full(size, -1)
        # Of the dates of a claim the one that is written last stays.
        found[claim[::-way]] = order[rank[::-way]]
        yield taken(pa.chunked_array([texts], pa.string()), found)
