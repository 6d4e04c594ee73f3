"""A release as something to cite, in the styles and formats of reference managers.

Sources: APA 7, Chicago 17 (author-date), BibTeX 0.99d, CSL-JSON 1.0.2.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from claimset.package import Package
from claimset.release.citation import authors, doi

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
# What TeX would take for commands.
SPECIAL = re.compile(r"[\\{}&%$#_~^]")
ESCAPES = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


@dataclass(frozen=True, slots=True)
class Reference:
    """A version of a dataset, or one row in it.

    row, table: the key of a row and the table it is in; None where the whole dataset is meant.
    """

    authors: tuple[str, ...]
    released: date
    title: str
    version: str
    name: str
    doi: str | None
    url: str | None
    row: str | None = None
    table: str | None = None

    @property
    def address(self) -> str | None:
        """The DOI as an address or, failing that, the homepage."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url

    @property
    def key(self) -> str:
        """The name under which reference managers keep it."""
        return "-".join(part for part in (self.name, self.version, self.row) if part).replace("/", "-")


def reference(package: Package, released: date) -> Reference:
    """The reference to the whole of a version."""
    return Reference(
        authors=authors(package),
        released=released,
        title=package.title,
        version=package.version,
        name=package.name,
        doi=doi(package),
        url=package.homepage,
    )


def apa(item: Reference) -> str:
    """As a reference list in the style of the American Psychological Association has it."""
    head = f"{', '.join(item.authors)} ({item.released.year})."
    dataset = f"{item.title} (Version {item.version}) [Data set]."
    row = f"Row {item.row} of the table {item.table}. In" if item.row else ""
    return " ".join(part for part in (head, row, dataset, item.address) if part)


def chicago(item: Reference) -> str:
    """As a bibliography in the author-date style of the Chicago Manual has it."""
    day = f"{MONTHS[item.released.month - 1]} {item.released.day}, {item.released.year}"
    head = f"{', '.join(item.authors)}. {item.released.year}."
    row = f"Row {item.row} of the table {item.table}." if item.row else ""
    dataset = f"\N{LEFT DOUBLE QUOTATION MARK}{item.title}.\N{RIGHT DOUBLE QUOTATION MARK}"
    version = f"Version {item.version}. Data set. Released {day}."
    address = f"{item.address}." if item.address else ""
    return " ".join(part for part in (head, row, dataset, version, address) if part)


def bibtex(item: Reference) -> str:
    """As an entry of BibTeX, of the type misc, which every style knows."""
    note = f"Data set, row {item.row} of the table {item.table}" if item.row else "Data set"
    fields = {
        # The second braces keep a group from being taken apart into names, and capitals as they are.
        "author": " and ".join(f"{{{_tex(name)}}}" for name in item.authors),
        "title": f"{{{_tex(item.title)}}}",
        "year": str(item.released.year),
        "month": MONTHS[item.released.month - 1][:3].lower(),
        "version": item.version,
        "note": _tex(f"{note}, version {item.version}"),
        "doi": item.doi,
        "url": item.address,
    }
    lines = [f"  {name} = {value if name == 'month' else f'{{{value}}}'}," for name, value in fields.items() if value]
    return "\n".join((f"@misc{{{item.key},", *lines, "}"))


def csl(item: Reference) -> str:
    """As CSL-JSON, which Zotero, Pandoc and others read."""
    day = item.released
    fields: dict[str, Any] = {
        "id": item.key,
        "type": "dataset",
        "title": item.title,
        "author": [{"literal": name} for name in item.authors],
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "version": item.version,
        "note": f"Row {item.row} of the table {item.table}" if item.row else None,
        "DOI": item.doi,
        "URL": item.address,
    }
    return json.dumps([{name: value for name, value in fields.items() if value}], ensure_ascii=False, indent=2)


STYLES: Mapping[str, Callable[[Reference], str]] = MappingProxyType(
    {"apa": apa, "chicago": chicago, "bibtex": bibtex, "csl": csl}
)


def _tex(text: str) -> str:
    return SPECIAL.sub(lambda match: ESCAPES.get(match[0], f"\\{match[0]}"), text)
