"""Which pieces of a page are its article: trafilatura chooses, and text and positions stay our own.

A mark is set before each piece, a letter that the page does not use; trafilatura reads the page with the marks, and the marks in what it
returns tell which pieces it took.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from claimsdb.reading.html.elements import BLOCKS, FORMATTING
from claimsdb.reading.html.outline import Piece, Sort
from claimsdb.reading.html.scanner import Kind, Token, attributes

_FIRST, _LAST = 0x20000, 0x2A6DF  # CJK Extension B: letters that hardly any page has, and that no library strips
_MARKS = re.compile("[\U00020000-\U0002a6df]")
# A mark before white space would make a cell of a table out of it.
_BEFORE = re.compile(r"(?:\s|&nbsp;?|&#160;|&#x[aA]0;)*+")
_CONTROLS = re.compile("[\0-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_CELLS = frozenset({"td", "th", "tr"})
_MANY = 8000  # tags of a page that are as many as the library reads in a second
_LONG_TAG, _LONG_VALUE = 1000, 250


def chosen(page: str, pieces: Sequence[Piece], tags: Sequence[Token]) -> frozenset[int]:
    """The numbers of the pieces of text that belong to the article."""
    taken = set(_MARKS.findall(page))
    texts = [
        k
        for k, p in enumerate(pieces)
        if p.sort is Sort.TEXT and not (p.place.around or p.place.hidden or p.place.aside)
    ]
    share = -(-len(texts) // (_LAST - _FIRST - len(taken))) or 1
    letters = (letter for code in range(_FIRST, _LAST) if (letter := chr(code)) not in taken)
    marks = dict(zip(islice(letters, -(-len(texts) // share)), range(0, len(texts), share), strict=True))
    by_piece = {texts[k]: mark for mark, first in marks.items() for k in range(first, min(first + share, len(texts)))}
    found = _extracted(slim(page, pieces, tags, by_piece))
    return frozenset(
        texts[k]
        for mark in set(_MARKS.findall(found)) - taken
        for k in range(marks[mark], min(marks[mark] + share, len(texts)))
    )


def slim(page: str, pieces: Sequence[Piece], tags: Sequence[Token], marks: dict[int, str]) -> str:
    """The page without what a browser does not show and without long values of attributes, with marks before its pieces of text."""
    texts: list[tuple[int, str]] = []
    for k, piece in enumerate(pieces):
        if piece.sort is Sort.BREAK:
            if not piece.place.around:
                texts.append((piece.start, "<br>"))
        elif (mark := marks.get(k)) is not None:
            text = page[piece.start : piece.end]
            if piece.literal:
                text = text.replace("&", "&amp;")
            before = _BEFORE.match(text).end()  # type: ignore[union-attr]  # it matches the empty string
            if before < len(text):
                text = f"{text[:before]}{mark}{text[before:]}"
            texts.append((piece.start, text.replace("<", "&lt;")))
    return _CONTROLS.sub(" ", "<html>" + "".join(_merged(page, texts, _fewer(page, tags))))


def _fewer(page: str, tags: Sequence[Token]) -> Sequence[Token]:
    """The tags, of which the library's time grows with the square of their number: of a page with very many, those that matter most.

    First those of elements that only say how text looks go; then siblings that follow each other are made one, and elements parts of those
    around them.
    """
    if len(tags) <= _MANY:
        return tags
    kept = [tag for tag in tags if tag.name not in FORMATTING]
    if len(kept) > _MANY:
        kept = _joined(page, kept, len(kept) // _MANY)
    return _unwrapped(kept, len(kept) // _MANY) if len(kept) > 2 * _MANY else kept


def _joined(page: str, kept: Sequence[Token], share: int) -> list[Token]:
    """The tags without most of the ends of elements at which another of their name begins."""
    made: list[Token] = []
    joined = 0
    for tag in kept:
        last = made[-1] if made else None
        if (
            last
            and (last.kind, tag.kind) == (Kind.END, Kind.START)
            and last.name == tag.name
            and joined % (share + 1)
            and not page[last.end : tag.start].strip()
        ):
            made.pop()
        else:
            made.append(tag)
        joined += tag.kind is Kind.START
    return made


def _unwrapped(tags: Sequence[Token], share: int) -> list[Token]:
    """The tags of one of so many elements."""
    open_: dict[str, list[bool]] = {}
    kept: list[Token] = []
    for k, tag in enumerate(tags):
        inside = open_.setdefault(tag.name, [])
        if tag.kind is Kind.START:
            inside.append(k % (share + 1) == 0)
            keep = inside[-1]
        else:
            keep = inside.pop() if inside else False
        if keep:
            kept.append(tag)
    return kept


def _merged(page: str, texts: Sequence[tuple[int, str]], tags: Sequence[Token]) -> list[str]:
    """Texts and tags in the order of the page, without elements that are empty: the library looks at each element many times."""
    made: list[str] = []
    begun: list[str] = [""]  # of each part, the element that begins there
    at, count = 0, len(texts)
    for tag in tags:
        start = tag.start
        while at < count and texts[at][0] < start:
            made.append(texts[at][1])
            begun.append("")
            at += 1
        name = tag.name
        if tag.kind is Kind.END and begun[-1] == name and name not in _CELLS:
            made.pop()
            begun.pop()
            continue
        made.append(_tag(page, tag))
        begun.append(name if tag.kind is Kind.START else "")
    return made + [text for _, text in texts[at:]]


def _tag(page: str, tag: Token) -> str:
    white = "\n" if tag.kind is Kind.START and tag.name in BLOCKS else ""
    if tag.kind is Kind.END or tag.end - tag.start <= _LONG_TAG:
        return white + page[tag.start : tag.end]
    kept = [
        f' {name}="{page[start:end].replace(chr(34), "&quot;")}"'
        for name, (start, end) in attributes(page, tag).items()
        if end - start <= _LONG_VALUE
    ]
    return f"{white}<{tag.name}{''.join(kept)}>"


def _extracted(page: str) -> str:
    """The text that trafilatura takes for the article, or nothing."""
    from trafilatura import bare_extraction

    found = bare_extraction(page, favor_precision=True, include_comments=False)
    body = getattr(found, "body", None)
    return "" if body is None else "".join(body.itertext())
