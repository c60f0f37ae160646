"""Which attribution each claim belongs to: the acts that the network finds at any depth, joined with the outermost attributions.

Two heads read attributions. One has learnt the outermost ones with their whole contents from many articles, the other sources and cues
at any depth, and the ties of claims to them, by the standard. An act of the second whose cue is that of an attribution of the first is
the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from claimsdb.english.networks.claims import Act
from claimsdb.english.networks.findings import Findings
from claimsdb.model.attribution import Spans
from claimsdb.model.intervals import Intervals
from claimsdb.model.spans import Span, merge, subtract
from claimsdb.normalizer.attribution.tagger import Read, Tagged

PULL = 0.8
"""What it adds to the chance of an attribution as owner that its content is around the claim."""
SURE = 0.4
"""Minimum chance of an act that is no outermost attribution."""
NEAR = 4
"""Maximum number of words from a cue to the claim that it leads to."""
HELD = 0.5
"""Minimum share of a claim in a content that is around it."""


def read_claims(found: Findings) -> tuple[Read, ...]:
    """The claims that the network finds."""
    return tuple(Read(tuple(found.span(p) for p in c.pieces), round(c.chance, 4)) for c in found.said.claims)


def owned(found: Findings, outermost: Sequence[Tagged], speeches: Intervals[None]) -> tuple[Tagged, ...]:
    """The attributions, each with the claims that it owns: the outermost ones, and those of acts of their own that own any.

    A claim in `speeches`, quotations that are speech, belongs to somebody if any content is around it; any other claim only to an act in
    its own block, or to one whose content is around it.
    """
    acts = found.said.acts
    cues = Intervals((cue, k) for k, one in enumerate(outermost) for cue in one.cue)
    same = [next((j for _, j in cues.over(found.span(act.cue))), None) for act in acts]
    number = {k: len(outermost) + n for n, k in enumerate(k for k, j in enumerate(same) if j is None)}
    of_act = [number[k] if j is None else j for k, j in enumerate(same)]
    contents = Intervals((c, k) for k, one in enumerate(outermost) for c in one.content)
    owners: list[int | None] = []
    claims = [[found.span(p) for p in claim.pieces] for claim in found.said.claims]
    for pieces, claim in zip(claims, found.said.claims, strict=True):
        chances: dict[int, float] = {}
        spoken = all(speeches.around(p) for p in pieces)
        for k, chance in claim.owners:
            near = spoken or acts[k].cue.paragraph == claim.pieces[0].paragraph
            if near and (same[k] is not None or acts[k].chance >= SURE):
                chances[of_act[k]] = chances.get(of_act[k], 0.0) + chance
        around = _around(pieces, contents, outermost)
        if around is not None:
            chances[around] = chances.get(around, 0.0) + PULL
        best = max(chances, key=lambda k: chances[k], default=None)
        needed = spoken and around is not None
        owners.append(best if best is not None and (needed or chances[best] > claim.none) else None)
    _orphans(found, claims, owners, of_act, len(outermost))
    owns: dict[int, list[int]] = {}
    content: dict[int, list[Span]] = {}
    for n, owner in enumerate(owners):
        if owner is not None:
            owns.setdefault(owner, []).append(n)
            content.setdefault(owner, []).extend(claims[n])
    made = [replace(one, owns=tuple(owns.get(k, ()))) for k, one in enumerate(outermost)]
    inner: dict[int, list[int]] = {}
    for k, act in enumerate(acts):
        if act.outer is not None:
            inner.setdefault(act.outer, []).append(k)
    for k, act in enumerate(acts):
        if same[k] is None and of_act[k] in owns:
            made.append(_act(found, act, tuple(owns[of_act[k]]), _content(k, found, inner, content, of_act)))
    return tuple(made)


def _orphans(
    found: Findings, claims: Sequence[Sequence[Span]], owners: list[int | None], of_act: Sequence[int], outermost: int
) -> None:
    """Give an act that owns nothing, and is in no claim, the claim of nobody right after its cue, which it leads to."""
    starts = {pieces[0].start: n for n, pieces in enumerate(claims)}
    inside = Intervals.of(p for pieces in claims for p in pieces)
    taken = set(owners)
    for k, act in enumerate(found.said.acts):
        cue = found.span(act.cue)
        if (act.chance < SURE and of_act[k] >= outermost) or of_act[k] in taken or inside.over(cue):
            continue
        paragraph = found.paragraphs[act.cue.paragraph]
        near = (starts.get(at) for at in paragraph.starts[act.cue.high : act.cue.high + NEAR])
        claim = next((n for n in near if n is not None), None)
        if claim is not None and owners[claim] is None:
            owners[claim] = of_act[k]


def _around(pieces: Sequence[Span], contents: Intervals[int], among: Sequence[Tagged]) -> int | None:
    """The attribution with the smallest content around a claim that has no word of its cue."""
    size = sum(p.length for p in pieces)
    held: dict[int, int] = {}
    for piece in pieces:
        for content, k in contents.over(piece):
            held[k] = held.get(k, 0) + min(content.end, piece.end) - max(content.start, piece.start)
    fits = [
        k
        for k, inside in held.items()
        if inside >= HELD * size and not any(p.overlaps(cue) for p in pieces for cue in among[k].cue)
    ]
    return min(fits, key=lambda k: sum(c.length for c in among[k].content), default=None)


def _content(
    act: int, found: Findings, inner: Mapping[int, list[int]], spoken: Mapping[int, list[Span]], of_act: Sequence[int]
) -> Spans:
    """The words that an act attributes: its claims, and the acts inside it with theirs."""
    spans: list[Span] = []
    seen, waiting = {act}, [act]
    while waiting:
        at = waiting.pop()
        spans += spoken.get(of_act[at], ())
        for k in inner.get(at, ()):
            one = found.said.acts[k]
            spans += [found.span(part) for part in (one.cue, one.source) if part is not None]
            if k not in seen:
                seen.add(k)
                waiting.append(k)
    return tuple(merge(spans))


def _act(found: Findings, act: Act, owns: tuple[int, ...], content: Spans) -> Tagged:
    source = () if act.source is None else (found.span(act.source),)
    cue = (found.span(act.cue),)
    content = tuple(left for span in content for left in subtract(span, (*source, *cue)))
    why = (f"the model: an act of its own, cue and source {act.chance:.2f}",)
    return Tagged(source, cue, content, act.chance, owns=owns, why=why)
