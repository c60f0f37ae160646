"""What a source does, by its cue: a list of heads with their regular forms, and a fallback by form (section 3 of the standard)."""

from __future__ import annotations

import re
from collections import defaultdict

from claimsdb.english.inflection import forms
from claimsdb.english.listed import Entry, entries, listed
from claimsdb.english.quotations import MARKS
from claimsdb.english.words import LETTERS
from claimsdb.model.attribution import CueType

_KINDS = {"saying": CueType.STATEMENT, "believing": CueType.BELIEF, "intending": CueType.INTENTION}
_HEADS: dict[str, list[Entry]] = defaultdict(list)
"""The heads of each form."""
for _entry in entries("cues"):
    for _form in forms(_entry.word):
        _HEADS[_form].append(_entry)
_CONSIDERING = forms("consider")
_HOPING = forms("hope") | forms("like") | {"hopeful"}
_HEARSAY = frozenset(listed("hedges", "cue"))
_CRITICISM = re.compile(
    r"\b(?:takes?|took|taking|taken) (?:\w+ )?(?:aim|issue|exception)\b|\brul(?:es?|ed|ing) (?:\w+ )?against\b"
    r"|\b(?:goes|going|gone|went) after\b"
)


def knows(cue: str) -> bool:
    """Whether a word of the cue is known to express saying, believing, intending or hearsay."""
    return any(_word_type(word) is not None or word in _HEARSAY for word in LETTERS.findall(cue.lower()))


def cue_type(cue: str, content: str = "") -> CueType:
    """The type of a cue, without the reason that `typed` gives."""
    return typed(cue, content)[0]


def typed(cue: str, content: str = "") -> tuple[CueType, str]:
    """The type of a cue and the reason: by the words of the cue, and if form decides, by those of its content.

    The first word that is in the list decides: "expressed concern about" is a statement, "was concerned about" a belief.
    "Is considering" with a gerund is an intention, else a belief, and so is "hopes" with an infinitive. A cue without a word in
    the list is a statement, as is criticism expressed with another verb ("took aim at").
    """
    if m := _CRITICISM.search(cue.lower()):
        return CueType.STATEMENT, f"“{m.group()}” is criticism"
    behind = content.lower().split()[:2]
    for word in LETTERS.findall(cue.lower()):
        kind = _word_type(word)
        if word in _CONSIDERING and behind and behind[0].strip(MARKS).endswith("ing"):
            return CueType.INTENTION, f"“{word}” with a gerund"
        if word in _HOPING and (behind[:1] == ["to"] or behind == ["not", "to"]):
            return CueType.INTENTION, f"“{word}” with an infinitive"
        if kind is not None:
            return kind, f"the lexicon has “{word}”"
    return CueType.STATEMENT, "no word of the cue is in the lexicon"


def heads(word: str) -> set[str]:
    """The heads of the list `cues` that the word, in lower case, is a form of."""
    return {head.word for head in _HEADS.get(word, ())}


def _word_type(word: str) -> CueType | None:
    return next((_KINDS[c] for head in _HEADS.get(word, ()) for c in head.classes if c in _KINDS), None)
