"""What the elements of a page state for machines: its head, alone and small, as libraries read it, and each value with its place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import NamedTuple

from claimsdb.model.provenance import StatedIn
from claimsdb.reading.html.placing import Said
from claimsdb.reading.html.references import line, resolved
from claimsdb.reading.html.scanner import Kind, Token, attributes, value

_NOT_SAID = re.compile(
    r"^(?:twitter:|copyright$|article:publisher$|og:image)", re.IGNORECASE
)  # accounts, not names, and names of files
_CHANGED = re.compile(r"modif|updated|expir|revis|changed|crawl", re.IGNORECASE)
_NUMBERS = re.compile(r"\s*(0?[1-9]|1[0-2])/(0?[1-9]|1[0-2])/\d")
_PUBLISHED = "datepublished"
_SITE_NAME = re.compile(r"application-name|apple-mobile-web-app-title", re.IGNORECASE)
_BORROWED = frozenset(
    {
        "stylesheet",
        "preload",
        "preconnect",
        "dns-prefetch",
        "prefetch",
        "modulepreload",
        "license",
        "author",
        "me",
        "pingback",
    }
)
_LONGEST_JSON = 200_000
LONGEST_TITLE = 1000
"""Code points of a title element that are read."""
_LINKS = 20


class Head(NamedTuple):
    """A page of what states something alone, and one of what states its date; the words of its title element, names of its site,
    addresses, its language as it writes it, its times, all that its elements say, its JSON-LD, and its authors.
    """

    html: str
    dates: str
    title: str
    names: tuple[str, ...]
    canonical: str | None
    links: tuple[str, ...]
    language: str
    times: Mapping[int, str]
    said: tuple[Said, ...]
    data: tuple[str, ...]
    signed: tuple[str, ...]


def head_of(page: str, tokens: Sequence[Token]) -> Head:
    """The head of a page, and what its elements state elsewhere."""
    metas: list[str] = []
    dates: list[str] = []
    names: list[str] = []
    links: list[str] = []
    times: dict[int, str] = {}
    said: list[Said] = []
    data_said: list[str] = []
    signed: list[str] = []
    title, canonical, language = "", None, ""
    data = False
    for token in tokens:
        kind, start, end, name = token
        if kind is Kind.START:
            data = False
            ranges = attributes(page, token)
            if name == "meta":
                about = value(page, ranges, "name") or value(page, ranges, "property") or ""
                if not _NOT_SAID.match(about) and end - start < _LONGEST_JSON:
                    metas.append(page[start:end])
                    about = about or value(page, ranges, "itemprop") or ""
                    numbers = _NUMBERS.match(value(page, ranges, "content") or "")
                    # The library would take the first number for the day.
                    if not _CHANGED.search(about) and (numbers is None or numbers[1] == numbers[2]):
                        dates.append(page[start:end])
                if "content" in ranges:
                    called = about or value(page, ranges, "itemprop") or value(page, ranges, "http-equiv") or ""
                    said.append(Said(StatedIn.META, called.lower(), *ranges["content"]))
                if about.lower() == "author":
                    signed.append(value(page, ranges, "content") or "")
                if _SITE_NAME.fullmatch(about):
                    names.append(value(page, ranges, "content") or "")
            elif name == "time" and "datetime" in ranges:
                times[end] = value(page, ranges, "datetime") or ""
                called = f"{value(page, ranges, 'itemprop') or ''} {value(page, ranges, 'class') or ''}"
                said.append(Said(StatedIn.ATTRIBUTE, f"time {called.lower()}", *ranges["datetime"]))
            elif name == "link" and len(links) < _LINKS:
                relations = (value(page, ranges, "rel") or "").lower().split()
                address = value(page, ranges, "href") or ""
                if "canonical" in relations and canonical is None:
                    canonical = address
                    if "href" in ranges:
                        said.append(Said(StatedIn.LINK, "canonical", *ranges["href"]))
                elif "//" in address and not _BORROWED.intersection(relations):
                    links.append(address)
            elif name == "base":
                links.append(value(page, ranges, "href") or "")
            elif name == "html" and not language:
                language = (value(page, ranges, "lang") or "").strip()
                if language:
                    said.append(Said(StatedIn.ATTRIBUTE, "lang", *ranges["lang"]))
            elif name == "script":
                data = "ld+json" in page[start:end].lower()
        elif kind is Kind.RAW and data and end - start < _LONGEST_JSON:
            data_of = f'<script type="application/ld+json">{page[start:end]}</script>'
            metas.append(data_of)
            dates.append(data_of)
            said.append(Said(StatedIn.DATA, "", start, end))
            data_said.append(page[start:end])
        elif kind is Kind.TEXT and name == "title" and not title:
            end = min(end, start + LONGEST_TITLE)
            title = line(resolved(page, start, end))
            said.append(Said(StatedIn.TITLE, "title element", start, end))
    if sum(one.about == _PUBLISHED for one in said) > 1:  # of several articles: the library would take the first
        dates = [tag for tag in dates if _PUBLISHED not in tag.lower()]
    html, dated = (
        f"<html><head><title>{escape(title)}</title>{''.join(tags)}</head><body></body></html>".replace("\0", "")
        for tags in (metas, dates)
    )
    return Head(
        html,
        dated,
        title,
        tuple(names),
        canonical,
        tuple(links),
        language,
        times,
        tuple(said),
        tuple(data_said),
        tuple(signed),
    )
