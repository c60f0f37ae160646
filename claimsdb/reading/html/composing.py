"""From pieces, and which of them are the article, to the text, its map and its passages."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from claimsdb.model.document import Passage
from claimsdb.model.source_map import SourceMap
from claimsdb.model.spans import Span, strip
from claimsdb.reading.formats import text as plain
from claimsdb.reading.html.outline import Piece, Sort
from claimsdb.reading.html.writing import WHITE, Writer

BOILERPLATE = "boilerplate"
_ROW_WORDS = 80  # a row with more is a layout
_NOTHING = re.compile(rf"(?:[{WHITE}]|&nbsp;)*+")


@dataclass(slots=True)
class Part:
    """Pieces that make one passage: `lines` of pieces with their place, and its role; `chosen`: it belongs to the article."""

    role: str | None
    chosen: bool
    pieces: list[Piece] = field(default_factory=list)


def composed(page: str, to_bytes: SourceMap, parts: Iterable[Part]) -> tuple[str, SourceMap, tuple[Passage, ...]]:
    """The text, its map to the bytes of the file, and the passages; what is not chosen is boilerplate, one passage between chosen ones."""
    writer = Writer(page)
    passages: list[Passage] = []
    for chosen, group in groupby(parts, key=lambda part: part.chosen):
        for k, part in enumerate(group):
            if not chosen:
                if k == 0:
                    writer.begin("\n\n")
                else:
                    writer.line()
                _write(writer, part.pieces)
                continue
            writer.begin("\n\n")
            bold = _write(writer, part.pieces)
            span = writer.end()
            if span is not None:
                passages.append(Passage(span, part.role, bold=bold))
        if not chosen and (span := writer.end()) is not None:
            passages.append(Passage(span, BOILERPLATE))
    text, to_file = writer.finished(to_bytes)
    return text, to_file, tuple(_lines(text, passages))


def _write(writer: Writer, pieces: Sequence[Piece]) -> Span | None:
    """Write pieces, and return the span of the words in bold with which they begin."""
    bold, begins = None, True
    cell = pieces[0].place.cell if pieces else 0
    block = pieces[0].block if pieces else 0
    for piece in pieces:
        if piece.place.cell != cell:
            writer.cell()
        elif piece.block != block:
            writer.line()
        cell, block = piece.place.cell, piece.block
        if piece.sort is Sort.BREAK:
            writer.line()
        elif piece.place.pre:
            writer.keep(piece.start, piece.end, literal=piece.literal)
        else:
            writer.add(piece.start, piece.end, literal=piece.literal, attribute=piece.sort is Sort.IMAGE)
        begins = begins and (piece.place.bold or writer.end() == bold)
        if begins:
            bold = writer.end()
    return bold


def _lines(text: str, passages: Iterable[Passage]) -> Iterator[Passage]:
    """The passages without spaces that a layout keeps at their ends; those of preformatted text are divided as plain text is."""
    for passage in passages:
        if passage.role != "pre":
            if (span := strip(text, passage.span)).length:
                yield replace(passage, span=span)
            continue
        for inner in plain.passages(passage.span.of(text)):
            yield Passage(inner.span.shift(passage.span.start), inner.role, inner.loose)


def parts(page: str, pieces: Sequence[Piece], chosen: Collection[int]) -> Iterator[Part]:
    """The pieces as parts, in the order of the page: blocks, cut at empty lines; rows, whole; and what is inside them but not theirs."""
    numbered = enumerate(pieces)
    for _, group in groupby(numbered, key=lambda pair: pair[1].place.row or -pair[1].block - 1):
        of_row = list(group)
        if of_row[0][1].place.row and not _is_row(page, [p for _, p in of_row]):
            for _, block in groupby(of_row, key=lambda pair: pair[1].block):
                yield from _block(page, list(block), chosen)
        else:
            yield from _block(page, of_row, chosen)


def _is_row(page: str, pieces: Sequence[Piece]) -> bool:
    """Whether the cells of a row are read on one line: there are several, and they are short."""
    texts = [p for p in pieces if p.sort is Sort.TEXT]
    words = sum(page.count(" ", p.start, p.end) for p in texts)
    return len({p.place.cell for p in texts}) > 1 and words <= _ROW_WORDS and not any(p.place.level for p in texts)


def _block(page: str, numbered: Sequence[tuple[int, Piece]], chosen: Collection[int]) -> Iterator[Part]:
    pictures = [p for _, p in numbered if p.sort is Sort.IMAGE]
    for lines in _paragraphs(page, [pair for pair in numbered if pair[1].sort is not Sort.IMAGE]):
        taken = any(k in chosen for k, _ in lines)
        inner = [p for _, p in lines if _belongs(p)] if taken else [p for _, p in lines]
        outer = [p for _, p in lines if not _belongs(p)] if taken else []
        yield Part(_role(lines), taken, inner)
        if outer:
            yield Part(None, False, outer)
    for picture in pictures:
        yield Part("alternative", False, [picture])


def _belongs(piece: Piece) -> bool:
    return not (piece.place.hidden or piece.place.aside or piece.place.around)


def _role(lines: Sequence[tuple[int, Piece]]) -> str | None:
    place = next((p.place for _, p in lines if p.sort is Sort.TEXT), lines[0][1].place)
    return "list_item" if place.row and len({p.place.cell for _, p in lines}) > 1 else place.role


def _paragraphs(page: str, numbered: Sequence[tuple[int, Piece]]) -> Iterator[list[tuple[int, Piece]]]:
    """The pieces of a block, cut where an empty line is, and behind a question in bold that begins it."""
    made: list[tuple[int, Piece]] = []
    breaks, bold, asked = 0, True, False  # since the last word; whether all words are bold; whether the last ones ask
    for k, piece in numbered:
        if piece.sort is Sort.BREAK:
            breaks += 1
        elif _NOTHING.fullmatch(page, piece.start, piece.end) is None:
            if made and (breaks > 1 or (bold and asked and not piece.place.bold)):
                yield made
                made, bold = [], True
            breaks, bold = 0, bold and piece.place.bold
            asked = page[piece.start : piece.end].rstrip().endswith("?")
        made.append((k, piece))
    if made:
        yield made
