"""Bounds of dates in the Extended Date/Time Format.

Source: Extended Date/Time Format specification, Library of Congress, 2019. Supported are level 0, level 1, and of
level 2 only "one of a set" (`[2023-11-21..]`, `[2023-10,2023-11]`): times of day and seasons are not used.
"""

import re
from calendar import monthrange
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from io import StringIO

# "~" (approximate) widens a comparison by this many days on either side.
APPROXIMATE_DAYS = 45

# Half of a month or a day unspecified ("2023-1X") is level 2.
_PART = re.compile(r"(?P<year>[0-9X]{4})(-(?P<month>[0-9]{2}|XX)(-(?P<day>[0-9]{2}|XX))?)?(?P<qualifier>[?~%])?")

# The forms in use. What is of one of them and has bounds, is EDTF; nearly every date is, and the library takes
# milliseconds for each and a tenth of a second for itself.
_YEAR, _MONTH, _DAY = "[0-9]{4}", "[0-9]{4}-[0-9]{2}", "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_PLAIN = f"(?:{_YEAR}|{_MONTH}|{_DAY})"
_UNSPECIFIED = f"(?:{_PLAIN}|[0-9]{{3}}X|[0-9]{{2}}XX|{_YEAR}-XX|{_MONTH}-XX|{_YEAR}-XX-XX)"
_BOUND = rf"(?:{_PLAIN}[?~%]?|(?:\.\.)?)"
_SET = rf"\[(?:\.\.{_PLAIN}|{_PLAIN}\.\.|{_YEAR}\.\.{_YEAR}|{_MONTH}\.\.{_MONTH}|{_DAY}\.\.{_DAY})\]"
_USUAL = re.compile(f"{_PLAIN}[?~%]?|{_UNSPECIFIED}|{_BOUND}/{_BOUND}|{_UNSPECIFIED}/{_UNSPECIFIED}|{_SET}")


@dataclass(frozen=True, slots=True)
class Bounds:
    """The earliest and the latest day that an EDTF string allows; None for an open or unknown end."""

    earliest: date | None
    latest: date | None

    def meets(self, other: "Bounds") -> bool:
        """Whether some day lies within both."""
        return not (self.is_before(other) or other.is_before(self))

    def is_before(self, other: "Bounds") -> bool:
        """Whether every day of this one lies before every day of the other."""
        return self.latest is not None and other.earliest is not None and self.latest < other.earliest


class EdtfError(ValueError):
    """A string is not EDTF of the supported levels; the message says why."""


@lru_cache(maxsize=100_000)
def bounds(text: str) -> Bounds:
    """The bounds of an EDTF string, as written ("~" not widened); EdtfError where it is not one of those supported."""
    if text.startswith("[") and text.endswith("]"):
        result = _set_bounds(text)
    elif "/" in text:
        start, _, end = text.partition("/")
        if not start.strip(".") and not end.strip("."):
            message = f"{text!r} has no known end; leave the cell empty"
            raise EdtfError(message)
        result = Bounds(_end(start, text).earliest, _end(end, text).latest)
    else:
        result = _part(text, text)
    _ordered(result, text)
    if not _USUAL.fullmatch(text):
        _ask_library(text)
    return result


def _ask_library(text: str) -> None:
    """EdtfError where the library `edtf` refuses a string that has bounds.

    It comes second, because it prints or fails oddly on some strings beyond the supported levels.
    """
    from edtf import EDTFParseException, parse_edtf  # noqa: PLC0415 - see _USUAL

    try:
        with redirect_stdout(StringIO()):
            parse_edtf(text)
    except (EDTFParseException, TypeError, AttributeError):  # "../20XX" and "[2022,2023-XX]" make it stumble
        message = f"{text!r} is not an EDTF date"
        raise EdtfError(message) from None
    except ValueError as error:
        message = f"{text!r} is not an EDTF date: {error}"
        raise EdtfError(message) from None


@lru_cache(maxsize=100_000)
def wide_bounds(text: str) -> Bounds:
    """The bounds of an EDTF string for comparisons: widened by APPROXIMATE_DAYS where it holds "~" or "%"."""
    exact = bounds(text)
    if "~" not in text and "%" not in text:
        return exact
    margin = timedelta(days=APPROXIMATE_DAYS)
    return Bounds(
        exact.earliest - margin if exact.earliest and exact.earliest - date.min > margin else None,
        exact.latest + margin if exact.latest and date.max - exact.latest > margin else None,
    )


def _ordered(result: Bounds, text: str) -> None:
    if result.earliest and result.latest and result.earliest > result.latest:
        message = f"{text!r} ends before it starts"
        raise EdtfError(message)


def _set_bounds(text: str) -> Bounds:
    """The bounds of "one of a set": the members are dates or ranges `a..b`, either end of which may be open."""
    earliest: list[date | None] = []
    latest: list[date | None] = []
    for member in text[1:-1].split(","):
        start, dots, end = member.partition("..")
        first = _part(start, text) if start else Bounds(None, None)
        last = (_part(end, text) if end else Bounds(None, None)) if dots else first
        _ordered(Bounds(first.earliest, last.latest), text)
        earliest.append(first.earliest)
        latest.append(last.latest)
    known_earliest = [day for day in earliest if day is not None]
    known_latest = [day for day in latest if day is not None]
    return Bounds(
        min(known_earliest) if len(known_earliest) == len(earliest) else None,
        max(known_latest) if len(known_latest) == len(latest) else None,
    )


def _end(part: str, text: str) -> Bounds:
    """The bounds of one end of an interval: empty is unknown, `..` is open, both have no bound."""
    return Bounds(None, None) if part in {"", ".."} else _part(part, text)


def _part(part: str, text: str) -> Bounds:
    match = _PART.fullmatch(part)
    if match is None:
        message = f"{text!r}: {part!r} is not written year-month-day, year-month or year"
        raise EdtfError(message)
    year, month, day = match["year"], match["month"], match["day"]
    first_year, last_year = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if last_year == 0:
        message = f"{text!r}: the year 0000 has no calendar day here"
        raise EdtfError(message)
    months = _matching(month, 1, 12)
    if not months:
        message = f"{text!r}: there is no month {month} (seasons are not supported)"
        raise EdtfError(message)
    first_year = max(first_year, 1)
    first_days = _matching(day, 1, monthrange(first_year, months[0])[1])
    last_days = _matching(day, 1, monthrange(last_year, months[-1])[1])
    if not first_days or not last_days:
        message = f"{text!r}: there is no such day"
        raise EdtfError(message)
    return Bounds(date(first_year, months[0], first_days[0]), date(last_year, months[-1], last_days[-1]))


def _matching(digits: str | None, lowest: int, highest: int) -> list[int]:
    """The numbers from `lowest` to `highest` that two digits, each perhaps unspecified (X), can stand for."""
    if digits is None:
        return list(range(lowest, highest + 1))
    expression = re.compile(digits.replace("X", "[0-9]"))
    return [number for number in range(lowest, highest + 1) if expression.fullmatch(f"{number:02d}")]
