"""Subjects of coordinated verbs (section 4 of the standard).

A verb without a source shares the subject before it: "Wang Yi met the envoys, and *promised* X" is Wang Yi's promise.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from claimsdb.english.months import CALENDAR
from claimsdb.english.words import FINITE, Word
from claimsdb.model.spans import Span

_JOINING = frozenset(["and", "but", "then", "or"])
_NOMINAL = frozenset("DNEJOPQ")
_TIMES = CALENDAR | {"today", "yesterday"}
_LONGEST = 8  # words of a subject


def subject(words: Sequence[Word], cue: Span) -> Span | None:
    """The subject of the sentence if the cue is a finite verb coordinated with its main verb; None in any doubt."""
    at = bisect_left(words, cue.start, key=_start)
    if at == len(words) or words[at].tag not in "VX" or not _joined(words, at):
        return None
    verb = next((k for k, w in enumerate(words[:at]) if w.tag in FINITE), None)
    if not verb or any(w.tag in "WS" or w.form in _JOINING for w in words[:verb]):
        return None  # no verb to be coordinated with, or a clause of its own before it
    last = verb
    while last and words[last - 1].tag == "R":
        last -= 1
    if words[last - 1].form == ",":  # an apposition before the verb
        last = max((k for k in range(last - 1) if words[k].form == ","), default=0)
    first = last
    while first and last - first < _LONGEST and (words[first - 1].tag in _NOMINAL or words[first - 1].form == "of"):
        first -= 1
    while first < last and (words[first].form in _TIMES or words[first].form == "of"):
        first += 1
    named = any(w.tag in "NEO" for w in words[first:last])
    return Span(words[first].start, words[last - 1].end) if named else None


def _start(word: Word) -> int:
    return word.start


def _joined(words: Sequence[Word], at: int) -> bool:
    """Whether a conjunction precedes the word, with at most adverbs between."""
    while at and words[at - 1].tag == "R":
        at -= 1
    return at > 0 and words[at - 1].form in _JOINING
