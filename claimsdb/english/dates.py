"""Dates as people write them, to ISO. Nothing is guessed: a date that can be read in two ways is not read."""

from __future__ import annotations

import re
from datetime import date, datetime

from dateutil import parser

from claimsdb.english.listed import either
from claimsdb.english.months import DAYS, MONTHS, SHORT_DAYS, SHORT_MONTHS, month_of

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:?\d{2})?)?")
_MONTH = rf"(?:{either((*MONTHS, *SHORT_MONTHS))})\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d{2}"
_WEEKDAY = rf"(?:(?:{either((*DAYS, *SHORT_DAYS))})\.?,?\s+)?"
_ZONE = r"(?:Z|UTC|GMT)(?:[+-]\d{1,2})?|[A-Z]{2,4}T|[+-]\d{2}:?\d{2}"
_TIME = rf"\d{{1,2}}(?:[:.]\d{{2}}){{1,2}}(?:\s*[ap]\.?m\.?)?(?:\s*\(?(?:{_ZONE})\)?)?"
_TIME += rf"|\d{{1,2}}\s*[ap]\.?m\.?(?:\s*(?:{_ZONE}))?"
_DATE = rf"{_WEEKDAY}(?:{_DAY}\s+{_MONTH},?\s+{_YEAR}|{_MONTH}\s+{_DAY},?\s+{_YEAR})"
_WRITTEN = re.compile(
    rf"(?P<date>{_DATE})(?:[,\s|·–-]*(?:at\s+)?(?:{_TIME}))?|(?:{_TIME})[,\s|·–-]+(?:on\s+)?(?P<later>{_DATE})", re.I
)
_NUMBERS = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2((?:19|20)\d{2})")
_FULL_YEAR = r"(?P<year>1[5-9]\d{2}|20\d{2})"
_LONE_YEAR = re.compile(_FULL_YEAR)
_YEAR_FIRST = re.compile(_FULL_YEAR + r"(?P<mark>[/.-])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})")
_COMPACT = re.compile(_FULL_YEAR + r"(?P<month>\d{2})(?P<day>\d{2})")
_YEAR_AND_MONTH = re.compile(_FULL_YEAR + r"[/.-](?P<month>\d{1,2})")
_MONTH_AND_YEAR = re.compile(r"(?P<month>\d{1,2})[/.-]" + _FULL_YEAR)
_NAMED_MONTH = re.compile(rf"(?P<month>{_MONTH}),?[\s-]{_FULL_YEAR}", re.I)
_MONTH_NAMED_LAST = re.compile(rf"{_FULL_YEAR},?[\s-](?P<month>{_MONTH})", re.I)
_DASHED = re.compile(rf"(?P<day>\d{{1,2}})-(?P<month>{_MONTH})-{_FULL_YEAR}", re.I)


def iso(words: str) -> str | None:
    """The ISO date (or date-time) that the words are as a whole; None if they are not a date."""
    words = " ".join(words.split())
    if _ISO.fullmatch(words):
        return words if _is_iso(words) else None
    if match := _NUMBERS.fullmatch(words):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if first == second or (first > 12) != (second > 12):
            day, month = (first, second) if first > 12 else (second, first)
            return _valid(year, month, day)
        return None
    if match := _WRITTEN.fullmatch(words):
        written = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", match["date"] or match["later"], flags=re.I)
        try:
            return parser.parse(written, default=datetime(2000, 1, 1)).date().isoformat()
        except (ValueError, OverflowError):
            return None
    return None


def written(words: str) -> list[str]:
    """The dates that the words can mean as a whole: a day, a month or a year in ISO 8601 (level 0 of EDTF), or a day with its time.

    There are two if day and month can be either way round, and none if the words are not a date with a year in four digits.
    """
    words = " ".join(words.split())
    if found := iso(words):
        return [found]
    if match := _NUMBERS.fullmatch(words):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        return [day for day in (_valid(year, second, first), _valid(year, first, second)) if day]
    if match := _YEAR_FIRST.fullmatch(words) or _COMPACT.fullmatch(words):
        day = _valid(int(match["year"]), int(match["month"]), int(match["day"]))
        return [day] if day else []
    if match := _YEAR_AND_MONTH.fullmatch(words) or _MONTH_AND_YEAR.fullmatch(words):
        month = int(match["month"])
        return [f"{match['year']}-{month:02}"] if 1 <= month <= 12 else []
    if match := _NAMED_MONTH.fullmatch(words) or _MONTH_NAMED_LAST.fullmatch(words):
        return [f"{match['year']}-{month_of(match['month']):02}"]
    if match := _DASHED.fullmatch(words):
        return written(f"{match['day']} {match['month']} {match['year']}")
    return [words] if _LONE_YEAR.fullmatch(words) else []


def of_value(value: object) -> str | None:
    """The ISO date of a value from YAML: a date, a date-time or words."""
    if isinstance(value, date):
        return value.isoformat()
    return iso(value) if isinstance(value, str) else None


def day(published: str | None) -> date | None:
    """The day of an ISO date or date-time; None if there is none."""
    try:
        return date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None


def _is_iso(words: str) -> bool:
    try:
        datetime.fromisoformat(words)
    except ValueError:
        return False
    return True


def _valid(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
