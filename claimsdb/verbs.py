"""Whether words make a clause: the finite verbs in them, by the tagger's table of word classes."""

from __future__ import annotations

import re

from claimsdb.spans import Span
from claimsdb.tagger.lexicon import default
from claimsdb.tagger.words import FINITE

_WORD = re.compile(r"\w+(?:[-’'.]\w+)*")


def words(text: str) -> list[str]:
    """The words of the text, without punctuation."""
    return _WORD.findall(text)


def has_finite_verb(text: str) -> bool:
    """Whether a finite verb is among the words."""
    return any(word.tag in FINITE for word in default().classes.words(text, Span(0, len(text))))


def may_have_finite_verb(text: str) -> bool:
    """Whether a word is there that can be a finite verb, whatever it is most often ("plans", "led")."""
    return any(default().classes.may_be(word.lower().replace("’", "'"), FINITE) for word in words(text))
