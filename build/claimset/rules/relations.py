"""Relations between claims."""

from collections.abc import Iterator

from claimset.rules.frames import is_any, rows_in, same, where
from claimset.rules.graph import circle_breaches
from claimset.rules.rule import Breach, Rule, Tables, columns

SYMMETRIC = ("contradicts", "incompatible_with", "overlaps", "mirrors", "alternative_explanation_to")
DIRECTED = ("narrower_than", "presupposes", "supports")


def claim_related_to_itself(tables: Tables) -> Iterator[Breach]:
    """No claim is related to itself.

    Why: such a row says nothing, and one of the two ids is a slip.

    Mend: correct one of the two claims.
    """
    rows = tables["claim_relations"]
    for row in where(rows, same(rows["claim_id"], rows["other_claim_id"])):
        message = f"{row.claim_id} is related to itself"
        hint = "correct one of the two claims"
        yield Breach("claim_relations", row.Index, "other_claim_id", message, hint, row.other_claim_id)


def symmetric_relation_once(tables: Tables) -> Iterator[Breach]:
    """A symmetric relation is stored once.

    Why: contradicts, incompatible_with, overlaps, mirrors and alternative_explanation_to hold both ways; stored
    twice, they are counted twice.

    Mend: delete one of the two rows.
    """
    rows = tables["claim_relations"]
    rows = rows[is_any(rows["relation"], *SYMMETRIC) & ~same(rows["claim_id"], rows["other_claim_id"])]
    there, back = ("claim_id", "relation", "other_claim_id"), ("other_claim_id", "relation", "claim_id")
    twice = rows_in([rows[name] for name in there], [rows[name] for name in back])
    for row in where(rows, twice):
        if row.claim_id < row.other_claim_id:
            continue
        message = f"{row.relation} is stored both ways between {row.other_claim_id} and {row.claim_id}"
        hint = "delete one of the two rows"
        yield Breach("claim_relations", row.Index, "relation", message, hint, row.relation)


def relations_without_circle(tables: Tables) -> Iterator[Breach]:
    """`narrower_than`, `presupposes` and `supports` never lead back to the claim they start from.

    Why: a claim narrower than itself, or a reason for itself, is a slip, and programs that climb would not arrive.

    Mend: delete or turn round the row that is wrong.
    """
    rows = tables["claim_relations"]
    rows = rows[~same(rows["claim_id"], rows["other_claim_id"])]
    columns = ("claim_id", "other_claim_id")
    hint = "delete or turn round the row that is wrong"
    for relation in DIRECTED:
        steps = rows[is_any(rows["relation"], relation)]
        yield from circle_breaches("claim_relations", steps, columns, f"claims are joined by {relation}", hint)


def relation_of_source_has_passage(tables: Tables) -> Iterator[Breach]:
    """A relation has a passage exactly if a source asserts it.

    Why: a connection that a text makes can be looked up; one that the curators see has no passage.

    Mend: name the passage that makes the connection, or write curator and empty the passage.
    """
    rows = tables["claim_relations"]
    source = is_any(rows["asserted_by"], "source")
    for line in rows.index[source & rows["passage_id"].isna()]:
        message = "a source is said to make the connection, and no passage is named"
        hint = "name the passage, or write curator in asserted_by"
        yield Breach("claim_relations", int(line), "passage_id", message, hint)
    for row in where(rows, ~source & rows["passage_id"].notna()):
        message = f"the connection is said to be by {row.asserted_by}, and a passage is named"
        hint = "write source in asserted_by if the text makes the connection, or empty the passage"
        yield Breach("claim_relations", row.Index, "asserted_by", message, hint, row.asserted_by)


RULES = (
    Rule(claim_related_to_itself, "error", columns("claim_relations", "claim_id", "other_claim_id")),
    Rule(symmetric_relation_once, "error", columns("claim_relations", "claim_id", "relation", "other_claim_id")),
    Rule(
        relations_without_circle,
        "error",
        columns("claim_relations", "claim_id", "relation", "other_claim_id"),
    ),
    Rule(relation_of_source_has_passage, "error", columns("claim_relations", "asserted_by", "passage_id")),
)
