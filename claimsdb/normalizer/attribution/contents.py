"""Whether an attribution says something (section 3 of the standard): what its cue does with what stands as its content.

Where it does not, the whole clause is one claim of whoever says it: "Both sides discussed the bridge", "She published the results".
"""

from __future__ import annotations

import re

from claimsdb.english.analysis import Analysis
from claimsdb.english.clauses import Words
from claimsdb.english.cues import cue_type, is_cue_noun, judges, knows, takes_a_stance
from claimsdb.english.quotations import SPEECH
from claimsdb.model.attribution import CueType
from claimsdb.model.spans import together
from claimsdb.normalizer.attribution.tagger import Tagged

_LONGEST_NAME = 4  # words
_NAME = re.compile(
    r"(?:[^\W\d_a-z][\w.’'-]*|the|of|him|her|it|them|me|you|us|this|that|himself|herself|itself|themselves)[.,;:]?"
)
_EMPTY = re.compile(
    r"(?:who|whom|what|which|how|why|when|where|so|one|both|something|nothing|anything|everything)", re.IGNORECASE
)
_NAMED = re.compile(r"\b(?:known|dubbed|nicknamed|titled|entitled) as\b|\b(?:dubbed|nicknamed)\b", re.IGNORECASE)
_REFERS = re.compile(r"\brefer\w* to$", re.IGNORECASE)
_AS = re.compile(r"(?:\S+ ){1,3}as\b")
_WHERE = frozenset(["in", "on", "at"])  # "in this poll, she leads": where it is so, not who says it
_NOBODYS = re.compile(
    r"\b(?:ask(?:ed)?|pressed|questioned|expected|supposed|seem(?:s|ed)?|appear(?:s|ed)?|observ\w+|speculat\w+|surpris\w+|shocking"
    r"|disappointing|alarming)\b",
    re.IGNORECASE,
)
_TOPICAL = re.compile(
    r"\b(?:discuss|talk|speak|spoke|mention|address|convers|chat|negotiat|respond)\w*\b|\bcomment(?:s|ed|ing)? (?:on|about)$",
    re.IGNORECASE,
)
# What people find is a thing, not that it is so; what a study or a court finds is how it is.
_FINDING = re.compile(r"\b(?:find|finds|found|finding|discover|discovers|discovered)$", re.IGNORECASE)
_STUDY = re.compile(
    r"\b(?:survey|study|studies|report|polls?|investigation|inquiry|analysis|research|audit|review|court|judge|panel|jury|commission|committee"
    r"|tribunal|probe)\b",
    re.IGNORECASE,
)
_CLAIMING = re.compile(r"\bclaim(?:s|ed|ing)?$", re.IGNORECASE)
_CAUSING = re.compile(
    r"(?:^|\b(?:has|have|had|would|could|to|also|not|been) )"
    r"(?:convinc|persuad|forc|allow|authori[sz]|enabl|compel|permit|prompt|oblig)\w*$",
    re.IGNORECASE,
)
_WHO_IS_TO = re.compile(r"(?:\S+ ){0,8}to (?!(?:the|an?|his|her|its|their|our|my|your|this|that|these|those)\b)[a-z]+")
_WHETHER = re.compile(r"(?:whether|if|who|whom|what|how|why|when|where|which)\b", re.IGNORECASE)
_NOT = re.compile(r"\b(?:not|never|cannot|declin\w+|refus\w+|unclear|unsure|without|yet to)\b|n[’']t\b", re.IGNORECASE)
_SPEECH = (*SPEECH, "''", "``")


def empty(analysis: Analysis, found: Tagged) -> str | None:
    """Why an attribution's content says nothing by itself, in words; None where it says something.

    A name or a pronoun alone ("criticised *her*") is only what the act is about. So is a noun phrase or an infinitive behind a cue that
    takes no stance on it ("discussed *the bridge*", "published *the results*", "convinced *them to leave*", "claims *the lake*"), a
    question that is not answered ("did not say *whether X*"), and a noun that names the act ("expressed *concerns*"): there the whole
    clause is the claim. So it is where a thing is only named ("known as *X*", "refers to *it as X*"), where the cue is a mere preposition
    ("*in* this poll"), and where nobody is named and the cue tells of no saying or believing ("was fined *X*", "asked about *X*").
    """
    text = analysis.text
    content = together(text, found.content)
    cue = together(text, found.cue)
    words = content.split()
    if not words:
        return "it has no content"
    if (len(words) <= _LONGEST_NAME and all(_NAME.fullmatch(w) for w in words)) or _EMPTY.fullmatch(content):
        return "its content only names what the act is about"
    if len(words) == 1 and is_cue_noun(words[0]):
        return "its content only names the act"
    if cue.lower() in _WHERE or _NAMED.search(cue) or (_REFERS.search(cue) and _AS.match(content)):
        return "its cue tells only where, or what a thing is called"
    if content.startswith(_SPEECH) or (any(mark in content for mark in _SPEECH) and takes_a_stance(cue)):
        return None
    if not found.source and (_NOBODYS.search(cue) or not knows(cue)):
        return "it names nobody, and its cue tells of no saying or believing"
    if _WHETHER.match(content) and _NOT.search(cue):
        return "it leaves the question open"
    if _topic(analysis.words(*found.content), cue, together(text, found.source)):
        return "its cue takes no stance on its content, which is only its topic"
    return None


def _topic(content: Words, cue: str, source: str) -> bool:
    """Whether content that is no clause is only what the cue is about, or what it brings about, or what it leaves unsaid."""
    if not takes_a_stance(cue) and not is_cue_noun(source):  # "*Warnings* came over X"
        return not content.is_clause()
    unsaid = _NOT.search(cue) and not judges(cue) and cue_type(cue, content.text) is CueType.STATEMENT
    if (_TOPICAL.search(cue) or unsaid) and not content.is_clause():
        return True
    if content.has_finite_verb():
        return False
    infinitive = _WHO_IS_TO.match(content.text) is not None
    if _FINDING.search(cue):
        return not infinitive and not _STUDY.search(f"{source} {cue}") and not content.ends_in_adjective()
    return bool(_CAUSING.search(cue) and infinitive) or bool(
        _CLAIMING.search(cue) and not infinitive and " as " not in f"{content.text} "
    )
