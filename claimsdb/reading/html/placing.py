"""Where a page states what it says of itself: values of its head are found again in its elements, and those of its lines in its text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import unescape
from types import MappingProxyType
from typing import NamedTuple

from claimsdb.english import dates
from claimsdb.model.document import LONGEST, Metadata, Passage
from claimsdb.model.provenance import Provenance, StatedIn
from claimsdb.model.source_map import SourceMap
from claimsdb.model.spans import Span
from claimsdb.reading.html.dates import dated, day_of
from claimsdb.reading.html.publisher import letters
from claimsdb.reading.html.references import resolved
from claimsdb.reading.provenance import names_in

_PAIR = re.compile(r'"(?P<key>[A-Za-z]{3,30}+)"\s*+:\s*+(?:\[\s*+)?+"(?P<value>[^"\\<]*+(?:\\.[^"\\<]*+)*+)"')
_DAY = len("2026-05-01")
_DATA, _META, _LINK, _TITLE = StatedIn.DATA, StatedIn.META, StatedIn.LINK, StatedIn.TITLE
_ATTRIBUTE, _COMMENT = StatedIn.ATTRIBUTE, StatedIn.COMMENT


class Said(NamedTuple):
    """A value that an element of a page has for machines: its half-open range in the page, and what it is called there."""

    stated_in: StatedIn
    about: str
    start: int
    end: int


class _Place(NamedTuple):
    """Where a field is looked for, in this order, and what `meta` elements and JSON-LD call it."""

    order: tuple[StatedIn, ...]
    about: re.Pattern[str]
    keys: frozenset[str]


_PLACES = MappingProxyType(
    {
        "title": _Place(
            (_META, _DATA, _TITLE),
            re.compile("title|headline", re.IGNORECASE),
            frozenset({"headline", "name", "alternativeHeadline"}),
        ),
        "author": _Place(
            (_META, _DATA), re.compile("author|creator|byl", re.IGNORECASE), frozenset({"name", "author", "creator"})
        ),
        "publisher": _Place(
            (_META, _DATA, _TITLE),
            re.compile("site|publish|application|app-title|creator|author|element", re.IGNORECASE),
            frozenset({"name", "publisher"}),
        ),
        "published": _Place(
            (_DATA, _META, _ATTRIBUTE, _LINK),
            re.compile("date|publi|issued|creat|time|canonical", re.IGNORECASE),
            frozenset({"datePublished", "dateCreated"}),
        ),
        "modified": _Place(
            (_DATA, _META, _ATTRIBUTE), re.compile("modif|updat", re.IGNORECASE), frozenset({"dateModified"})
        ),
        "url": _Place((_LINK, _META, _COMMENT), re.compile("url|canonical", re.IGNORECASE), frozenset({"url"})),
        "language": _Place((_ATTRIBUTE, _META), re.compile("lang|locale", re.IGNORECASE), frozenset({"inLanguage"})),
    }
)


def places(
    page: str,
    to_file: SourceMap,
    said: Sequence[Said],
    known: Metadata,
    language: str | None,
    text: str,
    passages: Sequence[Passage],
    lines: Mapping[str, Span],
) -> Iterator[Provenance]:
    """What states the metadata that are `known` of a page; `to_file` leads from the page to its bytes.

    `said` are the values that it has for machines, in its order; `lines` are the lines of the text from which fields come.
    """
    for field, value in zip(known.__slots__, known.values(), strict=True):
        for sought in [] if value is None else names_in(value) if field == "author" else [value]:
            of_line = lines.get(field)
            shown = of_line or (_shown(field, sought, text, passages) if field in _SHOWN else None)
            found = None if of_line or (field == "title" and shown) else _in_head(page, said, field, sought, language)
            if found is not None:
                yield Provenance(field, found[0], found[1], None, Span(*to_file.hull(found[2])))
            elif shown is not None:
                yield Provenance(field, StatedIn.TEXT, shown.of(text), shown)
            else:
                yield Provenance(field, StatedIn.DOCUMENT)


def _in_head(
    page: str, said: Sequence[Said], field: str, value: str, language: str | None
) -> tuple[StatedIn, str, Span] | None:
    """The element that states a value, its words, and their range in the page."""
    order, about, keys = _PLACES[field]
    means = _meaning(field, value, language)
    for stated_in in order:
        for one in said:
            if one.stated_in is not stated_in or (stated_in is not _DATA and not about.search(one.about)):
                continue
            values = _strings(page, one, keys) if stated_in is _DATA else _alone(page, one)
            for words, span in values:
                if len(words) <= LONGEST and means(words):
                    return stated_in, words, span
    return None


def _alone(page: str, one: Said) -> Iterator[tuple[str, Span]]:
    words = resolved(page, one.start, one.end, attribute=one.stated_in is not _TITLE)
    yield " ".join(words.split()), Span(one.start, one.end)


def _strings(page: str, script: Said, keys: frozenset[str]) -> Iterator[tuple[str, Span]]:
    """The strings of JSON-LD by these names, with what references in them stand for."""
    for pair in _PAIR.finditer(page, script.start, script.end):
        if pair["key"] in keys:
            try:
                words = unescape(json.loads(f'"{pair["value"]}"', strict=False))
                whole = words == json.loads(f'"{unescape(pair["value"])}"', strict=False)
            except ValueError:
                continue
            if whole and words.strip():
                yield " ".join(words.split()), Span(*pair.span("value"))


def _meaning(field: str, value: str, language: str | None) -> Callable[[str], bool]:
    """Whether words mean a value of the field."""
    if field in ("published", "modified"):
        day = value[:_DAY]
        return lambda words: day in _days(words, language) or day.replace("-", "/") in words
    if field == "url":
        return lambda words: words == value
    if field == "language":
        return lambda words: words.lower().startswith(value)
    name = letters(value)
    return lambda words: name in letters(words)


def _days(words: str, language: str | None) -> Iterator[str]:
    yield words[:_DAY]
    if words[:8].isdigit():
        yield f"{words[:4]}-{words[4:6]}-{words[6:8]}"
    yield (dates.iso(words) or "")[:_DAY]
    yield day_of(words) or ""
    yield (dated(words, language) or ("",))[0]


_SHOWN = {"title": ("title",), "author": ("byline",), "publisher": ()}
"""The fields that lines of a page show, and the roles of those in which they are looked for first."""


def _shown(field: str, value: str, text: str, passages: Sequence[Passage]) -> Span | None:
    """The words of the text that show a value: in a line for it, or else the first ones."""
    name = letters(value)
    for span in (p.span for p in passages if p.role in _SHOWN[field]):
        words = span.of(text)
        at = words.find(value)
        if at >= 0 or name in letters(words):
            return Span(at, at + len(value)).shift(span.start) if at >= 0 else span
    at = text.find(value)
    return Span(at, at + len(value)) if at >= 0 else None
