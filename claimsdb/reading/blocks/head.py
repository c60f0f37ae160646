"""The head of a document, up to its first prose: title, standfirst, bylines and captions among navigation."""

from __future__ import annotations

from claimsdb.model.document import BlockKind
from claimsdb.reading.blocks import patterns
from claimsdb.reading.blocks.chunks import HEADING_WORDS, LONG, Chunk
from claimsdb.reading.blocks.title import find_title

K = BlockKind
_MENU_WORDS = 3
_POINT_WORDS = 4  # a shorter item under the title leads elsewhere


def head(found: list[Chunk]) -> int | None:
    """Give each chunk before the body its kind; return the index at which the body begins, or None if nothing is prose."""
    first = _first_prose(found, 0)
    if first is None:
        return None
    stated = next((i for i, chunk in enumerate(found) if chunk.kind is K.TITLE), None)
    if stated is not None:
        return _under_stated(found, stated)
    title = find_title(found, first)
    lead = next((i for i in range(first) if _leads(found[i])), first)
    if (
        (title is None or lead < title)
        and lead < first
        and not _has_furniture(found[: first if title is None else title])
    ):
        first = lead  # the text itself begins with short sentences
        title = find_title(found, first)
    if title == first:
        first = _first_prose(found, title + 1) or first + 1
    elif title is not None and (later := _past_standfirst(found, title, first)):
        found[first].kind = K.STANDFIRST
        first = later
    if title is None:
        around = _has_furniture(found[:first])
        for chunk in found[:first]:
            chunk.kind = chunk.kind or _untitled(chunk, around)
        return first
    found[title].kind = K.TITLE
    if title > 0 and found[title - 1].text.endswith(";") and found[title - 1].kind is None:
        found[title - 1].kind = K.TITLE
    if found[title].text.endswith(";") and not found[title + 1].loose:
        found[title + 1].kind = K.STANDFIRST
        first = first if first > title + 1 else _first_prose(found, title + 2) or first + 1
    for i in range(title):
        if i == title - 1 and found[i].kind is None and found[i].is_name and i > 0:
            found[i].kind = K.BYLINE
        found[i].kind = found[i].kind or K.BOILERPLATE
    return _under_title(found, title, first)


def _under_stated(found: list[Chunk], title: int) -> int | None:
    """Give each chunk before the body its kind, if the format says which is the title."""
    for chunk in found[:title]:
        chunk.kind = chunk.kind or (
            K.HEADING if chunk.role == "heading" else K.PARAGRAPH if chunk.is_sentence else K.BOILERPLATE
        )
    first = _first_prose(found, title + 1)
    return None if first is None else _under_title(found, title, first)


def _under_title(found: list[Chunk], title: int, first: int) -> int:
    """Give each chunk between the title and the first long prose its kind; return the index at which the body begins."""
    begin = next((i + 1 for i in range(title, first) if found[i].kind is K.DATELINE), first)
    while begin - 1 > title and found[begin - 1].is_sentence:
        begin -= 1
    has_standfirst = any(chunk.kind is K.STANDFIRST for chunk in found[title:begin])
    known = max((i for i in range(title, begin) if found[i].kind is not None), default=title)
    for i in range(title + 1, begin):
        chunk = found[i]
        if chunk.kind is not None:
            continue
        if chunk.role == "list_item" and chunk.words >= _POINT_WORDS:
            chunk.kind = K.LIST_ITEM
        elif chunk.is_name and not chunk.recurs:
            chunk.kind = K.BYLINE
        elif chunk.words > 4 and not has_standfirst and not patterns.NUMBERED_HEADING.match(chunk.text):
            chunk.kind = K.STANDFIRST
            has_standfirst = True
        elif chunk.words > 4 and chunk.ends:
            chunk.kind = K.STANDFIRST
        else:
            near = i > known and chunk.words <= HEADING_WORDS
            chunk.kind = K.HEADING if near or patterns.LABEL.fullmatch(chunk.text) else K.BOILERPLATE
    return begin


def _leads(chunk: Chunk) -> bool:
    return chunk.is_sentence and chunk.words > 3 and chunk.role in (None, "quote")


def _has_furniture(before: list[Chunk]) -> bool:
    """Whether there are signs of a page around the text: furniture by its words, or a menu, which has several very short lines."""
    short = sum(c.kind is None and not c.ends and c.words <= _MENU_WORDS and c.role != "heading" for c in before)
    return short > 1 or any(c.kind is K.BOILERPLATE and not c.is_rule and c.role is None for c in before)


def _untitled(chunk: Chunk, around: bool) -> BlockKind:
    """The kind of a chunk before the first prose in a text without a title; `around`: there are signs of a page."""
    if patterns.LABEL.fullmatch(chunk.text) or chunk.role == "heading":
        return K.HEADING
    if around:
        return K.BOILERPLATE
    if chunk.role == "list_item":
        return K.LIST_ITEM
    return K.PARAGRAPH if chunk.is_sentence or chunk.says else K.HEADING


def _past_standfirst(found: list[Chunk], title: int, first: int) -> int | None:
    """The next prose, if the first is only a standfirst: it follows the title, and page furniture follows it."""
    if any(found[i].kind is None for i in range(title + 1, first)):
        return None
    after = found[first + 1 : first + 2]
    if not after or not (after[0].is_rule or after[0].kind in (K.BYLINE, K.CAPTION, K.CREDIT)):
        return None
    return _first_prose(found, first + 1)


def _first_prose(found: list[Chunk], start: int) -> int | None:
    """The first long chunk that ends like a sentence, or else the first of any length that does."""
    for least in (LONG, 2):
        for i in range(start, len(found)):
            chunk = found[i]
            if chunk.kind is None and chunk.is_prose(least):
                return i
    return None
