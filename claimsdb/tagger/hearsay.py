"""Cues that name no source: *reportedly*, *is said to*, *it is believed*. Their content is the clause that they stand in.

The corpus marks few of them, as its attributions have sources; the standard wants them where no other source stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from claimsdb.model import Sentence
from claimsdb.spans import Span, strip, subtract
from claimsdb.tagger import Tagged

SCORE = 0.8  # by rule, so that no model says how sure it is
_BE = r"(?:is|are|was|were|(?:has|have|had) been)(?: (?:also|now|still|widely|generally|commonly))?"
_KNOWN = r"(?:said|believed|thought|understood|reported|rumou?red)"
CUE = re.compile(rf"\breportedly\b|\bit {_BE} {_KNOWN}(?= that\b)|\b{_BE} {_KNOWN}(?= to\b)", re.IGNORECASE)
_PAUSES = ",;: \t\r\n"


def hearsay(text: str, sentences: Sequence[Sentence], clauses: Sequence[Span], found: Sequence[Tagged]) -> list[Tagged]:
    """The attributions of hearsay in the document's own words, outside every attribution in `found`."""
    taken = sorted(s for a in found for s in (*a.source, *a.cue, *a.content))
    made = []
    for sentence in sentences:
        for match in CUE.finditer(text, *sentence.span):
            cue = Span(*match.span())
            around = min((c for c in clauses if c.contains(cue)), key=lambda c: c.length, default=sentence.span)
            inner = [c for c in clauses if around.contains(c) and c != around and not c.contains(cue)]
            if any(t.overlaps(around) for t in taken):
                continue
            pieces = (_tidy(text, piece) for piece in subtract(around, [cue, *inner]))
            content = tuple(p for p in pieces if p.length and any(c.isalnum() for c in p.of(text)))
            if content:
                made.append(Tagged((), (cue,), content, SCORE))
    return made


def _tidy(text: str, span: Span) -> Span:
    """The span without pauses at its ends and without a final full stop."""
    span = strip(text, span, _PAUSES)
    return Span(span.start, span.end - 1) if span.length and text[span.end - 1] == "." else span
