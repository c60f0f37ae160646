"""The subject that a verb without a source of its own shares: "Wang Yi met the envoys, and *promised* X" is Wang Yi's promise.

A rule of the standard (section 4): a coordinated verb phrase with an attribution takes the shared subject.
"""

from __future__ import annotations

from claimsdb.spans import Span
from claimsdb.tagger.lexicon import default
from claimsdb.tagger.words import CALENDAR, FINITE, Word

_JOINING = frozenset(["and", "but", "then", "or"])
_NOMINAL = frozenset("DNEJOPQ")
_TIMES = CALENDAR | {"today", "yesterday"}
_LONGEST = 8  # words of a subject


def subject(text: str, sentence: Span, cue: Span) -> Span | None:
    """The subject of the sentence, where the cue is a finite verb joined to another of it; None where it is not that plain."""
    words = default().classes.words(text, sentence)
    at = next((k for k, w in enumerate(words) if w.start >= cue.start), len(words))
    if at == len(words) or words[at].tag not in "VX" or not _joined(words, at):
        return None
    verb = next((k for k, w in enumerate(words[:at]) if w.tag in FINITE), None)
    if not verb or any(w.tag in "WS" or w.form in _JOINING for w in words[:verb]):
        return None  # no verb to be joined to, or a clause of its own before it
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


def _joined(words: list[Word], at: int) -> bool:
    """Whether a conjunction stands before the word, adverbs apart."""
    while at and words[at - 1].tag == "R":
        at -= 1
    return at > 0 and words[at - 1].form in _JOINING
