"""Who publishes a page that does not state it in metadata: a name in its title or its copyright line that its own address confirms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from urllib.parse import urlsplit

SEPARATOR = re.compile(r"(\s(?:[|•·»«›‹–—~]|-{1,2}|/{1,2}|::?)\s|\s--)")
"""What separates the name of a site from a title."""
_COPYRIGHT = re.compile(
    r"(?:©|&copy;|&#169;|\bcopyright\b)\s*+(?:(?:©|&copy;|&#169;)\s*+)?(?P<before>[^<>\"©\d|,\s][^<>\"©\d|,]{1,58}?)?[,\s]{0,3}"
    r"\d{4}(?:\s?[-–]\s?\d{4})?\s?(?:by\s)?(?P<who>[^<>\"©|.,]{2,60})?",
    re.IGNORECASE,
)
_LOGO = re.compile(r"\b(?:logo|homepage|startseite|home)\b", re.IGNORECASE)
_SUFFIX = re.compile(r"(?:\.(?:co|com|org|gv|ac|gov|net))?\.[a-z]{2,}$")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "o", "æ": "ae", "ł": "l"})
_SHORTEST, _LONGEST = 3, 60
_SHARE = 4  # a label may be this part of a name, and not less
_LINES, _TAIL = 4, 50_000
_WORDS = 8


def publisher(
    page: str, title: str, shown: Iterable[str], own: Iterable[str | None], linked: Iterable[str]
) -> str | None:
    """The name, as the page writes it; None if no address confirms one.

    `shown` are short texts of the page, `own` its own addresses, and `linked` those in its head, which confirm only parts of its title.
    """
    host = {label for address in own for label in labels(address)}
    parts = [part.strip() for part in SEPARATOR.split(title)[::2]]
    before, _, last = title.rpartition(": ")
    of_title = [*reversed(parts[1:]), parts[0], last] if len(parts) > 1 else [last] if before else []
    every = host.union(*(labels(address) for address in linked))
    if found := next((part for part in of_title if len(part) <= _LONGEST and _confirms(every, part)), None):
        return found
    names = (name for text in shown if (name := _LOGO.sub("", text).strip()))
    if found := next((name for name in names if letters(_SUFFIX.sub("", name.lower())) in host), None):
        return found
    return next((name for name in _copyrights(page) if _confirms(host, name)), None)


def letters(name: str) -> str:
    """The letters and digits of a name, in small letters without accents."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_UMLAUTS))
    return "".join(c for c in plain if c.isalnum())


def labels(address: str | None) -> Iterator[str]:
    """The labels of the address's host that can be a name."""
    try:
        host = urlsplit(address or "").hostname or ""
    except ValueError:
        return
    yield from (
        letters(label) for label in _SUFFIX.sub("", host).split(".") if len(label) >= _SHORTEST and label != "www"
    )


def _confirms(own: Collection[str], name: str) -> bool:
    """Whether a label of the host is the name, contains it or is contained in it, or is put together from the beginnings of its words."""
    said = letters(name)
    words = [word for word in map(letters, re.split(r"[\s'’-]+", name)) if word]
    return len(said) >= _SHORTEST and any(
        said in label or (label in said and _SHARE * len(label) >= len(said)) or _abbreviates(label, words)
        for label in own
    )


def _abbreviates(label: str, words: list[str]) -> bool:
    """Whether the label is put together from beginnings of words, in order: one of them three letters long, or all of them one letter."""
    at, used, longest = 0, 0, 0
    for word in words[:_WORDS]:
        length = next((n for n in range(len(word), 0, -1) if label.startswith(word[:n], at)), 0)
        at, used, longest = at + length, used + (length > 0), max(longest, length)
    return at == len(label) and used > 1 and (longest >= _SHORTEST or used == len(words))


def _copyrights(page: str) -> Iterator[str]:
    tail = page[-_TAIL:]
    for match, _ in zip(_COPYRIGHT.finditer(tail), range(_LINES), strict=False):
        yield from (
            " ".join(name.split()).strip(" ,-–")
            for name in chain((match["who"], match["before"]))
            if name and name.strip()
        )
