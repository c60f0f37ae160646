"""Attributions inside the contents of others: each content that may contain one is read again, as a text of its own.

The corpus marks only the outermost attribution of each word, so that nothing inside a content can be learnt from it. But a content
read by itself is text of the kind that the model knows. It is read again only if the lexicon has a word in it that may be a cue, even
within quotation marks: what a quotation reports is an attribution of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from math import inf

from claimsdb.english.analysis import Analysis
from claimsdb.english.cues import cue_type
from claimsdb.english.lexicon import default
from claimsdb.english.networks.files import Model
from claimsdb.english.networks.findings import find
from claimsdb.english.quotations import MARKS, cut_to
from claimsdb.english.words import FINITE
from claimsdb.model.attribution import CueType
from claimsdb.model.spans import Span, strip, together
from claimsdb.normalizer.attribution.assembly import assemble
from claimsdb.normalizer.attribution.tagger import Tagged

# Minimum chances in the lexicon for a possible and for a clear nested cue; minimum confidences of the model for what it finds inside a
# content, and for the same with a clear cue. All were chosen on PolNeAR dev.
LIKELY, CLEAR = 0.3, 0.8
SURE, FAIRLY = 0.92, 0.88
DEPTH = 2
_THAT = re.compile(r"that\s+(?=\w)", re.IGNORECASE)
SHORTEST = 3  # words
_MODAL = frozenset(["should", "must", "ought", "shall", "let", "may", "might", "can", "could"])
_SUPPOSED = re.compile(r"\b(?:if|whether|unless|than|as\s+\w+\s+as)\s+$", re.IGNORECASE)
_NEAR = 60  # number of code points that a rule reads before a source
_VERBS = FINITE | frozenset("BX")
_MARKS = MARKS + " \t\r\n"


def nested(analysis: Analysis, outer: Sequence[Tagged], model: Model) -> list[Tagged]:
    """The attributions inside the contents of `outer`, and inside theirs."""
    text = analysis.text
    found: list[Tagged] = []
    level = list(outer)
    for _ in range(DEPTH):
        cues = {s: known for s in {_opened(text, c) for a in level for c in a.content} if (known := _cues(analysis, s))}
        if not cues:
            break
        spans = sorted(cues)
        spans = [s for k, s in enumerate(spans) if k == 0 or s.start >= spans[k - 1].end]
        within = [q for span in spans for q in cut_to(text, span, analysis.quotations)]
        level = [
            a
            for a in assemble(analysis, spans, within, find(model, text, spans, within))
            if (around := _around(a, spans)) and _counts(text, a, around) and a.score >= _needed(a, cues[around])
        ]
        found += level
    return found


def _opened(text: str, content: Span) -> Span:
    """The content without enclosing quotation marks and without an opening *that*."""
    content = strip(text, content, _MARKS)
    opening = _THAT.match(text, *content)
    return Span(opening.end(), content.end) if opening else content


def _cues(analysis: Analysis, span: Span) -> list[tuple[Span, float]]:
    """The verbs of a content that may be cues in their context, with their chances; none if it is too short for an attribution."""
    lexicon = default()
    words = analysis.words(span).tokens
    if len(words) < SHORTEST:
        return []
    verbs = ((w, lexicon.chance(words, k)) for k, w in enumerate(words) if w.tag in _VERBS)
    return [(Span(w.start, w.end), chance) for w, chance in verbs if chance >= LIKELY]


def _around(found: Tagged, spans: Sequence[Span]) -> Span | None:
    """The content that contains all parts of an attribution; `spans` are in order and disjoint."""
    pieces = sorted([*found.source, *found.cue, *found.content])
    at = bisect_right(spans, pieces[0].start, key=lambda s: s.start) - 1
    return spans[at] if at >= 0 and all(spans[at].contains(p) for p in pieces) else None


def _needed(found: Tagged, cues: Sequence[tuple[Span, float]]) -> float:
    """The minimum confidence for a nested attribution: lower if its cue contains a clear one, infinite if it contains none."""
    clearest = max((chance for word, chance in cues for cue in found.cue if cue.contains(word)), default=0.0)
    return FAIRLY if clearest >= CLEAR else SURE if clearest else inf


def _counts(text: str, found: Tagged, around: Span) -> bool:
    """Whether a nested attribution counts: with source and content, an act, and not a wish, condition or comparison.

    An intention inside attributed content is part of that content (section 3 of the standard).
    """
    if not found.source or not found.content or not _MODAL.isdisjoint(together(text, found.cue).lower().split()):
        return False
    if _SUPPOSED.search(text, max(around.start, found.source[0].start - _NEAR), found.source[0].start):
        return False
    return cue_type(together(text, found.cue), found.content[0].of(text)) is not CueType.INTENTION


def joined(outer: Sequence[Tagged], inner: Sequence[Tagged]) -> list[Tagged]:
    """Outer and inner attributions together; each inner one has its own source and does not share one."""
    again = "found when the content around it was read again by itself"
    return [*outer, *(replace(a, shares=None, why=(again, *a.why)) for a in inner)]
