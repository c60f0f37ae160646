"""From the layout of pages to what a reader returns: their text with its map, the pages as parts, and what has read them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from claimsdb.model.document import Metadata, Part, Passage, Place
from claimsdb.model.errors import Problem, UnreadableError
from claimsdb.model.recognition import DOUBTFUL, read_by
from claimsdb.model.source_map import Range, SourceMap
from claimsdb.reading.pdf.flow import AROUND
from claimsdb.reading.pdf.hyphens import Hyphens
from claimsdb.reading.pdf.layout import Page
from claimsdb.reading.pdf.lines import Paragraph
from claimsdb.reading.pdf.writing import Writer
from claimsdb.reading.reading import Reading
from claimsdb.reading.scans.reader import Read


class Laid(NamedTuple):
    """Pages as they are laid out, with their paragraphs, the stream and the name of each, what has read those that a machine has, and
    the numbers of those on which nothing is the article, since it is not known, or hardly, what they say.
    """

    pages: Sequence[Page]
    paragraphs: Sequence[Paragraph]
    streams: Sequence[bytes]
    names: Sequence[str]
    by: Mapping[int, Read]
    aside: Collection[int]


def composed(of: Laid, metadata: Metadata, problems: Sequence[Problem], empty: Problem) -> Reading:
    """The reading of these pages. Raises `UnreadableError` with the first problem, or that it is `empty`, if there are no words."""
    parts = tuple(_parts(of))
    names = [
        f"{name}, {read_by(of.by[number].by)}" if number in of.by else name for number, name in enumerate(of.names)
    ]
    starts = [part.start for part in parts]
    stream = b"".join(of.streams)
    writer = Writer(stream, starts, names.__getitem__, of.pages, Hyphens(of.paragraphs))
    for paragraph in of.paragraphs:
        writer.add(paragraph)
    text, to_stream = writer.finished()
    if not text.strip():
        raise UnreadableError(problems[0] if problems else empty)
    return Reading(
        text=text,
        map=to_stream,
        encoding="utf-8",
        passages=tuple(_passages(writer, of.aside)),
        stated=metadata,
        problems=tuple(problems),
        stream=stream,
        parts=parts,
        places=tuple(_doubted(writer.places, to_stream, of.by, starts)),
        drawn=tuple(writer.drawn),
    )


def _doubted(
    places: Sequence[Place], to_stream: SourceMap, by: Mapping[int, Read], starts: Sequence[int]
) -> Iterator[Place]:
    """The places; those of lines with words that the program doubts say so."""
    doubtful = [(starts[k] + a, starts[k] + b) for k in sorted(by) for a, b in by[k].doubtful]
    for place in places:
        ranges = to_stream.ranges(place.span) if doubtful else ()
        if any(
            doubtful[k][0] < end
            for start, end in ranges
            if (k := bisect_right(doubtful, start, key=_end)) < len(doubtful)
        ):
            place = place._replace(note=DOUBTFUL)
        yield place


def _end(of: Range) -> int:
    return of[1]


def _parts(of: Laid) -> Iterator[Part]:
    at = 0
    for number, (stream, page) in enumerate(zip(of.streams, of.pages, strict=True)):
        part = Part.of(f"page {number + 1}", at, stream, round(page.height, 2))
        if (read := of.by.get(number)) is not None:
            part = part._replace(read_by=read.by, picture=read.picture, resolution=read.resolution)
        yield part
        at += part.size


def _passages(writer: Writer, aside: Collection[int]) -> Iterator[Passage]:
    pages = dict(writer.pages)
    for passage in writer.passages:
        if pages[passage.span.start] in aside:
            yield Passage(passage.span, AROUND, passage.loose)
        else:
            yield passage
