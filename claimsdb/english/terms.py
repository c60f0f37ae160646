"""A claim as its terms: stems of its content words, countries under one name, weighted by how rare they are in news."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from math import log
from typing import NamedTuple

from Stemmer import Stemmer

from claimsdb.english.countries import countries, mentions, plain
from claimsdb.english.listed import listed
from claimsdb.english.words import WORD

_POSSESSIVE = re.compile(r"[’']s?$")
_STEMMER = Stemmer("english")
FUNCTION = frozenset(listed("function", "term"))


class Term(NamedTuple):
    """A content word: what stands for it, its place in the claim's text, and whether it names somebody or something."""

    form: str
    start: int
    end: int
    name: bool


@lru_cache(8192)
def terms(text: str) -> tuple[Term, ...]:
    """The content words of a claim in order; offsets count code points of `text`."""
    found, taken = [], []
    for m in mentions(text, 0, len(text)):
        if country := _country(m.group()):
            found.append(Term(country, *m.span(), True))
            taken.append(m.span())
    first = True
    for m in WORD.finditer(text):
        word, start = _POSSESSIVE.sub("", m.group()), m.start()
        starts, first = first, False
        if word.lower() in FUNCTION or not word or any(s <= start < e for s, e in taken):
            continue
        name = word[0].isupper() and (not starts or _is_name(stem(word.lower())))
        for at, part in _parts(word):
            low = part.lower()
            if low not in FUNCTION:
                found.append(Term(stem(low), start + at, start + at + len(part), name))
    return tuple(sorted(found, key=lambda t: t.start))


def countries_named(text: str) -> str:
    """The text with the country's name for each capital: a capital that acts or is spoken of is mostly its government."""
    known, made, at = countries(), [], 0
    for m in mentions(text, 0, len(text)):
        name = plain(m.group())
        if name in known.capitals and name not in known.names:
            made += [text[at : m.start()], known.capitals[name]]
            at = m.end()
    return "".join([*made, text[at:]])


def _parts(word: str) -> list[tuple[int, str]]:
    """A compound's parts ("longer-range"), with their places; a short word with its figures stays whole ("F-35")."""
    if "-" not in word or any(c.isdigit() for c in word):
        return [(0, word)]
    return [(m.start(), m.group()) for m in re.finditer(r"[^-]+", word)]


@lru_cache(100_000)
def stem(word: str) -> str:
    """What stands for a word in small letters, in British as in American spelling."""
    return str(
        _STEMMER.stemWord(
            re.sub(r"our(?=s?$|ed$|ing$)", "or", re.sub(r"is(?=e[ds]?$|ing$|ation)", "iz", word)).replace(
                "defence", "defense"
            )
        )
    )


@cache
def _country(name: str) -> str | None:
    known, name = countries(), plain(name)
    found = known.peoples.get(name) or known.names.get(name) or known.capitals.get(name)
    return found and f"@{found}"


@dataclass(frozen=True, slots=True)
class News:
    """What is known of news: its sentences, in how many each term stands, and which terms are names."""

    sentences: int
    terms: Mapping[str, int]
    names: frozenset[str]


@cache
def news() -> News:
    """The counts that come with the package; `claimsdb/learning/training/comparison/frequencies.py` makes them."""
    found = json.loads((files("claimsdb.english") / "data" / "frequencies.json").read_text("utf-8"))
    return News(found["sentences"], found["terms"], frozenset(found["names"]))


@lru_cache(100_000)
def weight(form: str) -> float:
    """How much a term tells: the logarithm of how many sentences of news there are to one that has it."""
    return log(news().sentences / (news().terms.get(form, 0) + 1))


def _is_name(form: str) -> bool:
    """Whether a word that begins a claim with a capital is a name: as it is elsewhere, or where news does not know it."""
    return form in news().names or form not in news().terms
