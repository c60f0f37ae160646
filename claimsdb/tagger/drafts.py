"""Attributions in the making: the findings of one sentence as spans of the document, with contents kept apart from each other."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field

from claimsdb.spans import Span, strip, subtract
from claimsdb.tagger import Tagged
from claimsdb.tagger.patterns import Found
from claimsdb.tagger.phrases import Stretch, following, subject, subject_and_verb
from claimsdb.tagger.words import FINITE, Word

TRAILING = frozenset([",", ";", ":", "—", "–", "-", "--", "and", "but", "or", "then", "also", "while", "whereas"])


@dataclass(slots=True)
class Draft:
    """An attribution of which more may come. `shares` is the draft whose source it shares; `expects`: a quotation must follow."""

    cue: Span
    score: float
    source: list[Span] = field(default_factory=list)
    content: list[Span] = field(default_factory=list)
    shares: Draft | None = None
    expects: bool = False


def drafts(words: list[Word], findings: list[Found], splits: list[Stretch]) -> list[Draft]:
    """The findings of one sentence in order, with shared sources resolved and contents cut where another attribution takes over."""
    made: list[Draft] = []
    for k, found in enumerate(findings):
        content = [_cut(words, piece, found, findings[k + 1 :], splits) for piece in found.content]
        draft = Draft(_span(words, found.cue), found.score, content=[_span(words, p) for p in content if p[0] < p[1]])
        draft.expects = not found.content
        if found.shared and found.source is None and not any(w.tag in FINITE for w in words[: found.cue[0]]):
            opening = _opening(words, found)
            if opening is not None:
                draft.source, draft.content = opening
                made.append(draft)
                continue
        if found.source is not None:
            draft.source = [_span(words, s) for s in (found.source, found.relative) if s is not None]
        elif found.shared:
            giver = next((d for d in reversed(made) if d.source and not d.source[0].overlaps(draft.cue)), None)
            if giver is not None and found.source is None:
                draft.shares = giver
            else:
                own = _main_subject(words, found)
                draft.source = [_span(words, own)] if own else []
        made.append(draft)
    return made


def _span(words: list[Word], stretch: Stretch) -> Span:
    return Span(words[stretch[0]].start, words[stretch[1] - 1].end)


def _cut(words: list[Word], piece: Stretch, found: Found, later: list[Found], splits: list[Stretch]) -> Stretch:
    """The content up to where a later attribution of the sentence begins that is not part of it."""
    start, end = piece
    for other in later:
        low = min([other.cue[0]] + ([other.source[0]] if other.source else []))
        if not start < low < end:
            continue
        split = next((s for s, e in splits if start < s <= low < e), None)
        if other.source is not None and split is not None and words[split].form in TRAILING:
            low = split
        elif not other.shared or words[low - 1].tag == "T":
            continue
        end = low
        while end > start and (
            words[end - 1].form in TRAILING or (words[end - 1].tag == "R" and words[end - 2].form in TRAILING)
        ):
            end -= 1
        break
    return start, end


def _opening(words: list[Word], found: Found) -> tuple[list[Span], list[Span]] | None:
    """Source and content of a cue that opens the sentence: "Noting that …, Lee said": the main clause's subject follows the comma."""
    start = found.content[0][0] if found.content else found.cue[1]
    for k in range(start + 1, len(words) - 1):
        if words[k].form == "," and subject_and_verb(words, k + 1, len(words)):
            source = following(words, k + 1, len(words))
            if source is not None and start < k:
                return [_span(words, source)], [_span(words, (start, k))]
    return None


def _main_subject(words: list[Word], found: Found) -> Stretch | None:
    """The subject of the first finite verb before the cue, or of the first one after it where the cue opens the sentence."""
    for k in range(found.cue[0]):
        if words[k].tag in FINITE:
            low = k
            while low > 0 and words[low - 1].tag in "AMR":
                low -= 1
            return subject(words, low, 0)
    return None


def tagged(text: str, made: Sequence[Draft]) -> tuple[Tagged, ...]:
    """The drafts that have a content, in order of their cues: the parts of each apart, contents nested or apart."""
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
        found.append(Tagged(source, (draft.cue,), tuple(contents[k]), round(draft.score, 3), shares))
    return tuple(found)


def _own(text: str, draft: Draft) -> list[Span]:
    """The contents without what is source or cue."""
    parts = [draft.cue, *draft.source]
    left = (_tidy(text, rest) for piece in draft.content for rest in subtract(piece, parts))
    return [rest for rest in left if any(c.isalnum() for c in rest.of(text))]


def _tidy(text: str, span: Span) -> Span:
    """The span without white space and pauses at its start, without white space and commas at its end."""
    span = strip(text, span)
    rest = span.of(text)
    return Span(span.end - len(rest.lstrip(",;: \t\r\n")), span.start + len(rest.rstrip(", \t\r\n")))
