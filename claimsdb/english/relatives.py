"""Where a relative clause ends whose end the model misses: before the verb of the clause that it interrupts (section 4 of the standard)."""

from __future__ import annotations

from claimsdb.english.lexicon import default
from claimsdb.english.words import FINITE
from claimsdb.model.spans import Span

_FAR = 400  # code points that are looked at on either side, so that a sentence without end costs no more than another


def ended(text: str, clause: Span, host: int) -> Span:
    """The clause, cut at the comma behind its first verb where the next word is a verb too, and its host, which begins at `host`, has none
    so far: "taxpayers, *who turned it down in May*, have answered".
    """
    classes = default().classes
    words = classes.words(text, Span(clause.start, min(clause.end, clause.start + _FAR)))
    if clause.start - host > _FAR or not any(w.tag == "W" for w in words[:3]):
        return clause
    verb = next(
        (k for k, w in enumerate(words) if w.tag in FINITE or (w.tag in "BXN" and classes.may_be(w.form, FINITE))),
        len(words),
    )
    for k in range(verb + 1, len(words) - 1):
        after = next((w for w in words[k + 1 :] if w.tag != "R"), None)
        if words[k].form == "," and after is not None and after.tag in FINITE:
            hosts = classes.words(text, Span(host, clause.start))
            return clause if any(w.tag in FINITE for w in hosts) else Span(clause.start, words[k - 1].end)
    return clause
