"""The HTML of a message: all of it is text of the message; what it quotes has marks of quotation, as in a plain text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from claimsdb.model.document import Passage
from claimsdb.model.source_map import How, Run, SourceMap
from claimsdb.model.spans import Span
from claimsdb.reading.formats import text as plain
from claimsdb.reading.html.composing import Part, composed, parts
from claimsdb.reading.html.outline import Outline, Sort
from claimsdb.reading.html.scanner import scan
from claimsdb.reading.mail.mapped import Mapped, joined
from claimsdb.reading.mail.quoted import space

_MARKED = 20
"""Quotations that are deeper have no more marks."""


def page_text(page: str, to_bytes: SourceMap) -> tuple[Mapped, tuple[Passage, ...]]:
    """The text of an HTML part as people read it, with its passages; `to_bytes` leads from the page to its bytes.

    The page has no marks of quotation: those of a passage are from the bytes of its first letter.
    """
    outline = Outline(page)
    outline.walk(scan(page, False))
    every = frozenset(k for k, piece in enumerate(outline.pieces) if piece.sort is Sort.TEXT and not piece.place.hidden)
    made = [part for part in parts(page, outline.pieces, every) if part.chosen]
    pieces: list[Mapped | str] = []
    passages: list[Passage] = []
    length = 0
    for depth, group in groupby(made, key=_depth):
        text, to_file, found = composed(page, to_bytes, group)
        for piece, passage in _lines(Mapped(text, to_file), found, depth):
            separator = ("\n\n" if passage.loose else "\n") if length else ""
            if separator:
                pieces.append(separator)
            pieces.append(piece)
            length += len(separator) + len(piece.text)
            passages.append(replace(passage, span=Span(length - len(piece.text), length)))
    return joined(pieces, to_bytes.size), tuple(passages)


def _depth(part: Part) -> int:
    return next((min(piece.place.quotes, _MARKED) for piece in part.pieces if piece.sort is Sort.TEXT), 0)


def _lines(of: Mapped, passages: tuple[Passage, ...], depth: int) -> Iterator[tuple[Mapped, Passage]]:
    """The passages, those of several lines divided as in a plain text; one that is quoted is one line behind its marks."""
    for passage in passages:
        for inner in _divided(of.text, passage):
            if depth:
                yield _marked(joined(_unbroken(of, inner.span), of.map.size), ">" * depth + " "), inner
            else:
                yield of.cut([inner.span]), inner


def _marked(of: Mapped, marks: str) -> Mapped:
    """The text behind marks, which share the bytes of its first letter."""
    first, *rest = of.map.runs()
    letter = first.part(first.start, first.start + 1)
    shift = len(marks)
    runs = [Run(0, shift + letter.length, letter.byte_start, letter.byte_length, How.ESCAPE)]
    if letter.length < first.length:
        runs.append(first.part(first.start + 1, first.end))
    runs += rest
    moved = (run._replace(start=run.start + shift) for run in runs[1:])
    return Mapped(marks + of.text, SourceMap(shift + len(of.text), of.map.size, [runs[0], *moved]))


def _divided(text: str, passage: Passage) -> Iterator[Passage]:
    if passage.role not in (None, "quote") or "\n" not in passage.span.of(text):
        yield passage
        return
    for k, inner in enumerate(plain.passages(passage.span.of(text))):
        loose = inner.loose if k else passage.loose
        yield Passage(inner.span.shift(passage.span.start), passage.role or inner.role, loose)


def _unbroken(of: Mapped, span: Span) -> Iterator[Mapped]:
    at = span.start
    while (end := of.text.find("\n", at, span.end)) >= 0:
        yield of.cut([Span(at, end)])
        yield space(of, Span(end, end + 1))
        at = end + 1
    yield of.cut([Span(at, span.end)])
