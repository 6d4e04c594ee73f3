"""Citations: the graph that leads from the consulted texts to whoever said it first."""

from collections.abc import Iterator

from claimset.rules.carriers import CARRIER_NEEDS, carrier_of
from claimset.rules.frames import cells, days, is_any, is_in, lookup, where
from claimset.rules.graph import circle_breaches, graph, reached_from, reaches
from claimset.rules.rule import Breach, Rule, Tables, columns


def source_unreachable(tables: Tables) -> Iterator[Breach]:
    """Each source that was not consulted is reached from a consulted one by citations.

    Why: what is known of it is known from a text that was read; without a path nobody can check that.

    Mend: add the citation to source_citations (consulted text -> outlet -> speaker), or delete the source.
    """
    sources, citations = tables["sources"], tables["source_citations"]
    network = graph(citations["citing_source_id"], citations["cited_source_id"])
    consulted = is_any(sources["consultation"], "consulted")
    reached = reached_from(network, sources.loc[consulted, "source_id"])
    for line, source in cells(sources["source_id"], ~consulted & ~is_in(sources["source_id"], reached)):
        message = "no chain of citations leads from a consulted text to this source"
        hint = f"add a row to source_citations that cites {source}, or delete the source"
        yield Breach("sources", line, "source_id", message, hint, source)


def citations_without_circle(tables: Tables) -> Iterator[Breach]:
    """Citations never lead back to the source they start from.

    Why: the chain ends with whoever said it first; in a circle nobody did.

    Mend: delete or turn round the citation that is wrong; the citing source is the later one.
    """
    citations = tables["source_citations"]
    columns = ("citing_source_id", "cited_source_id")
    hint = "delete or turn round the citation that is wrong: the citing source is the later one"
    yield from circle_breaches("source_citations", citations, columns, "sources cite each other", hint)


def citation_passage_discloses(tables: Tables) -> Iterator[Breach]:
    """The passage of a citation lies in the citing source, or in a consulted one whose citations lead to it.

    Why: the passage is where a reader sees that the one source draws on the other.

    Mend: name the passage that shows the citation, or add the citation by which that text reaches the citing source.
    """
    citations = tables["source_citations"]
    network = graph(citations["citing_source_id"], citations["cited_source_id"])
    carriers = carrier_of(citations["passage_id"], tables)
    status = lookup(carriers, tables["sources"], "source_id", "consultation")
    good = is_any(status, "consulted") & reaches(network, carriers, citations["citing_source_id"])
    for row in where(citations, ~good):
        message = f"the passage {row.passage_id} lies in a text that neither is {row.citing_source_id} nor cites it"
        hint = "name the passage that shows the citation"
        yield Breach("source_citations", row.Index, "passage_id", message, hint, row.passage_id)


def citation_of_later_source(tables: Tables) -> Iterator[Breach]:
    """No source cites a later one, except that it announces it or is possibly the same.

    Why: nobody quotes what has not been said; one of the dates or the direction of the citation is wrong.

    Mend: correct the date of one of the sources, or turn the citation round.
    """
    citations = tables["source_citations"]
    rows = citations[~is_any(citations["relation"], "announces", "possibly_same_as")]
    citing = lookup(rows["citing_source_id"], tables["sources"], "source_id", "date")
    cited = lookup(rows["cited_source_id"], tables["sources"], "source_id", "date")
    bad = days(citing)["last"] < days(cited)["first"]
    for row in where(rows, bad, citing=citing, cited=cited):
        message = f"{row.citing_source_id} of {row.citing} cites {row.cited_source_id}, which is later ({row.cited})"
        hint = "correct one of the dates in sources, or turn the citation round"
        yield Breach("source_citations", row.Index, "cited_source_id", message, hint, row.cited_source_id)


def announced_source_only_announced(tables: Tables) -> Iterator[Breach]:
    """An announced source is reached by `announces` only.

    Why: what has not appeared can be announced, but nobody can quote it or rely on it.

    Mend: make the relation announces; if the source has appeared, make it cited_only.
    """
    citations = tables["source_citations"]
    status = lookup(citations["cited_source_id"], tables["sources"], "source_id", "consultation")
    bad = is_any(status, "announced") & ~is_any(citations["relation"], "announces")
    for row in where(citations, bad):
        message = f"{row.cited_source_id} is only announced, so nobody can have used it as {row.relation!r} says"
        hint = "make the relation announces, or the source cited_only if it has appeared"
        yield Breach("source_citations", row.Index, "relation", message, hint, row.relation)


def vague_quotation(tables: Tables) -> Iterator[Breach]:
    """A quoted source is not attributed vaguely.

    Why: words in quotation marks are somebody's; a text that quotes nobody in particular is worth a second look.

    Mend: see whether the text describes the speaker (anonymous) or names them; if it truly does not, leave it so.
    """
    citations = tables["source_citations"]
    bad = is_any(citations["attribution_quality"], "vague") & is_any(citations["relation"], "quotes")
    for row in where(citations, bad):
        message = f"{row.cited_source_id} is quoted, and its attribution is vague"
        hint = "if the text describes or names the speaker, the attribution is anonymous, named_undated or named_dated"
        yield Breach("source_citations", row.Index, "attribution_quality", message, hint, "vague")


def dated_citation_has_date(tables: Tables) -> Iterator[Breach]:
    """A source that is cited by name and date has a date.

    Why: the date that the text gives belongs to the cited source.

    Mend: fill the date of the cited source, or make the attribution named_undated.
    """
    citations, sources = tables["source_citations"], tables["sources"]
    dated = sources.loc[sources["date"].notna(), "source_id"]
    bad = is_any(citations["attribution_quality"], "named_dated") & ~is_in(citations["cited_source_id"], dated)
    for row in where(citations, bad):
        message = f"{row.cited_source_id} is cited with a date, and the table sources gives it none"
        hint = f"fill the date of {row.cited_source_id} in sources, or write named_undated here"
        yield Breach("source_citations", row.Index, "attribution_quality", message, hint, "named_dated")


_CITATIONS = columns("source_citations", "citing_source_id", "cited_source_id")
RULES = (
    Rule(source_unreachable, "error", (*columns("sources", "source_id", "consultation"), *_CITATIONS)),
    Rule(citations_without_circle, "error", _CITATIONS),
    Rule(
        citation_passage_discloses,
        "error",
        (
            *_CITATIONS,
            "source_citations.passage_id",
            *columns("sources", "source_id", "consultation"),
            *CARRIER_NEEDS,
        ),
    ),
    Rule(
        citation_of_later_source,
        "error",
        (*_CITATIONS, "source_citations.relation", *columns("sources", "source_id", "date")),
    ),
    Rule(
        announced_source_only_announced,
        "error",
        (*columns("source_citations", "cited_source_id", "relation"), *columns("sources", "source_id", "consultation")),
    ),
    Rule(
        vague_quotation,
        "warning",
        columns("source_citations", "cited_source_id", "relation", "attribution_quality"),
    ),
    Rule(
        dated_citation_has_date,
        "error",
        (
            *columns("source_citations", "cited_source_id", "attribution_quality"),
            *columns("sources", "source_id", "date"),
        ),
    ),
)
