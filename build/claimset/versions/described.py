"""The datapackage.json of a release read back as what it describes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from claimset.content_hash import PROPERTY
from claimset.descriptor import read_json, validate
from claimset.errors import PackageError, ReleaseError
from claimset.package import Package, Table, described, load_table, require_sound_keys


@dataclass(frozen=True, slots=True)
class Described:
    """What the description of a release says.

    package: with all tables of the release, whose paths are those of the CSV files.
    derived: the names of the tables that were computed.
    files: size in bytes and SHA-256 of each file that it describes, by path.
    hashes: the content hash of each stored table, by name; `content_hash` is that of the dataset.
    """

    package: Package
    released: date
    derived: frozenset[str]
    files: Mapping[str, tuple[int, str]]
    hashes: Mapping[str, str]
    content_hash: str

    @property
    def tables(self) -> tuple[Table, ...]:
        """All tables of the release, in its order."""
        return self.package.tables

    def curated(self, table: Table) -> Table:
        """The table without the columns that a build adds beside each date in the Extended Date/Time Format."""
        added = {f"{field.name}_{bound}" for field in table.fields if field.is_edtf for bound in ("earliest", "latest")}
        return replace(table, fields=tuple(field for field in table.fields if field.name not in added))


def described_package(path: Path) -> Described:
    """What the datapackage.json at `path` describes; ReleaseError where it is not that of a release."""
    try:
        descriptor = read_json(path.parent, path.name)
        tables = [item for item in descriptor["resources"] if "schema" in item]
        for item in tables:
            validate(item["schema"], f"{path.name}: {item['name']}", "tableSchema")
        loaded = tuple(load_table(path.parent, item) for item in tables)
        for table in loaded:
            require_sound_keys(table, {one.name: one for one in loaded}, f"{path.name}: {table.name}")
        return Described(
            package=described(path.parent, descriptor, loaded),
            released=date.fromisoformat(descriptor["created"][:10]),
            derived=frozenset(item["name"] for item in tables if item.get("derived")),
            files={
                item["path"]: (item["bytes"], item["hash"].removeprefix("sha256:")) for item in descriptor["resources"]
            },
            hashes={item["name"]: item[PROPERTY] for item in tables if not item.get("derived")},
            content_hash=descriptor[PROPERTY],
        )
    except (AttributeError, KeyError, TypeError, ValueError, PackageError) as error:
        raise ReleaseError(f"{path.name}: not the description of a release ({error}); fetch it again") from None
