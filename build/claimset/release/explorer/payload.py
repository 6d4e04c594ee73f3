"""What the scripts of the page read: the tables, their columns and terms, and how the release is cited, as JSON."""

import json
from collections.abc import Mapping

from claimset.release.citation import citation
from claimset.release.codebook import Vocabulary
from claimset.release.content import Content, ReleaseTable
from claimset.release.explorer.metadata import bibtex

# The page joins claim_evidence itself, and has the terms from the vocabularies.
LEFT_OUT = frozenset({"evidence_flat", "vocabulary_terms"})
# Hashes are for those who hold a text, and nobody reads them on a screen.
UNREAD = frozenset({"sha256", "text_sha256"})


def payload(content: Content, vocabularies: tuple[Vocabulary, ...]) -> str:
    """The JSON text of all that the scripts need."""
    package = content.package
    value = {
        "dataset": {
            "name": package.name,
            "title": package.title,
            "version": package.version,
            "citation": citation(package, content.released),
            "bibtex": bibtex(content),
        },
        "tables": {item.table.name: _columns(item) for item in content.tables if item.table.name not in LEFT_OUT},
        "fields": _fields(content),
        "vocabularies": _terms(vocabularies),
    }
    return script_json(value)


def script_json(value: Mapping[str, object]) -> str:
    """JSON that a script element can hold, whatever the values are."""
    # Without these signs no cell can end the element or open another.
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _columns(item: ReleaseTable) -> dict[str, list[object]]:
    return {name: item.data.column(name).to_pylist() for name in item.data.column_names if name not in UNREAD}


def _fields(content: Content) -> dict[str, dict[str, str]]:
    """The title and the meaning of each column, by "table.column"."""
    return {
        f"{item.table.name}.{field.name}": {"title": field.title, "description": field.description}
        for item in content.tables
        if item.table.name not in LEFT_OUT
        for field in item.table.fields
    }


def _terms(vocabularies: tuple[Vocabulary, ...]) -> dict[str, dict[str, str]]:
    """The terms of each coded column in their order, each with its definition, by "table.column"."""
    return {column: dict(vocabulary.definitions) for vocabulary in vocabularies for column in vocabulary.columns}
