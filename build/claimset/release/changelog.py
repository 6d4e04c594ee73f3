"""The day of a release stands in the changelog, so that a build of one commit is the same on every day.

Source: Keep a Changelog 1.1.0, whose headings are `## [0.1.0] - 2026-11-22`.
"""

import re
from datetime import date

from claimset.errors import ReleaseError

CHANGELOG = "CHANGELOG.md"
# Archives cannot hold an earlier year.
FIRST_YEAR = 1980

_HEADING = re.compile(r"^## \[?(?P<version>[0-9]+\.[0-9]+\.[0-9]+)\]?(?P<rest>.*)$", re.MULTILINE)
_DAY = re.compile(r"^ - (?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})$")


def release_date(changelog: bytes, version: str) -> date:
    """The day in the heading of `version`; ReleaseError where there is no such heading or no day in it."""
    wanted = f"## [{version}] - YYYY-MM-DD"
    try:
        text = changelog.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ReleaseError(f"{CHANGELOG}: not UTF-8 (byte {error.start}); save it as UTF-8") from None
    for heading in _HEADING.finditer(text):
        if heading["version"] == version:
            line = text.count("\n", 0, heading.start()) + 1
            return _day(heading["rest"].rstrip(), f"{CHANGELOG}:{line}", wanted)
    raise ReleaseError(f"{CHANGELOG}: no heading for version {version}; add `{wanted}` with the day of the release")


def _day(rest: str, where: str, wanted: str) -> date:
    match = _DAY.match(rest)
    if match is None:
        raise ReleaseError(f"{where}: the heading of this version has no day; write it as `{wanted}`")
    try:
        day = date.fromisoformat(match["day"])
    except ValueError:
        raise ReleaseError(f"{where}: {match['day']} is not a day of the calendar") from None
    if day.year < FIRST_YEAR:
        raise ReleaseError(f"{where}: {day} cannot be the day of a release: zip files begin with {FIRST_YEAR}")
    return day
