"""Where a stretch of a claim's text stands in its file, in code points and bytes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from claimsdb.model.spans import Span
from claimsdb.store.keys import among


def bytes_of(text: str, start: int, inner: Span, encoding: str) -> tuple[int, int]:
    """The bytes of a part of a text that begins at the byte `start` of its file and is written in this encoding."""
    mark = len("".encode(encoding))
    before, words = (len(part.encode(encoding)) - mark for part in (text[: inner.start], inner.of(text)))
    return start + before, start + before + words


class Spots:
    """The segments of some claims, read once."""

    def __init__(self, connection: sa.Connection, claims: Sequence[int]) -> None:
        self._segments: dict[int, list[tuple[Span, Span, str]]] = {}
        self._encoding: dict[int, str] = {}
        with among(connection, claims) as chosen:
            inside = str(chosen.compile(compile_kwargs={"literal_binds": True}))
            query = f"""SELECT g.claim, g.start, g."end", g.byte_start, g.byte_end, g.text, d.encoding
                FROM segments g JOIN claims c ON c.id = g.claim JOIN documents d ON d.id = c.document
                WHERE g.claim IN ({inside}) ORDER BY g.claim, g.position"""
            for claim, start, end, byte_start, byte_end, text, encoding in connection.exec_driver_sql(query):
                self._segments.setdefault(claim, []).append((Span(start, end), Span(byte_start, byte_end), text))
                self._encoding[claim] = encoding

    def of(self, claim: int, span: Span) -> dict[str, Any]:
        """The place of a span of the claim's text: of the part in the segment where it begins."""
        at = 0
        for where, raw, text in self._segments[claim]:
            if span.start < at + len(text):
                inner = Span(max(span.start - at, 0), min(span.end - at, len(text)))
                byte_start, byte_end = bytes_of(text, raw.start, inner, self._encoding[claim])
                return {
                    "start": where.start + inner.start,
                    "end": where.start + inner.end,
                    "byte_start": byte_start,
                    "byte_end": byte_end,
                    "text": inner.of(text),
                }
            at += len(text) + len(" … ")
        raise AssertionError(f"no segment of claim {claim} holds {span}")
