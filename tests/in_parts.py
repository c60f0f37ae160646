"""Readers of documents of several parts, for tests of everything after reading: a ZIP of pages of a few tags, and lines on pages."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256

from claimsdb.model.document import Document, Drawn, Part, Passage, Place
from claimsdb.model.source_map import How, Run, SourceMap
from claimsdb.model.spans import Span
from tests.as_read import page

WIDTH = 6.0
"""The width of each character on a page, in points."""
HEIGHT = 792.0
"""The height of each page."""


def packed(members: Mapping[str, str | bytes]) -> bytes:
    """A ZIP with these members; the same bytes whenever it is made."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as to:
        for name, text in members.items():
            to.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def parts_of(raw: bytes) -> tuple[Part, ...]:
    """The members of a ZIP, one after the other."""
    made, at = list[Part](), 0
    with zipfile.ZipFile(io.BytesIO(raw)) as opened:
        for name in opened.namelist():
            inner = opened.read(name)
            made.append(Part(name, at, len(inner), sha256(inner).hexdigest()))
            at += len(inner)
    return tuple(made)


def unpacked(raw: bytes, path: str = "book.epub", media_type: str = "application/epub+zip") -> Document:
    """The members of a ZIP as one document, each read as a page; their paragraphs are numbered."""
    with zipfile.ZipFile(io.BytesIO(raw)) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
    text, stream = "", b""
    runs, passages, places = list[Run](), list[Passage](), list[Place]()
    for name, inner in members.items():
        read = page(inner)
        if text and read.text:
            text = _add(text, runs, "\n\n")
        passages += (Passage(p.span.shift(len(text)), p.role, p.loose) for p in read.passages)
        places += (Place(p.span.shift(len(text)), name, "paragraph", str(k)) for k, p in enumerate(read.passages, 1))
        runs += (r._replace(start=r.start + len(text), byte_start=r.byte_start + len(stream)) for r in read.map.runs())
        text, stream = text + read.text, stream + inner
    return Document(
        path=path,
        sha256=sha256(raw).hexdigest(),
        size_bytes=len(raw),
        media_type=media_type,
        encoding="utf-8",
        raw=stream,
        text=text,
        reading=text,
        map=SourceMap(len(text), len(stream), runs),
        passages=tuple(passages),
        parts=parts_of(raw),
        places=tuple(places),
    )


def drawn(pages: Sequence[Sequence[str]], order: Callable[[int], int] = int, path: str = "report.pdf") -> Document:
    """Pages of lines as one document: a line that ends in a hyphen goes on in the next; an empty line ends a paragraph.

    The glyphs of a page are in the stream in the `order` of its lines: by default, as they are.
    """
    text, stream = "", b""
    runs, parts, places, lines = list[Run](), list[Part](), list[Place](), list[Drawn]()
    ends, joins = list[int](), False
    for number, page_lines in enumerate(pages, 1):
        glyphs, starts = b"", dict[int, int]()
        for k in sorted(range(len(page_lines)), key=order):
            starts[k] = len(stream) + len(glyphs)
            glyphs += page_lines[k].encode()
        parts.append(Part(f"page {number}", len(stream), len(glyphs), sha256(glyphs).hexdigest(), HEIGHT))
        stream += glyphs
        for k, line in enumerate(page_lines):
            if not line:
                ends.append(len(text))
                continue
            if ends and ends[-1] == len(text):
                text = _add(text, runs, "\n\n") if text else text
            elif text and not joins:
                text = _add(text, runs, " ")
            joins, at = line.endswith("-"), starts[k]
            words = line.removesuffix("-")
            span = Span(len(text), len(text) + len(words))
            for c in words:
                runs.append(Run(len(text), 1, at, len(c.encode())))
                text, at = text + c, at + len(c.encode())
            places.append(Place(span, f"page {number}", "line", str(k + 1)))
            bottom = 700.0 - 14 * k
            lines.append(Drawn(span, number, bottom, bottom + 12, tuple(72 + WIDTH * x for x in range(len(words) + 1))))
    starts_of = [0, *(end for end in ends if 0 < end < len(text))]
    spans = [Span(a + (2 if a else 0), b) for a, b in zip(starts_of, [*starts_of[1:], len(text)], strict=True)]
    return Document(
        path=path,
        sha256=sha256(repr(pages).encode()).hexdigest(),
        size_bytes=max(len(stream), 1),
        media_type="application/pdf",
        encoding="utf-8",
        raw=stream,
        text=text,
        reading=text,
        map=SourceMap(len(text), len(stream), runs),
        passages=tuple(Passage(span) for span in spans if span.length),
        parts=tuple(parts),
        places=tuple(places),
        drawn=tuple(lines),
    )


def _add(text: str, runs: list[Run], words: str) -> str:
    runs.append(Run(len(text), len(words), 0, 0, How.NONE))
    return text + words
