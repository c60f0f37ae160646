"""OpenDocument texts and presentations in one XML file (FODT, FODP), read as those of several members are, from their own bytes."""

from __future__ import annotations

from dataclasses import replace

from claimsdb.model.errors import Problem
from claimsdb.reading.office.composing import Composer
from claimsdb.reading.office.opendocument.body import Body
from claimsdb.reading.office.opendocument.slides import Slides
from claimsdb.reading.office.opendocument.styles import Styles
from claimsdb.reading.office.opendocument.text import PREFIXES, furniture, stated, write
from claimsdb.reading.office.stating import accepted, properties_in, shown
from claimsdb.reading.office.xml import Markup
from claimsdb.reading.reading import Reading, Settings

_PAGES = frozenset({"office:master-styles"})


class _Pages(Body):
    """The walk over what is on each page, and over styles."""

    unread = Body.unread | {"office:body"}


class _Text(Body):
    """The walk over the text."""

    unread = Body.unread | _PAGES


class _Slides(Slides):
    """The walk over the slides."""

    unread = Slides.unread | _PAGES


def read(raw: bytes, path: str, settings: Settings) -> Reading:
    """The reading of a text. Raises `UnreadableError` if it is damaged beyond reading, or has no text."""
    return _read(raw, path, _Text)


def read_presentation(raw: bytes, path: str, settings: Settings) -> Reading:
    """The reading of a presentation. Raises `UnreadableError` as `read` does."""
    return _read(raw, path, _Slides)


def _read(raw: bytes, path: str, walk: type[Body]) -> Reading:
    problems: list[Problem] = []
    composer, styles = Composer(path, problems), Styles()
    pages, body = _Pages(Markup(raw, PREFIXES), styles), walk(Markup(raw, PREFIXES), styles)
    pages.walk()
    body.walk()
    if (fault := body.markup.fault) is not None:
        what = f"It {fault.what} at byte {fault.byte:,}: what follows there is not read."
        problems.append(
            Problem("broken_part", path, what, "Save the document again, or put a sound copy in its place.", fault.byte)
        )
    number = composer.part("", raw, body.markup.encoding)
    write(composer, number, body)
    composer.blocks(number, furniture(pages.around))
    if body.layout.deletions:
        problems.append(accepted(path, body.layout.deletions))
    properties = properties_in(Markup(raw, PREFIXES), "office:meta")
    return replace(composer.finished(shown(body.layout.blocks, stated(properties))), parts=())
