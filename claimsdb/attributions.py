"""From tags to attributions: shared sources, cue types, nesting. Pure functions, applied in the order of `attributions`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from claimsdb.cue_types import is_cue_noun, typed
from claimsdb.model import Attribution, CueType, Spans
from claimsdb.spans import Span, strip, subtract, together
from claimsdb.tagger import Tagged, Tags
from claimsdb.verbs import begins_with_base_form

_INFINITIVE = re.compile(r"\s+(to)$")
_RAISE = re.compile(r"\b(?:rais|brought up|bring|rose)\w*$", re.IGNORECASE)
_LIGHT = re.compile(r"\b(?:express|voic|rais|shar|signal|issu|mak|mad|g[ai]v|ha[sdv]|show)\w*$", re.IGNORECASE)
_NOUN = re.compile(r"(?P<with>(?:[a-z]+ )??(?P<noun>[a-z]+)(?: (?:about|over|at|with|for|of|in|on))?)\s+(?=\S)")
_RAISED = re.compile(
    r"((?:the|an?) (?:issue|question|matter|subject|topic|possibility|prospect) (?:of|about|over))\s+", re.IGNORECASE
)


def attributions(text: str, tags: Tags) -> list[Attribution]:
    """The document's attributions in the order of their first piece; `via` points to the innermost one around each."""
    tagged = inherit_sources(tags.attributions)
    tagged = [t for t in (edges(text, tidy(text, t)) for t in tagged) if t.cue or (t.source and t.content)]
    tagged = sorted(set(tagged), key=lambda t: (min(_all(t)), t.cue, t.content))
    typed = [type_of(text, t) for t in tagged]
    return nest(typed)


def inherit_sources(tagged: Sequence[Tagged]) -> list[Tagged]:
    """Give a coordinated cue the source of the attribution that it shares one with."""
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


def edges(text: str, tagged: Tagged) -> Tagged:
    """Draw the line between cue and content as the standard has it (section 3, edges).

    The infinitive's *to* begins the content ("pledged | to act"); what a cue raises goes with it ("raised the issue of | X"), and so does
    the noun of a light verb ("expressed concern about | X", "voiced hope | that X").
    """
    if not tagged.cue or not tagged.content:
        return tagged
    cue, content = tagged.cue[-1], tagged.content[0]
    between = text[cue.end : content.start]
    if content.start < cue.end or between.strip():
        return tagged
    if (
        (m := _INFINITIVE.search(text, cue.start, cue.end))
        and m.end() == cue.end
        and begins_with_base_form(content.of(text))
    ):
        cue, content = Span(cue.start, m.start()), Span(m.start(1), content.end)
    elif (m := _RAISED.match(text, *content)) and _RAISE.search(cue.of(text)):
        cue, content = Span(cue.start, m.end(1)), Span(m.end(), content.end)
    elif (m := _NOUN.match(text, *content)) and _LIGHT.search(cue.of(text)) and is_cue_noun(m["noun"]):
        cue, content = Span(cue.start, m.end("with")), Span(m.end(), content.end)
    else:
        return tagged
    return replace(tagged, cue=(*tagged.cue[:-1], cue), content=(content, *tagged.content[1:]))


def _tidy(text: str, spans: Spans) -> Spans:
    return tuple(s for s in (strip(text, s) for s in sorted(spans)) if s.length)


def type_of(text: str, tagged: Tagged) -> Attribution:
    """An attribution with the type of its cue."""
    cue = together(text, tagged.cue)
    content = tagged.content[0].of(text) if tagged.content else ""
    kind, why = typed(cue, content)
    told = (*tagged.why, f"{kind}: {why}")
    return Attribution(tagged.source, tagged.cue, tagged.content, kind, round(tagged.score, 4), why=told)


def nest(found: Sequence[Attribution]) -> list[Attribution]:
    """Point each attribution to the smallest one whose content holds its cue (or, without a cue, its content)."""
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


def chain(found: Sequence[Attribution], index: int) -> list[int]:
    """The attributions through which the one at `index` comes, from the inside out; intentions are no link of it."""
    links, at = [], found[index].via
    while at is not None:
        if found[at].cue_type is not CueType.INTENTION:
            links.append(at)
        at = found[at].via
    return links


def _all(tagged: Tagged) -> list[Span]:
    return [*tagged.source, *tagged.cue, *tagged.content]
