"""Relative pronouns as sources: the noun phrase right before *who* or *which*."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claimsdb.english.analysis import Analysis
from claimsdb.english.letters import latin
from claimsdb.english.words import Word
from claimsdb.model.spans import Span
from claimsdb.normalizer.speakers.cast import Cast
from claimsdb.normalizer.speakers.nouns import noun_class

RELATIVE = frozenset("who whom whose which that".split())
_MISTAKEN = frozenset("BV")  # of a plural noun that is not in the lists
_OF_PERSONS, _AT = frozenset(["who", "whom", "whose"]), frozenset(["in", "at", "from"])
_NOMINAL = frozenset("DNEJQPXGOR")
_FAR = 1_000  # maximum number of code points to look back for an antecedent
_LONGEST = 8  # maximum number of words of an antecedent right before a relative pronoun
_ARTICLES = re.compile(r"(?:the|a|an|some|many|several|most|those|all|other|two|three)\b", re.IGNORECASE)
_NAMES = re.compile(
    latin(r",\s++(?:[A-Z][\w’'.-]*\s+[A-Z]|.*\band\s+[A-Z])"), re.DOTALL
)  # not an apposition but a list


def relative(analysis: Analysis, cast: Cast, source: Span) -> Span | None:
    """The antecedent right before a relative pronoun, preferably a person's name; None if it is not a noun phrase."""
    sentence = analysis.sentence(source.start)
    before = Span(max(sentence.span.start if sentence else 0, source.start - _FAR), source.start)
    named = [m.span for m in cast.within(before)][-1:]
    if named and _apposed(analysis, named[0].end, source):
        return named[0]
    words = list(analysis.words(before).tokens)
    while words and words[-1].tag == "U":
        words.pop()
    person = source.of(analysis.text).lower() in _OF_PERSONS
    first = _phrase(words, len(words), person)
    if person and first > 1 and words[first - 1].form in _AT and words[-1].tag == "E":
        del words[first - 1 :]  # "families in the South Pacific who"
        first = _phrase(words, len(words), person)
    while first < len(words) and words[first].tag in "RXG":
        first += 1
    return Span(words[first].start, words[-1].end) if first < len(words) else None


def _phrase(words: Sequence[Word], last: int, person: bool) -> int:
    """The index of the first word of the noun phrase that ends before `last`; of a person only what follows *of*, if that is one."""
    first = max(last - 1, 0)
    if not last or words[first].tag not in _NOMINAL | _MISTAKEN:
        return last
    while first and last - first < _LONGEST and (words[first - 1].tag in _NOMINAL or words[first - 1].form == "of"):
        if (
            person
            and words[first - 1].form == "of"
            and (words[-1].tag == "N" or noun_class(words[-1].form) == "person")
        ):
            break  # "the views of philologists who"
        first -= 1
        if _ARTICLES.match(words[first].form) and not (first and words[first - 1].form == "of"):
            break
    return first


def _apposed(analysis: Analysis, end: int, source: Span) -> bool:
    """Whether only an apposition is between the person's name that ends at `end` and the pronoun ("Ann Lee, a buyer, *who*")."""
    between = analysis.text[end : source.start]
    if not between.strip(" ,"):
        return True
    if source.of(analysis.text).lower() not in _OF_PERSONS or _NAMES.match(between):
        return False
    words = analysis.words(Span(end, source.start))
    return words.tokens[0].form == words.tokens[-1].form == "," and not words.has_finite_verb()
