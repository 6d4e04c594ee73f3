"""What catalogues, search engines and repositories want to know of a release, each in its own form.

Sources: DataCite Metadata Schema 4.5 (JSON), schema.org Dataset, Zenodo deposit metadata.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from claimset.release.citation import authors, citation, doi
from claimset.release.content import Content
from claimset.release.croissant import write_croissant
from claimset.release.files import sum_of, write_text
from claimset.release.reference import bibtex, csl, reference
from claimset.release.tables import PATHS

FOLDER = "metadata"
MEDIA_TYPES: Mapping[str, str] = MappingProxyType(
    {"csv": "text/csv", "parquet": "application/vnd.apache.parquet", "sqlite": "application/vnd.sqlite3"}
)


def write_metadata(content: Content, folder: Path) -> None:
    """`metadata/` with a file for each of those who ask.

    Beside it `croissant.json`, whose paths begin where it lies, if there are the Parquet files that it describes.
    """
    (folder / FOLDER).mkdir()
    whole = reference(content.package, content.released)
    texts = {
        "citation.bib": bibtex(whole),
        "citation.csl.json": csl(whole),
        "datacite.json": _json(datacite(content)),
        "schema-org.jsonld": _json(schema_org(content, folder)),
        "zenodo.json": _json(zenodo(content)),
    }
    for name, text in texts.items():
        write_text(folder / FOLDER / name, f"{text}\n")
    if "parquet" in content.formats:
        write_croissant(content, folder)


def datacite(content: Content) -> dict[str, Any]:
    """The metadata with which a DOI is registered at DataCite."""
    package, identifier = content.package, doi(content.package)
    return _filled(
        {
            "doi": identifier,
            "url": package.homepage,
            "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Dataset"},
            "creators": [{"name": name} for name in authors(package)],
            "titles": [{"title": package.title}],
            "publisher": {"name": publisher(content)},
            "publicationYear": str(content.released.year),
            "dates": [{"date": content.released.isoformat(), "dateType": "Issued"}],
            "alternateIdentifiers": [
                {"alternateIdentifier": content.content_hash, "alternateIdentifierType": "Content hash"}
            ],
            "subjects": [{"subject": word} for word in package.keywords],
            "descriptions": [{"description": package.description, "descriptionType": "Abstract"}]
            if package.description
            else [],
            "formats": [kind for name, kind in MEDIA_TYPES.items() if name in content.formats],
            "version": package.version,
            "rightsList": [
                {"rights": item.title, "rightsUri": item.path, "rightsIdentifier": item.name.lower()}
                for item in package.licenses
            ],
            "schemaVersion": "http://datacite.org/schema/kernel-4",
        }
    )


def schema_org(content: Content, folder: Path) -> dict[str, Any]:
    """What search engines for datasets read."""
    package, identifier = content.package, doi(content.package)
    hashed = {"@type": "PropertyValue", "propertyID": "content hash", "value": content.content_hash}
    return _filled(
        {
            "@context": "https://schema.org/",
            "@type": "Dataset",
            "@id": f"https://doi.org/{identifier}" if identifier else None,
            "name": package.title,
            "alternateName": package.name,
            "description": package.description,
            "url": package.homepage,
            "version": package.version,
            "datePublished": content.released.isoformat(),
            "license": [item.path for item in package.licenses],
            "creator": [{"@type": "Organization", "name": name} for name in authors(package)],
            "publisher": {"@type": "Organization", "name": publisher(content)},
            "keywords": list(package.keywords),
            "identifier": [f"https://doi.org/{identifier}", hashed] if identifier else [hashed],
            "citation": citation(package, content.released),
            "isAccessibleForFree": True,
            "distribution": list(_downloads(content, folder)),
        }
    )


def zenodo(content: Content) -> dict[str, Any]:
    """The metadata of a deposit at Zenodo, as its API and `.zenodo.json` have it."""
    package = content.package
    return _filled(
        {
            "upload_type": "dataset",
            "title": package.title,
            "description": f"<p>{_html(package.description)}</p>" if package.description else package.title,
            "creators": [{"name": name} for name in authors(package)],
            "publication_date": content.released.isoformat(),
            "version": package.version,
            "access_right": "open",
            "license": package.licenses[0].name.lower(),
            "keywords": list(package.keywords),
            "doi": doi(package),
            "notes": f"Content hash of the curated tables: {content.content_hash}",
        }
    )


def publisher(content: Content) -> str:
    """Who publishes: the contributor of that role or, failing that, the authors."""
    package = content.package
    named = [item.title for item in package.contributors if item.role == "publisher"]
    return named[0] if named else ", ".join(authors(package))


def _downloads(content: Content, folder: Path) -> Iterator[dict[str, Any]]:
    paths = {name: path for name, path in PATHS.items() if name in content.formats}
    for item in content.tables:
        for name, path_of in paths.items():
            path = path_of(item)
            yield {
                "@type": "DataDownload",
                "name": path,
                # The file lies beside this one's folder.
                "contentUrl": f"../{path}",
                "encodingFormat": MEDIA_TYPES[name],
                "contentSize": f"{(folder / path).stat().st_size} B",
                "sha256": sum_of(folder / path, content),
            }


def _html(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _filled(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in properties.items() if value not in (None, "", [])}
