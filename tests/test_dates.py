"""An EDTF string has the bounds that the specification gives it, or is refused with the reason."""

from datetime import date, timedelta
from itertools import product

import pytest
from edtf import is_valid_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from claimset.dates import Bounds, EdtfError, bounds, wide_bounds

EXAMPLES = {
    # Level 0
    "2023-10-07": ("2023-10-07", "2023-10-07"),
    "2023-10": ("2023-10-01", "2023-10-31"),
    "2023": ("2023-01-01", "2023-12-31"),
    "2024-02": ("2024-02-01", "2024-02-29"),
    "1900-02": ("1900-02-01", "1900-02-28"),
    "2023-10-07/2023-10-09": ("2023-10-07", "2023-10-09"),
    "2023-10/2024": ("2023-10-01", "2024-12-31"),
    "0001": ("0001-01-01", "0001-12-31"),
    "9999-12-31": ("9999-12-31", "9999-12-31"),
    # Level 1: uncertain and approximate
    "2023?": ("2023-01-01", "2023-12-31"),
    "2023-10~": ("2023-10-01", "2023-10-31"),
    "2023-10-07%": ("2023-10-07", "2023-10-07"),
    "2023-10~/2023-12?": ("2023-10-01", "2023-12-31"),
    # Level 1: unspecified digits
    "202X": ("2020-01-01", "2029-12-31"),
    "20XX": ("2000-01-01", "2099-12-31"),
    "2023-XX": ("2023-01-01", "2023-12-31"),
    "2023-10-XX": ("2023-10-01", "2023-10-31"),
    "2023-02-XX": ("2023-02-01", "2023-02-28"),
    "2023-XX-XX": ("2023-01-01", "2023-12-31"),
    # Level 1: open and unknown ends
    "2023-10/..": ("2023-10-01", None),
    "../2023-10": (None, "2023-10-31"),
    "2023-XX/2024": ("2023-01-01", "2024-12-31"),
    "2023-10/": ("2023-10-01", None),
    "/2023-10": (None, "2023-10-31"),
    # Level 2: one of a set
    "[2023-11-21..]": ("2023-11-21", None),
    "[..2023-11-21]": (None, "2023-11-21"),
    "[2023-10,2023-11]": ("2023-10-01", "2023-11-30"),
    "[2023-10-07..2023-10-09]": ("2023-10-07", "2023-10-09"),
    "[2023-12,2021,2022-03-04]": ("2021-01-01", "2023-12-31"),
    "[2020,2023-10..]": ("2020-01-01", None),
}


def day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


@pytest.mark.parametrize("text", list(EXAMPLES))
def test_a_date_has_its_bounds(text: str) -> None:
    earliest, latest = EXAMPLES[text]
    assert bounds(text) == Bounds(day(earliest), day(latest))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        " 2023",
        "2023 ",
        "2023\n",
        "2023 -10",
        "2023-1",
        "2023-13",
        "2023-00",
        "2023-02-30",
        "2023-10-32",
        "2023-10-7",
        "07.10.2023",
        "October 2023",
        "0000",
        "-0044",
        "Y17000",
        "20e2",
        "1950S2",
        "2023-21",
        "2023-10-07T12:00:00Z",
        "{2023,2024}",
        "?2023-10",
        "2023-?10",
        "2023-10/2023-09",
        "[2023-10..2023-09]",
        "[]",
        "[2023",
        "[2023,,2024]",
        "[2023 ,2024]",
        "/",
        "../..",
        "2023/2024/2025",
        "..",
        "X",
        "XXXX-99",
        "../20XX",
        "2023-XX/2024~",
        "[2022,2023-XX]",
        "2023-XX-31-01",
        "\u0662\u0660\u0662\u0663",
        "\uff12\uff10\uff12\uff13",
        "2023-10-07" * 1000,
        "[" * 1000,
    ],
    ids=lambda text: ascii(text[:24]),
)
def test_what_is_no_date_of_the_supported_levels_is_refused_with_the_string(text: str) -> None:
    with pytest.raises(EdtfError) as caught:
        bounds(text)
    assert repr(text) in str(caught.value) or repr(text)[:40] in str(caught.value)


def test_approximate_dates_are_wider_by_45_days_on_either_side() -> None:
    assert wide_bounds("2023-10~") == Bounds(date(2023, 8, 17), date(2023, 12, 15))
    assert wide_bounds("2023-10%") == Bounds(date(2023, 8, 17), date(2023, 12, 15))
    assert wide_bounds("2023-10?") == bounds("2023-10")
    assert wide_bounds("2023-10~/..") == Bounds(date(2023, 8, 17), None)
    assert wide_bounds("0001-01~") == Bounds(None, date(1, 3, 17))
    assert wide_bounds("9999-12~") == Bounds(date(9999, 10, 17), None)


def test_bounds_meet_where_a_day_lies_in_both() -> None:
    october, november = bounds("2023-10"), bounds("2023-11")
    assert october.is_before(november)
    assert not november.is_before(october)
    assert not october.meets(november)
    assert october.meets(bounds("2023-10-31/2023-11"))
    assert bounds("../2023-09").is_before(october)
    assert bounds("2023-11/..").meets(bounds("2030"))
    assert Bounds(None, None).meets(october)


DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))


@given(DAYS, st.sampled_from(["", "?", "~", "%"]))
@settings(max_examples=40)
def test_a_day_bounds_itself(value: date, qualifier: str) -> None:
    assert bounds(value.isoformat() + qualifier) == Bounds(value, value)


def unspecified(value: date, mask: int) -> str:
    """The day with its last digits unspecified, as far as level 1 allows it."""
    year, month, number = value.isoformat().split("-")
    return [
        f"{year}-{month}-XX",
        f"{year}-XX-XX",
        f"{year}-XX",
        f"{year[:3]}X",
        f"{year[:2]}XX",
        f"{year}-{month}",
        year,
        f"{year}-{month}-{number}",
    ][mask]


@given(DAYS.filter(lambda value: value.year >= 100), st.integers(0, 7))
@settings(max_examples=40)
def test_the_bounds_hold_every_day_that_the_string_can_mean(value: date, mask: int) -> None:
    found = bounds(unspecified(value, mask))
    assert found.earliest is not None
    assert found.latest is not None
    assert found.earliest <= value <= found.latest


def written(value: date) -> list[str]:
    """The day, its month and its year; these with what is unspecified."""
    text = value.isoformat()
    return [text, text[:7], text[:4], f"{text[:7]}-XX", f"{text[:4]}-XX-XX", f"{text[:3]}X", f"{text[:2]}XX"]


def usual_forms(one: date, other: date) -> list[str]:
    """What begins on the first day and ends on the other, in every form for which the library is not asked.

    Missing is 2023-XX in an interval: the library stumbles over it there, though it takes 2023-XX-XX.
    """
    first, last = ([text + mark for text in written(day)[:3] for mark in ("", "?", "~", "%")] for day in (one, other))
    sets = [f"[{a}..{b}]" for a, b in zip(written(one)[:3], written(other)[:3], strict=True)]
    sets += [f"[{text}..]" for text in written(one)[:3]] + [f"[..{text}]" for text in written(other)[:3]]
    intervals = [
        *product(["", "..", *first], last),
        *product(first, ["", ".."]),
        *product(written(one), written(other)),
    ]
    return [*first, *written(one), f"{one.year:04}-XX", *("/".join(ends) for ends in intervals), *sets]


def accepted(text: str) -> bool:
    try:
        bounds(text)
    except EdtfError:
        return False
    return True


@pytest.mark.parametrize(
    ("one", "other"), [(date(2023, 8, 31), date(2024, 2, 29)), (date(1, 1, 1), date(9999, 12, 31))]
)
def test_every_form_for_which_the_library_is_not_asked_is_edtf_to_the_library_too(one: date, other: date) -> None:
    forms = [text for text in usual_forms(one, other) if accepted(text)]
    assert len(forms) > 200
    assert [text for text in forms if not is_valid_edtf(text)] == []


@given(DAYS, DAYS, st.data())
@settings(max_examples=100)
def test_the_library_accepts_the_usual_forms_whatever_the_days(one: date, other: date, data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(usual_forms(one, other)))
    assert not accepted(text) or is_valid_edtf(text)


def test_the_library_prints_nothing_of_the_strings_over_which_it_stumbles(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(EdtfError):
        bounds("[2021,2023-XX]")
    assert capsys.readouterr() == ("", "")


@given(DAYS, DAYS)
@settings(max_examples=10)
def test_an_interval_or_a_set_begins_no_later_than_it_ends(one: date, other: date) -> None:
    first, last = sorted([one, other])
    expected = Bounds(first, last)
    assert bounds(f"{first}/{last}") == expected
    assert bounds(f"[{first}..{last}]") == expected
    assert bounds(f"[{one},{other}]") == expected
    if first < last:
        for text in (f"{last}/{first}", f"[{last}..{first}]"):
            with pytest.raises(EdtfError):
                bounds(text)


@given(st.text(st.sampled_from("0123456789X-/.,[]{}?~%YSETZ: "), max_size=24))
def test_any_string_has_ordered_bounds_or_is_refused(text: str) -> None:
    try:
        found = bounds(text)
    except EdtfError:
        return
    if found.earliest is not None and found.latest is not None:
        assert found.earliest <= found.latest
    wide = wide_bounds(text)
    for narrow, wider in ((found.earliest, wide.earliest), (wide.latest, found.latest)):
        if narrow is not None and wider is not None:
            assert timedelta(0) <= narrow - wider or narrow >= wider


@given(st.text(max_size=12))
def test_any_text_at_all_is_a_date_or_refused(text: str) -> None:
    try:
        bounds(text)
    except EdtfError as error:
        assert str(error)  # noqa: PT017 - the other outcome is a date
