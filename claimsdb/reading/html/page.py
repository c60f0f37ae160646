"""An HTML page as a document: decoded, scanned, divided into the article and what is around it, with the map to its bytes."""

from __future__ import annotations

from dataclasses import replace

from claimsdb.model.document import Passage
from claimsdb.model.errors import UnreadableError
from claimsdb.reading.html import charset
from claimsdb.reading.html.bylines import Lines
from claimsdb.reading.html.choosing import chosen
from claimsdb.reading.html.composing import BOILERPLATE, composed, parts
from claimsdb.reading.html.outline import Outline, Sort
from claimsdb.reading.html.roles import assign
from claimsdb.reading.html.scanner import scan
from claimsdb.reading.html.stating import author, headline, stated
from claimsdb.reading.html.walls import wall
from claimsdb.reading.reading import Reading, Settings

_LONGEST_NAME = 60  # code points of a site's name


def read(raw: bytes, path: str, settings: Settings) -> Reading:
    """Read a page. Raises `UnreadableError` if it has no text, `EncodingNameError` for an unknown encoding that is asked for."""
    return _read(raw, path, settings, xml=False)


def read_xhtml(raw: bytes, path: str, settings: Settings) -> Reading:
    """Read a page by the rules of XHTML; raises what `read` raises."""
    return _read(raw, path, settings, xml=True)


def _read(raw: bytes, path: str, settings: Settings, *, xml: bool) -> Reading:
    page = charset.page(raw, path, settings.encoding, settings.transport.charset)
    outline = Outline(page.text)
    outline.walk(scan(page.text, xml))
    short = (p for p in outline.pieces if p.sort is not Sort.BREAK and p.end - p.start <= _LONGEST_NAME)
    said = stated(page.text, outline.head, (page.text[p.start : p.end] for p in short), settings.transport.url)
    made = list(parts(page.text, outline.pieces, chosen(page.text, outline.pieces, outline.tags)))
    shown = assign(page.text, made, said.titles)
    lines = Lines(page.text, made, said.times)
    metadata = replace(
        said.metadata,
        title=headline(shown, said.titles),
        author=author(page.text, said.authors, lines, said.metadata),
        published=said.metadata.published or lines.issued(said.language),
    )
    made = [part for part in made if part.chosen or part.role not in ("alternative",)]
    text, to_file, passages = composed(page.text, page.map, made)
    article = "\n".join(p.span.of(text) for p in passages if p.role != BOILERPLATE)
    problem = wall(path, said.titles, article, text, outline.head)
    if problem and not text.strip():
        raise UnreadableError(problem)
    if problem:
        passages = tuple(Passage(p.span, BOILERPLATE, p.loose) for p in passages)
    problems = (*page.problems, *((problem,) if problem else ()))
    return Reading(text, to_file, page.encoding, passages, metadata, problems, stream=raw, captured_at=said.captured_at)
