"""Numbers, money, percentages and durations: the words around a number say what it counts and whether it is exact."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import inf, isfinite

from claimsdb.english.listed import either, listed, meanings
from claimsdb.english.quantities.numbers import Number, numbers
from claimsdb.model.claim import Quantity, QuantityKind
from claimsdb.model.spans import Span

_CURRENCIES = {word.lower(): code for word, code in meanings("currencies", "code", "name", "sign").items()}
_UNITS = {
    "second": ("second", 1), "minute": ("minute", 1), "hour": ("hour", 1), "day": ("day", 1), "week": ("week", 1), "fortnight": ("week", 2),
    "month": ("month", 1), "quarter": ("month", 3), "year": ("year", 1), "decade": ("year", 10), "century": ("year", 100),
}  # fmt: skip
_ISO = {
    "second": "PT{}S",
    "minute": "PT{}M",
    "hour": "PT{}H",
    "day": "P{}D",
    "week": "P{}W",
    "month": "P{}M",
    "year": "P{}Y",
}
_SIGN = re.compile(r"(?:US|A|C|HK|NZ|S)?[$£€¥₹₩₽₺₪₴]\s?$|\bRs\.?\s?$|\b(?:USD|GBP|EUR|JPY|CNY|RMB)\s?$")
_PERCENT = re.compile(
    r"\s?(?:%|‰)(?P<points>[ -]points?)?|[ -](?:per\s?cent|pct)(?P<more>[ -]points?)?\b|\s(?P<points2>percentage[ -]points?)\b",
    re.I,
)
_MONEY = re.compile(
    r"\s?(?:US |American |Canadian |Australian |Hong Kong )?"
    rf"(?P<name>{either(meanings('currencies', 'code', 'name'))})s?\b",
    re.I,
)
_DURATION = re.compile(
    rf"(?:\s|-)(?:full |straight |consecutive |whole )?(?P<unit>{'|'.join(_UNITS)}|centurie)s?\b", re.I
)
_BEFORE = re.compile(
    r"(?P<least>\b(?:at least|no fewer than|no less than|not less than|a minimum of|upwards? of))\s+(?:the |a |an )?$"
    r"|(?P<most>\b(?:at most|no more than|not more than|up to|as many as|as much as|a maximum of))\s+(?:the |a |an )?$"
    r"|(?P<over>\b(?:more than|over|above|exceeding|in excess of|greater than|well over))\s+(?:the |a |an )?$"
    r"|(?P<under>\b(?:less than|fewer than|under|below|short of))\s+(?:the |a |an )?$"
    r"|(?P<about>\b(?:about|around|approximately|roughly|nearly|almost|some|close to|an estimated|estimated|circa|near))"
    r"\s+(?:the |a |an )?$",
    re.I,
)
_AFTER = re.compile(r"\s(?:(?P<least>or more|and up)|(?P<most>or (?:less|fewer)))\b", re.I)
_COUNTED = re.compile(r"(?:[\s-]+(?:of (?:the |its |his |her |their |our |my )?)?)([A-Za-z][\w’'.-]*\w)")
_STOPS = frozenset(listed("function", "uncounted"))
_TO = re.compile(r"\s?[-–—]\s?|\s(?:to|or)\s", re.I)
_BETWEEN = re.compile(r"\bbetween\s+$", re.I)


def amounts(text: str, span: Span) -> Iterator[Quantity]:
    """The amounts within the span, in order, disjoint; one that exceeds the range of a float is left out."""
    found = list(numbers(text, span))
    at = 0
    while at < len(found):
        one, at = found[at], at + 1
        high = None
        if at < len(found) and found[at].value > one.value and _joined(text, span, one, found[at]):
            high, at = found[at], at + 1
        if (amount := _amount(text, span, one, high)) is not None:
            yield amount


def _joined(text: str, within: Span, one: Number, other: Number) -> bool:
    """Whether two numbers are the ends of one range: "five to ten", "between 5 and 10"."""
    between = text[one.span.end : other.span.start]
    if _TO.fullmatch(between):
        return True
    return between == " and " and bool(_BETWEEN.search(text[max(within.start, one.span.start - 10) : one.span.start]))


def _amount(text: str, within: Span, one: Number, other: Number | None) -> Quantity | None:
    start, end = one.span.start, (other or one).span.end
    low, high = one.value, (other or one).value
    if other and other.scale > 1 and one.scale == 1 and one.value < other.value / other.scale:
        low *= other.scale  # "5 to 10 million"
    before, about = text[max(within.start, start - 24) : start], one.fraction
    kind, unit = QuantityKind.NUMBER, None
    if sign := _SIGN.search(before):
        kind, unit = QuantityKind.MONEY, _currency(sign[0])
        start -= len(sign[0])
    elif percent := _PERCENT.match(text, end, within.end):
        points = percent["points"] or percent["more"] or percent["points2"]
        kind, unit, end = QuantityKind.PERCENTAGE, "percentage point" if points else "percent", percent.end()
    elif length := _DURATION.match(text, end, within.end):
        unit, times = _UNITS[length["unit"].lower().replace("centurie", "century")]
        low, high = low * times, high * times
        kind, end = QuantityKind.DURATION, length.end()
    elif money := _MONEY.match(text, end, within.end):
        kind, unit, end = QuantityKind.MONEY, _currency(money["name"]), money.end()
        if money["name"].lower() == "cent":
            low, high = low / 100, high / 100
    else:
        unit = _counted(text, end, within.end)
    if not (isfinite(low) and isfinite(high)):
        return None  # "9e307 centuries", in figures
    normal = _ISO[unit].format(_plain(low)) if kind is QuantityKind.DURATION and unit and low == high else None
    bounds = _BEFORE.search(text[max(within.start, start - 24) : start])
    if bounds:
        start -= len(bounds[0])
    elif (bounds := _AFTER.match(text, end, within.end)) and one.plain:
        end = bounds.end()
    bound = bounds.lastgroup if bounds else None
    about = about or bound == "about"
    if bound in ("least", "over"):
        high = inf
    elif bound in ("most", "under"):
        low = -inf
    strict = bound in ("over", "under")
    words = {"least": "≥", "over": ">", "most": "≤", "under": "<", "about": "≈"}.get(bound or "", "≈" if about else "")
    ends = [_plain(v) for v in dict.fromkeys((low, high)) if abs(v) != inf]
    return Quantity(
        span=Span(start, end),
        kind=kind,
        normal=words
        + (normal or " ".join(filter(None, ("–".join(ends), unit if kind is not QuantityKind.NUMBER else None)))),
        low=None if low == -inf else low,
        high=None if high == inf else high,
        unit=unit,
        about=about or strict,
    )


def _currency(sign: str) -> str:
    code = _CURRENCIES[sign.strip().rstrip(".").lower()]
    return "CNY" if code == "RMB" else code


def _counted(text: str, at: int, end: int) -> str | None:
    """The words after a number that say what it counts, up to four, in lower case: "three alleged spy balloons"."""
    words: list[str] = []
    while len(words) < 4 and (found := _COUNTED.match(text, at, end)) and found[1].lower() not in _STOPS:
        words.append(found[1].lower())
        at = found.end()
    return " ".join(words) or None


def _plain(value: float) -> str:
    return f"{value:.10g}" if abs(value) < 1e10 or value != int(value) else str(int(value))
