"""An OpenDocument text as it is read: its body, then its notes, then as boilerplate what is deleted, hidden, commented, or on each page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from types import MappingProxyType

from claimsdb.model.document import Metadata
from claimsdb.model.errors import Problem, UnreadableError
from claimsdb.reading.office.composing import Composer
from claimsdb.reading.office.layout import BOILERPLATE
from claimsdb.reading.office.opendocument.body import Body
from claimsdb.reading.office.opendocument.styles import Styles
from claimsdb.reading.office.package import Package
from claimsdb.reading.office.pieces import Block
from claimsdb.reading.office.stating import accepted, coded, dated, one_title, properties_in, shown, titled, together
from claimsdb.reading.office.xml import Markup
from claimsdb.reading.reading import Reading, Settings

_NEW, _OLD = "urn:oasis:names:tc:opendocument:xmlns:", "http://openoffice.org/2000/"
PREFIXES = MappingProxyType(
    {
        **{
            f"{_NEW}{name}:1.0": name
            for name in ("office", "style", "text", "table", "meta", "manifest", "presentation")
        },
        **{f"{_OLD}{name}": name for name in ("office", "style", "text", "table", "meta", "drawing")},
        f"{_NEW}drawing:1.0": "draw",
        f"{_OLD}drawing": "draw",
        f"{_NEW}svg-compatible:1.0": "svg",
        "http://purl.org/dc/elements/1.1/": "dc",
    }
)


def read(raw: bytes, path: str, settings: Settings) -> Reading:
    """The reading of an OpenDocument text. Raises `UnreadableError` if it is damaged beyond reading, has a password, or has no text."""
    package = Package(raw, path)
    if b"encryption-data" in (package.read("META-INF/manifest.xml") or b""):
        remedy = "Open the document, and save it without a password."
        raise UnreadableError(Problem("password", path, "It can only be read with its password.", remedy))
    content = package.read("content.xml", needed=True)
    if content is None:
        raise UnreadableError(package.problems[-1])
    composer, looks = Composer(package.path, package.problems), Styles()
    styles = package.read("styles.xml")
    pages = None if styles is None else _walked(package, "styles.xml", styles, looks)
    body = _walked(package, "content.xml", content, looks)
    number = composer.part("content.xml", content, body[0].encoding)
    walk = body[1]
    one_title(walk.layout.blocks)
    for blocks in (walk.layout.blocks, walk.notes["footnote"], walk.notes["endnote"]):
        composer.blocks(number, blocks)
    composer.blocks(number, _furniture((*walk.layout.apart, *walk.notes["comment"], *walk.around)))
    if styles is not None and pages is not None and pages[1].around:
        number = composer.part("styles.xml", styles, pages[0].encoding)
        composer.blocks(number, _furniture(pages[1].around))
    if walk.layout.deletions:
        package.problems.append(accepted(path, walk.layout.deletions))
    return composer.finished(shown(walk.layout.blocks, stated(package.read("meta.xml") or b"")))


def stated(raw: bytes) -> Metadata:
    """What the properties of the document state."""
    values = properties_in(Markup(raw, PREFIXES))
    return Metadata(
        title=titled(values.get("dc:title")),
        author=together([values.get("meta:initial-creator") or values.get("dc:creator", "")]),
        published=dated(values.get("dc:date")) or dated(values.get("meta:creation-date")),
        language=coded(values.get("dc:language")),
    )


def _walked(package: Package, name: str, raw: bytes, styles: Styles) -> tuple[Markup, Body]:
    markup = Markup(raw, PREFIXES)
    body = Body(markup, styles)
    body.walk()
    package.broken(name, markup.fault)
    return markup, body


def _furniture(blocks: Iterable[Block]) -> list[Block]:
    return [replace(block, role=BOILERPLATE) for block in blocks]
