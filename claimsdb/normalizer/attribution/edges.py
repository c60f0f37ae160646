"""Where a cue ends and its content begins."""

from __future__ import annotations

import re
from dataclasses import replace

from claimsdb.english.analysis import Analysis
from claimsdb.english.cues import ends_in, is_cue_noun
from claimsdb.english.inflection import forms
from claimsdb.english.lexicon import default
from claimsdb.english.words import FINITE
from claimsdb.model.spans import Span
from claimsdb.normalizer.attribution.tagger import Tagged

_INFINITIVE = re.compile(r"(?<!\s)\s+(to)$")
_NOUN = re.compile(r"(?P<with>(?:[a-z]+ )??(?P<noun>[a-z]+)(?: (?:about|over|at|with|for|of|in|on))?)\s+(?=\S)")
_RAISED = re.compile(
    r"((?:the|an?) (?:issue|question|matter|subject|topic|possibility|prospect) (?:of|about|over))\s+", re.IGNORECASE
)


def edges(analysis: Analysis, tagged: Tagged) -> Tagged:
    """Draw the line between cue and content (section 3 of the standard, edges).

    The infinitive's *to* begins the content ("pledged | to act"). What a cue raises belongs to the cue ("raised the issue of | X"), as does
    the noun of a light verb ("expressed concern about | X", "voiced hope | that X").
    """
    if not tagged.cue or not tagged.content:
        return tagged
    text, cue, content = analysis.text, tagged.cue[-1], tagged.content[0]
    between = text[cue.end : content.start]
    if content.start < cue.end or between.strip():
        return tagged
    if (
        (m := _INFINITIVE.search(text, cue.start, cue.end))
        and m.end() == cue.end
        and analysis.words(content).begins_with_base_form()
    ):
        cue, content = Span(cue.start, m.start()), Span(m.start(1), content.end)
    elif (m := _RAISED.match(text, *content)) and ends_in(cue.of(text), "raising"):
        cue, content = Span(cue.start, m.end(1)), Span(m.end(), content.end)
    elif (m := _NOUN.match(text, *content)) and ends_in(cue.of(text), "light") and is_cue_noun(m["noun"]):
        cue, content = Span(cue.start, m.end("with")), Span(m.end(), content.end)
    else:
        return tagged
    return replace(tagged, cue=(*tagged.cue[:-1], cue), content=(content, *tagged.content[1:]))


_CALLING = forms("call")
_WHOM_TO = re.compile(r"(?P<whom>(?!an? |not to |never to )(?:[\w’'.-]+ ){1,8}?)(?:(?:not|never) )?to (?P<do>[a-z]+)\b")
_WHOM = re.compile(r"(?P<whom>(?:[\w’'-]+ ){1,4}?)(?:against|about|of|over|that) (?=\S)")
_THAT = re.compile(r"that\s+", re.IGNORECASE)
_PREPOSITION = re.compile(
    r"(?!(?-i:at (?:least|most|all|once)|of course)\b)(?:about|over|on|against|regarding|concerning|of|for|at)\s+",
    re.IGNORECASE,
)


def complementizer(analysis: Analysis, span: Span) -> int:
    """The number of code points of an opening *that* of a clause, with the white space after it; 0 if there is none."""
    found = _THAT.match(analysis.text, *span)
    if found is None:
        return 0
    classed = analysis.words(span).tokens
    clause = classed[0].tag == "S" or any(w.tag in FINITE for w in classed[2:])
    opens = len(classed) > 2 and clause and classed[1].tag not in FINITE
    return found.end() - span.start if opens else 0


def addressee(analysis: Analysis, cue: Span, span: Span) -> int:
    """The number of code points of the addressee at the beginning of the span, after a cue that takes one; 0 if there is none.

    Examples: "warned | Japan against *X*", "urged | Japan *to do X*".
    """
    text = analysis.text
    found = _WHOM.match(text, *span) if ends_in(cue.of(text), "addressing") else None
    if found is not None:
        whom = analysis.words(Span(*found.span("whom"))).tokens
        return 0 if any(w.tag in FINITE or w.tag in "OW" for w in whom) else found.end() - span.start
    found = _WHOM_TO.match(text, *span) if _directs(cue.of(text)) else None
    classes = default().classes
    if (
        found is None
        or classes.may_be(found["do"], frozenset("DIOPQW"))
        or classes.may_be(found["do"], frozenset("N"), 95)
    ):
        return 0
    barred = any(
        w.tag in FINITE or w.tag in "WST" or (w.tag == "I" and w.form not in ("of", "in"))
        for w in analysis.words(Span(*found.span("whom"))).tokens
    )
    return 0 if barred else found.end("whom") - span.start


def _directs(cue: str) -> bool:
    """Whether who does this says it to somebody, who is to do it ("urged", "called on")."""
    *_, calls, on = ["", "", *cue.lower().split()]
    return ends_in(cue, "directing") or (on in ("on", "upon") and calls in _CALLING)


def preposition(text: str, span: Span) -> int:
    """The number of code points of a preposition that the cue governs ("about"), with the white space after it; 0 if there is none."""
    found = _PREPOSITION.match(text, *span)
    return found.end() - span.start if found else 0
