"""What a page says of itself: JSON-LD, Open Graph, meta tags and the canonical address, read by trafilatura and htmldate.

Only values that can be true are kept: an author is a person or a body, a date parses, a publisher is no address and no account.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import chain
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import urlsplit

from claimsdb.model.document import Metadata
from claimsdb.model.provenance import StatedIn
from claimsdb.reading.html import issue, structured
from claimsdb.reading.html.placing import Said
from claimsdb.reading.html.publisher import SEPARATOR, letters, of_site, within
from claimsdb.reading.html.publisher import publisher as named
from claimsdb.reading.html.references import line, resolved
from claimsdb.reading.html.scanner import Kind, Token, attributes, value
from claimsdb.reading.times import utc

_SAVED = re.compile(
    r"<!--\s*(?:saved from url=\(\d+\)(?P<saved>\S+)|Page saved with SingleFile\s+url:\s*(?P<single>\S+)"
    r"(?:\s+saved date: \w{3} (?P<month>\w{3}) (?P<day>\d\d) (?P<rest>\d{4} \d\d:\d\d:\d\d) GMT(?P<zone>[+-]\d{4}))?)",
    re.IGNORECASE,
)
_HEAD = 1 << 12  # code points in which a browser leaves its comment
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
_LANGUAGE = re.compile(r"(?P<code>[A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{2,8})*")
_AND = re.compile(r"\s(?:and|und|et|y|&)\s")
_LONGEST_JSON = 200_000
_LONGEST_TITLE = 1000
_LONGER = 2  # times as long as a name is one with more words
_SHORTEST = 3  # letters of a title
_LINKS = 20


class Stated(NamedTuple):
    """What a page states: its metadata, the titles by which it calls itself, best first, all that it names as authors, its language, and
    when it was saved from the web, in UTC.

    `said` are the values that its elements have for machines. `times` are the dates that its elements `time` state for machines, by where
    the content of each begins.
    """

    metadata: Metadata
    titles: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    language: str | None = None
    times: Mapping[int, str] = MappingProxyType({})
    captured_at: str | None = None
    said: tuple[Said, ...] = ()


def stated(page: str, tokens: Sequence[Token], shown: Iterable[str] = (), address: str | None = None) -> Stated:
    """What the page states; `shown` are short texts on it, of pictures too, `address` is where it comes from, if that is known."""
    from trafilatura.metadata import examine_meta, extract_meta_json
    from trafilatura.utils import load_html

    head = _head(page, tokens)
    tree = load_html(head.html)
    if tree is None:
        return Stated(Metadata())
    found = examine_meta(tree)
    own = found.title
    try:
        found = extract_meta_json(tree, found)
    except Exception:  # as the library guards itself: what pages write as JSON-LD breaks it in many ways
        found = examine_meta(tree)
    saved = _SAVED.search(page, 0, _HEAD)
    url = next(
        (u for u in (head.canonical, found.url, saved and (saved["saved"] or saved["single"])) if u and _is_address(u)),
        None,
    )
    works = structured.works(head.data)
    sites = (of_site(name, (url, address), head.title) for name in (found.sitename, *structured.publishers(works)))
    publisher = next(filter(None, sites), None) or named(
        page, head.title, chain(head.names, shown), (url, address), head.links
    )
    published = issue.published(page, works, head.said, head.dates, url)
    modified = issue.modified(page, works, head.said)
    titles = dict.fromkeys(line(t[:_LONGEST_TITLE]) for t in (own, found.title, head.title) if t and t.strip())
    language = _LANGUAGE.fullmatch(head.language)
    return Stated(
        Metadata(
            publisher=publisher,
            published=published,
            modified=modified,
            url=url,
            language=language["code"].lower() if language else None,
        ),
        tuple(dict.fromkeys(called(title, publisher) for title in titles)),
        _authors(found.author or ";".join(structured.authors(works)), head.signed),
        head.language or None,
        head.times,
        utc("{day} {month} {rest} {zone}".format(**saved.groupdict())) if saved else None,
        (
            *head.said,
            *(
                Said(StatedIn.COMMENT, "url", *saved.span(group))
                for group in ("saved", "single")
                if saved and saved[group]
            ),
        ),
    )


def _authors(found: str | None, signed: Sequence[str]) -> tuple[str, ...]:
    """The names that the library found; one that it parted at "and" is whole if a part of it would be one word."""
    names = tuple(dict.fromkeys(line(name).strip("'\"") for name in re.split(r"[;,]", found or "")))
    for whole in map(line, signed):
        parts = _AND.split(whole)
        if len(parts) > 1 and set(parts) <= set(names) and not all(" " in part for part in parts):
            return (whole,)
    return names


def called(title: str, publisher: str | None) -> str:
    """A title without the name of the publisher or of the site before or behind it."""
    parts = SEPARATOR.split(title)
    name = letters(publisher or "")
    for k in range(2, len(parts), 2):
        if letters("".join(parts[k:])) == name:
            return "".join(parts[: k - 1]).strip()
    for k in range(len(parts) - 1, 1, -2):
        before, site = "".join(parts[: k - 1]).strip(), letters(parts[k])
        is_last = k == len(parts) - 1
        of_site = site == name
        if is_last and not of_site:
            of_site = (within(site, name) and len(site) <= _LONGER * len(name)) or parts[k - 1].strip() == "|"
        if before and site and of_site:
            return before
    behind = "".join(parts[2:]).strip()
    return behind if behind and within(letters(parts[0]), name) else title


def headline(shown: str | None, titles: Sequence[str], publisher: str | None) -> str | None:
    """The title that the page shows, without a kicker or a date before it, if the page states only what follows.

    The first stated one if what it shows as its title is the name of the site, or one word that none of them has.
    """
    said, stated = letters(shown or ""), [letters(title) for title in titles]
    alone = shown is None or " " not in shown.strip()
    if shown is None or (
        titles and (said == letters(publisher or "") or (alone and not any(said in t for t in stated)))
    ):
        return titles[0] if titles else None
    whole = line(shown)
    if any(said in title for title in stated):
        return whole
    return next((t for t in titles if len(letters(t)) >= _SHORTEST and said.endswith(letters(t))), whole)


class _Head(NamedTuple):
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


def _head(page: str, tokens: Sequence[Token]) -> _Head:
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
            end = min(end, start + _LONGEST_TITLE)
            title = line(resolved(page, start, end))
            said.append(Said(StatedIn.TITLE, "title element", start, end))
    if sum(one.about == _PUBLISHED for one in said) > 1:  # of several articles: the library would take the first
        dates = [tag for tag in dates if _PUBLISHED not in tag.lower()]
    html, dated = (
        f"<html><head><title>{escape(title)}</title>{''.join(tags)}</head><body></body></html>".replace("\0", "")
        for tags in (metas, dates)
    )
    return _Head(
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


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", url)
