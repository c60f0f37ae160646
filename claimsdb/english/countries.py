"""Countries by the names that news gives them: the country's, its capital's, its people's.

The names are those of the package `countryinfo`, which is kept up by its community; what it lacks is what it spells otherwise.
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
_LARGER = 10  # how many times as populous the country is that alone has a name which others share
_PEOPLED = 1_000_000  # the people of a country whose capital is a household word


@dataclass(frozen=True, slots=True)
class Countries:
    """Names to countries. `elsewhere` are names of countries that are also those of another's province ("Georgia")."""

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
    """The names that mean one country, or one far larger than the others."""
    settled = {}
    for name, of in candidates.items():
        first, *others = sorted(of, key=lambda c: -people[c])
        if not others or people[first] >= _LARGER * people[others[0]]:
            settled[name] = first
    return settled


class Atlas:
    """The countries of one document: which of its words name one, with what it says elsewhere as the evidence."""

    def __init__(self, text: str) -> None:
        known = countries()
        self._mentioned = {m.group() for m in _pattern().finditer(text)}
        self._sure = {known.peoples[m] for m in self._mentioned if m in known.peoples}
        self._sure |= {known.names[m] for m in self._mentioned if m in known.names and m not in known.elsewhere}
        self._named = self._sure | {known.capitals[m] for m in self._mentioned if m in known.capitals}

    def place(self, name: str) -> str | None:
        """The country that a name means: its own, or that of its capital, where the document names the country elsewhere too."""
        known, name = countries(), plain(name)
        if name in known.names:
            country = known.names[name]
            return country if name not in known.elsewhere or country in self._named_beside(name) else None
        country = known.capitals.get(name, "")
        return country if country in self._sure else None

    def somewhere(self, name: str) -> bool:
        """Whether the name is that of a country, a capital or a province, so that it is no person's."""
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
    """A pattern for the sorted names, a longer one before what it begins with; what several begin with stands once, so that one look
    at a letter rules out most of them.
    """
    branches = []
    for first, of in groupby(names, key=lambda name: name[:1]):
        rest = [name[1:] for name in of]
        branches.append(re.escape(first) + (_either(rest) if any(rest) else ""))
    return branches[-1] if len(branches) == 1 else f"(?:{'|'.join(reversed(branches))})"


def mentions(text: str, start: int, end: int) -> Iterable[re.Match[str]]:
    """Where countries, capitals and peoples are named."""
    return _pattern().finditer(text, start, end)


def plain(name: str) -> str:
    """The name without article, possessive and the stops of an abbreviation."""
    name = re.sub(r"^the\s+|[’']s?$", "", " ".join(name.split()), flags=re.IGNORECASE)
    return name.replace(".", "") if re.fullmatch(r"(?:[A-Z]\.){2,3}", name) else name
