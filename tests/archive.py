"""A package of only what anchors and coverage need - sources, passages, evidence - over texts written for the tests."""

import hashlib
import itertools
import json
import re
from collections.abc import Sequence
from pathlib import Path

COLUMNS = {
    "sources": ("source_id", "consultation", "text_sha256", "passage_count", "summary"),
    "passages": (
        "passage_id",
        "source_id",
        "paragraph",
        "passage_role",
        "word_count",
        "sha256",
        "text_start",
        "coverage",
    ),
    "claim_evidence": ("evidence_id", "claim_id", "passage_id", "quote_fragment"),
}
INTEGERS = {"passage_count", "paragraph", "word_count"}
OPTIONAL = {"text_sha256", "passage_count", "summary", "quote_fragment"}

# The passages as n1 has them.
FERRY = (
    "The ferry stops after a hundred and four summers on the lake, and nobody on either shore can say who decided it",
    (
        '"Nobody asked us," said the boatman, who has crossed the lake for thirty years - \'in fog and ice, with goats'
        " and with brides, with the mail and without it', as he puts it on the pier while the last passengers leave."
    ),
    (
        "The council of the lake had voted in March to sell the ferry to whoever would take it. Seven were for it and "
        "six against, and the mayor, who was ill that week, has since let it be known that she would have voted no."
    ),
    "Advertisement",
    (
        "A bridge is to open in autumn, and the boatman doubts that it will: the piles stand, he says, but between "
        "them there is as yet nothing except gulls, and the money for the middle part has been promised by no one."
    ),
)
BRIDGE = (
    "A bridge for the lake: what its engineer promises, what the shore expects and what the money allows this year",
    (
        "The bridge will open before the first snow, says its engineer, who has built four of them in the mountains "
        "and has never yet been late by more than a month, if one leaves aside the winter of the great storm."
    ),
)


def printed(passages: Sequence[str]) -> str:
    """The passages as a publisher might print them: other line ends, quotation marks, dashes and spaces."""
    opening = itertools.cycle("\u201c\u201d")
    lines = [re.sub('"', lambda _: next(opening), passage).replace("'", "\u2019") for passage in passages]
    text = "\r\n\u00a0\r\n\u2014\u2014\u2014\r\n".join(lines).replace(" - ", " \u2013 ")
    return text.replace("the ", "the\u00a0").replace(" and", "\u2003and").replace("ing", "\u00ading") + "\u200b"


Cells = tuple[str, ...]


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def passage_rows(source_id: str, passages: Sequence[str], coverage: str = "coded") -> list[Cells]:
    return [
        (
            f"{source_id}-P{number:03d}",
            source_id,
            str(number),
            "body",
            str(len(text.split())),
            sha256(text),
            " ".join(text.split()[:3]),
            coverage,
        )
        for number, text in enumerate(passages, start=1)
    ]


def source_row(source_id: str, passages: Sequence[str], summary: str = "") -> Cells:
    return (source_id, "consulted", sha256("\n".join(passages)), str(len(passages)), summary)


SOURCES: list[Cells] = [
    source_row("S0001", FERRY),
    source_row("S0002", BRIDGE, "An engineer is sure of the day."),
    ("S0003", "cited_only", "", "", ""),
]
PASSAGES = [*passage_rows("S0001", FERRY), *passage_rows("S0002", BRIDGE)]
EVIDENCE: list[Cells] = [
    ("V0001", "C0001", "S0001-P002", "Nobody asked us"),
    ("V0002", "C0001", "S0001-P003", ""),
    ("V0003", "C0002", "S0001-P005", "doubts that it will"),
    ("V0004", "C0002", "S0002-P002", ""),
]


def make_archive(
    root: Path,
    sources: Sequence[Cells] = SOURCES,
    passages: Sequence[Cells] = PASSAGES,
    evidence: Sequence[Cells] = EVIDENCE,
) -> Path:
    """The archive in the new folder `root`, with the given rows."""
    for folder in (root, root / "data", root / "schemas"):
        folder.mkdir()
    for name, rows in {"sources": sources, "passages": passages, "claim_evidence": evidence}.items():
        lines = [",".join(COLUMNS[name]), *(",".join(map(_quoted, row)) for row in rows)]
        (root / "data" / f"{name}.csv").write_text("".join(line + "\n" for line in lines), encoding="utf-8")
        (root / "schemas" / f"{name}.json").write_text(json.dumps(_schema(name)), encoding="utf-8")
    (root / "datapackage.json").write_text(json.dumps(_descriptor()), encoding="utf-8")
    return root


def make_texts(folder: Path, **texts: str) -> Path:
    """A new folder with the printed texts; those given replace the sound ones, and an empty one is left out."""
    folder.mkdir()
    for source_id, text in ({"S0001": printed(FERRY), "S0002": printed(BRIDGE)} | texts).items():
        if text:
            (folder / f"{source_id}.txt").write_bytes(text.encode())
    return folder


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if set(cell) & set('",\n') else cell


def _schema(name: str) -> dict[str, object]:
    return {
        "fields": [
            {
                "name": column,
                "title": column,
                "description": f"The {column}.",
                "type": "integer" if column in INTEGERS else "string",
                "constraints": {"required": column not in OPTIONAL},
            }
            for column in COLUMNS[name]
        ],
        "primaryKey": COLUMNS[name][0],
    }


def _descriptor() -> dict[str, object]:
    return {
        "name": "lake-archive",
        "title": "Archive of the lake",
        "version": "0.1.0",
        "licenses": [{"name": "CC0-1.0", "path": "https://example.org/cc0", "title": "CC0"}],
        "contributors": [{"title": "The archivists", "role": "author"}],
        "resources": [
            {
                "name": name,
                "path": f"data/{name}.csv",
                "profile": "tabular-data-resource",
                "schema": f"schemas/{name}.json",
            }
            for name in COLUMNS
        ],
    }
