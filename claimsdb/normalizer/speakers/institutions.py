"""Governments, ministries and other institutions of countries: each has one identity, by whatever name.

"Tokyo", "the Japanese government" and "Japan" are the Government of Japan; "Japan’s foreign ministry" is "the Japanese Ministry of
Foreign Affairs". A source that names two ("China and Japan") is a third identity, in either order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from claimsdb.english.countries import Atlas, plain
from claimsdb.model.attribution import SpeakerKind

_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_GOVERNMENT = frozenset(["government", "administration", "cabinet"])
_MINISTRY = re.compile(r"(?P<field>[A-Za-z’'-]+(?: and [A-Za-z-]+)?) (?P<what>ministry|department)$", re.IGNORECASE)
_MINISTRY_OF = re.compile(r"^(?P<what>ministry|department) (?:of|for) (?:the )?(?P<field>.+)$", re.IGNORECASE)
# The country is what follows the first "of" after the last character that no country's name has.
_OF_COUNTRY = re.compile(r"^(?P<rest>(?:.*[^\w. ’'-])?+.*?) of (?P<country>(?:the )?[A-Z][\w. ’'-]+)$", re.S)
_BOTH = re.compile(
    r"(?:both|the two|the three|two|all (?:two|three)|the)\s+(?:of (?:the|them)\s*)?(?:(?!united)[a-z]+ )?"
    r"(?:countries|nations|sides|governments|powers|neighbou?rs|capitals|states|parties|them)$|both$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Identity:
    """The identity of a source: a name that is the same in every document, and its kind. `local`: it is known only in this document."""

    name: str
    kind: SpeakerKind
    local: bool = False


Answer = tuple[Identity | None, str]
"""The identity and how it was found, or None and why it was not found."""


def government(country: str) -> Identity:
    """The government of a country."""
    return Identity(f"Government of {_with_article(country)}", SpeakerKind.GOVERNMENT)


def joint(first: str, second: str) -> Identity:
    """The governments of two countries together."""
    one, other = sorted((first, second))
    return Identity(f"Governments of {_with_article(one)} and {_with_article(other)}", SpeakerKind.GROUP)


def institution(words: str, atlas: Atlas) -> Identity | None:
    """The government or ministry of a country that a source names; None if it names something else."""
    bare = _ARTICLE.sub("", " ".join(words.split()).strip(" ,"))
    if country := atlas.place(bare):
        return government(country)
    parts = bare.split(" ")
    country, rest = None, bare
    if len(parts) > 1 and (country := atlas.of(parts[0])):
        rest = " ".join(parts[1:])
    elif len(parts) > 2 and (country := atlas.of(" ".join(parts[:2]))):
        rest = " ".join(parts[2:])
    elif (m := _OF_COUNTRY.match(bare)) and (country := atlas.of(m["country"])):
        rest = m["rest"]
    if country is None:
        return None
    if rest.lower() in _GOVERNMENT or rest.lower() in {f"{plain(country).lower()} {g}" for g in _GOVERNMENT}:
        return government(country)
    if m := _MINISTRY_OF.match(rest) or _MINISTRY.match(rest):
        field = re.sub(r"(?<!\s)\s*\baffairs\b", "", m["field"].lower()).replace("defence", "defense")
        name = f"{field.capitalize()} {m['what'].lower()} of {_with_article(country)}"
        return Identity(name, SpeakerKind.GOVERNMENT)
    return None


def pair(words: str) -> bool:
    """Whether the words refer back to two or more named before ("both countries", "the two sides")."""
    return bool(_BOTH.fullmatch(" ".join(words.split()).strip(" ,")))


def _with_article(country: str) -> str:
    plural = country.startswith("United ") or country.endswith(("Islands", "Republic", "Netherlands", "Philippines"))
    return f"the {country}" if plural else country
