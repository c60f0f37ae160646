"""Predicates over words by their classes: whether they are a clause, and how they begin and end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claimsdb.english.lexicon import default
from claimsdb.english.words import FINITE, WORD, Word
from claimsdb.model.spans import Span


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a stretch of text: the text itself, and its tokens with their classes."""

    text: str
    tokens: Sequence[Word]

    def count(self) -> int:
        """How many words there are, without punctuation."""
        return len(WORD.findall(self.text))

    def has_finite_verb(self) -> bool:
        """Whether one of the words is a finite verb."""
        return any(word.tag in FINITE for word in self.tokens)

    def has_verb(self) -> bool:
        """Whether one of the words is any form of a verb, participles included."""
        return any(w.tag in "AMVXGB" for w in self.tokens)

    def is_finite(self) -> bool:
        """Whether the words of a verb are finite: not an infinitive, nor a participle of purpose ("aiming to", "aimed at")."""
        first, *rest = [w.form for w in self.tokens if w.tag not in "RU"] or [""]
        return not (first == "to" or first.endswith("ing") or (first.endswith("ed") and rest[:1] == ["at"]))

    def may_have_finite_verb(self) -> bool:
        """Whether one of the words can be a finite verb, even if it usually is not ("plans", "led")."""
        return any(default().classes.may_be(word.lower().replace("’", "'"), FINITE) for word in WORD.findall(self.text))

    def goes_on(self) -> bool:
        """Whether the words continue what is before them: a participle, an infinitive, a further item ("as well as", "including"), or an
        earlier figure ("up from 4").
        """
        found = [w for w in self.tokens if w.tag != "U"]
        if not found or not self.text.lstrip(" ,–—-"):
            return False
        forms = [w.form for w in found[:3]]
        return (
            found[0].tag in "G"
            or forms[0] == "to"
            or forms == ["as", "well", "as"]
            or (forms[0] in ("up", "down") and forms[1:2] == ["from"])
        )


def classed(text: str) -> Words:
    """The words of a text by itself, each with its class."""
    return Words(text, default().classes.words(text, Span(0, len(text))))
