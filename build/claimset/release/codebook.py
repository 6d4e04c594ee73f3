"""The codebook of a release: every table, column and term with its meaning, for people."""

from dataclasses import dataclass
from pathlib import Path

from claimset.package import Field, Table
from claimset.release.content import Content
from claimset.release.files import write_text
from claimset.release.templates import render

# The table that defines the terms of vocabularies (model, section 2).
VOCABULARY = "vocabulary_terms"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Terms that one or more columns share: the columns ("claims.topic"), and each term with its definition.

    The first column gives the name. The definitions are empty where the description of the column says it all.
    """

    columns: tuple[str, ...]
    description: str
    definitions: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        """The name of the vocabulary: its first column."""
        return self.columns[0]

    @property
    def is_defined(self) -> bool:
        """Whether the terms have definitions of their own."""
        return any(definition for _, definition in self.definitions)


def write_codebook(content: Content, folder: Path) -> None:
    """`CODEBOOK.md`: every table, column and term with its meaning."""
    known = vocabularies(content)
    names = {column: vocabulary.name for vocabulary in known for column in vocabulary.columns}

    def holds(field: Field, table: Table) -> str:
        """What a column holds, in a few words: its type, the table it refers to, or the vocabulary of its terms."""
        targets = [key.table for key in table.foreign_keys if field.name in key.fields]
        if targets:
            return "key of " + " and ".join(f"[{name}](#{name})" for name in dict.fromkeys(targets))
        if field.enum:
            name = names[f"{table.name}.{field.name}"]
            return f"term of [{name}](#{name.replace('.', '')})"
        return "EDTF date" if field.is_edtf else field.type

    text = render("CODEBOOK.md.jinja", content=content, holds=holds, vocabularies=known)
    write_text(folder / "CODEBOOK.md", text)


def vocabularies(content: Content) -> tuple[Vocabulary, ...]:
    """The vocabularies of all tables, in the order of their first columns; columns with the same terms share one."""
    columns: dict[tuple[str, ...], list[str]] = {}
    descriptions: dict[tuple[str, ...], str] = {}
    for item in content.tables:
        for field in item.table.fields:
            if field.enum:
                columns.setdefault(field.enum, []).append(f"{item.table.name}.{field.name}")
                descriptions.setdefault(field.enum, field.description)
    defined = _definitions(content)
    return tuple(
        Vocabulary(
            columns=tuple(names),
            description=descriptions[terms],
            definitions=tuple((term, defined.get((names[0], term), "")) for term in terms),
        )
        for terms, names in columns.items()
    )


def _definitions(content: Content) -> dict[tuple[str, str], str]:
    """The definition of each term, by vocabulary and term; none where the package has no table of them."""
    for item in content.tables:
        if item.table.name == VOCABULARY:
            rows = item.data.select(["vocabulary", "term", "definition"]).to_pylist()
            return {(row["vocabulary"], row["term"]): row["definition"] for row in rows}
    return {}
