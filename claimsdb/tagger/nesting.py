"""Attributions inside the contents of others: each content that may hold one is read again, as a text of its own.

The corpus marks the outermost attribution of a word alone, so that nothing inside a content can be learnt from it; but a content
read by itself is what the model knows. It is read again only where the lexicon knows a word in it as a likely cue. What stands within
quotation marks is left whole, as its source's own words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from claimsdb.cue_types import cue_type
from claimsdb.model import CueType, Sentence
from claimsdb.quotations import Quotation, quotations
from claimsdb.spans import Span, strip
from claimsdb.tagger import Tagged
from claimsdb.tagger.assembly import Read, assemble
from claimsdb.tagger.lexicon import default
from claimsdb.tagger.words import FINITE

Reader = Callable[[str, Sequence[Span], Sequence[Quotation]], Read]

LIKELY = 0.7  # the lexicon's chance from which a word may be a nested cue
SURE = 0.88  # how sure the model must be of what it finds inside a content; both on the development part
DEPTH = 2
_THAT = re.compile(r"that\s+(?=\w)", re.IGNORECASE)
SHORTEST = 3  # words
_MODAL = re.compile(r"\b(?:should|must|ought|shall|let|may|might|can|could)\b", re.IGNORECASE)
_SUPPOSED = re.compile(r"\b(?:if|whether|unless|than|as\s+\w+\s+as)\s+$", re.IGNORECASE)
_VERBS = FINITE | frozenset("BX")
_MARKS = "“”„‟\"«»‹›‘’'` \t\r\n"


def nested(text: str, outer: Sequence[Tagged], sentences: Sequence[Sentence], read: Reader) -> list[Tagged]:
    """The attributions inside the contents of `outer`, and inside theirs."""
    found: list[Tagged] = []
    level = list(outer)
    for _ in range(DEPTH):
        cues = {s: known for s in {_opened(text, c) for a in level for c in a.content} if (known := _cues(text, s))}
        if not cues:
            break
        spans = sorted(cues)
        spans = [s for k, s in enumerate(spans) if k == 0 or s.start >= spans[k - 1].end]
        within = quotations(text, spans)
        level = [
            a
            for a in assemble(text, spans, sentences, within, read(text, spans, within), outermost=False)
            if (around := _around(a, spans)) and _counts(text, a, around) and _likely(a, cues[around])
        ]
        found += level
    return found


def _opened(text: str, content: Span) -> Span:
    """The content without quotation marks around it and without the *that* that opens it."""
    content = strip(text, content, _MARKS)
    opening = _THAT.match(text, *content)
    return Span(opening.end(), content.end) if opening else content


def _cues(text: str, span: Span) -> list[Span]:
    """The verbs of a content that are likely cues before what follows them; none where it is too short to hold an attribution."""
    lexicon = default()
    words = lexicon.classes.words(text, span)
    if len(words) < SHORTEST:
        return []
    return [Span(w.start, w.end) for k, w in enumerate(words) if w.tag in _VERBS and lexicon.chance(words, k) >= LIKELY]


def _around(found: Tagged, spans: Sequence[Span]) -> Span | None:
    """The content that holds an attribution with all its parts."""
    pieces = [*found.source, *found.cue, *found.content]
    return next((s for s in spans if all(s.contains(p) for p in pieces)), None)


def _likely(found: Tagged, cues: Sequence[Span]) -> bool:
    """Whether one of the likely cues is among the words of the attribution's cue."""
    return any(cue.contains(w) for cue in found.cue for w in cues)


def _counts(text: str, found: Tagged, around: Span) -> bool:
    """Whether a nested attribution counts: sure, with source and content, an act, and no wish, condition or comparison.

    An intention inside attributed content is part of that content (section 3 of the standard).
    """
    if found.score < SURE or not found.source or not found.content or any(_MODAL.search(text, *s) for s in found.cue):
        return False
    if _SUPPOSED.search(text[around.start : found.source[0].start]):
        return False
    return cue_type(" ".join(s.of(text) for s in found.cue), found.content[0].of(text)) is not CueType.INTENTION


def joined(outer: Sequence[Tagged], inner: Sequence[Tagged]) -> list[Tagged]:
    """Both together; each inner one has a source of its own and shares none."""
    again = "found when the content around it was read again by itself"
    return [*outer, *(replace(a, shares=None, why=(again, *a.why)) for a in inner)]
