"""Passages that two documents share word for word: candidates by MinHash over word shingles, then the passages themselves, exactly.

Words within quotation marks do not count, as two reporters who hear one speaker write the same words. At least `LEAST` consecutive words
of the reporters' own must be the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from sys import intern

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
_FACTOR = np.uint64(0x9E3779B97F4A7C15)  # odd and large, so that the places of words count
_MARK = re.compile(f"[{SPEECH}]")

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a block, in order and in lower case, as arrays, which take a tenth of the memory of objects.

    `keys` are numbers that are equal, in this process, if the words are; `starts` and `ends` are in code points of the document; `quoted`
    is whether a word is within quotation marks.
    """

    forms: list[str]
    keys: Integers
    starts: Integers
    ends: Integers
    quoted: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.forms)

    def span(self, first: int, last: int) -> Span:
        """From the beginning of one word to the end of another."""
        return Span(int(self.starts[first]), int(self.ends[last]))


@dataclass(frozen=True, slots=True)
class SharedPassage:
    """A run of words that two documents share: its span in each, and how many of the words are outside quotation marks."""

    here: Span
    there: Span
    words: int


def words(text: str, start: int) -> Words:
    """The words of a block that begins at the code point `start`."""
    forms: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    within: list[bool] = []
    marks = list(_MARK.finditer(text))
    at, quoted = 0, False
    for m in WORD.finditer(text):
        while at < len(marks) and marks[at].start() < m.start():
            mark, at = marks[at].group(), at + 1
            quoted = True if mark in OPENS else False if mark in CLOSES else not quoted
        forms.append(intern(m.group().lower().replace("’", "'")))
        starts.append(start + m.start())
        ends.append(start + m.end())
        within.append(quoted)
    keys = np.fromiter(map(hash, forms), np.int64, len(forms))
    return Words(forms, keys, np.array(starts, np.int64), np.array(ends, np.int64), np.array(within, np.bool_))


def signature(blocks: Sequence[Words]) -> set[int]:
    """The document's keys: the minimum hashes of the word shingles of each stretch about as long as a sentence.

    Two documents that share a passage nearly always share a key; two that share a key share at least a shingle.
    """
    keys: set[int] = set()
    for block in blocks:
        own = [form for form, quoted in zip(block.forms, block.quoted.tolist(), strict=True) if not quoted]
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


def runs_of_words(blocks: Sequence[Words]) -> Integers:
    """The hashes of all runs of `LEAST` words, sorted, valid in this process: documents without a common hash share no passage."""
    return np.unique(np.concatenate([np.zeros(0, np.int64), *(_runs_of(block.keys, LEAST) for block in blocks)]))


def _runs_of(keys: Integers, length: int) -> Integers:
    """The hash of the run of `length` words that begins at each word."""
    count = max(len(keys) - length + 1, 0)
    made = np.zeros(count, np.uint64)
    for k in range(length if count else 0):
        made = made * _FACTOR + keys[k : k + count].astype(np.uint64)  # modulo 2^64
    return made.astype(np.int64)


def meet(one: Integers, other: Integers) -> bool:
    """Whether two sorted arrays have a number in common."""
    if not len(one) or not len(other):
        return False
    return bool((one[np.minimum(np.searchsorted(one, other), len(one) - 1)] == other).any())


def shared(here: Sequence[Words], there: Sequence[Words]) -> list[SharedPassage]:
    """The passages that two documents share, in the order of the first document; none unless one of them has at least `LEAST`
    words outside quotation marks.
    """
    ours = [_runs_of(block.keys, EVIDENCE) for block in here]
    common = np.unique(np.concatenate([np.zeros(0, np.int64), *ours]))
    index: dict[int, list[tuple[int, int]]] = {}
    for b, block in enumerate(there):
        runs = _runs_of(block.keys, EVIDENCE)
        for k in np.flatnonzero(np.isin(runs, common)).tolist():
            places = index.setdefault(int(runs[k]), [])
            if len(places) < PLACES:
                places.append((b, k))
    found = [p for block, runs in zip(here, ours, strict=True) for p in _passages(block, runs, there, index)]
    found = [p for p in found if p.words >= EVIDENCE]
    return found if any(p.words >= LEAST for p in found) else []


def _passages(
    block: Words, runs: Integers, there: Sequence[Words], index: dict[int, list[tuple[int, int]]]
) -> Iterator[SharedPassage]:
    after = 0
    for at in np.flatnonzero(np.isin(runs, np.fromiter(index, np.int64, len(index)))).tolist():
        if at < after:
            continue
        places = [(_same(block.keys[at:], there[b].keys[k:]), b, k) for b, k in index[int(runs[at])]]
        best, b, k = max(places, key=lambda place: place[0])
        own = ~(block.quoted[at : at + best] | there[b].quoted[k : k + best])
        after = at + best
        yield SharedPassage(block.span(at, after - 1), there[b].span(k, k + best - 1), int(own.sum()))


def _same(one: Integers, other: Integers) -> int:
    """How many words two texts have in common from their beginnings on."""
    at, step, most = 0, 64, min(len(one), len(other))
    while at < most:
        differ = np.flatnonzero(one[at : min(at + step, most)] != other[at : min(at + step, most)])
        if len(differ):
            return at + int(differ[0])
        at, step = at + step, 2 * step
    return most


def is_common(passages: Sequence[SharedPassage], shorter: int, one_publisher: bool) -> bool:
    """Whether the passages show a common origin of two documents, of which the shorter has `shorter` words."""
    return bool(passages) and (not one_publisher or sum(p.words for p in passages) >= HOUSE * shorter)
