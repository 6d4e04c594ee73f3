"""Affiliations: who belongs to whom."""

from collections.abc import Iterator

from claimset.rules.frames import is_any, lookup, same, where
from claimset.rules.graph import circle_breaches
from claimset.rules.rule import Breach, Rule, Tables, columns

# The relations that make one actor a part or the mouth of another.
HIERARCHY = ("part_of", "holds_office", "speaks_for", "member_of")


def affiliation_with_itself(tables: Tables) -> Iterator[Breach]:
    """No actor is affiliated with itself.

    Why: such a row says nothing, and one of the two ids is a slip.

    Mend: correct the actor or the organisation.
    """
    rows = tables["actor_affiliations"]
    for row in where(rows, same(rows["actor_id"], rows["organisation_id"])):
        message = f"{row.actor_id} is affiliated with itself"
        hint = "correct the actor or the organisation"
        yield Breach("actor_affiliations", row.Index, "organisation_id", message, hint, row.organisation_id)


def part_of_person(tables: Tables) -> Iterator[Breach]:
    """Nobody is part of a person.

    Why: bodies are parts of bodies; a person is the member, the holder of an office, the speaker.

    Mend: turn the row round, or choose another relation.
    """
    rows = tables["actor_affiliations"]
    kind = lookup(rows["organisation_id"], tables["actors"], "actor_id", "actor_type")
    for row in where(rows, is_any(rows["relation"], "part_of") & is_any(kind, "person")):
        message = f"{row.actor_id} is said to be part of {row.organisation_id}, who is a person"
        hint = "turn the row round, or choose another relation"
        yield Breach("actor_affiliations", row.Index, "organisation_id", message, hint, row.organisation_id)


def affiliations_without_circle(tables: Tables) -> Iterator[Breach]:
    """Affiliations never lead back to the actor they start from.

    Why: counts of independent origins climb from an actor to the institution behind it, and must arrive.

    Mend: delete or turn round the row that is wrong; the organisation is the larger body.
    """
    rows = tables["actor_affiliations"]
    rows = rows[is_any(rows["relation"], *HIERARCHY) & ~same(rows["actor_id"], rows["organisation_id"])]
    columns = ("actor_id", "organisation_id")
    hint = "delete or turn round the row that is wrong: the organisation is the larger body"
    yield from circle_breaches("actor_affiliations", rows, columns, "actors belong to each other", hint)


def affiliation_preferred_once(tables: Tables) -> Iterator[Breach]:
    """An actor has at most one preferred affiliation with an organisation in a period.

    Why: the preferred one is the one to show where only one is shown.

    Mend: leave the best row preferred and make the others normal.
    """
    rows = tables["actor_affiliations"]
    rows = rows[is_any(rows["rank"], "preferred")]
    # Missing periods count as one period.
    what = ["actor_id", "organisation_id", "period"]
    first = rows.groupby(what, dropna=False)["affiliation_id"].transform("first")
    for row in where(rows, rows.duplicated(what), first=first):
        message = f"{row.first} is already the preferred affiliation of {row.actor_id} with {row.organisation_id}"
        hint = "leave one preferred in this period and make the others normal"
        yield Breach("actor_affiliations", row.Index, "rank", message, hint, "preferred")


RULES = (
    Rule(affiliation_with_itself, "error", columns("actor_affiliations", "actor_id", "organisation_id")),
    Rule(
        part_of_person,
        "error",
        (
            *columns("actor_affiliations", "actor_id", "organisation_id", "relation"),
            *columns("actors", "actor_id", "actor_type"),
        ),
    ),
    Rule(
        affiliations_without_circle,
        "error",
        columns("actor_affiliations", "actor_id", "organisation_id", "relation"),
    ),
    Rule(
        affiliation_preferred_once,
        "error",
        columns("actor_affiliations", "affiliation_id", "actor_id", "organisation_id", "period", "rank"),
    ),
)
