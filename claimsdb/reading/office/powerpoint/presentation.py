"""A PowerPoint presentation as it is read: its slides in their order, each with the notes to it; hidden slides are boilerplate."""

from __future__ import annotations

from collections.abc import Iterator

from claimsdb.model.errors import UnreadableError
from claimsdb.reading.office.composing import Composer
from claimsdb.reading.office.drawing import diagrams, drawn
from claimsdb.reading.office.openxml import PREFIXES, links, main_part, properties
from claimsdb.reading.office.package import Package
from claimsdb.reading.office.pieces import Block
from claimsdb.reading.office.powerpoint.slide import NOTES, OPENING, SLIDE
from claimsdb.reading.office.stating import shown
from claimsdb.reading.office.xml import Markup, Start
from claimsdb.reading.reading import Reading, Settings


def read(raw: bytes, path: str, settings: Settings) -> Reading:
    """The reading of a presentation. Raises `UnreadableError` if it is damaged beyond reading, has a password, or has no text."""
    package = Package(raw, path)
    composer = Composer(path, package.problems)
    opening: list[Block] = []
    for k, member in enumerate(_slides(package), 1):
        slide = drawn(package, composer, member, f"slide {k}", OPENING if k == 1 else SLIDE)
        if slide is None:
            continue
        opening = opening or slide.layout.blocks
        linked = links(package, member).values()
        diagrams(package, composer, linked, f"slide {k}", seen=slide.shown)
        for link in linked:
            if link.kind == "notesSlide" and link.member:
                drawn(package, composer, link.member, f"slide {k}, notes", NOTES, seen=slide.shown)
    if not composer.parts and package.problems:
        raise UnreadableError(package.problems[0])
    return composer.finished(shown(opening, properties(package)))


def _slides(package: Package) -> Iterator[str]:
    """The members with the slides, in their order."""
    main = main_part(package, "ppt/presentation.xml")
    linked = links(package, main)
    markup = Markup(package.read(main, needed=True) or b"", PREFIXES)
    for event in markup.events():
        if type(event) is Start and event.name == "p:sldId":
            link = linked.get(event.attributes.get("r:id", ""))
            if link is not None and link.member:
                yield link.member
    if package.found(main):
        package.broken(main, markup.fault)
