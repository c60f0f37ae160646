"""Put findings back to where their words stand in the text, if the reading has letters elsewhere or leaves furniture out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from claimsdb.model.attribution import Spans
from claimsdb.model.claim import Normalized
from claimsdb.model.document_ids import ids_of
from claimsdb.model.spans import Span, strip, subtract


def placed(found: Normalized) -> Normalized:
    """The findings with the spans of the text: words in one piece in the reading are whole again, and furniture is in no segment."""
    document = found.document
    place = _Places(document.text, document.moved, [gap for p in document.passages for gap in p.gaps])
    if not place.moved and not place.gaps:
        return found
    claims, ids = [], ids_of(document)
    for claim in found.claims:
        segments = place.pieces(claim.segments)
        quantities = tuple(replace(q, span=place.one(q.span)) for q in claim.quantities)
        identity = ids.claim(segments)
        claims.append(
            replace(claim, id=identity, segments=segments, quotes=place.pieces(claim.quotes), quantities=quantities)
        )
    return replace(
        found,
        sentences=tuple(replace(s, span=place.one(s.span)) for s in found.sentences),
        attributions=tuple(
            replace(a, source=place.pieces(a.source), cue=place.pieces(a.cue), content=place.pieces(a.content))
            for a in found.attributions
        ),
        speakers=tuple(
            replace(s, mentions=tuple(map(place.one, s.mentions)), roles=tuple(map(place.one, s.roles)))
            for s in found.speakers
        ),
        claims=tuple(claims),
        marks=tuple(replace(m, span=place.one(m.span)) for m in found.marks),
    )


class _Places:
    def __init__(self, text: str, moved: Mapping[int, int], gaps: list[Span]) -> None:
        self.text, self.moved, self.gaps = text, moved, gaps

    def one(self, span: Span) -> Span:
        """The span of the text that has the words of a span of the reading."""
        last = span.end - 1
        return Span(self.moved.get(span.start, span.start), self.moved.get(last, last) + 1)

    def pieces(self, spans: Iterable[Span]) -> Spans:
        """The same for several, each without the furniture in it."""
        found = (strip(self.text, piece) for span in spans for piece in subtract(self.one(span), self.gaps))
        return tuple(piece for piece in found if piece.length)
