"""A tagger that is given the tags, for tests of everything after tagging.

They are written into the text: `<1s:Ms. Ito> <1c:said> <1t:the port was safe<k:, which is old>>` marks the source, the cue and the content
(`t`: the text) of attribution 1, and a clause.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from claimsdb.english.analysis import Analysis
from claimsdb.model.spans import Span
from claimsdb.normalizer.attribution.tagger import Tagged, Tags

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
        return Tags(tuple(Tagged(of(n, "s"), of(n, "c"), of(n, "t"), 0.9) for n in numbers), of("", "k"))


class Given:
    """Tags the marked passages wherever a text contains them, and nothing else."""

    name = "given"

    def __init__(self, *passages: str | Marked, fingerprint: str = "0" * 64) -> None:
        self.fingerprint = fingerprint
        self.passages = [Marked.of(p) if isinstance(p, str) else p for p in passages]
        self._tags = {passage.text: passage.tags for passage in self.passages}
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
            clauses += moved(tags.clauses)
        return Tags(tuple(found), tuple(clauses))


@dataclass(frozen=True, slots=True)
class Fixed:
    """Gives fixed tags for any text, as far as they are inside its sentences."""

    tags: Tags
    name: str = "fixed"
    fingerprint: str = "0" * 64

    def tag(self, analysis: Analysis) -> Tags:
        def inside(spans: Sequence[Span]) -> bool:
            return all(any(s.span.contains(span) for s in analysis.sentences) for span in spans)

        found = [a for a in self.tags.attributions if a.cue and inside((*a.source, *a.cue, *a.content))]
        return Tags(tuple(found), tuple(c for c in self.tags.clauses if inside([c])))
