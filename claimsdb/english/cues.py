"""What a source does, by its cue: a lexicon of word stems, with a fallback by form (section 3 of the standard)."""

from __future__ import annotations

import re

from claimsdb.english.listed import either, listed
from claimsdb.english.words import LETTERS
from claimsdb.model.attribution import CueType

_KINDS = {"saying": CueType.STATEMENT, "believing": CueType.BELIEF, "intending": CueType.INTENTION}
_STEMS = {stem: kind for name, kind in _KINDS.items() for stem in listed("cues", name)}
_SUFFIX = r"(?:e|ed|es|ing|s|t|d|n|en|ied|ies|y|led|ling|ted|ting|sed|sing|zed|zing|ning|ned|ation|ations|ion|ions|ful|fully|ings|able)?"
_FORM = re.compile(f"({either(_STEMS)}){_SUFFIX}")  # of two stems the longer
# Of judging a thing, or putting it forward: these take a noun phrase as their content, and tell no type.
_JUDGMENT = re.compile(f"({either(listed('cues', 'judging'))}){_SUFFIX}")

_HEARSAY = frozenset(listed("hedges", "cue"))
_CRITICISM = re.compile(
    r"\b(?:takes?|took|taking|taken) (?:\w+ )?(?:aim|issue|exception)\b|\brul(?:es?|ed|ing) (?:\w+ )?against\b"
    r"|\b(?:goes|going|gone|went) after\b"
)


def is_cue_noun(word: str) -> bool:
    """Whether the word alone names an act of saying or believing ("concerns", "doubt") and says nothing of what."""
    return _word_type(word.lower()) is not None


def knows(cue: str) -> bool:
    """Whether a word of the cue is known to tell of saying, believing or intending, or of hearsay."""
    return any(_word_type(word) is not None or word in _HEARSAY for word in LETTERS.findall(cue.lower()))


def judges(cue: str) -> bool:
    """Whether a word of the cue tells of judging a thing ("opposes", "criticism of", "took aim at")."""
    words = LETTERS.findall(cue.lower())
    return any(_JUDGMENT.fullmatch(word) for word in words) or _CRITICISM.search(cue.lower()) is not None


def takes_a_stance(cue: str) -> bool:
    """Whether the cue can take a stance on a thing or put it forward: it is known to tell of saying or believing, or of judging
    ("opposes", "cited"), or it has no verb at all ("according to", ":").
    """
    words = LETTERS.findall(cue.lower())
    return knows(cue) or judges(cue) or not words or "according" in words


def cue_type(cue: str, content: str = "") -> CueType:
    """The type of a cue, as `typed` tells it."""
    return typed(cue, content)[0]


def typed(cue: str, content: str = "") -> tuple[CueType, str]:
    """The type of a cue from its words, and from those of its content where form decides; and what decided.

    The first word that the lexicon knows decides: "expressed concern about" is a statement, "was concerned about" a belief.
    "Is considering" with a gerund is an intention, else a belief, and so is "hopes" with an infinitive. What the lexicon does not know is a
    statement, and so is criticism under another's verb ("took aim at").
    """
    if m := _CRITICISM.search(cue.lower()):
        return CueType.STATEMENT, f"“{m.group()}” is criticism"
    for word in LETTERS.findall(cue.lower()):
        kind = _word_type(word)
        if word.startswith("consider") and re.match(r"\W*\w+ing\b", content):
            return CueType.INTENTION, f"“{word}” with a gerund"
        if word.startswith(("hope", "hoping", "like")) and re.match(r"(?:not )?to\s+\w", content):
            return CueType.INTENTION, f"“{word}” with an infinitive"
        if kind is not None:
            return kind, f"the lexicon has “{word}”"
    return CueType.STATEMENT, "no word of the cue is in the lexicon"


def stems(word: str) -> set[str]:
    """The stems of the list `cues` that the word, in small letters, is a form of: one that tells a type, one of judging."""
    return {form[1] for form in (_form(word), _JUDGMENT.fullmatch(word)) if form}


def _word_type(word: str) -> CueType | None:
    form = _form(word)
    return _STEMS[form[1]] if form else None


def _form(word: str) -> re.Match[str] | None:
    return _FORM.fullmatch(word) if word != "not" else None  # it is none of "note"
