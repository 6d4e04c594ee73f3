"""Counts, passage by passage, how completely each consulted text is coded."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from claimset.package import Package

# What must be sound before passages can be counted.
NEEDS = (
    "sources.source_id",
    "sources.consultation",
    "sources.passage_count",
    "passages.passage_id",
    "passages.source_id",
    "passages.paragraph",
    "claim_evidence.claim_id",
    "claim_evidence.passage_id",
)


@dataclass(frozen=True, slots=True)
class SourceCoverage:
    """How completely one consulted text is coded.

    passages: of the whole text. coded, context_only, no_content: by the decision on each.
    claims: distinct claims with a voice in the text. evidence: rows of claim_evidence in it.
    """

    source_id: str
    passages: int
    coded: int
    context_only: int
    no_content: int
    claims: int
    evidence: int

    @property
    def share(self) -> float:
        """The share of the passages on which there is a decision."""
        return (self.coded + self.context_only + self.no_content) / self.passages if self.passages else 0.0


def by_source(frames: Mapping[str, pd.DataFrame]) -> tuple[SourceCoverage, ...]:
    """The coverage of each consulted source, in order."""
    sources = frames["sources"]
    passages = by_passage_frame(frames)
    result = []
    for row in sources[sources["consultation"] == "consulted"].to_dict("records"):
        own = passages[passages["source_id"] == row["source_id"]]
        evidence = frames["claim_evidence"]
        evidence = evidence[evidence["passage_id"].isin(own["passage_id"])]
        decided = own["coverage"].value_counts()
        result.append(
            SourceCoverage(
                source_id=row["source_id"],
                passages=0 if pd.isna(row["passage_count"]) else row["passage_count"],
                coded=int(((own["coverage"] == "coded") & (own["rows"] > 0)).sum()),
                context_only=int(decided.get("context_only", 0)),
                no_content=int(decided.get("no_content", 0)),
                claims=int(evidence["claim_id"].nunique()),
                evidence=len(evidence),
            )
        )
    return tuple(result)


def by_passage_frame(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Each passage with its source, coverage, number of claims, of evidence rows, and of all rows anchored in it."""
    passages = frames["passages"][["passage_id", "source_id", "paragraph", "coverage"]].copy()
    evidence = frames["claim_evidence"].groupby("passage_id")
    passages["claims"] = passages["passage_id"].map(evidence["claim_id"].nunique()).fillna(0).astype("int64")
    passages["evidence"] = passages["passage_id"].map(evidence.size()).fillna(0).astype("int64")
    anchored = pd.concat(
        [frame["passage_id"] for name, frame in frames.items() if name != "passages" and "passage_id" in frame]
    )
    passages["rows"] = passages["passage_id"].map(anchored.value_counts()).fillna(0).astype("int64")
    return passages.sort_values(["source_id", "paragraph"])


def lines(package: Package, frames: Mapping[str, pd.DataFrame], *, each_passage: bool) -> list[str]:
    """The coverage as text: a line a source and, on request, a line a passage."""
    head = (
        f"{'source':8}{'passages':>10}{'coded':>8}{'context':>9}{'none':>6}{'covered':>9}{'claims':>8}{'evidence':>10}"
    )
    result = [f"{package.name} {package.version}", head]
    passages = by_passage_frame(frames)
    for row in by_source(frames):
        result.append(
            f"{row.source_id:8}{row.passages:>10,}{row.coded:>8,}{row.context_only:>9,}{row.no_content:>6,}"
            f"{row.share:>9.1%}{row.claims:>8,}{row.evidence:>10,}"
        )
        if each_passage:
            result += (
                f"  {passage['passage_id']:12}{_decision(passage['coverage']):14}{passage['claims']:>4} claims"
                f"{passage['evidence']:>5} evidence{passage['rows']:>5} rows"
                for passage in passages[passages["source_id"] == row.source_id].to_dict("records")
            )
    return result


def _decision(coverage: object) -> str:
    return coverage if isinstance(coverage, str) else "not decided"
