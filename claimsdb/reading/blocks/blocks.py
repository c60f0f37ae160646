"""From passages to blocks: the kind of each part of the page, by its layout and its words.

The head, up to the first prose, contains title, standfirst, bylines and captions among navigation; the body contains
paragraphs, headings and lists among captions and teasers; the tail is what follows the last prose.
"""

from __future__ import annotations

from claimsdb.model.document import Block, BlockKind, Document
from claimsdb.reading.blocks.body import authors, body
from claimsdb.reading.blocks.chunks import chunks
from claimsdb.reading.blocks.head import head
from claimsdb.reading.blocks.letters import letters, references

K = BlockKind
_STATED = frozenset({"title", "standfirst", "byline", "dateline", "speech", "turn"})
"""Roles with which a format says what a block is, whatever its words."""
_BY_ROLE = {
    "front_matter": K.BOILERPLATE,
    "markup": K.BOILERPLATE,
    "code": K.BOILERPLATE,
    "table": K.BOILERPLATE,
    "boilerplate": K.BOILERPLATE,
    "title": K.TITLE,
    "standfirst": K.STANDFIRST,
    "byline": K.BYLINE,
    "dateline": K.DATELINE,
    "heading": K.HEADING,
    "list_item": K.LIST_ITEM,
    **dict.fromkeys(("speech", "turn"), K.PARAGRAPH),
}


def blocks(document: Document) -> list[Block]:
    """The document's blocks in order; between them there is only white space (and NUL)."""
    found = chunks(document)
    for chunk in found:
        kind = _BY_ROLE.get(chunk.role or "")
        if kind is K.BOILERPLATE or chunk.role in _STATED:
            chunk.kind = kind
    letters(found)
    references(found)
    # If nothing is prose, nothing distinguishes the text from what is around it, and all of it is kept.
    if (begin := head(found)) is not None:
        body(found, begin)
        authors(found, begin)
    return [Block(chunk.kind or _BY_ROLE.get(chunk.role or "", K.PARAGRAPH), chunk.span) for chunk in found]
