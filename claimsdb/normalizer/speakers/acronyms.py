"""Acronyms and the names that they stand for: "Free Bridge Union" for "FBU"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from claimsdb.english.words import LONGEST

ACRONYM = re.compile(r"[A-Z]{2,6}")
_LONGEST = 6  # letters of an acronym
_WORD = rf"[A-Z][\w’'-]{{1,{LONGEST}}}"
_FIRST = re.compile(rf"\b(?=({_WORD}))")
_NEXT = re.compile(rf"(?:\s(?:of|the|for|and|on|to|in|de)){{0,2}}\s({_WORD})")
_GIVEN = re.compile(  # "Survivors of Fires and Floods (SOFF)": little words may count
    rf"(?<![\w’'-])(?P<name>{_WORD}(?:\s(?:of|the|for|and|on|to|in|de|by|at|with|from)|\s{_WORD}){{1,9}})\s\([“\"]?(?P<acronym>[A-Z]{{3,6}})[”\"]?\)"
)


def spelt_out(text: str) -> Mapping[str, set[str]]:
    """The names of two to six capitalised words in a text, by their initials; of overlapping ones with the same initials the first.

    Little words between them do not count ("of", "the"). What the text gives in brackets behind a name goes before.
    """
    given = {m["acronym"]: {name} for m in _GIVEN.finditer(text) if (name := _from(m["name"].split(), m["acronym"][0]))}
    found: defaultdict[str, set[str]] = defaultdict(set)
    ends: dict[str, int] = {}
    for first in _FIRST.finditer(text):
        initials, end = first[1][0], first.end(1)
        while len(initials) < _LONGEST and (word := _NEXT.match(text, end)):
            initials, end = initials + word[1][0], word.end()
            if first.start() >= ends.get(initials, 0):
                name = text[first.start() : end].rstrip("’'-")
                ends[initials] = first.start() + len(name)
                found[initials].add(" ".join(name.split()))
    return found | given


def _from(words: list[str], initial: str) -> str:
    """The words from the first one with the initial ("The *Sailors of* …"), if that leaves two."""
    first = next((k for k, word in enumerate(words) if word[0] == initial), len(words))
    return " ".join(words[first:]) if len(words) - first > 1 else ""
