"""An OpenDocument text or presentation as it is read: its body, its notes, and as boilerplate what only its authors see, heads and feet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from claimsdb.model.document import Metadata
from claimsdb.model.errors import Problem, UnreadableError
from claimsdb.reading.office.composing import Composer
from claimsdb.reading.office.layout import BOILERPLATE
from claimsdb.reading.office.opendocument.body import Body
from claimsdb.reading.office.opendocument.slides import Slides
from claimsdb.reading.office.opendocument.styles import Styles
from claimsdb.reading.office.package import Package
from claimsdb.reading.office.pieces import Block
from claimsdb.reading.office.stating import accepted, coded, one_title, properties_in, shown, titled, together
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
        "http://www.w3.org/1999/xlink": "xlink",
    }
)


def read(raw: bytes, path: str, settings: Settings) -> Reading:
    """The reading of an OpenDocument text. Raises `UnreadableError` if it is damaged beyond reading, has a password, or has no text."""
    return _read(raw, path, Body)


def read_presentation(raw: bytes, path: str, settings: Settings) -> Reading:
    """The reading of an OpenDocument presentation. Raises `UnreadableError` as `read` does."""
    return _read(raw, path, Slides)


def _read(raw: bytes, path: str, walk: type[Body]) -> Reading:
    package = Package(raw, path)
    if b"encryption-data" in (package.read("META-INF/manifest.xml") or b""):
        remedy = "Open the document, and save it without a password."
        raise UnreadableError(Problem("password", path, "It can only be read with its password.", remedy))
    composer, styles = Composer(path, package.problems), Styles()
    pages = _walked(package, "styles.xml", Body, styles) if "styles.xml" in package else None
    body = _walked(package, "content.xml", walk, styles)
    if body is None:
        raise UnreadableError(package.problems[-1])
    write(composer, _part(composer, "content.xml", body), body)
    if pages is not None and pages.around:
        composer.blocks(_part(composer, "styles.xml", pages), furniture(pages.around))
    if body.layout.deletions:
        package.problems.append(accepted(path, body.layout.deletions))
    return composer.finished(
        shown(body.layout.blocks, stated(properties_in(Markup(package.read("meta.xml") or b"", PREFIXES))))
    )


def write(composer: Composer, number: int, body: Body) -> None:
    """Write what a body has, its notes, and as boilerplate what only its authors see, to a part."""
    one_title(body.layout.blocks)
    for found in (body.layout.blocks, body.notes["footnote"], body.notes["endnote"]):
        composer.blocks(number, found)
    composer.blocks(number, furniture((*body.layout.apart, *body.notes["comment"], *body.around)))


def stated(values: Mapping[str, str]) -> Metadata:
    """What the properties of the document state. When it was made or changed is not when it was published."""
    return Metadata(
        title=titled(values.get("dc:title")),
        author=together([values.get("meta:initial-creator") or values.get("dc:creator", "")]),
        language=coded(values.get("dc:language")),
    )


def _walked(package: Package, name: str, walk: type[Body], styles: Styles) -> Body | None:
    """The walk over a member; None if it cannot be read."""
    raw = package.read(name, needed=True)
    if raw is None:
        return None
    body = walk(Markup(raw, PREFIXES), styles)
    body.walk()
    package.broken(name, body.markup.fault)
    return body


def _part(composer: Composer, name: str, body: Body) -> int:
    return composer.part(name, body.markup.raw, body.markup.encoding)


def furniture(blocks: Iterable[Block]) -> list[Block]:
    """The blocks as boilerplate."""
    return [replace(block, role=BOILERPLATE) for block in blocks]
