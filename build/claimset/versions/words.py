"""What differs between two versions in the words of the model: which claim gained or lost which voice.

Like `rules` and `derive`, this module knows the columns of the model (section 2 and 7).
"""

from collections.abc import Iterable, Iterator, Mapping

from claimset.versions.difference import Difference, TableDifference
from claimset.versions.snapshot import Key, Snapshot, TableState

EVIDENCE = "claim_evidence"
SUMMARY = "claim_summary"
# What readers of claim_summary look for first.
VERDICT_FREE = ("support", "opposition", "backing")


def claim_lines(old: Snapshot, new: Snapshot, difference: Difference) -> list[str]:
    """One line for each claim that is new, gone, gained or lost voices, or is summed up otherwise, in their order.

    Such as "C0031 gained evidence V0288, disputes, from S0014; support one_origin -> several_origins".
    """
    items = {item.name: item for item in difference}
    parts: dict[str, list[str]] = {}
    if "claims" in items:
        for word, state, rows in (("is new", new, items["claims"].added), ("is gone", old, items["claims"].removed)):
            for key in rows:
                text = state.tables["claims"].cell(key, "proposition")
                parts.setdefault(key[0], []).append(f"{word}: {text}")
    if EVIDENCE in items and items[EVIDENCE].old and items[EVIDENCE].new:
        for claim, part in _voices(old, new, items[EVIDENCE]):
            parts.setdefault(claim, []).append(part)
    if SUMMARY in items:
        for cell in items[SUMMARY].cells:
            if cell.column in VERDICT_FREE:
                part = f"{cell.column} {cell.old or 'nothing'} -> {cell.new or 'nothing'}"
                parts.setdefault(cell.key[0], []).append(part)
    return [f"{claim} {'; '.join(parts[claim])}" for claim in sorted(parts)]


def _voices(old: Snapshot, new: Snapshot, item: TableDifference) -> Iterator[tuple[str, str]]:
    for word, state, rows in (
        ("gained", new.tables[EVIDENCE], item.added),
        ("lost", old.tables[EVIDENCE], item.removed),
    ):
        for claim, keys in _by_claim(state, rows).items():
            yield claim, f"{word} evidence " + " and ".join(_voice(state, key) for key in keys)
    for cell in item.cells:
        if cell.column == "direction":
            yield (
                new.tables[EVIDENCE].cell(cell.key, "claim_id") or "",
                f"evidence {cell.key[0]} {cell.old} -> {cell.new}",
            )


def _by_claim(state: TableState, keys: Iterable[Key]) -> Mapping[str, list[Key]]:
    claims: dict[str, list[Key]] = {}
    for key in keys:
        claims.setdefault(state.cell(key, "claim_id") or "", []).append(key)
    return claims


def _voice(state: TableState, key: Key) -> str:
    return f"{key[0]}, {state.cell(key, 'direction')}, from {state.cell(key, 'origin_source_id')}"
