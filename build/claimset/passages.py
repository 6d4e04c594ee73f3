"""Cuts a text into numbered passages and hashes them, so that anybody who holds the text can check an anchor.

The normal form n1 makes two copies of a text equal that differ only in line ends, curly or straight quotation marks,
kinds of dashes and of spaces. Sources: Unicode Standard Annex 15 (NFKC); FIPS 180-4 (SHA-256).
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass

START_WORDS = 3

_INVISIBLE = dict.fromkeys([*range(0x200B, 0x200E), 0x2060, 0xFEFF, 0x00AD])
_QUOTES = dict.fromkeys(map(ord, "\u2018\u2019\u201a\u201b\u2032\u02bc"), "'") | dict.fromkeys(
    map(ord, "\u201c\u201d\u201e\u201f\u2033"), '"'
)
# General category Pd (dash punctuation), and the minus sign, which typesetters use as one.
_DASHES = {code: "-" for code in range(0x110000) if unicodedata.category(chr(code)) == "Pd"} | {0x2212: "-"}
_FOLDED = _INVISIBLE | _QUOTES | _DASHES
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage. number: from 1. text: in n1. sha256: lower-case hexadecimal, of the UTF-8 bytes of `text`."""

    number: int
    text: str
    sha256: str

    @property
    def word_count(self) -> int:
        """The number of words, separated by spaces."""
        return len(self.text.split())

    @property
    def start(self) -> str:
        """The first three words (all, where there are fewer)."""
        return " ".join(self.text.split()[:START_WORDS])


def n1(text: str) -> str:
    """The text in the normal form n1, on one line."""
    folded = unicodedata.normalize("NFKC", text).translate(_FOLDED)
    return re.sub(r"\s+", " ", folded).strip()


def split(text: str) -> tuple[Passage, ...]:
    """The passages of a text: its lines, without those that are empty in n1 or made of dashes alone."""
    lines = (n1(line) for line in re.split(r"\r\n|\r|\n", text))
    texts = [line for line in lines if line and line.strip("-")]
    return tuple(Passage(number, line, _sha256(line)) for number, line in enumerate(texts, start=1))


def text_sha256(passages: tuple[Passage, ...]) -> str:
    """The hash of a whole text: of its passages joined by line feeds."""
    return _sha256("\n".join(passage.text for passage in passages))


def words(text: str) -> list[str]:
    """The words of a text for comparing wording: n1, lower case, without punctuation."""
    return _WORD.findall(n1(text).lower())


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
