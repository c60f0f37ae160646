"""What a page says of itself: JSON-LD, Open Graph, meta tags and the canonical address, read by trafilatura and htmldate.

Only values that can be true are kept: an author is a person or a body, a date parses, a publisher is no address and no account.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import urlsplit

from claimsdb.model.document import Metadata
from claimsdb.model.provenance import StatedIn
from claimsdb.reading.html import issue, structured
from claimsdb.reading.html.head import LONGEST_TITLE, head_of
from claimsdb.reading.html.placing import Said
from claimsdb.reading.html.publisher import of_site
from claimsdb.reading.html.publisher import publisher as named
from claimsdb.reading.html.references import line
from claimsdb.reading.html.scanner import Token
from claimsdb.reading.html.titles import called
from claimsdb.reading.times import utc

_SAVED = re.compile(
    r"<!--\s*(?:saved from url=\(\d+\)(?P<saved>\S+)|Page saved with SingleFile\s+url:\s*(?P<single>\S+)"
    r"(?:\s+saved date: \w{3} (?P<month>\w{3}) (?P<day>\d\d) (?P<rest>\d{4} \d\d:\d\d:\d\d) GMT(?P<zone>[+-]\d{4}))?)",
    re.IGNORECASE,
)
_HEAD = 1 << 12  # code points in which a browser leaves its comment
_LANGUAGE = re.compile(r"(?P<code>[A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{2,8})*")
_AND = re.compile(r"\s(?:and|und|et|y|&)\s")


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

    head = head_of(page, tokens)
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
    titles = dict.fromkeys(line(t[:LONGEST_TITLE]) for t in (own, found.title, head.title) if t and t.strip())
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


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", url)
