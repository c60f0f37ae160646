"""From bytes to a document, with one reader for each format. Pure: no file is opened here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from hashlib import sha256
from importlib import import_module
from types import MappingProxyType

from claimsdb.model.document import Document, Metadata, Transport
from claimsdb.model.errors import UnreadableError
from claimsdb.model.ids import PICTURES
from claimsdb.model.recognition import Recognition
from claimsdb.reading.mending import mended, without
from claimsdb.reading.reading import Reader, Settings
from claimsdb.streams.kinds import DOCX, EPUB, FODP, FODT, HTML, MARKDOWN, ODP, ODT, PPTX, RTF, TEXT, XHTML, unread
from claimsdb.streams.types import type_of

READERS = MappingProxyType(
    {
        TEXT: ("formats.text", "read"),
        MARKDOWN: ("formats.markdown", "read"),
        HTML: ("html.page", "read"),
        XHTML: ("html.page", "read_xhtml"),
        "application/pdf": ("pdf.pages", "read"),
        **dict.fromkeys(sorted(PICTURES), ("scans.picture", "read")),
        DOCX: ("office.word.document", "read"),
        ODT: ("office.opendocument.text", "read"),
        EPUB: ("office.epub.book", "read"),
        PPTX: ("office.powerpoint.presentation", "read"),
        ODP: ("office.opendocument.text", "read_presentation"),
        FODT: ("office.opendocument.flat", "read"),
        FODP: ("office.opendocument.flat", "read_presentation"),
        RTF: ("office.rtf.document", "read"),
        "message/rfc822": ("mail.message", "read"),
        "multipart/related": ("mail.saved", "read"),
        "application/vnd.ms-outlook": ("mail.outlook", "read"),
        "application/x-subrip": ("subtitles.timed", "read_srt"),
        "text/vtt": ("subtitles.timed", "read_vtt"),
        "text/tab-separated-values": ("subtitles.transcripts", "read_rows"),
        "application/json": ("records", "read_json"),
        "text/csv;header=absent": ("records", "read_row"),
    }
)
"""The module and the function that read each media type."""


def read(
    raw: bytes,
    path: str,
    *,
    encoding: str | None = None,
    given: Metadata | None = None,
    transport: Transport | None = None,
    fields: Mapping[str, str] | None = None,
    around: Metadata | None = None,
    media_type: str | None = None,
    ocr: Recognition | None = None,
    step: Callable[[int, int], None] | None = None,
) -> Document:
    """Read one file's bytes; `path` is relative, with `/`. Its kind is told by its content, and by its name among kinds of text, unless
    `media_type` says it.

    What the `transport` and the file `around` it say is used if the bytes and the document itself say nothing else; what is `given` takes
    precedence over all. `fields` says which field of a record is its text, its title and so on. `ocr` is the program that reads pictures
    (default: they are not read), and `step` is called with the number of pages that were read, and of all.

    Raises `UnreadableError` if the file contains no readable text, `EncodingNameError` for an unknown `encoding`.
    """
    transport = transport or Transport()
    around = around or Metadata()
    found = media_type or type_of(raw, path)
    if found is None or found not in READERS or (found in PICTURES and ocr is None):
        raise UnreadableError(unread(path, found))
    settings = Settings(encoding, transport, fields or {}, ocr, step or (lambda _done, _of: None))
    made = _reader(found)(raw, path, settings)
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
        stated=made.stated.over(Metadata(url=transport.url)).over(around),
        provenance=made.provenance,
        given=given or Metadata(),
        transport=replace(transport, captured_at=transport.captured_at or made.captured_at),
        around=around,
        fields=fields or {},
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
