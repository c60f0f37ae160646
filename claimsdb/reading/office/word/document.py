"""A Word document as it is read: its body, then its notes, then as boilerplate what is deleted, hidden, commented, or on each page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from claimsdb.model.errors import UnreadableError
from claimsdb.reading.office.composing import Composer
from claimsdb.reading.office.drawing import diagrams
from claimsdb.reading.office.layout import BOILERPLATE
from claimsdb.reading.office.openxml import PREFIXES, links, main_part, properties
from claimsdb.reading.office.package import Package
from claimsdb.reading.office.pieces import Block
from claimsdb.reading.office.stating import accepted, one_title, shown
from claimsdb.reading.office.word.body import Body
from claimsdb.reading.office.word.styles import Style, styles
from claimsdb.reading.office.xml import Markup
from claimsdb.reading.reading import Reading, Settings

_ELSEWHERE = frozenset({"altChunk", "subDoc"})
_AROUND = {"headerReference": "header", "footerReference": "footer"}


def read(raw: bytes, path: str, settings: Settings) -> Reading:
    """The reading of a Word document. Raises `UnreadableError` if it is damaged beyond reading, has a password, or has no text."""
    package = Package(raw, path)
    main = main_part(package, "word/document.xml")
    linked = links(package, main)
    by_kind = {link.kind: link.member for link in linked.values() if link.member}
    looks = styles(package.read(by_kind["styles"]) or b"") if "styles" in by_kind else {}
    parts = _Parts(package, looks)
    body = parts.add(main, "")
    if body is None:
        raise UnreadableError(package.problems[-1])
    one_title(body.layout.blocks)
    parts.write(body, body.layout.blocks)
    diagrams(package, parts.composer, linked.values())
    aside: list[tuple[Body, Sequence[Block]]] = []
    for kind, reference in (("footnotes", "footnote"), ("endnotes", "endnote"), ("comments", "comment")):
        member = by_kind.get(kind)
        notes = parts.add(member, kind) if member else None
        if notes is not None:
            said, unsaid = _numbered(notes.notes, body.references[reference])
            said += notes.layout.blocks  # of a note in which the part breaks off
            if kind == "comments":
                said, unsaid = [], said + unsaid
            parts.write(notes, said)
            aside.append((notes, unsaid))
    aside.append((body, body.layout.apart))
    aside += ((notes, notes.layout.apart) for notes, _ in aside[:-1])
    for kind, identity in body.linked:
        link = linked.get(identity)
        if kind in _ELSEWHERE and link is not None:
            package.fault(
                link.target, "is put in from another file, and is not read", "left_out", "Read that file too."
            )
        elif kind in _AROUND and link is not None and link.member and link.member not in parts.bodies:
            around = parts.add(link.member, _AROUND[kind])
            if around is not None:
                aside.append((around, around.layout.blocks))
    for of, blocks in aside:
        parts.write(of, [replace(block, role=BOILERPLATE) for block in blocks])
    deletions = sum(of.layout.deletions for of in parts.bodies.values())
    if deletions:
        package.problems.append(accepted(path, deletions))
    return parts.composer.finished(shown(body.layout.blocks, properties(package)))


class _Parts:
    """The parts that are read, by their members."""

    def __init__(self, package: Package, looks: Mapping[str, Style]) -> None:
        self._package, self._looks = package, looks
        self._numbers: dict[int, int] = {}
        self.composer = Composer(package.path, package.problems)
        self.bodies: dict[str, Body] = {}

    def add(self, member: str, within: str) -> Body | None:
        """Read a part; None if it cannot be read."""
        raw = self._package.read(member, needed=True)
        if raw is None:
            return None
        if within in _AROUND.values():
            within = f"{within} {1 + sum(body.within.startswith(within) for body in self.bodies.values())}"
        markup = Markup(raw, PREFIXES)
        body = self.bodies[member] = Body(markup, self._looks, within)
        body.walk()
        self._package.broken(member, markup.fault)
        self._package.unread(member, body.signs)
        self._numbers[id(body)] = self.composer.part(self._package.found(member) or member, raw, markup.encoding)
        return body

    def write(self, body: Body, blocks: Sequence[Block]) -> None:
        """Write blocks of a part."""
        self.composer.blocks(self._numbers[id(body)], blocks)


def _numbered(notes: Mapping[str, list[Block]], references: Sequence[str]) -> tuple[list[Block], list[Block]]:
    """The blocks of the notes to which the text refers, by their numbers in it, and those of the others."""
    order = list(dict.fromkeys(identity for identity in references if identity in notes))
    said = [block for k, identity in enumerate(order, 1) for block in _labelled(notes[identity], str(k))]
    return said, [block for identity, blocks in notes.items() if identity not in order for block in blocks]


def _labelled(blocks: Sequence[Block], label: str) -> Iterator[Block]:
    for block in blocks:
        where = block.where
        yield replace(block, where=where._replace(label=label) if where.unit in ("note", "comment") else where)
