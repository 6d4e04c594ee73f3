"""The release for loaders of machine learning: each table as typed records, read from its Parquet file.

Source: Croissant format specification 1.0 (MLCommons). Parquet and not CSV, because the usual loader takes the text NA
in a CSV file for a missing value.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from claimset.package import Field
from claimset.release.citation import authors, doi
from claimset.release.content import Content, ReleaseTable
from claimset.release.files import sum_of, write_text
from claimset.release.reference import bibtex, reference
from claimset.release.tables import parquet_path

TYPES: Mapping[str, str] = MappingProxyType(
    {"string": "sc:Text", "integer": "sc:Integer", "number": "sc:Float", "boolean": "sc:Boolean", "date": "sc:Date"}
)
# As the usual loader expects it.
CONTEXT: Mapping[str, Any] = MappingProxyType(
    {
        "@language": "en",
        "@vocab": "https://schema.org/",
        "citeAs": "cr:citeAs",
        "column": "cr:column",
        "conformsTo": "dct:conformsTo",
        "cr": "http://mlcommons.org/croissant/",
        "rai": "http://mlcommons.org/croissant/RAI/",
        "data": {"@id": "cr:data", "@type": "@json"},
        "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
        "dct": "http://purl.org/dc/terms/",
        "equivalentProperty": "cr:equivalentProperty",
        "examples": {"@id": "cr:examples", "@type": "@json"},
        "extract": "cr:extract",
        "field": "cr:field",
        "fileProperty": "cr:fileProperty",
        "fileObject": "cr:fileObject",
        "fileSet": "cr:fileSet",
        "format": "cr:format",
        "includes": "cr:includes",
        "isLiveDataset": "cr:isLiveDataset",
        "jsonPath": "cr:jsonPath",
        "key": "cr:key",
        "md5": "cr:md5",
        "parentField": "cr:parentField",
        "path": "cr:path",
        "recordSet": "cr:recordSet",
        "references": "cr:references",
        "regex": "cr:regex",
        "repeated": "cr:repeated",
        "replace": "cr:replace",
        "samplingRate": "cr:samplingRate",
        "sc": "https://schema.org/",
        "separator": "cr:separator",
        "source": "cr:source",
        "subField": "cr:subField",
        "transform": "cr:transform",
    }
)


def write_croissant(content: Content, folder: Path) -> None:
    """`croissant.json`, beside the files it names."""
    package, identifier = content.package, doi(content.package)
    described = {
        "@context": dict(CONTEXT),
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": package.name,
        "alternateName": package.title,
        "description": package.description,
        "version": package.version,
        "datePublished": content.released.isoformat(),
        "license": [item.path for item in package.licenses],
        "creator": [{"@type": "sc:Organization", "name": name} for name in authors(package)],
        "keywords": list(package.keywords),
        "url": f"https://doi.org/{identifier}" if identifier else package.homepage,
        "identifier": content.content_hash,
        "citeAs": bibtex(reference(package, content.released)),
        "distribution": [_file(item, content, folder) for item in content.tables],
        "recordSet": [_records(item) for item in content.tables],
    }
    filled = {name: value for name, value in described.items() if value not in (None, "", [])}
    write_text(folder / "croissant.json", json.dumps(filled, ensure_ascii=False, indent=2) + "\n")


def _file(item: ReleaseTable, content: Content, folder: Path) -> dict[str, Any]:
    path = parquet_path(item)
    return {
        "@type": "cr:FileObject",
        "@id": path,
        "name": path,
        "contentUrl": path,
        "contentSize": f"{(folder / path).stat().st_size} B",
        "encodingFormat": "application/x-parquet",
        "sha256": sum_of(folder / path, content),
    }


def _records(item: ReleaseTable) -> dict[str, Any]:
    table = item.table
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.description,
        "key": [{"@id": f"{table.name}/{name}"} for name in table.primary_key],
        "field": [_field(field, item) for field in table.fields],
    }


def _field(field: Field, item: ReleaseTable) -> dict[str, Any]:
    # Without "references": the usual loader joins the tables that they name, and fails where these refer further.
    # The foreign keys are in datapackage.json.
    return {
        "@type": "cr:Field",
        "@id": f"{item.table.name}/{field.name}",
        "name": field.name,
        "description": field.description,
        "dataType": TYPES[field.type],
        "source": {"fileObject": {"@id": parquet_path(item)}, "extract": {"column": field.name}},
    }
