"""Countries by the names that news uses: the names of the country, of its capital and of its people.

The names are from the package `countryinfo`, which its community maintains; `data/` adds other spellings.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from countryinfo import CountryInfo

from claimsdb.english.listed import listed, meanings

_SPELLINGS = meanings("countries", "name") | meanings("countries", "code")
_CODES = frozenset(listed("countries", "code"))
_LARGER = 10  # how many times as populous as the others a country must be to get a shared name
_PEOPLED = 1_000_000  # minimum population of a country whose capital is well known


@dataclass(frozen=True, slots=True)
class Countries:
    """A map from names to countries. `elsewhere` are names that are also those of a province of another country ("Georgia")."""

    names: Mapping[str, str]
    capitals: Mapping[str, str]
    peoples: Mapping[str, str]
    elsewhere: frozenset[str]
    provinces: frozenset[str]


@cache
def countries() -> Countries:
    """The names, read once."""
    every: list[Mapping[str, Any]] = list(CountryInfo.all().values())
    people = {str(c["name"]): int(c.get("population") or 0) for c in every}
    names: dict[str, set[str]] = defaultdict(set)
    capitals: dict[str, set[str]] = defaultdict(set)
    peoples: dict[str, set[str]] = defaultdict(set)
    provinces: dict[str, set[str]] = defaultdict(set)
    for one in every:
        name = str(one["name"])
        official = (s for s in one.get("altSpellings", ()) if s.isascii() and " " in s.strip() and "," not in s)
        codes = (s for s in one.get("altSpellings", ()) if s in _CODES)
        for spelling in (name, *official, *codes):
            names[spelling.strip().removeprefix("The ")].add(name)
        if isinstance(one.get("capital"), str) and people[name] >= _PEOPLED:
            capitals[one["capital"].removesuffix(" D.C.")].add(name)
        for demonym in re.split(r"[,/]", one.get("demonym") or ""):
            if demonym.strip() not in ("", name):
                peoples[demonym.strip()].add(name)
        for province in one.get("provinces", ()):
            provinces[province].add(name)
    for spelling, name in _SPELLINGS.items():
        if name:
            names[spelling].add(name)
    settled = _settled(names, people)
    return Countries(
        settled,
        {c: n for c, n in _settled(capitals, people).items() if c not in settled},
        _settled(peoples, people),
        frozenset(n for n, c in settled.items() if provinces[n] - {c}),
        frozenset(provinces),
    )


def _settled(candidates: Mapping[str, Iterable[str]], people: Mapping[str, int]) -> dict[str, str]:
    """The names of only one country, or of one far larger than the others with that name."""
    settled = {}
    for name, of in candidates.items():
        first, *others = sorted(of, key=lambda c: -people[c])
        if not others or people[first] >= _LARGER * people[others[0]]:
            settled[name] = first
    return settled


class Atlas:
    """The countries of one document: decides which of its words name one, with the rest of the document as evidence."""

    def __init__(self, text: str) -> None:
        known = countries()
        self._mentioned = {m.group() for m in _pattern().finditer(text)}
        self._sure = {known.peoples[m] for m in self._mentioned if m in known.peoples}
        self._sure |= {known.names[m] for m in self._mentioned if m in known.names and m not in known.elsewhere}
        self._named = self._sure | {known.capitals[m] for m in self._mentioned if m in known.capitals}

    def place(self, name: str) -> str | None:
        """The country that a name means: the one with that name, or with that capital if the document also names the country elsewhere."""
        known, name = countries(), plain(name)
        if name in known.names:
            country = known.names[name]
            return country if name not in known.elsewhere or country in self._named_beside(name) else None
        country = known.capitals.get(name, "")
        return country if country in self._sure else None

    def somewhere(self, name: str) -> bool:
        """Whether the name is that of a country, a capital or a province, and so not a person's."""
        known, name = countries(), plain(name)
        return any(name in of for of in (known.names, known.capitals, known.peoples, known.provinces))

    def of(self, word: str) -> str | None:
        """The country of an adjective or a possessive ("Japanese", "Japan’s", "U.S.")."""
        return countries().peoples.get(plain(word)) or self.place(word)

    def _named_beside(self, name: str) -> set[str]:
        known = countries()
        others = self._mentioned - {name}
        return {c for m in others for c in (known.peoples.get(m), known.capitals.get(m)) if c}


@cache
def _pattern() -> re.Pattern[str]:
    known = countries()
    every = _either(sorted({*known.names, *known.capitals, *known.peoples}))
    return re.compile(rf"(?<!\w)(?:U\.S\.A?|U\.K\.|{every})(?!\w)")


def _either(names: Iterable[str]) -> str:
    """A pattern for the sorted names, longer ones before their prefixes.

    A common prefix is written once, so that a single letter rules out most names.
    """
    branches = []
    for first, of in groupby(names, key=lambda name: name[:1]):
        rest = [name[1:] for name in of]
        branches.append(re.escape(first) + (_either(rest) if any(rest) else ""))
    return branches[-1] if len(branches) == 1 else f"(?:{'|'.join(reversed(branches))})"


def mentions(text: str, start: int, end: int) -> Iterable[re.Match[str]]:
    """The matches of names of countries, capitals and peoples."""
    return _pattern().finditer(text, start, end)


def plain(name: str) -> str:
    """The name without article, possessive and the full stops of an abbreviation."""
    name = re.sub(r"^the\s+|[’']s?$", "", " ".join(name.split()), flags=re.IGNORECASE)
    return name.replace(".", "") if re.fullmatch(r"(?:[A-Z]\.){2,3}", name) else name
