"""How a release is cited: the line for people, and CITATION.cff for programs.

Source: Citation File Format 1.2.0.
"""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

from claimset.errors import ReleaseError
from claimset.package import Package
from claimset.release.content import Content
from claimset.release.files import write_text
from claimset.release.templates import render

_DOI = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:)?(?P<doi>10\.[0-9]{4,9}/\S+)$", re.IGNORECASE)


def write_citation(content: Content, folder: Path) -> None:
    """`CITATION.cff`, of the type dataset, with the day of the release."""
    package = content.package
    text = render("CITATION.cff.jinja", content=content, authors=authors(package), doi=doi(package))
    write_text(folder / "CITATION.cff", text)


def citation(package: Package, released: date) -> str:
    """The release in the order of APA 7: authors (year), title, version, kind, address."""
    identifier = doi(package)
    address = f"https://doi.org/{identifier}" if identifier else package.homepage
    names = ", ".join(authors(package))
    text = f"{names} ({released.year}). {package.title} (Version {package.version}) [Data set]."
    return f"{text} {address}" if address else text


def authors(package: Package) -> tuple[str, ...]:
    """The contributors who are authors; all of them where none is called so."""
    names = tuple(item.title for item in package.contributors if item.role == "author")
    return names or tuple(item.title for item in package.contributors)


def with_doi(package: Package, identifier: str | None) -> Package:
    """The package with the Digital Object Identifier that was reserved for it; as it is where that is None."""
    if identifier is None:
        return package
    match = _DOI.match(identifier)
    if match is None:
        raise ReleaseError(f"--doi {identifier}: not a DOI; write it as 10.5281/zenodo.1234567")
    return replace(package, identifier=f"https://doi.org/{match['doi']}")


def doi(package: Package) -> str | None:
    """The Digital Object Identifier of the package, without resolver; None where its id is none."""
    match = _DOI.match(package.identifier or "")
    return match["doi"] if match else None
