"""From pieces of a sentence to the segments of a claim: joined, trimmed, with the quotation marks that belong to them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claimsdb.english.quotations import CLOSING, OPENING, Quotation
from claimsdb.model.attribution import Spans
from claimsdb.model.intervals import Intervals
from claimsdb.model.spans import Span, merge

_LEADING = re.compile(r"(?:[\s,;:.)\]]|[–—−-](?=\s)|[•▪◦‣·*](?=\s))+")
_NUMBERING = re.compile(r"(?:\(?\d{1,3}[.)]|[a-z][.)])\s+")
_TRAILING = ",;:–—-(["
_BRACKETS = {"(": ")", "[": "]"}
_ELLIPSIS = re.compile(r"(?:(?<!\s)\s+)?(?:…|\.{3})$")
_ASKING = re.compile(r"[?!]+")
_GOES_ON = re.compile(rf"\s*[\w({OPENING}]")
_CONNECTIVE = re.compile(  # belongs to what follows
    r"(?:[\s,;](?:and|but|or|nor|yet|that|whether|when|while|because|although|though|about|of|over|against|on|as|with|to|by|for|in|from|at)"
    r"|[\s,;](?:(?:just|only|shortly|soon|immediately|long|even)\s+)?(?:(?:[\w-]+\s+)?(?:minute|hour|day|week|month|year|decade)s?\s+)?"
    r"(?:after|before))[\s,;]*$"
)
_ABBREVIATED = re.compile(r"(?:\b[^\W\d_]\.){2}$|\b(?:Inc|Corp|Ltd|Co|Bros|Jr|Sr|Ave|Blvd)\.$")
_NEAR = 40  # number of code points that a rule reads before a segment's end
_BRIDGE = re.compile(r"[\s,;:–—-]*")


class Segmenter:
    """Makes segments in one text. `quotes` are its quotations; nested ones are ignored, as they add nothing."""

    def __init__(self, text: str, quotes: Sequence[Quotation]) -> None:
        self.text = text
        self._quotes = Intervals.of(merge(q.span for q in quotes))

    def segments(self, spans: Sequence[Span], numbered: bool) -> Spans:
        """The spans as segments: joined across punctuation and white space, trimmed by section 2 of the standard.

        `numbered` says that a number or bullet may come first. Empty if nothing is left.
        """
        joined: list[Span] = []
        for span in sorted(spans):
            if joined and _BRIDGE.fullmatch(self.text, joined[-1].end, span.start):
                joined[-1] = Span(joined[-1].start, span.end)
            else:
                joined.append(span)
        if joined and _GOES_ON.match(self.text, joined[-1].end):
            start, end = joined[-1]
            if m := _CONNECTIVE.search(self.text, max(start, end - _NEAR), end):
                joined[-1] = Span(start, m.start())
        trimmed = (self._trim(s, numbered and k == 0) for k, s in enumerate(joined))
        said = (s for s in trimmed if s.length and any(c.isalnum() for c in s.of(self.text)))
        return tuple(merge(said))  # two may have taken the same closing mark

    def quoted(self, span: Span) -> bool:
        """Whether the span is wholly within quotation marks, apart from punctuation at its ends."""
        return self._around(span) is not None

    def quotes(self, segments: Spans) -> Spans:
        """The quoted stretches inside the segments, with their marks."""
        found = []
        for segment in segments:
            for quote, _ in self._quotes.over(segment):
                part = quote.common(segment)
                if part is not None and any(c.isalnum() for c in part.of(self.text)):
                    found.append(part)
        return tuple(found)

    def _around(self, span: Span) -> Span | None:
        """The quotation around the span, apart from punctuation at its ends."""
        return next((quote for quote, _ in self._quotes.around(self._core(span))), None)

    def _core(self, span: Span) -> Span:
        words = span.of(self.text)
        left = next((k for k, c in enumerate(words) if c.isalnum()), len(words))
        right = next((k for k, c in enumerate(reversed(words)) if c.isalnum()), 0)
        return Span(span.start + left, max(span.end - right, span.start + left))

    def _trim(self, span: Span, numbered: bool) -> Span:
        while True:
            start, end = self._unbracketed(span)
            if m := _LEADING.match(self.text, start, end):
                start = m.end()
            if numbered and (m := _NUMBERING.match(self.text, start, end)):
                start, numbered = m.end(), False
            trimmed = self._without_end(Span(start, max(start, end)))
            span = self._without_foreign(trimmed)
            if span == trimmed:
                return self._with_marks(trimmed)

    def _unbracketed(self, span: Span) -> Span:
        """The span without brackets around the whole; a full stop may follow them."""
        words = span.of(self.text)
        core = words.strip()
        closing = _BRACKETS.get(core[:1])
        if closing is None or core.rstrip(". ")[-1:] != closing or core.count(core[0]) != 1 or core.count(closing) != 1:
            return span
        return Span(span.start + words.index(core[0]) + 1, span.start + words.rindex(closing))

    def _without_end(self, span: Span) -> Span:
        """The span without final white space, commas, dashes, ellipses, or a full stop that does not belong to an abbreviation."""
        start, end = span
        while end > start:
            if m := _ELLIPSIS.search(self.text, max(end - _NEAR, start), end):
                end = m.start()
                continue
            last = self.text[end - 1]
            stop = (
                last == "."
                and self.text[end - 2 : end] != ".."
                and not _ABBREVIATED.search(self.text[max(end - _NEAR, start) : end])
            )
            if not (stop or last.isspace() or last in _TRAILING):
                break
            end -= 1
        return Span(start, end)

    def _with_marks(self, span: Span) -> Span:
        """Extend the span to a question mark after it, and to an adjacent mark of the quotation that it is in or ends with."""
        start, end = span
        if self.text[end : end + 1] == "." and _ABBREVIATED.search(self.text[max(end - _NEAR, start) : end + 1]):
            end += 1
            span = Span(start, end)
        if m := _ASKING.match(self.text, end):
            end = m.end()
            span = Span(start, end)
        inside = self._around(span)
        if inside is None:
            return Span(start, self._closed(span))
        if 0 < start - inside.start <= 2 and not any(c.isalnum() for c in self.text[inside.start : start]):
            start = inside.start
        if 0 < inside.end - end <= 3 and not any(c.isalnum() for c in self.text[end : inside.end]):
            end = inside.end
        return Span(start, end)

    def _closed(self, span: Span) -> int:
        """The end of the span, or that of a quotation that begins in it, if only marks are between."""
        end = max((quote.end for quote, _ in self._quotes.starting(span)), default=span.end)
        return span.end if any(c.isalnum() for c in self.text[span.end : end]) else max(end, span.end)

    def _without_foreign(self, span: Span) -> Span:
        """Drop marks at the ends whose quotation reaches outside the span."""
        start, end = span
        if self._around(span) is not None:
            return span
        while end - start > 1 and self.text[start] in OPENING + CLOSING and self._foreign(start, span):
            start += 1
        while end - start > 1 and self.text[end - 1] in OPENING + CLOSING and self._foreign(end - 1, span):
            end -= 1
        return Span(start, end)

    def _foreign(self, at: int, span: Span) -> bool:
        """Whether the mark at `at` belongs to a quotation that reaches outside the span."""
        return any(not span.contains(quote) for quote, _ in self._quotes.around(Span(at, at)))
