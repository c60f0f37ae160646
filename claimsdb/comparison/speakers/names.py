"""Names of persons taken apart, and when two full names may be one person's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from claimsdb.english.letters import latin
from claimsdb.english.lexicon import default
from claimsdb.english.listed import listed, meanings
from claimsdb.model.ids import fold, straight

_OFFICES, _HONORIFICS = frozenset(listed("titles", "office")), frozenset(listed("titles", "honorific"))
_MALE, _FEMALE = frozenset(listed("titles", "male")), frozenset(listed("titles", "female"))
_GIVEN_MALE, _GIVEN_FEMALE = (frozenset(map(str.casefold, listed("given", c))) for c in ("male", "female"))
_PARTICLES = frozenset(listed("particles", "joint"))
_GENERATIONS = frozenset("jr sr ii iii iv".split())
_FUNCTION = frozenset("ADIJSCRWO")  # classes of words that begin phrases
_WORD = re.compile(latin(r"[A-Z][\w’'-]*\.?|(?:[A-Z]\.-?)+|[a-z]{2,3}[-’'][A-Z][\w’'-]*"))
_INITIALS = re.compile(latin(r"(?:[A-Z]\.-?)+|[A-Z]"))
_SHORT = {"sen": "senator", "rep": "representative", "gov": "governor", "pres": "president"}


@dataclass(frozen=True, slots=True)
class PersonName:
    """The name of a person in one case, without accents and titles: given names and initials, the surname, and the generation ("jr")."""

    given: tuple[str, ...]
    surname: str
    generation: str = ""

    @property
    def rank(self) -> tuple[bool, int, int]:
        """How much it says: whether the first given name is written out, how many are, and the number of initials."""
        full = sum(len(word) > 1 for word in self.given)
        return bool(self.given) and len(self.given[0]) > 1, full, len(self.given) - full


def person_name(name: str) -> PersonName | None:
    """The parts of what may be a person's name; None if it has other words than capitalised ones and particles."""
    words = [w.strip(",") for w in straight(name).removesuffix("'s").split()]
    while len(words) > 1 and {_bare(words[0]), _bare(words[0]).removesuffix("s")} & (_HONORIFICS | _OFFICES):
        words = words[1:]
    generation = _bare(words[-1]) if len(words) > 1 and _bare(words[-1]) in _GENERATIONS else ""
    words = [w for k, w in enumerate(words[: -1 if generation else None]) if k == 0 or w not in _PARTICLES]
    if not 1 <= len(words) <= 5 or not all(_WORD.fullmatch(w) for w in words) or _INITIALS.fullmatch(words[-1]):
        return None
    *given, surname = (_plain(w) for w in words)
    parts = [
        p for w, g in zip(words, given, strict=False) for p in (g.replace(".", "") if _INITIALS.fullmatch(w) else [g])
    ]
    return PersonName(tuple(parts), surname, generation)


def looks_personal(name: str) -> bool:
    """Whether a name begins with a given name, or has only words that are nothing but names."""
    first, *rest = (_bare(word) for word in name.split())
    return (bool(rest) and first in _GIVEN_MALE | _GIVEN_FEMALE) or all(map(default().classes.is_name, (first, *rest)))


def opens_like_a_name(name: str) -> bool:
    """Whether the first word is none that only begins phrases ("many", "new")."""
    return not default().classes.may_be(_bare(name.split()[0]), _FUNCTION, 50)


def may_be_one(one: PersonName, other: PersonName) -> bool:
    """Whether two full names may be one person's: no given name or initial of one contradicts those of the other."""
    if one.surname != other.surname or one.generation != other.generation:
        return False
    if not one.given or not other.given or not _alike(one.given[0], other.given[0]):
        return False
    fewer, more = sorted((one.given[1:], other.given[1:]), key=len)
    rest = iter(more)
    return all(any(_alike(a, b) for b in rest) for a in fewer)


def _alike(one: str, other: str) -> bool:
    """Whether two given names may be the same: the same word, a word and its initial, a word and its short form."""
    if len(one) == 1 or len(other) == 1:
        return any(a[0] == b[0] for a in written_out(one) for b in written_out(other))
    return not written_out(one).isdisjoint(written_out(other))


@cache
def written_out(given: str) -> frozenset[str]:
    """The given name, and the names that it is short for ("Bill": "William")."""
    return frozenset((given, *_long_forms().get(given, ())))


@cache
def _long_forms() -> dict[str, tuple[str, ...]]:
    known = meanings("given", "male", "female")
    return {short.casefold(): tuple(means.casefold().split()) for short, means in known.items() if means}


def genders(titles: Iterable[str], given: tuple[str, ...] = ()) -> frozenset[str]:
    """The genders ("he", "she") that titles show, or the given name, if all who are called so are of one."""
    words = {_bare(w) for title in titles for w in title.split()}
    found = {g for g, marks in (("he", _MALE), ("she", _FEMALE)) if words & marks}
    if not found and given:
        known = [g for g, names in (("he", _GIVEN_MALE), ("she", _GIVEN_FEMALE)) if given[0] in names]
        found = set(known) if len(known) == 1 else set()
    return frozenset(found)


def offices(titles: Iterable[str]) -> frozenset[str]:
    """The offices among titles, each by one word ("Sen.": "senator")."""
    words = {_bare(w) for title in titles for w in title.split()}
    return frozenset(_SHORT.get(w, w) for w in words if w in _OFFICES or w in _SHORT)


def _bare(word: str) -> str:
    return word.strip(".,'").lower()


def _plain(word: str) -> str:
    """One case, no accents, no full stop at the end of a word."""
    apart = unicodedata.normalize("NFKD", fold(word))
    bare = "".join(c for c in apart if not unicodedata.combining(c))
    return bare if _INITIALS.fullmatch(word) else bare.rstrip(".")
