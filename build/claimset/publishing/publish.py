"""Publishes a version: builds it, and adds it to the folder `releases` and its index, for good."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq

from claimset.check import Report
from claimset.errors import PackageError, ReleaseError
from claimset.package import DESCRIPTOR, Package
from claimset.publishing.immutable import verify_index
from claimset.release import build_release
from claimset.release.changelog import CHANGELOG, release_date
from claimset.release.citation import doi
from claimset.release.files import CHECKSUMS, sha256
from claimset.release.staging import publish, staging
from claimset.versions.bump import bump, numbers
from claimset.versions.described import described_package
from claimset.versions.index import RELEASES, Published, read_index, write_index
from claimset.versions.since import Since


def require_version(package: Package, since: Since, confirmed: str | None) -> None:
    """ReleaseError where the version of the package cannot be published after those that have been.

    confirmed: the version, where it is higher than the difference needs and meant to be so.
    """
    releases = package.root / RELEASES
    for fault in verify_index(releases):
        raise ReleaseError(f"{fault.path}: {fault.message} ({fault.hint}); restore it with `git checkout`")
    version = package.version
    if confirmed is not None and confirmed != version:
        raise ReleaseError(f"--as {confirmed}: the version in {DESCRIPTOR} is {version}; write the same into both")
    entries = read_index(releases)
    day = release_date(_changelog(package), version)
    if not entries:
        return
    newest = entries[-1]
    if any(entry.version == version for entry in entries):
        raise ReleaseError(f"{version} is published, and published versions never change; set a higher version")
    if since.old is None or numbers(version) < numbers(newest.version):
        raise ReleaseError(f"{version}: older than {newest.version}, which is published")
    if day < newest.released:
        raise ReleaseError(f"{CHANGELOG}: {version} has the day {day}, before {newest.released} of {newest.version}")
    needed = bump(since.old, since.new, since.difference)
    lowest = needed.next_version(newest.version)
    why = "".join(f"\n  {reason.level.name}: {reason.text}" for reason in needed.reasons)
    if numbers(version) < numbers(lowest):
        message = (
            f"{version}: too low after {newest.version}: the changes need at least {lowest} ({needed.level.name}){why}"
        )
        raise ReleaseError(message)
    if version != lowest and confirmed is None:
        message = f"{version}: higher than the changes need, which is {lowest}; if it is meant, say --as {version}{why}"
        raise ReleaseError(message)


def publish_release(package: Package, report: Report, tell: Callable[[str], None]) -> Path:
    """The folder `releases/<version>` with the release, which is in the index; its zip file is in `dist`.

    Call `require_version` first. ReleaseError, and nothing changed in `releases`, where a file cannot be written.
    """
    releases = package.root / RELEASES
    built = build_release(package, report, package.root / "dist", tell)
    archive = built.with_name(f"{built.name}.zip")
    described = described_package(built / DESCRIPTOR)
    entry = Published(
        version=package.version,
        released=described.released,
        content_hash=described.content_hash,
        zip_sha256=sha256(archive),
        checksums_sha256=sha256(built / CHECKSUMS),
        rows={
            item.name: pq.read_metadata(built / f"parquet/{item.name}.parquet").num_rows for item in described.tables
        },
        doi=doi(package),
    )
    entries = read_index(releases)
    with staging(releases, package.version) as stage:
        tell(f"publishing {package.version}")
        shutil.copytree(built, stage / package.version)
        publish((stage / package.version,), stage, releases)
        try:
            write_index(releases, (*entries, entry))
        except (OSError, PackageError):
            shutil.rmtree(releases / package.version)
            raise
    return releases / package.version


def _changelog(package: Package) -> bytes:
    try:
        return (package.root / CHANGELOG).read_bytes()
    except OSError as error:
        raise ReleaseError(f"{CHANGELOG}: cannot be read: {error.strerror}") from None
