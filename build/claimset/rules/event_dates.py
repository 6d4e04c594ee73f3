"""Dates of events: parents, attestations and claims speak of the same time."""

from collections.abc import Iterator

from claimset.rules.carriers import CARRIER_NEEDS, carrier_of
from claimset.rules.frames import apart, days, is_any, lookup, where
from claimset.rules.graph import circle_breaches
from claimset.rules.rule import Breach, Rule, Tables, columns


def event_parents_without_circle(tables: Tables) -> Iterator[Breach]:
    """Parents of events never lead back to the event they start from.

    Why: the parent is the larger event; in a circle nothing is.

    Mend: empty or correct the parent that is wrong.
    """
    events = tables["events"]
    rows = events[events["parent_event_id"].notna()]
    columns = ("event_id", "parent_event_id")
    hint = "empty or correct the parent that is wrong: the parent is the larger event"
    yield from circle_breaches("events", rows, columns, "events are part of each other", hint)


def event_meets_parent(tables: Tables) -> Iterator[Breach]:
    """The date of an event has a day in common with that of its parent.

    Why: a part of something happens while the whole does.

    Mend: correct one of the dates, or the parent.
    """
    events = tables["events"]
    rows = events[events["parent_event_id"].notna()]
    parents = lookup(rows["parent_event_id"], events, "event_id", "date")
    bad = apart(rows["date"], parents)
    for row in where(rows, bad, parent_date=parents):
        message = f"the event ({row.date}) lies outside its parent {row.parent_event_id} ({row.parent_date})"
        yield Breach("events", row.Index, "date", message, "correct one of the dates, or the parent", row.date)


def stated_date_meets_event(tables: Tables) -> Iterator[Breach]:
    """The date that a passage states for an event has a day in common with the event's date.

    Why: the event's date covers what the texts say; otherwise a text speaks of another event, or there is a slip.

    Mend: correct the date, widen the event's date so that it covers what the texts state, or make it two events.
    """
    rows = tables["event_attestations"]
    dates = lookup(rows["event_id"], tables["events"], "event_id", "date")
    bad = apart(rows["date_as_stated"], dates)
    for row in where(rows, bad, event_date=dates):
        message = f"the passage dates {row.event_id} to {row.date_as_stated}, and the event's date is {row.event_date}"
        hint = "correct one of the two, or widen the event's date so that it covers both"
        yield Breach("event_attestations", row.Index, "date_as_stated", message, hint, row.date_as_stated)


def event_after_its_source(tables: Tables) -> Iterator[Breach]:
    """No event is later than a source that attests it, unless it is planned or hypothesised.

    Why: a text cannot tell what had not happened when it appeared.

    Mend: correct the date of the event or of the source; if the text speaks of the future, the event is planned.
    """
    rows = tables["event_attestations"]
    events = tables["events"]
    carriers = carrier_of(rows["passage_id"], tables)
    published = lookup(carriers, tables["sources"], "source_id", "date")
    happened = lookup(rows["event_id"], events, "event_id", "date")
    future = is_any(lookup(rows["event_id"], events, "event_id", "occurrence"), "planned", "hypothesised")
    bad = ~future & (days(published)["last"] < days(happened)["first"])
    for row in where(rows, bad, carrier=carriers, published=published, happened=happened):
        message = f"{row.event_id} ({row.happened}) is later than {row.carrier} ({row.published}), which attests it"
        hint = "correct one of the dates; if the text speaks of the future, make the event planned"
        yield Breach("event_attestations", row.Index, "event_id", message, hint, row.event_id)


def asserted_event_meets_claim(tables: Tables) -> Iterator[Breach]:
    """An event whose occurrence a claim asserts has a day in common with the claim's time scope.

    Why: the claim and the event are the same happening, seen as a proposition and as an event.

    Mend: correct the event's date or the claim's time scope, or choose another relation.
    """
    links = tables["claim_events"]
    rows = links[is_any(links["relation"], "asserts_occurrence")]
    dates = lookup(rows["event_id"], tables["events"], "event_id", "date")
    scopes = lookup(rows["claim_id"], tables["claims"], "claim_id", "time_scope")
    bad = apart(dates, scopes)
    for row in where(rows, bad, event_date=dates, scope=scopes):
        message = (
            f"{row.claim_id} is about {row.scope}, and {row.event_id}, which it asserts, is dated {row.event_date}"
        )
        hint = "correct the time scope or the event's date, or choose another relation"
        yield Breach("claim_events", row.Index, "event_id", message, hint, row.event_id)


_ATTESTATIONS = columns("event_attestations", "event_id", "passage_id")
RULES = (
    Rule(event_parents_without_circle, "error", columns("events", "event_id", "parent_event_id")),
    Rule(event_meets_parent, "error", columns("events", "event_id", "date", "parent_event_id")),
    Rule(
        stated_date_meets_event,
        "error",
        (*columns("events", "event_id", "date"), *columns("event_attestations", "event_id", "date_as_stated")),
    ),
    Rule(
        event_after_its_source,
        "error",
        (
            *columns("events", "event_id", "date", "occurrence"),
            *_ATTESTATIONS,
            *CARRIER_NEEDS,
            *columns("sources", "source_id", "date"),
        ),
    ),
    Rule(
        asserted_event_meets_claim,
        "error",
        (
            *columns("events", "event_id", "date"),
            *columns("claims", "claim_id", "time_scope"),
            *columns("claim_events", "claim_id", "event_id", "relation"),
        ),
    ),
)
