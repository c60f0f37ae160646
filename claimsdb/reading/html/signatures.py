"""The names with which a line signs an article."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claimsdb.english import agencies
from claimsdb.english.listed import either, listed
from claimsdb.reading.html.dates import dated

_NAME_WORDS = 4
_LINE_WORDS = 14
_WORD = re.compile(r"\w+")
BY = re.compile(
    rf"(?:(?P<work>{either(listed('pages', 'issued', 'work'))})\s+)?(?:{either(listed('pages', 'by'))})\b(?:\s*+:)?[\s|]++",
    re.IGNORECASE,
)
"""A word like "by", with what was made."""
GIVEN = frozenset(listed("given", "female", "male"))
_AND = either(listed("pages", "joint"))
_DETAILS = re.compile(r"[,|·•/()–—;:]|\s-\s|\d")
_BEHIND_NAMES = re.compile(r"[|·•/()–—;:]|\s-\s|\d")
_JOINT = re.compile(rf"\s(?:{_AND}|&)\s")
_LISTED = re.compile(rf",?\s(?:{_AND}|&)\s|,\s")
_AGENCIES = frozenset(name.casefold() for name in agencies.agencies() if len(name) > 2)
PARTICLES = frozenset(listed("particles", "particle", "byline"))
"""Words with a small letter in the names of people, such as "van"."""
_NOT_A_NAME = re.compile(
    rf"\b(?:{either(listed('titles', 'author'))}|{either(listed('pages', 'nobody'))})\b", re.IGNORECASE
)


def is_agency(words: str) -> bool:
    """Whether words are the name of a news agency, in capitals or not."""
    return words.casefold() in _AGENCIES


def person(name: str) -> str:
    """A name without the agency behind it: "Ann Lee Reuters"."""
    words = name.split()
    behind = (k for k in range(2, len(words)) if is_agency(" ".join(words[k:])))
    return " ".join(words[: next(behind, len(words))])


def is_detail(words: str) -> bool:
    """Whether words next to a name say what the person does or for whom: "Staff Writer", "Reuters"."""
    return _NOT_A_NAME.search(words) is not None or is_agency(words)


def names(said: str, *, shown: bool) -> list[str]:
    """The names with which a line begins, behind a word like "by"; `shown`: it is marked as a byline, where one word may be a name."""
    by = BY.match(said)
    explicit = bool(by and by["work"]) or (shown and (by is not None or " " not in said))
    signed = said[by.end() if by else 0 :]
    if date := dated(signed, None):
        signed = signed[: date[1]]
    if several := _several(signed):
        return several
    rest, *details = _DETAILS.split(signed, maxsplit=1)
    if details and details[0] and signed[: -len(details[0])].endswith(":"):  # a label follows
        rest = rest.rpartition(" ")[0]
    found: list[str] = []
    for part in _JOINT.split(rest):
        name = _name(part.split())
        least = 1 if explicit and len(_WORD.findall(said)) <= _LINE_WORDS else 2
        words = person(" ".join(name))
        if not least <= len(name) <= _NAME_WORDS + 2 or (is_detail(words) and not is_agency(words)):
            break
        found.append(words)
        if len(name) < len(part.split()):
            break
    return found


def _several(signed: str) -> list[str]:
    """The names of a list such as "A, B and C"; none if a part of it is anything else, such as a place or a trade."""
    parts = _LISTED.split(_BEHIND_NAMES.split(signed, maxsplit=1)[0].strip())
    found = [_name(part.split()) for part in parts]
    whole = all(
        2 <= len(name) <= _NAME_WORDS and len(name) == len(part.split()) and not is_detail(part)
        for name, part in zip(found, parts, strict=True)
    )
    if not whole or len(found) == 1 or (len(found) == 2 and found[1][0].title() not in GIVEN):  # it may be an outlet
        return []
    return [" ".join(name) for name in found]


def _name(parts: Sequence[str]) -> list[str]:
    """The words at the beginning that make a name: those with capitals, and particles between them."""
    made: list[str] = []
    for word in parts:
        if not (word[0].isupper() or word.lower() in PARTICLES):
            break
        made.append(word)
    while made and made[-1].lower() in PARTICLES:
        made.pop()
    return made if made and made[0][0].isupper() else []
