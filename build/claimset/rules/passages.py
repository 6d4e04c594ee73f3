"""Passages: numbered without gap, and each one coded or set aside for a reason."""

from collections.abc import Iterator

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from claimset.rules.frames import arrow, is_any, is_in_any, same, several, text, where
from claimset.rules.rule import Breach, Rule, Tables, columns

# The columns by which a row is anchored in a passage.
ANCHORS = (
    "claim_evidence",
    "claim_relations",
    "source_citations",
    "actor_names",
    "actor_affiliations",
    "event_participants",
    "event_attestations",
)
ANCHOR_NEEDS = tuple(f"{table}.passage_id" for table in ANCHORS)


def passage_id_tells_place(tables: Tables) -> Iterator[Breach]:
    """The id of a passage is its source and its paragraph number.

    Why: readers and programs tell from S0001-P007 that it is the seventh passage of S0001.

    Mend: correct the source, the paragraph number or the id.
    """
    passages = tables["passages"]
    number = pc.utf8_lpad(arrow(passages["paragraph"]).cast(pa.string()), width=3, padding="0")
    expected = pd.Series(
        pd.arrays.ArrowExtensionArray(pc.binary_join_element_wise(text(passages["source_id"]), number, "-P")),
        index=passages.index,
    )
    bad = ~same(passages["passage_id"], expected)
    for row in where(passages, bad, expected=expected):
        message = f"passage {row.paragraph} of {row.source_id} is called {row.passage_id}"
        hint = f"its id would be {row.expected}: correct the source, the paragraph number or the id"
        yield Breach("passages", row.Index, "passage_id", message, hint, row.passage_id)


def passages_without_gap(tables: Tables) -> Iterator[Breach]:
    """The passages of a consulted source are numbered from 1 to its passage count without gap.

    Why: every passage of a text that was read is accounted for, so nobody can leave out an inconvenient one.

    Mend: add the missing passages, or correct the passage count.
    """
    sources, passages = tables["sources"], tables["passages"]
    consulted = sources[is_any(sources["consultation"], "consulted") & sources["passage_count"].notna()]
    # The number is taken from the id, which is unique; that it fits the row is another rule.
    parts = pc.extract_regex(text(passages["passage_id"]), r"^(?P<source>.*)-P(?P<number>[0-9]+)$")
    numbers = pd.DataFrame(
        {"source": pc.struct_field(parts, "source"), "number": pc.struct_field(parts, "number").cast(pa.int64())}
    )
    found = numbers.groupby("source")["number"].agg(["count", "max"])
    found = found.reindex(text(consulted["source_id"]).to_pandas()).fillna(0).set_axis(consulted.index)
    count = consulted["passage_count"].astype("int64")
    for row in where(consulted, (found["count"] != count) | (found["max"] != count)):
        present = set(numbers.loc[numbers["source"] == row.source_id, "number"].tolist())
        missing = [
            f"{row.source_id}-P{number:03d}" for number in range(1, row.passage_count + 1) if number not in present
        ]
        beyond = [f"{row.source_id}-P{number:03d}" for number in sorted(present) if number > row.passage_count]
        facts = [f"the passage count is {row.passage_count}"]
        facts += [f"missing in the table passages: {several(missing)}"] if missing else []
        facts += [f"beyond the count: {several(beyond)}"] if beyond else []
        hint = "add the missing passages" if missing else "correct the passage count, or delete what is no passage"
        yield Breach("sources", row.Index, "passage_count", "; ".join(facts), hint, str(row.passage_count))


def coverage_fits_rows(tables: Tables) -> Iterator[Breach]:
    """A passage is `coded` exactly if some row is anchored in it.

    Why: the coverage tells a reader which passages the dataset draws on and which it leaves aside.

    Mend: set coverage to coded where rows are anchored; elsewhere code the passage or say context_only or no_content.
    """
    passages = tables["passages"]
    anchored = is_in_any(passages["passage_id"], [tables[table]["passage_id"] for table in ANCHORS])
    coded = is_any(passages["coverage"], "coded")
    for line in passages.index[coded & ~anchored]:
        message = "the passage is called coded, and no row of another table names it in passage_id"
        hint = (
            "if rows were deleted by mistake, restore them; else code it, or write context_only (it sets a scene or "
            "leads over) or no_content (a label, navigation)"
        )
        yield Breach("passages", int(line), "coverage", message, hint, "coded")
    for row in where(passages, anchored & ~coded):
        message = f"rows of other tables are anchored in the passage, and its coverage is {row.coverage}"
        yield Breach("passages", row.Index, "coverage", message, "write coded", row.coverage)


def body_passage_read(tables: Tables) -> Iterator[Breach]:
    """A body passage is coded or gives context only; it is never without content.

    Why: a paragraph of the text proper always says something, and must not be passed over as an empty line.

    Mend: code the passage, or write context_only.
    """
    passages = tables["passages"]
    bad = is_any(passages["passage_role"], "body") & is_any(passages["coverage"], "no_content")
    for line in passages.index[bad]:
        message = "a paragraph of the body is called no_content"
        yield Breach("passages", int(line), "coverage", message, "code it, or write context_only", "no_content")


RULES = (
    Rule(passage_id_tells_place, "error", columns("passages", "passage_id", "source_id", "paragraph")),
    Rule(
        passages_without_gap,
        "error",
        ("passages.passage_id", *columns("sources", "source_id", "consultation", "passage_count")),
    ),
    Rule(coverage_fits_rows, "error", (*columns("passages", "passage_id", "coverage"), *ANCHOR_NEEDS)),
    Rule(body_passage_read, "error", columns("passages", "passage_role", "coverage")),
)
