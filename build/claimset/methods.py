"""Writes the computed parts of METHODS.md: the conditions, the figures, and worked examples from the data.

A part stands between `<!-- NAME -->` and `<!-- /NAME -->`, where NAME is `conditions`, `figures` or the id of a claim.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from claimset.derive import derive
from claimset.derive.origins import METHOD_VERSION
from claimset.derive.replies import NO_REPLY, REPLIES
from claimset.derive.summary import CONDITIONS
from claimset.derive.tables import SEPARATOR
from claimset.derive.trail import trail
from claimset.errors import RequestError
from claimset.package import Package

METHODS = "METHODS.md"
SHOWN_ROLES = ("assertion", "question")
_PART = re.compile(r"<!-- (?P<name>[A-Za-z0-9]+) -->\n.*?<!-- /(?P=name) -->", re.DOTALL)
Frames = Mapping[str, pd.DataFrame]


def read_methods(package: Package) -> str:
    """METHODS.md of the package as it stands; RequestError where there is none."""
    path = package.root / METHODS
    if not path.is_file():
        raise RequestError(f"{METHODS}: there is no such file in the package, so nothing to compare")
    return path.read_text(encoding="utf-8")


def filled(text: str, package: Package, frames: Frames) -> str:
    """METHODS.md with its computed parts written anew; RequestError where a part is of no claim of the package."""
    derived = {item.table.name: item.frame for item in derive(package, frames)}

    def part(match: re.Match[str]) -> str:
        name = match["name"]
        if name == "conditions":
            lines = _conditions()
        elif name == "figures":
            lines = _figures(derived)
        elif (frames["claims"]["claim_id"] == name).any():
            lines = _example(frames, derived, name)
        else:
            raise RequestError(
                f"{METHODS}: there is no claim {name!r} to be an example; put another id into the markers"
            )
        return "\n".join([f"<!-- {name} -->", "", *lines, "", f"<!-- /{name} -->"])

    return _PART.sub(part, text)


def _table(header: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    names = list(header)
    yield f"| {' | '.join(names)} |"
    yield f"|{' --- |' * len(names)}"
    for row in rows:
        yield f"| {' | '.join('' if value is None or value is pd.NA else str(value) for value in row)} |"


def _conditions() -> Iterator[str]:
    yield from _table(
        ("column", "value", "if"),
        ((column, f"`{value}`", f"`{test}`") for column, tests in CONDITIONS.items() for value, test in tests),
    )


def _figures(derived: Frames) -> Iterator[str]:
    summary = derived["claim_summary"]
    yield f"{len(summary)} claims, {len(derived['claim_origins'])} origins, method version {METHOD_VERSION}."
    yield ""
    counted = {
        **{column: (summary[column], [value for value, _ in tests]) for column, tests in CONDITIONS.items()},
        "reply": (derived["replies"]["reply"], [*REPLIES, NO_REPLY]),
    }
    for column, (values, order) in counted.items():
        counts = values.value_counts()
        shares = ", ".join(
            f"`{value}` {counts.get(value, 0)}" for value in sorted(order, key=lambda one: -counts.get(one, 0))
        )
        yield f"- {column}: {shares}"


def _example(frames: Frames, derived: Frames, claim: str) -> Iterator[str]:
    """The rows of a claim that are put forward, what ties them, its origins, and the values that follow."""
    flat = derived["evidence_flat"]
    rows = flat[(flat["claim_id"] == claim) & flat["evidence_role"].isin(SHOWN_ROLES)]
    summary = derived["claim_summary"].set_index("claim_id").loc[claim]
    names = frames["actors"].set_index("actor_id")["name"]
    yield f"{claim}: *{summary['proposition']}*"
    yield ""
    columns = ["evidence_id", "evidence_role", "actor_name", "origin_source_id", "origin_date", "passage_id"]
    yield from _table(
        ("row", "role", "voice", "said in", "date", "told at"), rows[columns].itertuples(index=False, name=None)
    )
    yield ""
    yield from (f"- {tie}" for tie in _ties(frames, claim, names))
    for origin in derived["claim_origins"].query("claim_id == @claim").to_dict("records"):
        merged = str(origin["evidence_ids"]).replace(SEPARATOR, ", ")
        reasons = (
            "" if pd.isna(origin["joined_by"]) else f", joined by {str(origin['joined_by']).replace(SEPARATOR, ', ')}"
        )
        yield f"- origin: {names[origin['origin_key']]} (`{origin['kind']}`): {merged}{reasons}"
    yield ""
    for column in CONDITIONS:
        test = dict(CONDITIONS[column])[str(summary[column])]
        counts = ", ".join(f"{name} {summary[name]}" for name in re.findall(r"[a-z_]{2,}", test))
        yield f"- {column} = `{summary[column]}`, since `{test}` ({counts})"


def _ties(frames: Frames, claim: str, names: "pd.Series[str]") -> Iterator[str]:
    """The links, the chains of sources, the outlets and the ways up that the rules use for the rows of a claim."""
    for tie in trail(frames, claim):
        start, end = (str(names.get(one, one)) for one in (tie.start, tie.end))
        yield f"{start} `{tie.relation}` {end}{f' ({tie.place})' if tie.place else ''}"
