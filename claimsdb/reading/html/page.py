"""An HTML page as a document: decoded, scanned, divided into the article and what is around it, with the map to its bytes."""

from __future__ import annotations

from dataclasses import replace

from claimsdb.model.document import Metadata, Passage
from claimsdb.model.errors import UnreadableError
from claimsdb.reading.encodings.decoding import Decoded
from claimsdb.reading.html import charset
from claimsdb.reading.html.choosing import chosen
from claimsdb.reading.html.composing import BOILERPLATE, composed, parts
from claimsdb.reading.html.outline import Outline
from claimsdb.reading.html.roles import assign, signed
from claimsdb.reading.html.scanner import scan
from claimsdb.reading.html.stating import author, called, stated
from claimsdb.reading.html.walls import wall


def read(
    raw: bytes, path: str, *, encoding: str | None = None, transport: str | None = None, xml: bool = False
) -> tuple[Decoded, tuple[Passage, ...], Metadata]:
    """The text of a page with its map and problems, its passages, and what it states of itself.

    `encoding` is what the user asks for, `transport` what a server or a mail said; `xml`: by the rules of XHTML.

    Raises `UnreadableError` if it has no text, `EncodingNameError` for an unknown `encoding`.
    """
    page = charset.page(raw, path, encoding, transport)
    outline = Outline(page.text)
    outline.walk(scan(page.text, xml))
    metadata, titles = stated(page.text, outline.head)
    made = list(parts(page.text, outline.pieces, chosen(page.text, outline.pieces, outline.tags)))
    shown = assign(page.text, made, titles)
    metadata = replace(
        metadata,
        title=shown or called(metadata.title, metadata.publisher),
        author=metadata.author or author(page.text, signed(page.text, made), metadata.publisher),
    )
    made = [part for part in made if part.chosen or part.role not in ("alternative",)]
    text, to_file, passages = composed(page.text, page.map, made)
    article = "\n".join(p.span.of(text) for p in passages if p.role != BOILERPLATE)
    problem = wall(path, titles, article, text, outline.head)
    if problem and not text.strip():
        raise UnreadableError(problem)
    if problem:
        passages = tuple(Passage(p.span, BOILERPLATE, p.loose) for p in passages)
    problems = (*page.problems, *((problem,) if problem else ()))
    return Decoded(text, page.encoding, to_file, problems), passages, metadata
