"""The terms of a claim: stems of its content words, one name for each country, weighted by how rare they are in news."""

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
    """A content word: its stem, its start and end in the claim's text, and whether it is part of a name."""

    form: str
    start: int
    end: int
    name: bool


@lru_cache(8192)
def terms(text: str) -> tuple[Term, ...]:
    """The content words of a claim in order; offsets count code points of `text`."""
    found: list[Term] = []
    taken: set[int] = set()
    for m in mentions(text, 0, len(text)):
        if country := _country(m.group()):
            found.append(Term(country, *m.span(), True))
            taken.update(range(*m.span()))
    first = True
    for m in WORD.finditer(text):
        word, start = _POSSESSIVE.sub("", m.group()), m.start()
        starts, first = first, False
        if word.lower() in FUNCTION or not word or start in taken:
            continue
        name = word[0].isupper() and (not starts or _is_name(stem(word.lower())))
        for at, part in _parts(word):
            low = part.lower()
            if low not in FUNCTION:
                found.append(Term(stem(low), start + at, start + at + len(part), name))
    return tuple(sorted(found, key=lambda t: t.start))


def countries_named(text: str) -> str:
    """The text with each capital replaced by the name of its country: a capital in news mostly means its government."""
    known, made, at = countries(), [], 0
    for m in mentions(text, 0, len(text)):
        name = plain(m.group())
        if name in known.capitals and name not in known.names:
            made += [text[at : m.start()], known.capitals[name]]
            at = m.end()
    return "".join([*made, text[at:]])


def _parts(word: str) -> list[tuple[int, str]]:
    """The parts of a compound ("longer-range"), with their offsets; a short word with figures stays whole ("F-35")."""
    if "-" not in word or any(c.isdigit() for c in word):
        return [(0, word)]
    return [(m.start(), m.group()) for m in re.finditer(r"[^-]+", word)]


@lru_cache(100_000)
def stem(word: str) -> str:
    """The stem of a word in lower case, the same for British and American spelling."""
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
    """Counts of news: the number of sentences, the number with each term, and the terms that are names."""

    sentences: int
    terms: Mapping[str, int]
    names: frozenset[str]


@cache
def news() -> News:
    """The counts in the package, which `claimsdb/learning/training/comparison/frequencies.py` makes."""
    found = json.loads((files("claimsdb.english") / "data" / "frequencies.json").read_text("utf-8"))
    return News(found["sentences"], found["terms"], frozenset(found["names"]))


@lru_cache(100_000)
def weight(form: str) -> float:
    """The weight of a term: the logarithm of the number of sentences of news for each one that has it."""
    return log(news().sentences / (news().terms.get(form, 0) + 1))


def _is_name(form: str) -> bool:
    """Whether a word with a capital that begins a claim is a name: because it is one elsewhere, or because news does not have it."""
    return form in news().names or form not in news().terms
