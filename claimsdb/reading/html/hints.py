"""What the attributes of an element say of the text in it: hidden, a byline, a date, a caption, a quotation set apart."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from claimsdb.reading.html.scanner import Kind, Token, attributes, value

# In small letters: a search without regard to case takes three times as long.
_TOLD = re.compile(
    r"hidden|display|visib|sr-only|screen-?reader|author|autor|auteur|verfasser|byline|caption|standfirst|dek\b|sub-?(?:title|head)|quote|tweet|instagram-media"
    r"|date|timestamp"
)
_HUMPS = re.compile(r"(?<=[a-z])(?=[A-Z])")  # between words in "storyByline"
_LONGEST = 1000  # a longer tag is read without being remembered
_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_OTHERS = re.compile(r"comment|caption|cutline|image|photo|foto", re.IGNORECASE)  # what is signed, but not the article
_FOR_READERS = re.compile(r"\b(?:sr-only|visually-?hidden|screen-?reader(?:-text)?)\b", re.IGNORECASE)
_ROLES = (
    ("image", re.compile(r"(?:^|[\s_-])(?:wp-)?(?:image-|photo-|media-|figure-)?caption(?:$|[\s_-])", re.IGNORECASE)),
    ("quote", re.compile(r"pull-?quote|twitter-tweet|instagram-media|(?:^|[\s_-])blockquote(?:$|[\s_-])", re.IGNORECASE)),
    ("standfirst", re.compile(r"standfirst|(?:^|[\s_-])(?:dek|subtitle|sub-?headline)(?:$|[\s_-])", re.IGNORECASE)),
    ("byline", re.compile(r"(?:^|[\s_-])(?:byline|author|autor(?:en|es|in)?|auteurs?|verfasser)(?:$|[\s_-])", re.IGNORECASE)),
    ("dateline", re.compile(
        r"(?:^|[\s_-])(?:date(?:line|published)?|(?:news)?datum|fecha|pub(?:lished|lish)?-?date|(?:date-)?published|timestamp|post-date)(?:$|[\s_-])",
        re.IGNORECASE,
    )),
)  # fmt: skip


class Hint(NamedTuple):
    """What attributes say: `role` of a block, `hidden` by the page, `aside`: for machines that read aloud."""

    role: str | None
    hidden: bool
    aside: bool


def hint(page: str, token: Token) -> Hint | None:
    """What the attributes of a start tag say; None if nothing."""
    length = token.end - token.start
    if length < len(token.name) + 5:
        return None
    tag = page[token.start : token.end]
    return _remembered(tag, token.name) if length <= _LONGEST else _hint(tag, token.name)


@lru_cache(maxsize=4096)
def _remembered(tag: str, name: str) -> Hint | None:
    return _hint(tag, name)


def _hint(tag: str, name: str) -> Hint | None:
    if _TOLD.search(tag.lower()) is None:
        return None
    ranges = attributes(tag, Token(Kind.START, 0, len(tag), name))
    hidden = "hidden" in ranges or _NOT_SHOWN.search(value(tag, ranges, "style") or "") is not None
    named = _HUMPS.sub("-", value(tag, ranges, "class") or "")
    aside = _FOR_READERS.search(named) is not None
    stated = {"author": "byline", "datepublished": "dateline", "caption": "image"}.get(
        (value(tag, ranges, "itemprop") or "").lower()
    )
    if stated is None and "author" in (value(tag, ranges, "rel") or "").lower().split():
        stated = "byline"
    role = stated or next((role for role, pattern in _ROLES if pattern.search(named)), None)
    if role == "byline" and _OTHERS.search(named):
        role = None
    return Hint(role, hidden, aside) if role or hidden or aside else None
