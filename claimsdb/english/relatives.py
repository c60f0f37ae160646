"""The end of a relative clause if the model misses it: before the verb of the clause that it interrupts (section 4 of the standard)."""

from __future__ import annotations

from claimsdb.english.analysis import Analysis
from claimsdb.english.lexicon import default
from claimsdb.english.words import FINITE
from claimsdb.model.spans import Span

_FAR = 400  # code points that are read on either side, so that an endless sentence costs no more than another


def ended(analysis: Analysis, clause: Span, host: int) -> Span:
    """The clause, cut at the comma after its first verb if the next word is a verb too, and its host, which begins at `host`, has none
    before: "taxpayers, *who turned it down in May*, have answered".
    """
    words = analysis.words(Span(clause.start, min(clause.end, clause.start + _FAR))).tokens
    if clause.start - host > _FAR or not any(w.tag == "W" for w in words[:3]):
        return clause
    verb = next(
        (
            k
            for k, w in enumerate(words)
            if w.tag in FINITE or (w.tag in "BXN" and default().classes.may_be(w.form, FINITE))
        ),
        len(words),
    )
    for k in range(verb + 1, len(words) - 1):
        after = next((w for w in words[k + 1 :] if w.tag != "R"), None)
        if words[k].form == "," and after is not None and after.tag in FINITE:
            hosts = analysis.words(Span(host, clause.start))
            return clause if hosts.has_finite_verb() else Span(clause.start, words[k - 1].end)
    return clause
