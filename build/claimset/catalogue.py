"""The catalogue of everything `check` may find: faults of structure, constraints, keys, and the rules of the model.

A page gives the fact, why it matters, a failing row and how to mend it. The failing row of a rule is the finding
of its own test case, kept in `rules/examples.json`.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import resources

from claimset.errors import ClaimsetError
from claimset.rules import RULES
from claimset.rules.rule import page


@dataclass(frozen=True, slots=True)
class Entry:
    """One page. severity: "error" or "warning". example: what `check` prints for a failing row, a line a finding."""

    slug: str
    severity: str
    fact: str
    why: str
    example: tuple[str, ...]
    mend: str


# Slug, fact, why it matters, a failing row, how to mend it: what no rule of the model carries.
_GENERAL = (
    (
        "file-missing",
        "Each table of datapackage.json has its file.",
        "A table that is not there would look like a table without rows.",
        "data/redirects.csv: file-missing: there is no such file",
        "Restore the file from version control, or start it with its header line.",
    ),
    (
        "file-unreadable",
        "Each file can be opened.",
        "What cannot be opened cannot be checked.",
        "data/events.csv: file-unreadable: the file cannot be read: Permission denied",
        "Give yourself the right to read it, and close the programs that hold it.",
    ),
    (
        "file-empty",
        "Each file has at least a header line.",
        "Without a header nobody knows what the columns are.",
        "data/redirects.csv: file-empty: the file is empty: not even a header line",
        "Write the header line that the hint shows.",
    ),
    (
        "table-empty",
        "A table to which rows refer has rows.",
        "With its rows, everything that leads to them is lost.",
        "data/events.csv:1: table-empty: the table has a header and no rows, and others refer to its rows 530 times",
        "Restore its rows from version control.",
    ),
    (
        "nul-byte",
        "A table is text.",
        "NUL bytes come from UTF-16 or from a damaged file; programs stop or cut the text there.",
        "data/claims.csv:7: nul-byte: the file holds NUL bytes, so it is not text",
        "Save the table as UTF-8 text.",
    ),
    (
        "not-utf8",
        "Each file is UTF-8.",
        "In another encoding, names with accents turn into other names.",
        "data/actors.csv:12: not-utf8: the file is not UTF-8 from here on",
        'Save it as "CSV UTF-8".',
    ),
    (
        "byte-order-mark",
        "No file begins with a byte order mark.",
        "Some programs make it part of the first column's name.",
        "data/actors.csv:1: byte-order-mark: the file begins with a byte order mark (U+FEFF)",
        "Run `claimset fmt`.",
    ),
    (
        "line-ends",
        "Lines end in LF alone.",
        "Other line ends make every line look changed in a comparison.",
        "data/claims.csv:1: line-ends: 213 carriage returns (CR): lines must end in LF alone",
        "Run `claimset fmt`.",
    ),
    (
        "header-missing",
        "The first line names the columns.",
        "Without it, the first row would be lost.",
        "data/claims.csv:1: header-missing: the first line is not a header: it names no column of the table",
        "Put the header line that the hint shows above the rows.",
    ),
    (
        "column-unknown",
        "Each column of a file is described in its schema.",
        "A column that nobody describes is a column that nobody checks.",
        "data/claims.csv:1:topik: column-unknown: the table has no column 'topik'; did you mean 'topic'?",
        "Correct the name in the header, or add the column to the schema.",
    ),
    (
        "column-missing",
        "Each column of the schema is in the file.",
        "Programs that read the release expect it.",
        "data/claims.csv:1:notes: column-missing: there is no column 'notes'; add it to the header",
        "Add it to the header, and a comma to each row.",
    ),
    (
        "column-repeated",
        "No two columns of a file have one name.",
        "A reader would take one of them, and nobody knows which.",
        "data/claims.csv:1:topic: column-repeated: 2 columns are called 'topic'; keep one of them",
        "Delete one of them.",
    ),
    (
        "row-short",
        "Each row has as many cells as the header.",
        "In a short row the cells stand under the wrong names.",
        "data/claims.csv:14: row-short: 7 cells where the header has 8 (C0013)",
        "Add the missing commas; an empty cell stands for a missing value.",
    ),
    (
        "row-long",
        "Each row has as many cells as the header.",
        "In a long row the cells stand under the wrong names.",
        "data/claims.csv:14: row-long: 9 cells where the header has 8 (C0013)",
        "Delete the comma that is too many, or put the cell that holds it in quotation marks.",
    ),
    (
        "row-blank",
        "No line is blank.",
        "Some readers skip it, some make a row of it.",
        "data/claims.csv:14: row-blank: the line is blank; delete it",
        "Delete the line.",
    ),
    (
        "quoting",
        "Quotation marks around cells are closed.",
        "An open one swallows the rows that follow.",
        "data/claims.csv:14: quoting: a quotation mark in or after this record is not closed",
        'Close it; write a quotation mark inside a quoted cell twice ("").',
    ),
    (
        "not-canonical",
        "Each file is in canonical form: sorted by key, quotation marks only where needed.",
        "Then a comparison of two versions shows what was changed, and nothing else.",
        "data/claims.csv:14: not-canonical: the file is not in canonical form from here on; run `claimset fmt`",
        "Run `claimset fmt`.",
    ),
    (
        "type",
        "Each cell is of the type of its column.",
        "A number that is no number is lost when the table is read.",
        "data/passages.csv:9:word_count: type: 'twelve' is not a whole number such as 12 (S0001-P008)",
        "Write the value as the message shows.",
    ),
    (
        "required",
        "A required cell is not empty.",
        "Absence is data here: where a value is required, its absence has a term of its own.",
        "data/actors.csv:9:identification: required: the cell is empty, but a value is required (A0008)",
        "Fill it; the hint says what the column holds.",
    ),
    (
        "enum",
        "A coded cell holds a term of its vocabulary.",
        "A term that nobody defined means something else to every reader.",
        "data/claims.csv:14:topic: enum: 'arm_supply' is not a topic (C0013); did you mean 'arms_supply'?",
        "Choose a term; data/vocabulary_terms.csv defines each.",
    ),
    (
        "pattern",
        "A cell has the form that its column demands.",
        "Ids and codes are found by programs, letter by letter.",
        "data/actors.csv:9:country: pattern: 'RUS' does not have the form ^[A-Z]{2}$ (A0008)",
        "Write the value in the form that the column's description names.",
    ),
    (
        "minimum",
        "A number is not below the minimum of its column.",
        "A passage number of 0 points nowhere.",
        "data/passages.csv:9:paragraph: minimum: 0 is below the minimum of 1 (S0001-P008)",
        "Correct the number.",
    ),
    (
        "maximum",
        "A number is not above the maximum of its column.",
        "It would be a slip of the keyboard.",
        "data/passages.csv:9:paragraph: maximum: 1000 is above the maximum of 999 (S0001-P008)",
        "Correct the number.",
    ),
    (
        "min-length",
        "A text is not shorter than its column demands.",
        "It would say nothing.",
        "data/claims.csv:9:proposition: min-length: 'that' is shorter than 8 characters (C0008)",
        "Complete the text.",
    ),
    (
        "max-length",
        "A text is not longer than its column allows.",
        "It belongs into notes.",
        "data/claims.csv:9:proposition: max-length: 'that ...' is longer than 300 characters (C0008)",
        "Shorten the text.",
    ),
    (
        "unique",
        "No value stands twice in a column of unique values.",
        "Two actors of one name cannot be told apart.",
        "data/actors.csv:9:name: unique: 'Hamlet' stands twice in this column (A0008)",
        "If it is the same thing, keep one row; if not, make the two values different.",
    ),
    (
        "primary-key",
        "No key stands twice.",
        "A row is cited by its key: two rows with one key cannot be cited.",
        "data/claims.csv:14:claim_id: primary-key: the key C0013 stands twice; it is on line 13 already",
        "Give the new row an id of its own, or delete one of the two.",
    ),
    (
        "foreign-key",
        "Each reference leads to a row.",
        "A voice without an actor, or a quotation without a passage, cannot be checked by anybody.",
        "data/claim_evidence.csv:14:actor_id: foreign-key: 'A0999' is not in actors (V0013)",
        "Correct the id (summary and notes of the row say in words who is meant), or add the row that it names.",
    ),
)


def entries() -> Iterator[Entry]:
    """Every page: faults of structure and constraints first, then the rules of the model in their order."""
    for slug, fact, why, example, mend in _GENERAL:
        yield Entry(slug, "error", fact, why, (example,), mend)
    examples = json.loads(resources.files("claimset.rules").joinpath("examples.json").read_text(encoding="utf-8"))
    for rule in RULES:
        text = page(rule)
        yield Entry(rule.slug, rule.severity, text.fact, text.why, tuple(examples[rule.slug]), text.mend)


def entry(slug: str) -> Entry:
    """The page of one slug; ClaimsetError with the nearest ones where there is none."""
    pages = {one.slug: one for one in entries()}
    if slug not in pages:
        close = get_close_matches(slug, pages, n=3)
        hint = f"; did you mean {', '.join(close)}?" if close else "; `claimset rules` lists them"
        raise ClaimsetError(f"there is no rule {slug!r}{hint}")
    return pages[slug]


def as_text(one: Entry) -> str:
    """A page as text for a terminal."""
    example = "\n".join(f"  {line}" for line in one.example)
    return (
        f"{one.slug} ({one.severity})\n\n{one.fact}\n\nWhy it matters: {one.why}\n\n"
        f"A failing row:\n{example}\n\nHow to mend it: {one.mend}"
    )
