"""Passages that two documents share word for word: candidates by MinHash over word shingles, then the passages themselves, exactly.

Words within quotation marks do not count, as two reporters who hear one speaker write the same words. At least `LEAST` consecutive words
of the reporters' own must be the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

from claimsdb.english.quotations import CLOSES, OPENS, SPEECH
from claimsdb.english.words import WORD
from claimsdb.model.spans import Span

LEAST = 12
"""Minimum number of consecutive words outside quotation marks that show a common origin; shorter runs are names and set phrases."""
EVIDENCE = 8
"""Minimum number of consecutive words that are shown as further evidence if one passage is long enough."""
HOUSE = 0.2
"""Minimum share of the shorter of two documents of one publisher: less is house text, a biography, a note under each article."""
COMMON = 200
"""Maximum number of documents with a key: what more of them have is a notice, and not a passage."""
KEYS = 2
"""Minimum number of keys that two documents must share to be compared: one alone is mostly a set phrase."""
PLACES = 16
"""Maximum number of places of the same words in one document at which a passage is looked for: the first ones."""
_SHINGLE = 5
_PERMUTATIONS = 16
_SEED = 2023
_MARK = re.compile(f"[{SPEECH}]")


@dataclass(frozen=True, slots=True)
class TextWord:
    """A word in lower case, its span in the document, and whether it is within quotation marks."""

    form: str
    span: Span
    quoted: bool


@dataclass(frozen=True, slots=True)
class SharedPassage:
    """A run of words that two documents share: its span in each, and how many of the words are outside quotation marks."""

    here: Span
    there: Span
    words: int


def words(text: str, start: int) -> list[TextWord]:
    """The words of a block that begins at the code point `start`."""
    found: list[TextWord] = []
    marks = list(_MARK.finditer(text))
    at, quoted = 0, False
    for m in WORD.finditer(text):
        while at < len(marks) and marks[at].start() < m.start():
            mark, at = marks[at].group(), at + 1
            quoted = True if mark in OPENS else False if mark in CLOSES else not quoted
        found.append(TextWord(m.group().lower().replace("’", "'"), Span(*m.span()).shift(start), quoted))
    return found


def signature(blocks: Sequence[Sequence[TextWord]]) -> set[int]:
    """The document's keys: the minimum hashes of the word shingles of each stretch about as long as a sentence.

    Two documents that share a passage nearly always share a key; two that share a key share at least a shingle.
    """
    keys: set[int] = set()
    for block in blocks:
        own = [w.form for w in block if not w.quoted]
        for start in range(0, max(len(own) - _SHINGLE + 1, 0), 30):
            stretch = own[start : start + 30 + _SHINGLE - 1]
            if len(stretch) < LEAST:
                stretch = own[-LEAST:]
            shingles = [" ".join(stretch[k : k + _SHINGLE]) for k in range(len(stretch) - _SHINGLE + 1)]
            if len(own) >= LEAST and shingles:
                made = RMinHash(_PERMUTATIONS, _SEED)
                made.update(shingles)
                keys.update(k << 32 | value for k, value in enumerate(made.digest()))
    return keys


def runs_of_words(blocks: Sequence[Sequence[TextWord]]) -> NDArray[np.int64]:
    """The hashes of all runs of `LEAST` words, sorted, valid in this process: documents without a common hash share no passage."""
    forms = [[w.form for w in block] for block in blocks]
    return np.unique([hash(tuple(b[k : k + LEAST])) for b in forms for k in range(len(b) - LEAST + 1)]).astype(np.int64)


def meet(one: NDArray[np.int64], other: NDArray[np.int64]) -> bool:
    """Whether two sorted arrays have a number in common."""
    if not len(one) or not len(other):
        return False
    return bool((one[np.minimum(np.searchsorted(one, other), len(one) - 1)] == other).any())


def shared(here: Sequence[Sequence[TextWord]], there: Sequence[Sequence[TextWord]]) -> list[SharedPassage]:
    """The passages that two documents share, in the order of the first document; none unless one of them has at least `LEAST`
    words outside quotation marks.
    """
    index: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    for b, block in enumerate(there):
        forms = [w.form for w in block]
        for k in range(len(forms) - EVIDENCE + 1):
            places = index.setdefault(tuple(forms[k : k + EVIDENCE]), [])
            if len(places) < PLACES:
                places.append((b, k))
    found = [p for block in here for p in _runs(block, there, index)]
    found = [p for p in found if p.words >= EVIDENCE]
    return found if any(p.words >= LEAST for p in found) else []


def _runs(
    block: Sequence[TextWord], there: Sequence[Sequence[TextWord]], index: dict[tuple[str, ...], list[tuple[int, int]]]
) -> Iterator[SharedPassage]:
    forms, at = [w.form for w in block], 0
    while at + EVIDENCE <= len(forms):
        best, where = 0, (0, 0)
        for b, k in index.get(tuple(forms[at : at + EVIDENCE]), ()):
            length = EVIDENCE
            other = there[b]
            while at + length < len(forms) and k + length < len(other) and forms[at + length] == other[k + length].form:
                length += 1
            if length > best:
                best, where = length, (b, k)
        if not best:
            at += 1
            continue
        b, k = where
        mine, theirs = block[at : at + best], there[b][k : k + best]
        own = sum(not (w.quoted or v.quoted) for w, v in zip(mine, theirs, strict=True))
        yield SharedPassage(
            Span(mine[0].span.start, mine[-1].span.end), Span(theirs[0].span.start, theirs[-1].span.end), own
        )
        at += best


def is_common(passages: Sequence[SharedPassage], shorter: int, one_publisher: bool) -> bool:
    """Whether the passages show a common origin of two documents, of which the shorter has `shorter` words."""
    return bool(passages) and (not one_publisher or sum(p.words for p in passages) >= HOUSE * shorter)
