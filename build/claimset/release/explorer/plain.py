"""The claims as a plain list, for readers without scripts: each with its voices, and every voice named."""

from collections.abc import Iterator
from dataclasses import dataclass

from claimset.release.content import Content

FLAT = "evidence_flat"


@dataclass(frozen=True, slots=True)
class Voice:
    """One row of evidence in the list: what it is, whose it is, and where it stands."""

    evidence_id: str
    role: str
    name: str
    certainty: str
    summary: str
    carrier: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class PlainClaim:
    """One claim of the list with all its voices."""

    claim_id: str
    proposition: str
    voices: tuple[Voice, ...]


def plain_claims(content: Content) -> Iterator[PlainClaim]:
    """All claims in the order of their ids; none where the package has no table of evidence."""
    tables = {item.table.name: item.data for item in content.tables}
    if FLAT not in tables:
        return
    voices: dict[str, list[Voice]] = {}
    for row in tables[FLAT].to_pylist():
        voice = Voice(
            evidence_id=row["evidence_id"],
            role=row["evidence_role"],
            name=row["actor_name"],
            certainty=row["certainty"],
            summary=row["summary"],
            carrier=row["carrier_title"],
            paragraph=row["paragraph"],
        )
        voices.setdefault(row["claim_id"], []).append(voice)
    for row in tables["claims"].select(["claim_id", "proposition"]).to_pylist():
        yield PlainClaim(row["claim_id"], row["proposition"], tuple(voices.get(row["claim_id"], ())))
