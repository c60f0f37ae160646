"""Who publishes a page that does not state it in metadata: a name in its title or its copyright line that its own address confirms."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from html import unescape
from itertools import chain
from urllib.parse import urlsplit

from claimsdb.english.listed import listed

SEPARATOR = re.compile(r"(\s(?:[|•·»«›‹–—~]|-{1,2}|/{1,2}|::?)\s|\s--)")
"""What separates the name of a site from a title."""
_COPYRIGHT = re.compile(
    r"(?:©|&copy;|&#169;|\bcopyright\b)\s*+(?:(?:©|&copy;|&#169;)\s*+)?(?P<before>[^<>\"©\d|,\s][^<>\"©\d|,]{1,58}?)?[,\s]{0,3}"
    r"\d{4}(?:\s?[-–]\s?\d{4})?\s?(?:by\s)?(?P<who>[^<>\"©|.,]{2,60})?",
    re.IGNORECASE,
)
_EMPTY = re.compile(r"[(\[]\s*[)\]]")
_BRACKETS = re.compile(r"(?<!\s)\s*\([^()]*\)\Z")
_LINK = re.compile(r"<a\s[^<>]*+>", re.IGNORECASE)
_HOME = re.compile(r"\shref=[\"'](?:https?://[^/\"'<>]{3,80})?/?[\"']", re.IGNORECASE)
_CALLED = re.compile(r"\s(?:title|alt)=[\"']([^\"'<>]{3,80})[\"']", re.IGNORECASE)
_MARKUP = re.compile(r"<[^<>]*+>?")
_OWNED = re.compile(r"(?:©|&copy;|&#169;|copyright)[^<>]{3,120}", re.IGNORECASE)
_TAIL_OF_LINK = 400
_ARCHIVED = re.compile(r"https?://web\.archive\.org/web/\d{4,14}[a-z_]{0,4}/(?=https?://)")
_HOST = re.compile(r"<a\s[^<>]{0,200}?href=[\"'](https?://[^/\"'<>\s]{4,80})", re.IGNORECASE)
_OWN_LINKS = 5
_HOSTS = frozenset(
    {"blogspot", "wordpress", "tumblr", "typepad", "substack", "medium", "github", "livejournal", "blog"}
)
_GENERAL = frozenset(listed("pages", "nobody"))  # "News" is a section
_LOGO = re.compile(r"\b(?:logo|homepage|startseite|home)\b", re.IGNORECASE)
_SUFFIX = re.compile(r"(?:\.(?:co|com|org|gv|ac|gov|net))?\.[a-z]{2,}$")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "o", "æ": "ae", "ł": "l"})
_SHORTEST, _LONGEST = 3, 60
_SHARE = 4  # a label may be this part of a name, and not less
_LINES, _TAIL = 4, 50_000
_WORDS = 8
_SITE = (2, 80)
"""The fewest and the most letters of the name of a site."""


def of_site(said: str | None, own: Iterable[str | None], title: str) -> str | None:
    """The name that a page states for its site, if it can be one: no address and no account.

    Of several parts, the one that is the host's name is that of the site, and of those with "|" between them the first one that the page's
    own addresses, its title or its copyright line confirm: the others advertise it.
    """
    name = _bare(said or "")
    if SEPARATOR.search(name):
        host = {label for address in own for label in labels(address)}
        parts = [_bare(part) for part in SEPARATOR.split(name)[::2]]
        found = next((part for part in parts if letters(part) in host and not part.isupper()), None)
        if found is None and " | " in name:
            split = [_bare(part) for part in name.split(" | ")]
            found = next((part for part in split if confirms(host, part)), None)
            found = found or next((part for part in _in_title(title) if name.startswith(part) and part != name), None)
        name = found or name
    wrong = name.startswith(("@", "http", "www.")) or "/" in name or not any(map(str.isalpha, name))
    return name if _SITE[0] <= len(name) <= _SITE[1] and not wrong else None


def _in_title(title: str) -> list[str]:
    """The parts of a title that may be the name of the site, the last one first."""
    parts = SEPARATOR.split(title)
    before, _, last = title.rpartition(": ")
    if len(parts) == 1:
        return [last] if before else []
    behind = [_bare(parts[k]) for k in range(2, len(parts), 2)]
    return [*reversed(behind), _bare(parts[0]), last]


def _tails(title: str) -> list[str]:
    """The several parts at the end of a title that may be one name."""
    parts = SEPARATOR.split(title)
    return ["".join(parts[k:]).strip() for k in range(2, len(parts) - 2, 2)]


def publisher(
    page: str, title: str, shown: Iterable[str], own: Iterable[str | None], linked: Iterable[str]
) -> str | None:
    """The name, as the page writes it; None if no address confirms one.

    `shown` are short texts of the page, `own` its own addresses, and `linked` those in its head, which confirm only parts of its title.
    A part of the title is confirmed, too, by the copyright line or by the link to the beginning of the site, if they have it.
    """
    own = [*own]
    host = {label for address in own for label in labels(address)}
    of_title = [part for part in _in_title(title) if part.lower() not in _GENERAL]
    every = host.union(*map(labels, linked), labels(None if any(own) else _most_linked(page)))
    if found := next((part for part in of_title if len(part) <= _LONGEST and confirms(every, part)), None):
        return found
    links = list(_home_links(page))
    called = (part for link in links for part in SEPARATOR.split(link)[::2])
    names = (name for text in chain(shown, called) if (name := _bare(_LOGO.sub("", text))))
    site = {main for address in own if (main := _main(address))}  # a section may have a label of its own
    if found := next((name for name in names if letters(_SUFFIX.sub("", name.lower())) in site), None):
        return found
    owners = list(_copyrights(page))
    if found := next((name for name in owners if confirms(host, name)), None):
        return found
    also = [*map(letters, links), *map(letters, _owned(page))]
    known = (_BRACKETS.sub("", part) for part in (*_tails(title), *of_title) if len(part) <= _LONGEST)
    return next(
        (part for part in known if len(name := letters(part)) >= _SHORTEST and any(name in one for one in also)), None
    )


def letters(name: str) -> str:
    """The letters and digits of a name, in small letters without accents."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_UMLAUTS))
    return "".join(c for c in plain if c.isalnum())


def labels(address: str | None) -> Iterator[str]:
    """The labels of the address's host that can be a name."""
    try:
        host = urlsplit(original(address or "")).hostname or ""
    except ValueError:
        return
    yield from (
        letters(label) for label in _SUFFIX.sub("", host).split(".") if len(label) >= _SHORTEST and label != "www"
    )


def _main(address: str | None) -> str | None:
    """The label of the address's host by which its owner is known: the last one, or that of a guest of a host of many."""
    found = list(labels(address))
    return found[-2] if len(found) > 1 and found[-1] in _HOSTS else found[-1] if found else None


def original(address: str) -> str:
    """The address of which a page of the Wayback Machine is a copy; any other as it is."""
    return _ARCHIVED.sub("", address)


def within(one: str, other: str) -> bool:
    """Whether one of two names, in letters, contains the other."""
    return bool(one and other) and (one in other or other in one)


def _most_linked(page: str) -> str | None:
    """The address of the host to which most links of the page lead, if it is clearly its own."""
    (host, count), *_ = [*Counter(_HOST.findall(page)).most_common(1), ("", 0)]
    return host if count >= _OWN_LINKS else None


def _bare(name: str) -> str:
    """A name without the marks around it, and without brackets around nothing."""
    made = " ".join(_EMPTY.sub(" ", name).split())
    first = next((k for k, c in enumerate(made) if not _is_mark(c)), len(made))
    last = next((k for k in range(len(made), first, -1) if not _is_mark(made[k - 1])), first)
    return made[first:last]


def _is_mark(c: str) -> bool:
    return c in " :;,|·•–—-" or unicodedata.category(c) in ("So", "Sk")


def _home_links(page: str) -> Iterator[str]:
    """What the links to the beginning of the site are called, in their words, pictures and titles."""
    found = (link for link in _LINK.finditer(page, 0, _TAIL) if _HOME.search(link.group()))
    for match, _ in zip(found, range(_LINES), strict=False):
        inside = page[match.end() : match.end() + _TAIL_OF_LINK].split("</a>")[0]
        called = [m[1] for m in _CALLED.finditer(match.group() + inside)]
        yield from map(unescape, (*called, " ".join(_MARKUP.sub(" ", inside).split())))


def _owned(page: str) -> Iterator[str]:
    """The lines with a mark of copyright."""
    return (match.group() for match in _OWNED.finditer(page[-_TAIL:]))


def confirms(own: Collection[str], name: str) -> bool:
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
