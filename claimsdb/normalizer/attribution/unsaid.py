"""What nobody said: "Lund never claimed that X", "No official confirmed X" (section 3 of the standard).

Nothing said is nothing claimed: the whole clause is one claim of whoever says that it was not said, and its content is none. The
attribution stays, and owns nothing. A denial ("did not deny X"), a belief and an intention are somebody's own, whatever is negated.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from claimsdb.english.analysis import Analysis
from claimsdb.english.cues import cue_type
from claimsdb.model.attribution import CueType
from claimsdb.model.spans import Span, merge, subtract, together
from claimsdb.normalizer.attribution.tagger import Read, Tagged

_NOBODY = re.compile(
    r"no ?body\b|no[- ]one\b|none\b|neither\b|not (?:one|a single|any)\b|no(?! longer\b)\b", re.IGNORECASE
)
_NOT = re.compile(r"\b(?:never|not(?! only\b)|cannot|\w+n[’']t)\b", re.IGNORECASE)
_DENIAL = re.compile(
    r"\b(?:den(?:y|ie[sd]|ying)|reject|refus|disput|rul(?:e|ed|ing) out|doubt|disagree|oppos|object)", re.IGNORECASE
)


def unsaid(analysis: Analysis, read: Sequence[Read], found: Sequence[Tagged]) -> tuple[list[Read], list[Tagged]]:
    """The claims, with one for each clause that says that something was not said; and the attributions, whose claims they no longer own."""
    claims: list[Read | None] = list(read)
    made = list(found)
    for k, one in enumerate(found):
        clause = _clause(analysis, one, [p for n in one.owns if (c := claims[n]) for p in c.pieces])
        if clause is None:
            continue
        first, *others = one.owns
        outside = [p for n, c in enumerate(claims) if c and n not in one.owns for p in c.pieces]
        pieces = tuple(subtract(clause, outside))
        if not pieces:
            continue
        claims[first] = Read(pieces, min(read[n].score for n in one.owns))
        for n in others:
            claims[n] = None
        made[k] = replace(one, owns=(), why=(*one.why, "it was not said"))
        around = _around(clause, made, k)
        if around is not None:
            made[around] = replace(made[around], owns=(*made[around].owns, first))
    number = {n: k for k, n in enumerate(n for n, c in enumerate(claims) if c)}
    kept = [replace(one, owns=tuple(number[n] for n in one.owns if n in number)) for one in made]
    return [c for c in claims if c], kept


def _clause(analysis: Analysis, one: Tagged, content: Sequence[Span]) -> Span | None:
    """The clause from the source to the end of what was not said; None if it was, or if the clause is not in one piece."""
    if not one.source or not one.cue or not content:
        return None
    start, end = min(one.source).start, max(content).end
    here = analysis.sentence(start)
    if (
        here is None
        or not here.span.contains(Span(start, end))
        or not one.source[-1].end <= one.cue[0].start < min(content).start
    ):
        return None
    text, cue = analysis.text, together(analysis.text, one.cue)
    nobody = _NOBODY.match(text, start) is not None
    negated = _NOT.search(text, one.source[-1].end, one.cue[-1].end) is not None
    said = cue_type(cue) is CueType.STATEMENT and _DENIAL.search(cue) is None
    return Span(start, end) if said and (nobody or negated) else None


def _around(clause: Span, found: Sequence[Tagged], but: int) -> int | None:
    """The attribution with the smallest content around the clause."""
    fits = [k for k, one in enumerate(found) if k != but and any(c.contains(clause) for c in merge(one.content))]
    return min(fits, key=lambda k: sum(c.length for c in found[k].content), default=None)
