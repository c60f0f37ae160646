"""From bytes to a document, with one reader for each format. Pure: no file is opened here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from importlib import import_module
from types import MappingProxyType

from claimsdb.model.document import Document, Metadata, Transport
from claimsdb.model.errors import Problem, UnreadableError
from claimsdb.reading.mending import mended, without
from claimsdb.reading.reading import Reader, Settings
from claimsdb.reading.sniffing import HTML, XHTML, sniffed

READERS = MappingProxyType(
    {
        "text/plain": ("formats.text", "read"),
        "text/markdown": ("formats.markdown", "read"),
        HTML: ("html.page", "read"),
        XHTML: ("html.page", "read_xhtml"),
    }
)
"""The module and the function that read each media type."""
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
    fields: Mapping[str, str] | None = None,
) -> Document:
    """Read one file's bytes; `path` is relative, with `/`. A page is told by its content; otherwise the path's suffix chooses the reader.

    What the `transport` says is used if the bytes and the document itself say nothing else; what is `given` takes precedence over all.
    `fields` says which field of a record is its text, its title and so on.

    Raises `UnreadableError` if the file contains no readable text, `EncodingNameError` for an unknown `encoding`.
    """
    transport = transport or Transport()
    found = sniffed(raw) or media_type(path)
    if found is None:
        remedy = f"Save its text as one of {', '.join(SUFFIXES)}."
        raise UnreadableError(Problem("unsupported", path, "Files with this suffix cannot be read.", remedy))
    made = _reader(found)(raw, path, Settings(encoding, transport, fields or {}))
    gaps = [gap for p in made.passages for gap in p.gaps]
    reading, moved = mended(without(made.text if made.plain is None else made.plain, gaps), made.passages)
    return Document(
        path=path,
        sha256=sha256(raw).hexdigest(),
        size_bytes=len(raw),
        media_type=found,
        encoding=made.encoding,
        text=made.text,
        reading=reading,
        map=made.map,
        passages=made.passages,
        stated=made.stated.over(Metadata(url=transport.url)),
        given=given or Metadata(),
        transport=transport,
        problems=made.problems,
        moved=moved,
        raw=made.stream or b"",
        parts=made.parts,
        places=made.places,
        drawn=made.drawn,
    )


def _reader(media: str) -> Reader:
    """The reader for a media type. What it needs is loaded when the first such file is read."""
    module, name = READERS[media]
    reader: Reader = getattr(import_module(f"claimsdb.reading.{module}"), name)
    return reader
