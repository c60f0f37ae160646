"""The ids of the findings in a document, by what a place in its file is."""

from __future__ import annotations

from claimsdb.model.document import Document
from claimsdb.model.errors import PlacelessError
from claimsdb.model.ids import BY_LETTERS, Ids, in_bytes
from claimsdb.model.letters import Letters
from claimsdb.model.parts import Parts
from claimsdb.model.spans import Span
from claimsdb.model.stretch import Stretch


def ids_of(document: Document) -> Ids:
    """What makes the ids of the findings in a document."""
    if not document.is_as_read:
        return Ids(document.sha256)
    parts = Parts(document.parts, document.encoding) if document.parts else None
    if parts and document.media_type in BY_LETTERS:
        whole = Span(0, len(document.text))
        letters = Letters(parts, [document.stretch(whole)] if document.map.ranges(whole) else [])
        return Ids(document.sha256, lambda span: letters.place(document.stretch(span)), "letters")
    return Ids(document.sha256, lambda span: in_file(document.stretch(span), parts), "parts" if parts else "bytes")


def in_file(stretch: Stretch, parts: Parts | None) -> str:
    """The ranges of bytes of a stretch: of its file, or of each of its parts.

    Raises `PlacelessError` if they are in none of them.
    """
    if parts is None:
        return in_bytes(stretch.ranges)
    found = parts.of(stretch)
    if not found:
        raise PlacelessError(*stretch.span)
    return "+".join(in_bytes(one.ranges, one.part.name) for one in found)
