"""Parts in DrawingML, each read and written as a part of its document: slides, the notes to them, and diagrams, which Word has too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from claimsdb.reading.office.composing import Composer
from claimsdb.reading.office.layout import BOILERPLATE
from claimsdb.reading.office.openxml import PREFIXES, Link
from claimsdb.reading.office.package import Package
from claimsdb.reading.office.powerpoint.slide import Roles, Slide
from claimsdb.reading.office.stating import one_title
from claimsdb.reading.office.xml import Markup


def drawn(
    package: Package, composer: Composer, member: str, within: str, roles: Roles, *, seen: bool = True
) -> Slide | None:
    """Read and write a part; all of it is boilerplate if it is not `seen`. None if it cannot be read."""
    raw = package.read(member, needed=True)
    if raw is None:
        return None
    markup = Markup(raw, PREFIXES)
    slide = Slide(markup, within, roles)
    slide.walk()
    package.broken(member, markup.fault)
    package.unread(member, slide.signs)
    number = composer.part(package.found(member) or member, raw, markup.encoding)
    blocks = slide.layout.blocks
    one_title(blocks)
    if not (seen and slide.shown):
        blocks = [replace(block, role=BOILERPLATE) for block in blocks]
    composer.blocks(number, [*blocks, *slide.layout.apart])
    return slide


def diagrams(
    package: Package, composer: Composer, links: Iterable[Link], within: str = "", *, seen: bool = True
) -> None:
    """Read and write the diagrams (SmartArt) to which a part links; `within` are the words for that part, none for a document's body."""
    members = [link.member for link in links if link.kind == "diagramData" and link.member]
    for k, member in enumerate(members, 1):
        where = ", ".join(filter(None, (within, f"diagram {k}")))
        drawn(package, composer, member, where, {}, seen=seen)
