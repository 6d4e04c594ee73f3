"""Sources: what a consulted one has, what one that was only cited has not, and where its data come from."""

from collections.abc import Iterator

from claimset.rules.frames import cells, is_any, is_in, lookup, where
from claimset.rules.rule import Breach, Rule, Tables, columns


def consulted_source_complete(tables: Tables) -> Iterator[Breach]:
    """A consulted source has a text hash, a passage count, a publisher and a language.

    Why: these are what lets a holder of the text check that it is the same text and that nothing is left out.

    Mend: fill the empty cell; hash and count come from the text itself, the language is a tag such as en.
    """
    sources = tables["sources"]
    consulted = is_any(sources["consultation"], "consulted")
    for field in ("publisher_id", "text_sha256", "passage_count"):
        for line in sources.index[consulted & sources[field].isna()]:
            message = f"a consulted source has a {field}, and this one has none"
            yield Breach("sources", int(line), field, message, "fill the cell, or change consultation to cited_only")
    for line in sources.index[consulted & is_any(sources["language"], "und")]:
        message = "the language of a consulted source is known, and this one says und (undetermined)"
        yield Breach("sources", int(line), "language", message, "write the language tag of the text, such as en", "und")


def unconsulted_source_without_text(tables: Tables) -> Iterator[Breach]:
    """A source that was only cited or announced has no text hash, no passage count and no passages.

    Why: nobody read it; a hash or passages would say that somebody did.

    Mend: empty the cells and delete its passages, or set consultation to consulted if the text was read.
    """
    sources = tables["sources"]
    unread = ~is_any(sources["consultation"], "consulted")
    hint = "empty it, or set consultation to consulted if the whole text was read"
    for field in ("text_sha256", "passage_count"):
        for row in where(sources, unread & sources[field].notna()):
            message = f"the source was not consulted (it is {row.consultation}), and it has a {field}"
            yield Breach("sources", row.Index, field, message, hint)
    for row in where(sources, unread & is_in(sources["source_id"], tables["passages"]["source_id"])):
        message = f"the source was not consulted (it is {row.consultation}), and the table passages has passages of it"
        hint = "delete the passages, or set consultation to consulted if the whole text was read"
        yield Breach("sources", row.Index, "consultation", message, hint, row.consultation)


def date_basis_fits_date(tables: Tables) -> Iterator[Breach]:
    """A source has no date exactly if its date basis is not_stated.

    Why: a reader must know of each date where it is from, and of each missing date that none is known.

    Mend: give the date and its basis, or empty the date and write not_stated.
    """
    sources = tables["sources"]
    unstated = is_any(sources["date_basis"], "not_stated")
    for row in where(sources, unstated & sources["date"].notna()):
        message = f"the date is {row.date}, and its basis is not_stated"
        hint = "write where the date is from (stated, derived_from_text, external), or empty the date"
        yield Breach("sources", row.Index, "date_basis", message, hint, "not_stated")
    for row in where(sources, ~unstated & sources["date"].isna()):
        message = f"the date is empty, and its basis is {row.date_basis}"
        yield Breach("sources", row.Index, "date", message, "give the date, or write not_stated as its basis")


def external_data_named(tables: Tables) -> Iterator[Breach]:
    """A source with data from outside the consulted texts says in its notes where they are from.

    Why: the core tables hold no outside facts; bibliographic data are the one exception, and must be traceable.

    Mend: say in the notes which data are external and where they are from, or set metadata_basis to text.
    """
    sources = tables["sources"]
    external = is_any(sources["metadata_basis"], "external", "mixed") | is_any(sources["date_basis"], "external")
    for line in sources.index[external & sources["notes"].isna()]:
        message = "data of this source come from outside the consulted texts, and the notes do not say from where"
        yield Breach("sources", int(line), "notes", message, "say which data are external and where they are from")


def source_has_agent(tables: Tables) -> Iterator[Breach]:
    """Each source has an agent.

    Why: a source nobody wrote, spoke or issued cannot be anybody's word.

    Mend: add a row to source_agents; where nobody is named, the actor is an unnamed one or Unattributed.
    """
    sources = tables["sources"]
    for line, source in cells(sources["source_id"], ~is_in(sources["source_id"], tables["source_agents"]["source_id"])):
        message = "the source has no agent: nobody who wrote, spoke or issued it"
        hint = f"add a row for {source} to source_agents"
        yield Breach("sources", line, "source_id", message, hint, source)


def announced_source_asserts_nothing(tables: Tables) -> Iterator[Breach]:
    """An announced source is the origin of no assertion.

    Why: it has not appeared, so nobody can have read in it what it asserts.

    Mend: name the source in which the voice said it; that a source is coming is evidence_announced.
    """
    evidence = tables["claim_evidence"]
    status = lookup(evidence["origin_source_id"], tables["sources"], "source_id", "consultation")
    bad = is_any(evidence["evidence_role"], "assertion") & is_any(status, "announced")
    for line, origin in cells(evidence["origin_source_id"], bad):
        message = f"the origin {origin} is only announced, so nothing can be asserted in it"
        hint = "name the source in which the voice said it, or make the row evidence_announced"
        yield Breach("claim_evidence", line, "origin_source_id", message, hint, origin)


RULES = (
    Rule(
        consulted_source_complete,
        "error",
        columns("sources", "consultation", "publisher_id", "language", "text_sha256", "passage_count"),
    ),
    Rule(
        unconsulted_source_without_text,
        "error",
        (*columns("sources", "source_id", "consultation", "text_sha256", "passage_count"), "passages.source_id"),
    ),
    Rule(date_basis_fits_date, "error", columns("sources", "date", "date_basis")),
    Rule(external_data_named, "error", columns("sources", "date_basis", "metadata_basis", "notes")),
    Rule(source_has_agent, "error", ("sources.source_id", "source_agents.source_id")),
    Rule(
        announced_source_asserts_nothing,
        "error",
        (
            *columns("sources", "source_id", "consultation"),
            *columns("claim_evidence", "evidence_role", "origin_source_id"),
        ),
    ),
)
