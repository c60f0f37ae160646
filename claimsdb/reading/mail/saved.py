"""Pages that a browser saved as one file (MHTML): the page is a part of a message, and is read as any other page."""

from __future__ import annotations

from dataclasses import replace

from claimsdb.model.document import Metadata, Transport
from claimsdb.model.errors import Problem, UnreadableError
from claimsdb.model.provenance import Provenance, StatedIn
from claimsdb.model.spans import Span
from claimsdb.reading.html import page
from claimsdb.reading.mail.spelling import moved, value
from claimsdb.reading.reading import Reading, Settings
from claimsdb.reading.times import utc
from claimsdb.streams.kinds import XHTML
from claimsdb.streams.mail.structure import Entity, structure
from claimsdb.streams.mail.transfer import transferred
from claimsdb.streams.types import type_of

_LOCATION = ("snapshot-content-location", "content-location")
_PAGES = ("text/html", XHTML)


def read(raw: bytes, path: str, settings: Settings) -> Reading:
    """Read the page in the file; the map leads through its transfer encoding.

    Raises `UnreadableError` if there is no page or no text in it, `EncodingNameError` for an unknown encoding that is asked for.
    """
    root = structure(raw)
    part = _page(raw, root)
    if part is None:
        what = "There is no page in it."
        raise UnreadableError(Problem("empty", path, what, "Save the page again, as HTML."))
    found = transferred(raw, part.range, part.transfer)
    charset = settings.transport.charset or part.charset
    inner = Settings(settings.encoding, Transport(settings.transport.url, charset), settings.fields)
    reader = page.read_xhtml if type_of(found.raw, path) == XHTML else page.read
    try:
        made = reader(found.raw, path, inner)
    except UnreadableError as error:
        raise UnreadableError(moved(error.problem, found.map, path)) from None
    problems = [moved(problem, found.map, path) for problem in made.problems]
    if found.fault:
        what = f"{found.fault.what}: the page may be damaged there."
        problems.insert(0, Problem("transfer", path, what, "Save the page again.", found.fault.byte))
    if not root.closed:
        what = "The delimiter that ends its last part is missing: it is probably cut off."
        problems.insert(0, Problem("parts", path, what, "Save the page again if something is missing.", root.end))
    located = _located(raw, root, part)
    provenance = [one._replace(bytes=Span(*found.map.hull(one.bytes))) if one.bytes else one for one in made.provenance]
    if made.stated.url is None and located is not None:
        provenance.append(Provenance("url", StatedIn.FIELD, located[0], None, located[1]))
    stated = made.stated.over(Metadata(url=located[0] if located else None))
    return replace(
        made,
        map=made.map.through(found.map),
        stated=stated,
        captured_at=_saved_at(raw, root) or made.captured_at,
        problems=tuple(problems),
        stream=raw,
        provenance=tuple(provenance),
    )


def _page(raw: bytes, root: Entity) -> Entity | None:
    """The part that is the page: the one that the message names, or else the first one."""
    start, at = root.parameter("start"), _location(raw, root)
    pages = [part for part in root.walk() if not part.parts and part.media_type in _PAGES]
    named = (p for p in pages if start and str(p.header.get("Content-ID", "")).strip().strip("<>") == start.strip("<>"))
    located = (p for p in pages if at and _location(raw, p) == at)
    return next(named, None) or next(located, None) or next(iter(pages), None)


def _location(raw: bytes, part: Entity) -> str | None:
    field = part.field(*_LOCATION)
    return value(raw, field.value, field.end).text.strip() if field else None


def _located(raw: bytes, root: Entity, part: Entity) -> tuple[str, Span] | None:
    """The address that the page had, and the bytes of the field that says it."""
    for entity in (root, part):
        field, said = entity.field(*_LOCATION), _location(raw, entity) or ""
        if field and said.startswith(("http://", "https://")):
            return said, Span(field.value, field.end)
    return None


def _saved_at(raw: bytes, root: Entity) -> str | None:
    field = root.field("date")
    return utc(value(raw, field.value, field.end).text.strip()) if field else None
