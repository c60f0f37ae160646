"""Drafts of attributions: spans of the document; the contents of different attributions are made nested or disjoint."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field

from claimsdb.model.spans import Span, strip, subtract
from claimsdb.normalizer.attribution.tagger import Tagged


@dataclass(slots=True)
class Draft:
    """An unfinished attribution.

    `shares` is the draft whose source it shares; `expects` says that a quotation must follow; `why` are the scores and rules behind it.
    """

    cue: Span
    score: float
    source: list[Span] = field(default_factory=list)
    content: list[Span] = field(default_factory=list)
    shares: Draft | None = None
    expects: bool = False
    why: list[str] = field(default_factory=list)


def tagged(text: str, made: Sequence[Draft]) -> tuple[Tagged, ...]:
    """The drafts that have a content, in order of their cues: the parts of each are disjoint, contents nested or disjoint."""
    heap = [(c.start, -c.end, k) for k, d in enumerate(made) for c in _own(text, d)]
    heapq.heapify(heap)
    contents: list[list[Span]] = [[] for _ in made]
    around: list[int] = []
    while heap:
        start, end, k = heapq.heappop(heap)
        while around and around[-1] <= start:
            around.pop()
        if around and around[-1] < -end:
            rest = _tidy(text, Span(around[-1], -end))
            if rest.length > 0:
                heapq.heappush(heap, (rest.start, -rest.end, k))
            continue
        contents[k].append(Span(start, -end))
        around.append(-end)
    kept = sorted((k for k in range(len(made)) if contents[k]), key=lambda k: made[k].cue)
    index = {id(made[k]): n for n, k in enumerate(kept)}
    found = []
    for k in kept:
        draft, giver = made[k], made[k].shares
        shares = index.get(id(giver)) if giver is not None else None
        source = tuple(giver.source) if giver is not None and shares is None else tuple(draft.source)
        why = tuple(draft.why)
        found.append(Tagged(source, (draft.cue,), tuple(contents[k]), round(draft.score, 3), shares, why=why))
    return tuple(found)


def _own(text: str, draft: Draft) -> list[Span]:
    """The contents without the source and the cue."""
    parts = [draft.cue, *draft.source]
    left = (_tidy(text, rest) for piece in draft.content for rest in subtract(piece, parts))
    return [rest for rest in left if any(c.isalnum() for c in rest.of(text))]


def _tidy(text: str, span: Span) -> Span:
    """The span without white space and pauses at its start, without white space and commas at its end."""
    span = strip(text, span)
    rest = span.of(text)
    return Span(span.end - len(rest.lstrip(",;: \t\r\n")), span.start + len(rest.rstrip(", \t\r\n")))
