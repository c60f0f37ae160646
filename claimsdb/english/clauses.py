"""Whether words make a clause, and how they begin, by the tagger's table of word classes."""

from __future__ import annotations

import re
from functools import lru_cache

from claimsdb.english.lexicon import default
from claimsdb.english.words import FINITE, Word
from claimsdb.model.spans import Span

_RELATIVE = re.compile(r"\W*(?:who|which|whose|whom|where)\s+\S+\s+\S", re.IGNORECASE)
WORD = re.compile(r"\w+(?:[-’'.]\w+)*")


def words(text: str) -> list[str]:
    """The words of the text, without punctuation."""
    return WORD.findall(text)


def has_finite_verb(text: str) -> bool:
    """Whether a finite verb is among the words."""
    return any(word.tag in FINITE for word in _classed(text))


def has_verb(text: str) -> bool:
    """Whether any form of a verb is among the words, a participle too."""
    return any(w.tag in "AMVXGB" for w in _classed(text))


def ends_in_adjective(text: str) -> bool:
    """Whether the last word is an adjective ("found the plan *lacking*", "called it *safe*")."""
    last = next((w for w in reversed(_classed(text)) if w.tag != "U"), None)
    return last is not None and last.tag in "JG"


def is_clause(text: str) -> bool:
    """Whether the words have a finite verb that is not in a relative or other dependent clause ("the bank *that says so*" has none), nor
    may be a participle ("a man *jailed* for it").
    """
    found = _classed(text)
    opened = bool(found) and found[0].form == "that"
    for k, word in enumerate(found):
        if word.tag == "W" or (word.form == "that" and k):
            return False
        if word.tag in FINITE and (opened or not word.form.endswith("ed") or (k > 0 and found[k - 1].tag in "OE")):
            return True
    return False


def is_finite(text: str) -> bool:
    """Whether the words of a verb are finite: not an infinitive, not a participle that tells a purpose ("aiming to", "aimed at")."""
    first, *rest = [w.form for w in _classed(text) if w.tag not in "RU"] or [""]
    return not (first == "to" or first.endswith("ing") or (first.endswith("ed") and rest[:1] == ["at"]))


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


def begins_with_base_form(text: str) -> bool:
    """Whether the first word, or the one behind an adverb, may be a verb's base form."""
    found = _classed(text)[:2]
    return any(
        default().classes.may_be(w.form, frozenset("BV"), 5) and all(b.tag == "R" for b in found[:k])
        for k, w in enumerate(found)
    )


def is_relative(text: str) -> bool:
    """Whether the words begin as a relative clause does, and go on."""
    return _RELATIVE.match(text) is not None


def opens_clause(text: str) -> bool:
    """Whether the first word is one that clauses begin with: a conjunction, a relative or a personal pronoun."""
    first = next(iter(_classed(text)), None)
    return first is not None and first.tag in "CSWO"


def begins_with_pronoun(text: str) -> bool:
    """Whether the first word, a conjunction apart, is a personal pronoun."""
    after = next((w for w in _classed(text) if w.tag != "C"), None)
    return after is not None and after.tag == "O"


def is_phrase(text: str) -> bool:
    """Whether the words are a participle with its object ("amplifying warnings"), which goes on with the clause before it."""
    found = [w.tag for w in _classed(text) if w.tag not in "UR"]
    return len(found) > 1 and found[0] == "G" and "N" in found[1:]


def goes_on(text: str) -> bool:
    """Whether the words add to what stands before them: a participle, an infinitive, another item ("as well as", "including"), the figure
    before ("up from 4").
    """
    found = [w for w in _classed(text) if w.tag != "U"]
    if not found or not text.lstrip(" ,–—-"):
        return False
    forms = [w.form for w in found[:3]]
    return (
        found[0].tag in "G"
        or forms[0] == "to"
        or forms == ["as", "well", "as"]
        or (forms[0] in ("up", "down") and forms[1:2] == ["from"])
    )


@lru_cache(maxsize=1024)
def _classed(text: str) -> tuple[Word, ...]:
    """The words with their classes; several questions are asked of the same words, one after the other."""
    return tuple(default().classes.words(text, Span(0, len(text))))
