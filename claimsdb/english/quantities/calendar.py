"""Dates in a text, as TIMEX3 values, and as the days that they may mean if a year is given or the document has a date."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from text_to_num import text2num

from claimsdb.english.listed import either, listed
from claimsdb.english.months import DAYS, MONTHS, SHORT_MONTHS, month_of
from claimsdb.model.claim import Quantity, QuantityKind
from claimsdb.model.intervals import Intervals
from claimsdb.model.spans import Span

_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 14)}
_CODES = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
_MONTH = rf"(?P<month>{either(m.title() for m in MONTHS)}|(?:{either(m.title() for m in SHORT_MONTHS)})\.)"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)"
_WEEKDAY = rf"(?P<weekday>{either(d.title() for d in DAYS)})"
_COUNT = rf"(?P<count>an?|\d{{1,3}}|{either(listed('numbers', 'ago'))}|a few|several)"
_FUTURE = re.compile(
    r"\b(?:will|shall|would|’ll|'ll|going to|to be|plans?|planned|scheduled|expected|set to|due|by)\b", re.I
)

Range = tuple[date, date]
Reader = Callable[[re.Match[str], date | None, bool], "tuple[str, Range | None] | None"]


class Form:
    """A way to write a date: its pattern, and a function that reads a match, given the document's day and whether the text looks ahead."""

    def __init__(self, pattern: str, read: Reader, *, ignore_case: bool = False) -> None:
        self.pattern = re.compile(pattern, re.IGNORECASE if ignore_case else 0)
        self.read = read


def dates(text: str, span: Span, today: date | None) -> Iterator[Quantity]:
    """The dates within the span, in order, disjoint.

    A day without a week or year is the last such day up to `today`, or the next one if the words around it look ahead ("will meet on
    Friday").
    """
    found: list[Quantity] = []
    ahead = bool(_FUTURE.search(text, *span))
    for form in _FORMS:
        matches = list(form.pattern.finditer(text, *span))
        taken = Intervals.of(q.span for q in found) if matches else None
        for m in matches:
            where = Span(*m.span())
            if taken and taken.over(where):
                continue
            try:
                made = form.read(m, today, ahead)
            except (ValueError, OverflowError):
                continue  # 30 February, the year 10000: not a date
            if made is not None:
                normal, days = made
                first, last = days or (None, None)
                found.append(Quantity(where, QuantityKind.DATE, normal, earliest=first, latest=last))
    yield from sorted(found, key=lambda q: q.span)


def _whole(year: int, month: int) -> Range:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _written(m: re.Match[str], today: date | None, ahead: bool) -> tuple[str, Range | None]:
    """A month and a day, with or without a year."""
    month, day, year = month_of(m["month"]), int(m["day"]), m["year"]
    if year:
        found = date(int(year), month, day)
        return found.isoformat(), (found, found)
    date(2000, month, day)
    if today is None:
        return f"XXXX-{month:02}-{day:02}", None
    reach = 1 if (month, day) != (2, 29) else 8
    years = [y for y in range(today.year - reach, today.year + reach + 1) if _exists(y, month, day)]
    options = [date(y, month, day) for y in years]
    late = timedelta(days=7)  # a report written the day before an event may speak of it as past
    past = [d for d in options if d <= today + late]
    found = next((d for d in options if d >= today), past[-1]) if ahead else past[-1]
    return found.isoformat(), (found, found)


def _exists(year: int, month: int, day: int) -> bool:
    return day <= calendar.monthrange(year, month)[1]


def _iso(m: re.Match[str], today: date | None, ahead: bool) -> tuple[str, Range]:
    found = date.fromisoformat(m["iso"])
    return m["iso"], (found, found)


def _month_and_year(m: re.Match[str], today: date | None, ahead: bool) -> tuple[str, Range]:
    days = _whole(int(m["year"]), month_of(m["month"]))
    return f"{days[0]:%Y-%m}", days


def _named(m: re.Match[str], today: date | None, ahead: bool) -> tuple[str, Range | None]:
    """ "last Monday", "next March"."""
    which = m["which"].lower()
    return (
        _weekday(m, today, which in ("next", "coming"), which == "last")
        if m["weekday"]
        else _month(m, today, which in ("next", "coming"))
    )


def _month(m: re.Match[str], today: date | None, ahead: bool) -> tuple[str, Range | None]:
    month = month_of(m["month"])
    if today is None:
        return f"XXXX-{month:02}", None
    year = today.year
    if ahead and month < today.month:
        year += 1
    elif not ahead and month > today.month:
        year -= 1
    days = _whole(year, month)
    return f"{days[0]:%Y-%m}", days


def _weekday(m: re.Match[str], today: date | None, ahead: bool, before: bool = False) -> tuple[str, Range | None]:
    day = DAYS.index(m["weekday"].lower())
    if today is None:
        return f"XXXX-WXX-{day + 1}", None
    back = (today.weekday() - day) % 7
    if ahead and back:
        back -= 7
    elif before and back == 0:
        back = 7
    found = today - timedelta(days=back)
    return found.isoformat(), (found, found)


def _relative(m: re.Match[str], today: date | None, ahead: bool) -> tuple[str, Range | None]:
    words = " ".join(m["relative"].lower().split())
    near = {"yesterday": -1, "last night": -1, "today": 0, "tonight": 0, "tomorrow": 1}
    if words in near:
        found = today and today + timedelta(days=near[words])
        return (found.isoformat(), (found, found)) if found else (f"XXXX-XX-XX{near[words]:+d}", None)
    which, unit = words.removeprefix("earlier ").removeprefix("later ").split()
    by = {"last": -1, "this": 0, "next": 1}[which]
    if today is None:
        return f"XXXX-{_CODES.get(unit, unit[0].upper())}{by:+d}", None
    if unit in _SEASONS:
        year = today.year + by if by else today.year
        if by < 0 and _SEASONS[unit][1] < today.month:
            year += 1
        return f"{year}-{_CODES[unit]}", (_whole(year, _SEASONS[unit][0])[0], _whole(year, _SEASONS[unit][1])[1])
    if unit in ("week", "weekend"):
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=by)
        start, end = (0, 6) if unit == "week" else (5, 6)
        year, week, _ = monday.isocalendar()
        return f"{year}-W{week:02}{'-WE' if unit == 'weekend' else ''}", (
            monday + timedelta(days=start),
            monday + timedelta(days=end),
        )
    if unit == "month":
        days = _whole(today.year, today.month + by)
        return f"{days[0]:%Y-%m}", days
    if unit == "quarter":
        first = (today.month - 1) // 3 * 3 + 1 + 3 * by
        days = _whole(today.year, first)[0], _whole(today.year, first + 2)[1]
        return f"{days[0]:%Y}-Q{(days[0].month + 2) // 3}", days
    size = {"year": 1, "decade": 10, "century": 100}[unit]
    start = today.year // size * size + by * size
    return str(start)[: 5 - len(str(size))], (date(start, 1, 1), date(start + size - 1, 12, 31))


def _ago(m: re.Match[str], today: date | None, ahead: bool) -> tuple[str, Range | None] | None:
    words, unit = m["count"].lower(), m["ago"].lower()
    if words in ("a few", "several"):
        return "PAST_REF" if m["side"] != "from now" else "FUTURE_REF", None
    count = 1 if words in ("a", "an") else int(words) if words.isdigit() else int(text2num(words, "en"))
    by = count if m["side"] == "from now" else -count
    if today is None or m["side"] == "earlier":  # earlier than an event in the text
        return f"XXXX-{unit[0].upper()}{by:+d}", None
    if unit == "day":
        found = today + timedelta(days=by)
        return found.isoformat(), (found, found)
    if unit == "week":
        found = today + timedelta(weeks=by)
        return f"{found.isocalendar()[0]}-W{found.isocalendar()[1]:02}", (
            found - timedelta(days=3),
            found + timedelta(days=3),
        )
    if unit == "month":
        found = today + relativedelta(months=by)
        return f"{found:%Y-%m}", _whole(found.year, found.month)
    year = today.year + by * (10 if unit == "decade" else 1)
    return str(year), (date(year, 1, 1), date(year, 12, 31))


def _decade(m: re.Match[str], today: date | None, ahead: bool) -> tuple[str, Range]:
    year = int(m["decade"])
    length = 100 if year % 100 == 0 and year < 2000 else 10
    part = (m["part"] or "").lower()
    first, last = {"early": (0, 3), "mid": (3, 6), "late": (6, 9)}.get(part, (0, 9))
    if length == 100:
        first, last = 0, 99
    return m["decade"][: 2 if length == 100 else 3], (date(year + first, 1, 1), date(year + last, 12, 31))


def _year(m: re.Match[str], today: date | None, ahead: bool) -> tuple[str, Range]:
    year = int(m["year"])
    return m["year"], (date(year, 1, 1), date(year, 12, 31))


def _season(m: re.Match[str], today: date | None, ahead: bool) -> tuple[str, Range | None]:
    name = m["season"].lower()
    first, last = _SEASONS[name]
    if not m["syear"] and today is None:
        return f"XXXX-{_CODES[name]}", None
    year = int(m["syear"]) if m["syear"] else today.year  # type: ignore[union-attr]
    if not m["syear"] and today is not None:
        if ahead and last < today.month:
            year += 1
        elif not ahead and first > today.month:
            year -= 1
    return f"{year}-{_CODES[name]}", (_whole(year, first)[0], _whole(year, last)[1])


_FORMS = (
    Form(
        r"(?<!\w)(?P<iso>(?:1[5-9]|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?![\w-])",
        _iso,
    ),
    Form(
        rf"(?<!\w)(?:{_WEEKDAY},?\s+)?(?:{_MONTH}\s+{_DAY}(?!\d|,\d|%)(?:,?\s+{_YEAR}\b)?)",
        _written,
    ),
    Form(
        rf"(?<!\w)(?:{_WEEKDAY},?\s+)?{_DAY}\s+{_MONTH}(?:,?\s+{_YEAR}\b)?",
        _written,
    ),
    Form(
        rf"(?<!\w){_MONTH},?\s+(?:of\s+)?{_YEAR}\b",
        _month_and_year,
    ),
    Form(
        rf"(?<!\w)(?P<which>[Ll]ast|[Tt]his|[Nn]ext|[Cc]oming)\s+(?:{_WEEKDAY}|{_MONTH})\b",
        _named,
    ),
    Form(
        rf"(?:(?<=\b[Ii]n )|(?<=\b[Bb]y )|(?<=\b[Ss]ince )|(?<=\b[Oo]f )|(?<=\b[Uu]ntil )|(?<=\b[Ff]rom )"
        rf"|(?<=\b[Ee]arly )|(?<=\b[Ll]ate )|(?<=\b[Mm]id-)"
        rf"|(?<=\b[Dd]uring )|(?<=\b[Tt]he ))(?!May\s+(?:be|have|not)){_MONTH}\b(?!\s+\d)",
        _month,
    ),
    Form(
        rf"(?<!\w){_WEEKDAY}(?!\w)",
        _weekday,
    ),
    Form(
        r"(?<!\w)(?P<relative>(?:earlier |later )?(?:last|this|next)\s+(?P<unit>week|month|year|quarter"
        r"|decade|century|weekend|spring|summer|autumn|fall|winter)"
        r"|yesterday|today|tonight|tomorrow|last night)\b",
        _relative,
        ignore_case=True,
    ),
    Form(
        rf"(?<!\w){_COUNT}\s+(?P<ago>day|week|month|year|decade)s?\s+(?P<side>ago|earlier|from now)\b",
        _ago,
        ignore_case=True,
    ),
    Form(
        r"(?<!\w)(?:the\s+)?(?:(?P<part>early|mid|late)[ -])?(?P<decade>(?:1[5-9]|20)\d0)[’']?s\b",
        _decade,
    ),
    Form(
        rf"(?<![\w.,$£€¥/:–-])(?:{_YEAR})(?![\w%/:]|,\d|\.\d|-\d|\s+(?:percent|per cent|million|billion|people|votes|dollars|miles|"
        r"jobs|troops|men|women|students|voters|words|points|square|feet|meters|metres|kilometers|kilometres|pounds|tons|tonnes|acres)\b)",
        _year,
    ),
    Form(
        r"(?:(?<=\b[Bb]y )|(?<=\b[Ii]n )|(?<=\b[Aa]round )|(?<=\b[Tt]his )|(?<=\bthe ))(?P<season>spring|summer|autumn|winter)\b"
        r"(?:\s+(?:of\s+)?(?P<syear>(?:19|20)\d\d))?",
        _season,
    ),
)
