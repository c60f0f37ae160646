"""Whether the content of an attribution says something by itself (section 3 of the standard), by what its cue does with it.

If it does not, the whole clause is one claim of whoever says it: "Both sides discussed the bridge", "She published the results".
"""

from __future__ import annotations

import re

from claimsdb.english.analysis import Analysis
from claimsdb.english.clauses import Words
from claimsdb.english.cues import cue_type, ends_in, is_cue_noun, judges, knows, takes_a_stance, tells
from claimsdb.english.inflection import forms
from claimsdb.english.quotations import SPEECH
from claimsdb.model.attribution import CueType
from claimsdb.model.spans import together
from claimsdb.normalizer.attribution.tagger import Tagged

_LONGEST_NAME = 4  # words
_NAME = re.compile(
    r"(?:[^\W\d_a-z][\w.’'-]*|the|of|him|her|it|them|me|you|us|this|that|himself|herself|itself|themselves)[.,;:]?"
)
_EMPTY = frozenset(["so", "one", "both", "something", "nothing", "anything", "everything", "whom"])
_NAMING = frozenset(["known as", "titled as", "entitled as", "dubbed", "nicknamed"])
_WHERE = frozenset(["in", "on", "at"])  # "in this poll, she leads": not who says it, but under which conditions
# People find things; studies and courts find that something is so.
_STUDY = re.compile(
    r"\b(?:survey|study|studies|report|polls?|investigation|inquiry|analysis|research|audit|review|court|judge|panel|jury|commission|committee"
    r"|tribunal|probe)\b",
    re.IGNORECASE,
)
_ASKING = frozenset(["whether", "if", "who", "whom", "what", "how", "why", "when", "where", "which"])
_COMMENTING = forms("comment")
_HELPING = frozenset(["has", "have", "had", "would", "could", "to", "also", "not", "been"])
_WHO_IS_TO = re.compile(r"(?:\S+ ){0,8}to (?!(?:the|an?|his|her|its|their|our|my|your|this|that|these|those)\b)[a-z]+")
_NOT = re.compile(r"\b(?:not|never|cannot|declin\w+|refus\w+|unclear|unsure|without|yet to)\b|n[’']t\b", re.IGNORECASE)
_SPEECH = (*SPEECH, "''", "``")


def empty(analysis: Analysis, found: Tagged) -> str | None:
    """The reason why an attribution's content says nothing by itself; None if it says something.

    A name or a pronoun alone ("criticised *her*") is only what the act is about. So is a noun phrase or an infinitive after a cue that
    does not take a stance on it ("discussed *the bridge*", "published *the results*", "convinced *them to leave*", "claims *the lake*"), a
    question that is not answered ("did not say *whether X*"), and a noun that names the act ("expressed *concerns*"): then the whole
    clause is the claim. The same is true if a thing is only named ("known as *X*", "refers to *it as X*"), if the cue is only a preposition
    ("*in* this poll"), or if nobody is named and the cue does not express saying or believing ("was fined *X*", "asked about *X*").
    """
    text = analysis.text
    content = together(text, found.content)
    cue = together(text, found.cue)
    words = content.split()
    if not words:
        return "it has no content"
    if (len(words) <= _LONGEST_NAME and all(_NAME.fullmatch(w) for w in words)) or _is_empty(words):
        return "its content only names what the act is about"
    if len(words) == 1 and is_cue_noun(words[0]):
        return "its content only names the act"
    if cue.lower() in _WHERE or _only_names(cue.lower(), words):
        return "its cue tells only where, or what a thing is called"
    if content.startswith(_SPEECH) or (any(mark in content for mark in _SPEECH) and takes_a_stance(cue)):
        return None
    if not found.source and (tells(cue, "nobodys") or not knows(cue)):
        return "it names nobody, and its cue tells of no saying or believing"
    if _asks(words[0]) and _NOT.search(cue):
        return "it leaves the question open"
    if _topic(analysis.words(*found.content), cue, together(text, found.source)):
        return "its cue takes no stance on its content, which is only its topic"
    return None


def _topic(content: Words, cue: str, source: str) -> bool:
    """Whether content that is not a clause is only what the cue is about, what it brings about, or what it leaves unsaid."""
    if not takes_a_stance(cue) and not is_cue_noun(source):  # "*Warnings* came over X"
        return not content.is_clause()
    unsaid = _NOT.search(cue) and not judges(cue) and cue_type(cue, content.text) is CueType.STATEMENT
    if (_is_topical(cue) or unsaid) and not content.is_clause():
        return True
    if content.has_finite_verb():
        return False
    infinitive = _WHO_IS_TO.match(content.text) is not None
    if ends_in(cue, "finding"):
        return not infinitive and not _STUDY.search(f"{source} {cue}") and not content.ends_in_adjective()
    if infinitive:
        before = cue.lower().split()[-2:-1]
        return ends_in(cue, "causing") and (not before or before[0] in _HELPING)
    return ends_in(cue, "claiming") and " as " not in f"{content.text} "


def _is_topical(cue: str) -> bool:
    """Whether the cue only says what is spoken about ("discussed", "commented on")."""
    *_, comments, on = ["", "", *cue.lower().split()]
    return tells(cue, "topical") or (on in ("on", "about") and comments in _COMMENTING)


def _is_empty(words: list[str]) -> bool:
    """Whether the content is a single word that replaces all that is said."""
    return len(words) == 1 and words[0].lower() in _EMPTY | _ASKING - {"whether", "if"}


def _asks(word: str) -> bool:
    """Whether an indirect question begins with the word."""
    return word.lower().replace("’", "'").partition("'")[0].rstrip(".,;:-") in _ASKING


def _only_names(cue: str, words: list[str]) -> bool:
    """Whether a thing is only called something: "dubbed *X*", "refers to *it as X*"."""
    refers = cue.endswith(" to") and tells(cue, "referring") and "as" in words[1:4]
    return refers or any(naming in f" {cue} " for naming in _NAMING)
