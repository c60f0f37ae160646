"""A tagger that is given the tags, for tests of everything after tagging.

They are written into the text: `<1s:Ms. Ito> <1c:said> <1t:the port was safe<k:, which is old>>` marks the source, the cue and the content
(`t`: the text) of attribution 1, and a clause (`k`) that is a claim of its own. In each sentence the content of an attribution, without
*that*, is a claim of it, a clause is one of whoever's content is around it, or of nobody, and a sentence without attributions is a claim.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from claimsdb.english.analysis import Analysis
from claimsdb.model.intervals import Intervals
from claimsdb.model.spans import Span, strip, subtract
from claimsdb.normalizer.attribution.tagger import Read, Tagged, Tags

_MARK = re.compile(r"<(?:(\d)([sct])|k):|>")


@dataclass(frozen=True, slots=True)
class Marked:
    """A text and its marks: the attribution's number (None for a clause), the part of it, and the span."""

    text: str
    spans: tuple[tuple[str, str, Span], ...] = ()

    @staticmethod
    def of(notation: str) -> Marked:
        text, at = "", 0
        open_: list[tuple[str, str, int]] = []
        spans: list[tuple[str, str, Span]] = []
        for m in _MARK.finditer(notation):
            text += notation[at : m.start()]
            at = m.end()
            if m.group() == ">":
                number, part, start = open_.pop()
                spans.append((number, part, Span(start, len(text))))
            else:
                open_.append((m[1] or "", m[2] or "k", len(text)))
        return Marked(text + notation[at:], tuple(spans))

    @staticmethod
    def together(parts: Sequence[Marked]) -> Marked:
        """The texts joined, with separate numbers for the attributions of each."""
        text = ""
        spans: list[tuple[str, str, Span]] = []
        for k, part in enumerate(parts):
            spans += [(n and f"{k:03}{n}", p, s.shift(len(text))) for n, p, s in part.spans]
            text += part.text
        return Marked(text, tuple(spans))

    def after(self, at: int) -> Marked:
        """The text from this offset on, with the rest of each span."""
        left = [(n, p, Span(max(s.start - at, 0), s.end - at)) for n, p, s in self.spans if s.end > at]
        return Marked(self.text[at:], tuple(left))

    @property
    def tags(self) -> Tags:
        def of(number: str, part: str) -> tuple[Span, ...]:
            return tuple(sorted(s for n, p, s in self.spans if (n, p) == (number, part)))

        numbers = sorted({n for n, _, _ in self.spans if n})
        return Tags(tuple(Tagged(of(n, "s"), of(n, "c"), of(n, "t"), 0.9) for n in numbers), ())

    @property
    def clauses(self) -> tuple[Span, ...]:
        return tuple(sorted(s for _, p, s in self.spans if p == "k"))


def with_claims(analysis: Analysis, found: Sequence[Tagged], clauses: Sequence[Span]) -> Tags:
    """The tags with a claim for each content and clause in each sentence, and for each sentence that has no attribution."""
    reads: list[tuple[Read, int | None]] = []
    beside = Intervals.of(s for a in found for s in (*a.source, *a.cue))
    within = Intervals((c, k) for k, a in enumerate(found) for c in a.content)
    cut = Intervals.of(clauses)
    for sentence in analysis.sentences:
        here = sentence.span
        words = [s for s, _ in beside.over(here)]
        contents = sorted(((_common(c, here), k) for c, k in within.over(here)), key=lambda c: c[1])
        inner = [_common(c, here) for c, _ in cut.over(here)]
        parts = [*words, *(c for c, _ in contents), *inner]
        among = Intervals.of(parts)
        of: dict[int, list[Span]] = {}
        for content, k in contents:
            of.setdefault(k, []).append(content)
        for k, own in of.items():
            holes = [p for c in own for p, _ in among.over(c) if p not in own and c.contains(p)]
            reads.append((_read(analysis.text, own, holes), k))
        for clause in inner:
            around = [(c, k) for c, k in contents if c.contains(clause)]
            owner = min(around, key=lambda c: c[0].length)[1] if around else None
            reads.append(
                (_read(analysis.text, [clause], [p for p in parts if p != clause and clause.contains(p)]), owner)
            )
        if not words and not contents:
            reads.append((_read(analysis.text, [here], inner), None))
    kept = sorted((r for r in reads if r[0].pieces), key=lambda r: r[0].pieces)
    owns: list[list[int]] = [[] for _ in found]
    for n, (_, owner) in enumerate(kept):
        if owner is not None:
            owns[owner].append(n)
    tagged = tuple(replace(a, owns=tuple(own)) for a, own in zip(found, owns, strict=True))
    return Tags(tagged, tuple(r for r, _ in kept))


def _common(a: Span, b: Span) -> Span:
    return Span(max(a.start, b.start), min(a.end, b.end))


def _read(text: str, spans: Sequence[Span], holes: Sequence[Span]) -> Read:
    said = [Span(s.start + 5, s.end) if s.of(text).startswith("that ") else s for s in spans]
    pieces = (strip(text, p) for s in said for p in subtract(s, holes))
    return Read(tuple(sorted(p for p in pieces if any(c.isalnum() for c in p.of(text)))), 0.9)


class Given:
    """Tags the marked passages wherever a text contains them, and nothing else."""

    name = "given"

    def __init__(self, *passages: str | Marked, fingerprint: str = "0" * 64) -> None:
        self.fingerprint = fingerprint
        self.passages = [Marked.of(p) if isinstance(p, str) else p for p in passages]
        self._tags = {passage.text: passage.tags for passage in self.passages}
        self._clauses = {passage.text: passage.clauses for passage in self.passages}
        longest = sorted(self._tags, key=len, reverse=True)
        self._any = re.compile("|".join(map(re.escape, longest)) or r"(?!)")

    def tag(self, analysis: Analysis) -> Tags:
        found: list[Tagged] = []
        clauses: list[Span] = []
        for m in self._any.finditer(analysis.text):

            def moved(spans: tuple[Span, ...], by: int = m.start()) -> tuple[Span, ...]:
                return tuple(s.shift(by) for s in spans)

            tags = self._tags[m.group()]
            found += [Tagged(moved(a.source), moved(a.cue), moved(a.content), a.score) for a in tags.attributions]
            clauses += moved(self._clauses[m.group()])
        return with_claims(analysis, found, clauses)


@dataclass(frozen=True, slots=True)
class Fixed:
    """Gives fixed tags for any text, as far as they are inside its sentences."""

    tags: Tags
    clauses: tuple[Span, ...] = ()
    name: str = "fixed"
    fingerprint: str = "0" * 64

    def tag(self, analysis: Analysis) -> Tags:
        def inside(spans: Sequence[Span]) -> bool:
            return all(any(s.span.contains(span) for s in analysis.sentences) for span in spans)

        found = [a for a in self.tags.attributions if a.cue and inside((*a.source, *a.cue, *a.content))]
        return with_claims(analysis, found, [c for c in self.clauses if inside([c])])
