"""How programs read the release from its page: schema.org for search engines, BibTeX for reference managers.

Source: schema.org Dataset. There is no ClaimReview in it, because the dataset rates no claim.
"""

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from claimset.release.citation import authors, citation, doi
from claimset.release.content import Content

MEDIA_TYPES = {
    ".csv": "text/csv",
    ".parquet": "application/vnd.apache.parquet",
    ".sqlite": "application/vnd.sqlite3",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_TEX = re.compile(r"[\\{}%&$#_^~]")
_TEX_NAMES = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}


def dataset(content: Content, files: Iterable[str]) -> dict[str, object]:
    """The release as a schema.org Dataset; the files are its distribution, with addresses relative to the page."""
    package = content.package
    identifier = doi(package)
    described = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": package.title,
        "description": package.description,
        "version": package.version,
        "datePublished": content.released.isoformat(),
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "keywords": list(package.keywords),
        "license": [licence.path for licence in package.licenses],
        "creator": [{"@type": "Organization", "name": name} for name in authors(package)],
        "citation": citation(package, content.released),
        "identifier": f"https://doi.org/{identifier}" if identifier else None,
        "url": package.homepage,
        "variableMeasured": [item.table.title for item in content.tables],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": path,
                "contentUrl": path,
                "encodingFormat": MEDIA_TYPES[PurePosixPath(path).suffix],
            }
            for path in files
            if PurePosixPath(path).suffix in MEDIA_TYPES
        ],
    }
    return {key: value for key, value in described.items() if value}


def bibtex(content: Content) -> str:
    """The release as a BibTeX entry of the type misc, which every style knows, with its version."""
    package = content.package
    identifier = doi(package)
    entries = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in authors(package)),
        "title": f"{{{_tex(package.title)}}}",
        "year": str(content.released.year),
        "month": str(content.released.month),
        "version": package.version,
        "note": f"Data set, version {package.version}",
        "doi": identifier,
        "url": package.homepage,
    }
    key = f"{package.name}-{package.version}"
    lines = [f"  {name} = {{{value}}}" for name, value in entries.items() if value]
    return "@misc{" + ",\n".join([key, *lines]) + "\n}\n"


def _tex(text: str) -> str:
    return _TEX.sub(lambda sign: _TEX_NAMES.get(sign[0], f"\\{sign[0]}"), text)
