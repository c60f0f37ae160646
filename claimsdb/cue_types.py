"""What a source does, by its cue: a lexicon of word stems, with a fallback by form (section 3 of the standard)."""

from __future__ import annotations

import re

from claimsdb.model import CueType

WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")

_SAYING = """accus acknowledg acknowledgment add admit advis agree air alleg announc answer argu ask assert assur blam boast brand call
caution charg claim comment complain complaint concede conclud condemn confirm contend criticis criticiz declar demand den
describ disclos emphasi explain express extol highlight imply indicat insist issu label lament list mention note not offer
outlin pledg point post prais present press promis propos quip quot rais read recall reiterat reject releas remark repeat report
respond reveal ridicul said say show slam speak spoke state stress suggest tell testif tol told tout tweet urg voic vow warn
writ wrot"""
_BELIEVING = """afraid anticipat assum aware believ concern consider convinc doubt dream expect fear feel felt hop identif imagin
knew know opinion perceiv recogni regard see seen saw skeptical sceptical suspect suspicion think thought trouble understand understood
unsure appear seem learn view wari wary wonder worri worry sure"""
_INTENDING = """aim choos chose commit decid eager intend intent keen mean opt order plan prefer prepar resolv seek sought strive
tries try want will willing wish"""

_STEMS = {
    stem: kind
    for stems, kind in ((_INTENDING, CueType.INTENTION), (_BELIEVING, CueType.BELIEF), (_SAYING, CueType.STATEMENT))
    for stem in stems.split()
}
_SUFFIX = r"(?:e|ed|es|ing|s|t|d|n|en|ied|ies|y|led|ling|ted|ting|sed|sing|zed|zing|ning|ned|ation|ations|ion|ions|ful|fully|ings|able)?"
_FORM = re.compile(f"({'|'.join(sorted(_STEMS, key=len, reverse=True))}){_SUFFIX}")  # of two stems the longer

_HEARSAY = frozenset("reportedly allegedly supposedly purportedly rumored rumoured rumor rumors rumour rumours".split())
_CRITICISM = re.compile(r"\b(?:takes?|took|taking|taken) (?:\w+ )?(?:aim|issue|exception)\b")


def is_cue_noun(word: str) -> bool:
    """Whether the word alone names an act of saying or believing ("concerns", "doubt") and says nothing of what."""
    return _word_type(word.lower()) is not None


def knows(cue: str) -> bool:
    """Whether a word of the cue is known to tell of saying, believing or intending, or of hearsay."""
    return any(_word_type(word) is not None or word in _HEARSAY for word in WORD.findall(cue.lower()))


def cue_type(cue: str, content: str = "") -> CueType:
    """The type of a cue, as `typed` tells it."""
    return typed(cue, content)[0]


def typed(cue: str, content: str = "") -> tuple[CueType, str]:
    """The type of a cue from its words, and from those of its content where form decides; and what decided.

    The first word that the lexicon knows decides: "expressed concern about" is a statement, "was concerned about" a belief.
    "Is considering" with a gerund is an intention, else a belief. What the lexicon does not know is a statement, and so is criticism
    under another's verb ("took aim at").
    """
    if m := _CRITICISM.search(cue.lower()):
        return CueType.STATEMENT, f"“{m.group()}” is criticism"
    for word in WORD.findall(cue.lower()):
        kind = _word_type(word)
        if word.startswith("consider") and re.match(r"\W*\w+ing\b", content):
            return CueType.INTENTION, f"“{word}” with a gerund"
        if kind is not None:
            return kind, f"the lexicon has “{word}”"
    return CueType.STATEMENT, "no word of the cue is in the lexicon"


def _word_type(word: str) -> CueType | None:
    form = _FORM.fullmatch(word)
    return _STEMS[form[1]] if form else None
