"""Whether words make a clause, and how they begin, by the tagger's table of word classes."""

from __future__ import annotations

import re

from claimsdb.spans import Span
from claimsdb.tagger.lexicon import default
from claimsdb.tagger.words import FINITE, Word

WORD = re.compile(r"\w+(?:[-’'.]\w+)*")


def words(text: str) -> list[str]:
    """The words of the text, without punctuation."""
    return WORD.findall(text)


def has_finite_verb(text: str) -> bool:
    """Whether a finite verb is among the words."""
    return any(word.tag in FINITE for word in _classed(text))


def may_have_finite_verb(text: str) -> bool:
    """Whether a word is there that can be a finite verb, whatever it is most often ("plans", "led")."""
    return any(default().classes.may_be(word.lower().replace("’", "'"), FINITE) for word in words(text))


def begins_with_verb(text: str) -> bool:
    """Whether the words begin with a finite verb, adverbs and an apposition between commas apart (", his envoy, met X and")."""
    found = [w for w in _classed(text) if w.tag != "R"]
    if len(found) > 1 and found[0].form == ",":
        closing = next((k for k in range(1, len(found)) if found[k].form == ","), 0)
        found = found[1:] if _verb(found[1]) or found[1].tag in "WS" else found[closing + 1 :]
    return bool(found) and _verb(found[0])


def _verb(word: Word) -> bool:
    return word.tag in FINITE or (word.tag == "X" and default().classes.may_be(word.form, FINITE, 25))


def begins_with_pronoun(text: str) -> bool:
    """Whether the first word, a conjunction apart, is a personal pronoun."""
    after = next((w for w in _classed(text) if w.tag != "C"), None)
    return after is not None and after.tag == "O"


def complementizer(text: str) -> int:
    """How many code points of the words are a *that* which only opens a clause, with the white space behind it; 0 where none does."""
    found = re.match(r"that\s+", text, re.IGNORECASE)
    if found is None:
        return 0
    classed = _classed(text)
    clause = classed[0].tag == "S" or any(w.tag in FINITE for w in classed[2:])
    return found.end() if len(classed) > 2 and clause and classed[1].tag not in FINITE else 0


def goes_on(text: str) -> bool:
    """Whether the words add to what stands before them: a participle, an infinitive, another item ("as well as", "including")."""
    found = [w for w in _classed(text) if w.tag != "U"]
    if not found or not text.lstrip(" ,–—-"):
        return False
    return found[0].tag in "G" or found[0].form == "to" or [w.form for w in found[:3]] == ["as", "well", "as"]


def _classed(text: str) -> list[Word]:
    return default().classes.words(text, Span(0, len(text)))
