"""Whether the published versions are as they were published."""

from pathlib import Path

from claimset.finding import Finding
from claimset.publishing.verify import checksums
from claimset.release.files import CHECKSUMS, sha256
from claimset.versions.index import INDEX, RELEASES, read_index


def verify_index(releases: Path) -> tuple[Finding, ...]:
    """Everything in which the folder of published versions is not as its index has it."""
    entries = read_index(releases)
    known = {entry.version for entry in entries}
    found = [
        _fault(item.name, "version-unknown", f"{INDEX} does not know this version")
        for item in (sorted(releases.iterdir()) if releases.is_dir() else ())
        if item.name not in known | {INDEX}
    ]
    for entry in entries:
        if not (releases / entry.version / CHECKSUMS).is_file():
            found.append(_fault(entry.version, "version-missing", "a published version, and it is not there"))
        elif sha256(releases / entry.version / CHECKSUMS) != entry.checksums_sha256:
            found.append(_fault(f"{entry.version}/{CHECKSUMS}", "version-changed", "not the file that was published"))
        else:
            for fault in checksums(releases / entry.version):
                found.append(_fault(f"{entry.version}/{fault.path}", fault.rule, fault.message))  # noqa: PERF401
    return tuple(found)


def _fault(path: str, rule: str, message: str) -> Finding:
    return Finding(f"{RELEASES}/{path}", None, None, None, rule, "error", message, "published versions never change")
