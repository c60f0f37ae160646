"""Dates as people write them, to ISO. Nothing is guessed: a date that can be read in two ways is not read."""

from __future__ import annotations

import re
from datetime import date, datetime

from dateutil import parser

from claimsdb.english.listed import either
from claimsdb.english.months import DAYS, MONTHS, SHORT_DAYS, SHORT_MONTHS

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
