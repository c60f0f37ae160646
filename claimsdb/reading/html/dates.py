"""The date that a few words of a page state, in the page's language or in one that many pages have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from email.utils import parsedate
from functools import cache
from itertools import product

from babel import Locale, UnknownLocaleError
from babel.dates import get_date_format, get_month_names

_COMMON = ("en", "de", "fr", "es", "it", "pt", "nl", "pl")
_CENTURY, _EARLIEST = 2000, 1990
_DATE = re.compile(
    r"(?<![\w.,/-])(?:"
    r"(?P<iso>(?:19|20)\d\d-\d\d-\d\d)(?=T|\b)"
    r"|(?P<first>\d{1,2})(?P<sign>[./-])\s?(?P<second>\d{1,2})(?P=sign)\s?(?P<short>(?:19|20)\d\d|\d\d)(?!\w|[./-]\d)"
    r"|(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.|º)?\s+(?:de\s+|of\s+)?(?P<month>[^\W\d_]{3,12})\.?,?\s+(?:del?\s+)?(?P<year>(?:19|20)\d\d)\b"
    r"|(?P<named>[^\W\d_]{3,12})\.?\s+(?P<behind>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<last>(?:19|20)\d\d)\b)"
)
_ISO = re.compile(
    r"(?P<day>(?:19|20)\d\d-\d\d-\d\d)(?:[T ](?P<time>\d\d:\d\d(?::\d\d)?)(?:[.,]\d{1,9})?\s?(?P<zone>Z|[+-]\d\d:?\d\d)?)?"
)


def iso(said: str) -> str | None:
    """A date or a time in ISO 8601, to the second, as it is written; None if it is none."""
    match = _ISO.fullmatch(said.strip())
    if match is None:
        return None
    zone = match["zone"] or ""
    made = match["day"] + (f"T{match['time']}{zone}" if match["time"] else "")
    try:
        datetime.fromisoformat(made)
    except ValueError:
        return None
    return made


def day_of(words: str) -> str | None:
    """The day of a time in ISO 8601 or as mail and Unix write it ("Thu Jun 06 05:24:15 PDT 2013")."""
    made = iso(words)
    parts = None if made else parsedate(words)
    try:
        return made[:10] if made else date(*parts[:3]).isoformat() if parts else None
    except ValueError:
        return None


def dated(words: str, language: str | None) -> tuple[str, int] | None:
    """The only date that the words state, as ISO, and where it begins; None if they state none or several, or if it is ambiguous.

    `language` is the page's, as it writes it ("en-GB").
    """
    found = list(_found(words, language))
    isos = {iso for iso, _ in found}
    iso = isos.pop() if len(isos) == 1 else None
    return (iso, found[0][1]) if iso else None


def _found(words: str, language: str | None) -> Iterator[tuple[str | None, int]]:
    for match in _DATE.finditer(words):
        iso = _iso(match, language)
        if iso or not match["named"]:  # "Page 12 2020" is not a date
            yield iso, match.start()


def _iso(match: re.Match[str], language: str | None) -> str | None:
    if match["iso"]:
        return _made(*match["iso"].split("-"))
    if match["first"]:
        year = match["short"] if len(match["short"]) == 4 else str(_CENTURY + int(match["short"]))
        if match["sign"] == "-" and len(match["short"]) == 2:
            return None
        first, second = match["first"], match["second"]
        by_day = _made(year, second, first) or _made(year, first, second)
        orders = {by_day} if match["sign"] == "." else _orders(year, first, second, language)
        made = orders - {None}
        return made.pop() if len(made) == 1 else None
    month = _months(language).get((match["month"] or match["named"]).lower())
    return _made(match["year"] or match["last"], month, match["day"] or match["behind"]) if month else None


def _orders(year: str, first: str, second: str, language: str | None) -> set[str | None]:
    """The dates that two numbers may mean: those of the country; English without a country may mean either."""
    locale = _locale(language)
    if locale is None or (locale.language == "en" and locale.territory is None):
        return {_made(year, second, first), _made(year, first, second)}
    by_month = get_date_format("short", locale).pattern.lower().startswith("m")
    return {_made(year, first, second) if by_month else _made(year, second, first)}


def _made(year: str, month: str | int, day: str) -> str | None:
    try:
        made = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return made.isoformat() if made.year >= _EARLIEST else None


@cache
def _locale(language: str | None) -> Locale | None:
    try:
        return Locale.parse((language or "").replace("_", "-"), sep="-")
    except (ValueError, UnknownLocaleError, TypeError):
        return None


@cache
def _months(language: str | None) -> dict[str, int]:
    """The numbers of months by their names, long and short, in small letters."""
    own = _locale(language)
    made: dict[str, int] = {}
    for locale in (*_COMMON, *([own] if own else [])):
        for width, use in product(("wide", "abbreviated"), ("format", "stand-alone")):
            names = get_month_names(width, use, locale)  # type: ignore[arg-type]
            made.update({name.lower().rstrip("."): number for number, name in names.items()})
    return made
