"""Countries that a phrase names, by their names or those of their peoples: "US troops" are "American troops"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from claimsdb.english.countries import countries, mentions, plain
from claimsdb.model.spans import Span


@dataclass(frozen=True, slots=True)
class Nation:
    """A country that a phrase names, with the names by which texts name it or its people."""

    name: str
    names: tuple[str, ...]

    @property
    def stem(self) -> str:
        """What stands among the stems of a text that names the country."""
        return f"@{self.name}"

    def is_in(self, text: str) -> bool:
        """Whether a text names the country or its people."""
        return _pattern(self.names).search(text) is not None


def nations(phrase: str) -> list[tuple[Span, Nation]]:
    """The countries that a phrase names, each with its span; in a phrase without capitals, by words in small letters."""
    shown = phrase.title() if phrase.isascii() and phrase.islower() else phrase
    known = countries()
    found = []
    for match in mentions(shown, 0, len(shown)):
        name = plain(match.group())
        if country := known.names.get(name) or known.peoples.get(name):
            found.append((Span(*match.span()), Nation(country, _names(country))))
    return found


@cache
def _names(country: str) -> tuple[str, ...]:
    known = countries()
    own = {name for of in (known.names, known.peoples) for name, one in of.items() if one == country}
    return tuple(sorted(own | {".".join(name) + "." for name in own if name.isupper() and len(name) < 4}))


@cache
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    longest = sorted(names, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?:s|[’']s?)?(?!\w)")
