"""Coded terms: the enumerations in the schemas and the definitions in vocabulary_terms say the same."""

from collections.abc import Iterator

from claimset.package import Package
from claimset.rules.rule import Breach, PackageRule, Tables, columns


def _coded(package: Package) -> dict[str, tuple[str, ...]]:
    return {
        f"{table.name}.{field.name}": field.enum for table in package.tables for field in table.fields if field.enum
    }


def term_undefined(package: Package, tables: Tables) -> Iterator[Breach]:
    """Each term that a schema allows is defined in vocabulary_terms.

    Why: readers and coders must be able to look up what a term covers.

    Mend: add a row with the vocabulary, the term and its definition, or take the term out of the enum in the schema.
    """
    terms = tables["vocabulary_terms"]
    defined = set(zip(terms["vocabulary"], terms["term"], strict=True))
    for vocabulary, enum in _coded(package).items():
        for term in enum:
            if (vocabulary, term) not in defined:
                message = f"the term {term!r} of {vocabulary} has no definition"
                hint = f"add a row for {vocabulary}, {term}, or take the term out of the schema"
                yield Breach("vocabulary_terms", None, "term", message, hint, term)


def term_unused(package: Package, tables: Tables) -> Iterator[Breach]:
    """Each term in vocabulary_terms is one that the schema of its column allows.

    Why: a definition of a term that no cell may hold misleads coders and readers.

    Mend: correct the spelling of the vocabulary or the term, add the term to the enum in the schema, or delete the row.
    """
    coded = _coded(package)
    terms = tables["vocabulary_terms"]
    for line, vocabulary, term in zip(terms.index, terms["vocabulary"], terms["term"], strict=True):
        if vocabulary not in coded:
            message = f"{vocabulary!r} is not the name of a column with coded terms"
            hint = "a vocabulary is called table.column"
            yield Breach("vocabulary_terms", int(line), "vocabulary", message, hint, vocabulary)
        elif term not in coded[vocabulary]:
            message = f"{term!r} is defined, but the schema does not allow it in {vocabulary}"
            hint = "correct it, add it to the enum in the schema, or delete the row"
            yield Breach("vocabulary_terms", int(line), "term", message, hint, term)


_NEEDS = columns("vocabulary_terms", "vocabulary", "term")
RULES = (
    PackageRule(term_undefined, "error", _NEEDS),
    PackageRule(term_unused, "error", _NEEDS),
)
