"""Numbers in a phrase or a claim, in a light normal form: "$320 billion" is "320 billion dollars", "two percent" is "2 %".

Enough to compare what is looked for with what is there; dates, ranges and durations are none of its business.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from claimsdb.spans import Span

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS = {word: n for n, word in enumerate(_ONES)} | {word: 10 * n for n, word in enumerate(_TENS, 2)}
_SCALES = {
    "hundred": 2,
    "thousand": 3,
    "million": 6,
    "billion": 9,
    "trillion": 12,
    "k": 3,
    "m": 6,
    "mn": 6,
    "bn": 9,
    "tn": 12,
}
_UNITS = {
    **dict.fromkeys(("%", "percent", "per cent", "percentage point", "percentage points", "pct"), "%"),
    **dict.fromkeys(("$", "dollar", "dollars", "usd"), "$"),
    **dict.fromkeys(("£", "pound", "pounds", "gbp"), "£"),
    **dict.fromkeys(("€", "euro", "euros", "eur"), "€"),
    **dict.fromkeys(("¥", "yen"), "¥"),
}
_SPELT = "|".join(sorted(_WORDS, key=len, reverse=True))
_SCALE = r"hundred|thousand|million|billion|trillion"
_UNIT = "|".join(sorted(map(re.escape, (u for u in _UNITS if u.isalpha() or " " in u)), key=len, reverse=True))
_NUMBER = re.compile(
    rf"""(?<![\w.,])(?P<mark>(?:US|A|C)?[$£€¥]\ ?)?
    (?: (?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?) (?P<short>(?:k|m|mn|bn|tn)\b)?
      | (?P<spelt>(?:{_SPELT})(?:[-\s](?:and\s)?(?:{_SPELT}|{_SCALE}))*\b) )
    (?P<scales>(?:[-\s](?:{_SCALE})\b)*)
    (?P<unit>\s?%|[-\s](?:{_UNIT})\b)?""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number, its unit ("%", a currency's sign, or none) and where it stands, in code points."""

    value: Decimal
    unit: str | None
    span: Span

    def same(self, other: Number) -> bool:
        """Whether both are as much of the same, as far as they say of what."""
        return self.value == other.value and (self.unit == other.unit or self.unit is None or other.unit is None)


def numbers(text: str) -> list[Number]:
    """The numbers of a text, in order. A word for one alone is none: "one of them" counts nothing."""
    found = []
    for match in _NUMBER.finditer(text):
        if match["digits"]:
            value = Decimal(match["digits"].replace(",", ""))
        else:
            value = _spelt(re.findall(rf"{_SPELT}|{_SCALE}", match["spelt"].lower()))
        scales = re.findall(r"\w+", match["scales"].lower()) + ([match["short"].lower()] if match["short"] else [])
        for scale in scales:
            value *= 10 ** _SCALES[scale]
        unit = (match["mark"] or match["unit"] or "").strip(" -\n\t").lower()
        unit = unit[-1:] if match["mark"] else re.sub(r"\s+", " ", unit)
        if match["spelt"] and value <= 1 and not unit:
            continue
        found.append(Number(value, _UNITS.get(unit), Span(match.start(), match.end())))
    return found


def _spelt(words: list[str]) -> Decimal:
    """What number words say together: "three hundred and twenty million", "nineteen ninety five"."""
    whole, part, last = 0, 0, None
    for word in words:
        scale, one = _SCALES.get(word), _WORDS.get(word, 0)
        if scale == 2:
            part *= 100
        elif scale:
            whole, part = whole + part * 10**scale, 0
        elif last is not None and last >= 10 and not (last >= 20 and one < 10):
            part = part * 100 + one
        elif last is not None and last < 10:
            part = part * 10 + one
        else:
            part += one
        last = None if scale else one
    return Decimal(whole + part)


def forms(number: Number) -> list[str]:
    """Some words by which full text may find a claim with the number."""
    plain = format(number.value.normalize(), "f")
    made = [
        plain,
        f"{number.value:,f}".rstrip("0").rstrip(".") if "." in f"{number.value:,f}" else f"{number.value:,f}",
    ]
    for scale in ("thousand", "million", "billion", "trillion"):
        shown = number.value / 10 ** _SCALES[scale]
        if Decimal("0.1") <= shown < 10000 and number.value >= 1000:
            made.append(f"{format(shown.normalize(), 'f')} {scale}")
    if number.value == int(number.value) and number.value <= 20 and number.value < len(_ONES):
        made.append(_ONES[int(number.value)])
    elif number.value < 100 and number.value % 10 == 0:
        made.append(_TENS[int(number.value) // 10 - 2])
    return list(dict.fromkeys(made))
