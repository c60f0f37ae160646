"""An HTML page as a document: decoded, scanned, divided into the article and what is around it, with the map to its bytes."""

from __future__ import annotations

from dataclasses import replace

from claimsdb.model.document import Passage
from claimsdb.model.errors import UnreadableError
from claimsdb.model.source_map import SourceMap
from claimsdb.model.spans import Span, strip
from claimsdb.reading.html import charset, issue
from claimsdb.reading.html.authors import author
from claimsdb.reading.html.bylines import Lines
from claimsdb.reading.html.choosing import chosen
from claimsdb.reading.html.composing import BOILERPLATE, composed, parts
from claimsdb.reading.html.outline import Outline, Sort
from claimsdb.reading.html.placing import places
from claimsdb.reading.html.roles import assign
from claimsdb.reading.html.scanner import scan
from claimsdb.reading.html.stating import stated
from claimsdb.reading.html.titles import headline
from claimsdb.reading.html.walls import wall
from claimsdb.reading.reading import Reading, Settings

_LONGEST_LINE = 120  # code points of what states a date
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
    exact = said.metadata.published
    issued = lines.issued(said.language) if exact is None or issue.is_utc(exact) else None
    issued = issued if issued and (exact is None or issued.alone) else None
    changed = None if said.metadata.modified else lines.changed(said.language)
    metadata = replace(
        said.metadata,
        title=headline(shown, said.titles, said.metadata.publisher),
        author=author(page.text, said.authors, lines, said.metadata),
        published=issue.local(exact, issued and issued.iso) if exact else issued and issued.iso,
        modified=said.metadata.modified or (changed and changed.iso),
    )
    first = (exact or metadata.published or "")[:10]
    if metadata.modified and metadata.modified[:10] < first:
        metadata = replace(metadata, modified=None)  # nothing is changed before it is published
    made = [part for part in made if part.chosen or part.role not in ("alternative",)]
    text, to_file, passages = composed(page.text, page.map, made)
    article = "\n".join(p.span.of(text) for p in passages if p.role != BOILERPLATE)
    problem = wall(path, said.titles, article, text, outline.head)
    if problem and not text.strip():
        raise UnreadableError(problem)
    if problem:
        passages = tuple(Passage(p.span, BOILERPLATE, p.loose) for p in passages)
    problems = (*page.problems, *((problem,) if problem else ()))
    dates = {"published": issued if issued and not (exact or "").startswith(issued.iso) else None, "modified": changed}
    of_lines = {
        field: line
        for field, found in dates.items()
        if found and (line := _line(text, to_file, page.map.byte(found.start)))
    }
    provenance = places(page.text, page.map, said.said, metadata, said.language, text, passages, of_lines)
    return Reading(
        text,
        to_file,
        page.encoding,
        passages,
        metadata,
        problems,
        stream=raw,
        captured_at=said.captured_at,
        provenance=tuple(provenance),
    )


def _line(text: str, to_file: SourceMap, byte: int) -> Span | None:
    """The line of the text that begins with this byte of the file, or behind it; of a paragraph, its beginning."""
    start = next((run.start for run in to_file.runs() if run.byte_start >= byte), len(text))
    end = text.find("\n", start)
    span = strip(text, Span(start, min(len(text) if end < 0 else end, start + _LONGEST_LINE)))
    return span if span.length else None
