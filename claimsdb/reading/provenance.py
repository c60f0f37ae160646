"""Where what is known of a document is stated, put together from those who state it, in the order in which they take precedence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from email.utils import parsedate_to_datetime

from claimsdb.model.document import Block, BlockKind, Document, Metadata
from claimsdb.model.provenance import Provenance, StatedIn
from claimsdb.model.spans import Span
from claimsdb.reading.metadata import date_in
from claimsdb.streams.kinds import FODP, FODT, RTF

_NAMES = re.compile(r", | and ")
_OF_ONE_PART = (FODT, FODP, RTF)  # kinds of files with properties; others have them in a part of their own
_KINDS = {
    "title": (BlockKind.TITLE,),
    "author": (BlockKind.BYLINE,),
    "publisher": (BlockKind.BOILERPLATE,),
    "published": (BlockKind.BYLINE, BlockKind.DATELINE),
}


def provenance(document: Document, blocks: Sequence[Block], known: Metadata) -> tuple[Provenance, ...]:
    """What states each field of the metadata that are `known` of a document with these blocks."""
    values = zip(known.__slots__, known.values(), strict=True)
    return tuple(one for name, value in values if value is not None for one in _of(document, blocks, name, value))


def names_in(author: str) -> list[str]:
    """The names that are put together as an author."""
    return _NAMES.split(author)


def _of(document: Document, blocks: Sequence[Block], name: str, value: str) -> list[Provenance]:
    given, stated, around = (getattr(m, name) for m in (document.given, document.stated, document.around))
    if given is not None:
        return [Provenance(name, StatedIn.GIVEN)]
    if placed := [one for one in document.provenance if one.field == name]:
        return placed
    if shown := list(_shown(document, blocks, name, value)):
        return shown
    if name == "url" and value == document.transport.url:
        return [Provenance(name, StatedIn.TRANSPORT)]
    if value == around:
        return [Provenance(name, StatedIn.CONTAINER)]
    if name == "language" and stated is None:
        return [Provenance(name, StatedIn.WORDS)]
    in_properties = bool(document.parts) or document.media_type in _OF_ONE_PART
    return [Provenance(name, StatedIn.PROPERTIES if in_properties else StatedIn.DOCUMENT)]


def _shown(document: Document, blocks: Sequence[Block], name: str, value: str) -> Iterator[Provenance]:
    """The words of the text that state a field: blocks that are the title, names in bylines, lines with the date."""
    for sought in names_in(value) if name == "author" else [value]:
        for span in (block.span for block in blocks if block.kind in _KINDS.get(name, ())):
            words = span.of(document.text)
            if name == "title":
                found = span if " ".join(words.split()) in value else None
            elif name == "published":
                found = span if value in (date_in(words), _sent(words)) else None
            else:
                at = words.lower().find(sought.lower())
                found = (
                    Span(at, at + len(sought)).shift(span.start)
                    if at >= 0 and len(words.lower()) == len(words)
                    else None
                )
            if found:
                yield Provenance(name, StatedIn.TEXT, found.of(document.text), found)
                if name != "title":
                    break


def _sent(line: str) -> str | None:
    """The date in a line of a message's header."""
    try:
        return parsedate_to_datetime(line.partition(":")[2]).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
