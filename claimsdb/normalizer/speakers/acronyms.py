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


def spelt_out(text: str) -> Mapping[str, set[str]]:
    """The names of two to six capitalised words in a text, by their initials; of overlapping ones with the same initials the first.

    Little words between them do not count ("of", "the").
    """
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
    return found
