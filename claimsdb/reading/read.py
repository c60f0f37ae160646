"""From bytes to a document, with one reader for each format. Pure: no file is opened here."""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256
from types import MappingProxyType

from claimsdb.model.document import Document, Metadata, Passage, Transport
from claimsdb.model.errors import Problem, UnreadableError
from claimsdb.reading.encodings.decoding import decode
from claimsdb.reading.formats import text
from claimsdb.reading.formats.markup import without_markup
from claimsdb.reading.formats.pages import across
from claimsdb.reading.mending import mended, without
from claimsdb.reading.sniffing import HTML, XHTML, sniffed

Reader = Callable[[str, str], tuple[tuple[Passage, ...], Metadata, tuple[Problem, ...]]]

SUFFIXES = MappingProxyType(
    {
        ".txt": "text/plain",
        ".text": "text/plain",
        ".md": "text/markdown",
        ".markdown": "text/markdown",
        ".html": HTML,
        ".htm": HTML,
        ".xhtml": HTML,
    }
)


def media_type(path: str) -> str | None:
    """The media type for the path's suffix: plain text if there is none, None if no reader knows it."""
    suffix = re.search(r"\.[a-z][a-z0-9]*$", path.rpartition("/")[2][1:].lower())
    return SUFFIXES.get(suffix.group()) if suffix else "text/plain"


def read(
    raw: bytes,
    path: str,
    *,
    encoding: str | None = None,
    given: Metadata | None = None,
    transport: Transport | None = None,
) -> Document:
    """Read one file's bytes; `path` is relative, with `/`. A page is told by its content; otherwise the path's suffix chooses the reader.

    What the `transport` says is used if the bytes and the document itself say nothing else; what is `given` takes precedence over all.

    Raises `UnreadableError` if the file contains no readable text, `EncodingNameError` for an unknown `encoding`.
    """
    transport = transport or Transport()
    found = sniffed(raw) or media_type(path)
    if found is None:
        remedy = f"Save its text as one of {', '.join(SUFFIXES)}."
        raise UnreadableError(Problem("unsupported", path, "Files with this suffix cannot be read.", remedy))
    is_page = found in (HTML, XHTML)
    problems: tuple[Problem, ...] = ()
    if is_page:
        from claimsdb.reading.html import page  # what chooses the article takes a moment to load

        decoded, passages, stated = page.read(
            raw, path, encoding=encoding, transport=transport.charset, xml=found == XHTML
        )
    else:
        decoded = decode(raw, path, encoding, transport.charset)
        passages, stated, problems = _reader(found)(decoded.text, path)
        passages = across(decoded.text, passages)
    plain = without_markup(decoded.text) if found == "text/markdown" else decoded.text
    reading, moved = mended(without(plain, [gap for p in passages for gap in p.gaps]), passages)
    return Document(
        path=path,
        sha256=sha256(raw).hexdigest(),
        size_bytes=len(raw),
        media_type=found,
        encoding=decoded.encoding,
        text=decoded.text,
        reading=reading,
        map=decoded.map,
        passages=passages,
        stated=stated.over(Metadata(url=transport.url)),
        given=given or Metadata(),
        transport=transport,
        problems=decoded.problems + problems,
        moved=moved,
        raw=raw if is_page else b"",
    )


def _reader(media: str) -> Reader:
    if media == "text/markdown":  # its parsers take longer to import than all else here
        from claimsdb.reading.formats import markdown

        return markdown.read
    return text.read
