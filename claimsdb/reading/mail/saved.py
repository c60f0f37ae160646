"""Pages that a browser saved as one file (MHTML): the page is a part of a message, and is read as any other page."""

from __future__ import annotations

from dataclasses import replace

from claimsdb.model.document import Metadata, Transport
from claimsdb.model.errors import Problem, UnreadableError
from claimsdb.reading.html import page
from claimsdb.reading.mail.spelling import moved, value
from claimsdb.reading.reading import Reading, Settings
from claimsdb.reading.times import utc
from claimsdb.streams.kinds import XHTML
from claimsdb.streams.mail.structure import Entity, structure
from claimsdb.streams.mail.transfer import transferred
from claimsdb.streams.types import type_of

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
    stated = made.stated.over(Metadata(url=_address(raw, root, part)))
    return replace(
        made,
        map=made.map.through(found.map),
        stated=stated,
        captured_at=_saved_at(raw, root) or made.captured_at,
        problems=tuple(problems),
        stream=raw,
    )


def _page(raw: bytes, root: Entity) -> Entity | None:
    """The part that is the page: the one that the message names, or else the first one."""
    start, at = root.parameter("start"), _location(raw, root)
    pages = [part for part in root.walk() if not part.parts and part.media_type in _PAGES]
    named = (p for p in pages if start and str(p.header.get("Content-ID", "")).strip().strip("<>") == start.strip("<>"))
    located = (p for p in pages if at and _location(raw, p) == at)
    return next(named, None) or next(located, None) or next(iter(pages), None)


def _location(raw: bytes, part: Entity) -> str | None:
    field = part.field("snapshot-content-location", "content-location")
    return value(raw, field.value, field.end).text.strip() if field else None


def _address(raw: bytes, root: Entity, part: Entity) -> str | None:
    """The address that the page had."""
    places = (_location(raw, root), _location(raw, part))
    return next((at for at in places if at and at.startswith(("http://", "https://"))), None)


def _saved_at(raw: bytes, root: Entity) -> str | None:
    field = root.field("date")
    return utc(value(raw, field.value, field.end).text.strip()) if field else None
