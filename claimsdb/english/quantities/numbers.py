"""Numbers in a text, in figures and in words. Parts of names ("F-35", "COVID-19", "No2") and ordinals do not count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite

from text_to_num import text2num

from claimsdb.english.listed import either, listed, meanings
from claimsdb.model.spans import Span

ONES = listed("numbers", "digit", "teen")
"""Zero to nineteen; each word's index is its value."""
TENS = listed("numbers", "tens")
"""Twenty to ninety."""
_DIGIT = ONES[1:10]
_SCALES = {word: float(value) for word, value in meanings("numbers", "scale", "short_scale").items()}
_FRACTIONS = {word: 1 / int(parts) for word, parts in meanings("numbers", "fraction").items()}
_WORD = either((*ONES, *TENS, "hundred", "thousand", "million", "billion", "trillion"))
_FIGURES = re.compile(
    r"(?<![\w.,/:-])(?<!\w[’'])(?<!\bNo\. )(?P<sign>[-−](?=\d))?(?P<figures>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:[ -]?(?P<scale>hundred|thousand|million|billion|trillion|dozen|lakh|crore)\b|(?P<short>k|mn|mln|m|bn|bln|b|trn|tn|t)(?![\w-]))?"
    r"(?![\w/:]|-(?-i:[A-Z]|\d)|\.\d)",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"[$£€¥₹₩₽₺₪₴](?P<figures>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:[ -]?(?P<scale>hundred|thousand|million|billion|trillion|lakh|crore)\b"
    r"|(?P<short>k|mn|mln|m|bn|bln|b|trn|tn|t)(?![\w-]))?", re.I)  # fmt: skip
_WORDS = re.compile(
    rf"(?<![\w-])(?:(?P<a>an?)\s+(?=hundred|thousand|million|billion|trillion|dozen))?"
    rf"(?P<words>(?:{_WORD})(?:(?:[ -]|\sand\s)(?:{_WORD}))*)(?![\w])(?!-(?:{'|'.join(_FRACTIONS)})s?\b)",
    re.IGNORECASE,
)
_PARTS = re.compile(
    rf"(?<![\w-])(?P<of>an?|{'|'.join(_DIGIT)})[ -](?P<part>{'|'.join(_FRACTIONS)})s?\b"
    r"(?!\s+(?:time|person|year|day|week|month|term|party|world))"
    r"|(?<![\w-])(?P<half>half)(?=\s+(?:of|the|a|its|their|his|her|that)\b)|(?<![\w-])(?P<dozen>(?:an?|two|three|four|five|six)?\s?dozens?)\b(?!\s+of)",
    re.IGNORECASE,
)
_COUNTS = re.compile(
    r"[\s-](?:person|man|woman|child|million|billion|trillion|hundred|thousand|percent|per cent"
    r"|day|week|month|year|hour|minute|in|out|point)\b"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number: its span, its value, the scale that a word gives it ("billion"), and whether it is a
    `fraction` in words or `plain` figures.
    """

    span: Span
    value: float
    scale: float = 1
    fraction: bool = False
    plain: bool = True


def numbers(text: str, span: Span) -> Iterator[Number]:
    """The numbers within the span, in order, disjoint; one that is too large for a float is left out."""
    found = [*_figures(text, span), *_parts(text, span), *_in_words(text, span)]
    end = span.start
    for one in sorted(found, key=lambda n: (n.span.start, -n.span.end)):
        if one.span.start >= end:
            if isfinite(one.value):
                yield one
            end = one.span.end


def _figures(text: str, span: Span) -> Iterator[Number]:
    for pattern in (_FIGURES, _SIGNED):
        for m in pattern.finditer(text, *span):
            scale = _SCALES[(m["scale"] or m["short"]).lower()] if m["scale"] or m["short"] else 1.0
            value = float(m["figures"].replace(",", "")) * scale
            start = m.start("figures")
            if pattern is _FIGURES and m["sign"]:
                value, start = -value, m.start("sign")
            yield Number(Span(start, m.end()), round(value, 6), scale)


def _parts(text: str, span: Span) -> Iterator[Number]:
    for m in _PARTS.finditer(text, *span):
        if m["part"]:
            times = 1 if m["of"].lower() in ("a", "an") else _DIGIT.index(m["of"].lower()) + 1
            yield Number(Span(*m.span()), times * _FRACTIONS[m["part"].lower()], fraction=True, plain=False)
        elif m["half"]:
            yield Number(Span(*m.span()), 0.5, fraction=True, plain=False)
        else:
            first = m["dozen"].split()[0].lower()
            times = _DIGIT.index(first) + 1 if first in _DIGIT else 1
            if not m["dozen"].lower().endswith("s"):
                yield Number(Span(*m.span()), 12.0 * times, 12, plain=False)


def _in_words(text: str, span: Span) -> Iterator[Number]:
    for m in _WORDS.finditer(text, *span):
        words = " ".join(m["words"].lower().replace("-", " ").split())
        if words == "one" and not _COUNTS.match(text, m.end()):
            continue  # "one" replaces a noun more often than it counts
        try:
            value = float(text2num(words, "en"))
        except ValueError:
            continue  # "two three": not one number
        yield Number(Span(*m.span()), value, plain=False)
