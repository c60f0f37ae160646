"""From tags to attributions: shared sources, cue types, nesting. Pure functions, applied in the order of `attributions`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from claimsdb.english.analysis import Analysis
from claimsdb.english.cues import typed
from claimsdb.model.attribution import Attribution, Spans
from claimsdb.model.spans import Span, strip, subtract, together
from claimsdb.normalizer.attribution.framing import fitted, framed
from claimsdb.normalizer.attribution.tagger import Tagged, Tags
from claimsdb.normalizer.layout.frames import Layout


def attributions(
    analysis: Analysis, tags: Tags, layout: Layout | None = None
) -> tuple[list[Attribution], dict[int, int]]:
    """The document's attributions, by cues and by its layout, in the order of their first piece, and the owner of each claim that has one.

    That of a layout may have its source far away, and stands by its content. `via` of each is the innermost one around it. Owners are
    indices of attributions, by the indices of claims in `tags`.
    """
    text, layout = analysis.text, layout or Layout()
    tagged = fitted(inherit_sources(tags.attributions), layout)
    tagged = [t for t in (tidy(text, t) for t in tagged) if t.cue or (t.source and t.content)]
    found = [(_attribution(analysis, t), t.owns) for t in dict.fromkeys(tagged)]
    found += [(frame, ()) for frame in framed(layout.frames)]
    found.sort(key=lambda one: (min(_placed(one[0])), one[0].layout is None, one[0].cue, one[0].content))
    owners = {claim: k for k, (_, owns) in enumerate(found) for claim in owns}
    return nest([one for one, _ in found]), owners


def inherit_sources(tagged: Sequence[Tagged]) -> list[Tagged]:
    """Give each coordinated cue the source that it shares."""
    found = []
    for one in tagged:
        origin, seen = one, {id(one)}
        while not origin.source and origin.shares is not None:
            origin = tagged[origin.shares]
            if id(origin) in seen:
                break
            seen.add(id(origin))
        found.append(replace(one, source=origin.source, shares=None))
    return found


def tidy(text: str, tagged: Tagged) -> Tagged:
    """Strip white space from the pieces, drop empty ones and keep source and cue out of the content."""
    source, cue = _tidy(text, tagged.source), _tidy(text, tagged.cue)
    content = tuple(c for piece in tagged.content for c in subtract(piece, (*source, *cue)))
    return replace(tagged, source=source, cue=cue, content=_tidy(text, content))


def _tidy(text: str, spans: Spans) -> Spans:
    return tuple(s for s in (strip(text, s) for s in sorted(spans)) if s.length)


def _attribution(analysis: Analysis, tagged: Tagged) -> Attribution:
    """An attribution with the type of its cue; if it owns no claim, its content says nothing by itself."""
    content = tagged.content[0].of(analysis.text) if tagged.content else ""
    kind, why = typed(together(analysis.text, tagged.cue), content)
    told = (*tagged.why, f"{kind}: {why}")
    nothing = None if tagged.owns else "no claim is its content alone"
    return Attribution(tagged.source, tagged.cue, tagged.content, kind, round(tagged.score, 4), empty=nothing, why=told)


def nest(found: Sequence[Attribution]) -> list[Attribution]:
    """Set `via` of each attribution to the smallest one whose content contains its cue (or, without a cue, its content)."""
    pieces = [(s.start, -s.end, 0, k) for k, a in enumerate(found) for s in a.content]
    anchors = [(s.start, -s.end, 1, k) for k, a in enumerate(found) for s in (a.cue or a.content or a.source)[:1]]
    sizes = [sum(s.length for s in a.content) for a in found]
    outer: dict[int, int] = {}
    around: list[tuple[int, int]] = []
    for start, minus_end, is_anchor, k in sorted(pieces + anchors):
        around = [(end, j) for end, j in around if end > start]
        if is_anchor:
            holders = [(sizes[j], j) for end, j in around if end >= -minus_end and j != k]
            if holders:
                outer[k] = min(holders)[1]
        else:
            around.append((-minus_end, k))
    nested = [replace(a, via=outer.get(k)) for k, a in enumerate(found)]
    return [replace(a, via=None) if _circular(nested, k) else a for k, a in enumerate(nested)]


def _circular(found: Sequence[Attribution], start: int) -> bool:
    seen, at = {start}, found[start].via
    while at is not None:
        if at in seen:
            return True
        seen.add(at)
        at = found[at].via
    return False


def _placed(found: Attribution) -> list[Span]:
    return [*(found.source if found.layout is None else ()), *found.cue, *found.content]
