"""Subjects of coordinated verbs (section 4 of the standard).

A verb without a source shares the subject before it: "Wang Yi met the envoys, and *promised* X" is Wang Yi's promise. A verb with a
subject of its own begins a clause that is a claim of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from claimsdb.english.listed import listed
from claimsdb.english.months import CALENDAR
from claimsdb.english.quotations import MARKS
from claimsdb.english.words import FINITE, Word
from claimsdb.model.spans import Span

_JOINING = frozenset(["and", "but", "then", "or"])
_PARTING = frozenset(["and", "but", "or", "so", "yet", "while", "whereas", "although", "though"])
_ADVERBIAL = frozenset("as when whenever if because after before until since once unless than".split())
_NOMINAL = frozenset("DNEJOPQ")
_TIMES = CALENDAR | {"today", "yesterday"}
_PERIODS = frozenset(listed("calendar", "period"))
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d(?:s|'s)?")
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


def own_subjects(words: Sequence[Word]) -> Iterator[int]:
    """The positions at which a clause with its own subject and finite verb may be coordinated with a main clause: its conjunction, or
    its first word after a semicolon.

    Coordination inside a relative or adverbial clause does not count, except with another *that* ("said that X, *and that* Y"). A *when*
    after a time and a comma is relative ("in April 2023, *when* war broke out").
    """
    verbs = 0  # finite verbs so far, except those of relatives and conjunctions
    inside = False  # whether such a clause has begun and has its verb, without a comma since
    waits = False  # whether its verb is still to come
    for k, word in enumerate(words):
        parted = k > 0 and words[k - 1].form == ";"
        joins = parted or (word.form in _PARTING and not (k and words[k - 1].form == "even"))
        own = joins and verbs > 0 and not inside and _has_subject(words, k if parted else k + 1)
        again = word.form in ("and", "but") and _that_clause(words, k + 1)
        timed = word.form == "when" and _dated(words, k) and _has_subject(words, k + 1)
        if own or again or timed:
            yield word.start
        if word.tag == "U":
            inside = waits = False
        elif word.tag in "WS" or word.form in _ADVERBIAL:
            verbs -= word.tag in "WS" or word.form == "as"
            waits = word.form != "that"
        elif word.tag in FINITE:
            verbs += 1
            inside, waits = inside or waits, False


def _dated(words: Sequence[Word], at: int) -> bool:
    """Whether a time and a comma precede the word."""
    return at > 1 and words[at - 1].form == "," and any(_time(w) for w in words[max(at - 4, 0) : at - 1])


def _time(word: Word) -> bool:
    return word.form in _TIMES or word.form in _PERIODS or _YEAR.fullmatch(word.form) is not None


def _that_clause(words: Sequence[Word], at: int) -> bool:
    """Whether the word is a *that* with a clause of its own: neither "and that is" nor "and that man"."""
    if at + 2 >= len(words) or words[at].form != "that" or words[at + 1].tag in FINITE:
        return False
    rest = words[at + 1 : at + 2 + 2 * _LONGEST]
    if rest[0].form in MARKS:
        rest = rest[1:]
    end = next((k for k, w in enumerate(rest) if w.form in (";", ".", ":")), len(rest))
    return bool(rest) and rest[0].tag in "DNEJOPQX" and any(w.tag in FINITE for w in rest[1:end])


def _has_subject(words: Sequence[Word], at: int) -> bool:
    """Whether a subject and its finite verb begin there; adverbs may precede either."""
    first = _past(words, at, "R")
    if first < len(words) and words[first].tag == "I":
        first = next((k + 1 for k in range(first + 1, min(first + 4, len(words))) if _time(words[k])), first)
    pronoun = first < len(words) and words[first].tag == "O"
    end = first + 1 if pronoun else _past(words, first, "DJNEQPGX", "of")
    named = pronoun or any(w.tag in "NEQ" or w.form in ("this", "that", "these", "those") for w in words[first:end])
    verb = _past(words, end, "R")
    if verb < len(words) and words[verb].form in MARKS:
        verb += 1
    return named and verb < len(words) and words[verb].tag in FINITE


def _past(words: Sequence[Word], at: int, tags: str, form: str | None = None) -> int:
    """The index of the first word from `at` on that has none of the classes `tags` nor the form; at most `_LONGEST` words are passed."""
    end = at
    while end < len(words) and end < at + _LONGEST and (words[end].tag in tags or words[end].form == form):
        end += 1
    return end
