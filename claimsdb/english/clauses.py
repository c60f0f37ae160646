"""Predicates over words by their classes: whether they are a clause, and how they begin and end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claimsdb.english.lexicon import default
from claimsdb.english.quotations import MARKS
from claimsdb.english.words import FINITE, WORD, Word
from claimsdb.model.spans import Span

_LEADING = " \t\r\n,;:–—-(" + MARKS
_RELATIVE = frozenset(["who", "which", "whose", "whom", "where"])


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

    def ends_in_adjective(self) -> bool:
        """Whether the last word is an adjective ("found the plan *lacking*", "called it *safe*")."""
        last = next((w for w in reversed(self.tokens) if w.tag != "U"), None)
        return last is not None and last.tag in "JG"

    def is_clause(self) -> bool:
        """Whether the words have a finite verb of a main clause.

        A verb in a relative or other dependent clause does not count ("the bank *that says so*"), nor does one that may be a participle
        ("a man *jailed* for it").
        """
        found = self.tokens
        opened = bool(found) and found[0].form == "that"
        for k, word in enumerate(found):
            if word.tag == "W" or (word.form == "that" and k):
                return False
            if word.tag in FINITE and (opened or not word.form.endswith("ed") or (k > 0 and found[k - 1].tag in "OE")):
                return True
        return False

    def is_finite(self) -> bool:
        """Whether the words of a verb are finite: not an infinitive, nor a participle of purpose ("aiming to", "aimed at")."""
        first, *rest = [w.form for w in self.tokens if w.tag not in "RU"] or [""]
        return not (first == "to" or first.endswith("ing") or (first.endswith("ed") and rest[:1] == ["at"]))

    def may_have_finite_verb(self) -> bool:
        """Whether one of the words can be a finite verb, even if it usually is not ("plans", "led")."""
        return any(default().classes.may_be(word.lower().replace("’", "'"), FINITE) for word in WORD.findall(self.text))

    def begins_with_verb(self) -> bool:
        """Whether the words begin with a finite verb, after any adverbs and an apposition between commas (", his envoy, met X and")."""
        found = [w for w in self.tokens if w.tag != "R"]
        if len(found) > 1 and found[0].form == ",":
            closing = next((k for k in range(1, len(found)) if found[k].form == ","), 0)
            found = found[1:] if _verb(found[1]) or found[1].tag in "WS" else found[closing + 1 :]
        return bool(found) and _verb(found[0])

    def begins_with_base_form(self) -> bool:
        """Whether the first word, or the one after an adverb, may be the base form of a verb."""
        found = self.tokens[:2]
        return any(
            default().classes.may_be(w.form, frozenset("BV"), 5) and all(b.tag == "R" for b in found[:k])
            for k, w in enumerate(found)
        )

    def is_relative(self) -> bool:
        """Whether the words begin like a relative clause, and continue."""
        first, *more = self.text.lstrip(_LEADING).split(maxsplit=3) or [""]
        return first.lower() in _RELATIVE and len(more) > 1

    def opens_clause(self) -> bool:
        """Whether the first word is one that begins clauses: a conjunction, a relative or a personal pronoun."""
        first = next(iter(self.tokens), None)
        return first is not None and first.tag in "CSWO"

    def begins_with_pronoun(self) -> bool:
        """Whether the first word, after any conjunction, is a personal pronoun."""
        after = next((w for w in self.tokens if w.tag != "C"), None)
        return after is not None and after.tag == "O"

    def is_phrase(self) -> bool:
        """Whether the words are a participle with its object ("amplifying warnings"), which continues the clause before it."""
        found = [w.tag for w in self.tokens if w.tag not in "UR"]
        return len(found) > 1 and found[0] == "G" and "N" in found[1:]

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


def _verb(word: Word) -> bool:
    return word.tag in FINITE or (word.tag == "X" and default().classes.may_be(word.form, FINITE, 25))
