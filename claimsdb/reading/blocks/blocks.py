"""From passages to blocks: what each stretch of the page is, by its layout and its words.

The head, up to the first prose, holds title, standfirst, bylines and captions among navigation; the body holds
paragraphs, headings and lists among captions and teasers; the tail is what follows the last prose.
"""

from __future__ import annotations

from claimsdb.english.quotations import SPEECH
from claimsdb.model.document import Block, BlockKind, Document
from claimsdb.reading.blocks import patterns
from claimsdb.reading.blocks.pieces import SURELY_PROSE, Piece, pieces
from claimsdb.reading.blocks.title import find_title

K = BlockKind
_LONG = 12
_HEADING_WORDS = 12
_POINT_WORDS = 4  # a shorter item under the title leads elsewhere
_BY_ROLE = {
    "front_matter": K.BOILERPLATE,
    "markup": K.BOILERPLATE,
    "code": K.BOILERPLATE,
    "table": K.BOILERPLATE,
    "heading": K.HEADING,
    "list_item": K.LIST_ITEM,
}


def blocks(document: Document) -> list[Block]:
    """The document's blocks in order; between them there is only white space (and NUL)."""
    found = pieces(document)
    for piece in found:
        if _BY_ROLE.get(piece.role or "") is K.BOILERPLATE:
            piece.kind = K.BOILERPLATE
    # Where nothing is prose, nothing tells a text from what is around it, and all of it is kept.
    if _first_prose(found, 0) is not None:
        begin = _head(found)
        _body(found, begin)
        _authors(found, begin)
    return [Block(piece.kind or _BY_ROLE.get(piece.role or "", K.PARAGRAPH), piece.span) for piece in found]


def _head(found: list[Piece]) -> int:
    """Give the pieces before the body their kinds; return the index at which the body begins."""
    first = _first_prose(found, 0)
    if first is None:
        return 0
    title = find_title(found, first)
    if title == first:
        first = _first_prose(found, title + 1) or first + 1
    elif title is not None and (later := _past_standfirst(found, title, first)):
        found[first].kind = K.STANDFIRST
        first = later
    if title is None:
        for piece in found[:first]:
            piece.kind = piece.kind or (K.HEADING if patterns.LABEL.fullmatch(piece.text) else K.BOILERPLATE)
        return first
    found[title].kind = K.TITLE
    if title > 0 and found[title - 1].text.endswith(";") and found[title - 1].kind is None:
        found[title - 1].kind = K.TITLE
    if found[title].text.endswith(";") and not found[title + 1].loose:
        found[title + 1].kind = K.TITLE
        first = first if first > title + 1 else _first_prose(found, title + 2) or first + 1
    for i in range(title):
        if i == title - 1 and found[i].kind is None and found[i].is_name and i > 0:
            found[i].kind = K.BYLINE
        found[i].kind = found[i].kind or K.BOILERPLATE
    return _under_title(found, title, first)


def _under_title(found: list[Piece], title: int, first: int) -> int:
    """Give what is between the title and the first long prose its kinds; return where the body begins."""
    begin = next((i + 1 for i in range(title, first) if found[i].kind is K.DATELINE), first)
    while begin - 1 > title and found[begin - 1].kind is None and found[begin - 1].ends and found[begin - 1].words > 3:
        begin -= 1
    has_standfirst = any(piece.kind is K.STANDFIRST for piece in found[title:begin])
    known = max((i for i in range(title, begin) if found[i].kind is not None), default=title)
    for i in range(title + 1, begin):
        piece = found[i]
        if piece.kind is not None:
            continue
        if piece.role == "list_item" and piece.words >= _POINT_WORDS:
            piece.kind = K.LIST_ITEM
        elif piece.is_name and not piece.recurs:
            piece.kind = K.BYLINE
        elif piece.words > 4 and not has_standfirst and not patterns.NUMBERED_HEADING.match(piece.text):
            piece.kind = K.STANDFIRST
            has_standfirst = True
        elif piece.words > 4 and piece.ends:
            piece.kind = K.STANDFIRST
        else:
            near = i > known and piece.words <= _HEADING_WORDS
            piece.kind = K.HEADING if near or patterns.LABEL.fullmatch(piece.text) else K.BOILERPLATE
    return begin


def _past_standfirst(found: list[Piece], title: int, first: int) -> int | None:
    """The next prose, where the first is only a standfirst: it follows the title, and furniture follows it."""
    if any(found[i].kind is None for i in range(title + 1, first)):
        return None
    after = found[first + 1 : first + 2]
    if not after or not (after[0].is_rule or after[0].kind in (K.BYLINE, K.CAPTION, K.CREDIT)):
        return None
    return _first_prose(found, first + 1)


def _first_prose(found: list[Piece], start: int) -> int | None:
    """The first long passage that ends as a sentence does, or else the first that ends so at all."""
    for least in (_LONG, 2):
        for i in range(start, len(found)):
            piece = found[i]
            if piece.kind is None and piece.is_prose(least):
                return i
    return None


def _body(found: list[Piece], begin: int) -> None:
    """Give the pieces from `begin` on their kinds."""
    last = max((i for i in range(begin, len(found)) if _is_prose(found[i])), default=len(found) - 1)
    long = [i for i in range(begin, len(found)) if found[i].is_prose(_LONG)]
    # What stands under the last such heading, if it is short, is about the publisher or the author.
    about = len(found) if len(long) < 4 else long[-4]
    under_call = in_abstract = in_about = False
    for i in range(begin, len(found)):
        piece = found[i]
        if i > about and not piece.ends and patterns.ABOUT.fullmatch(piece.text):
            in_about = True
        if piece.kind is K.BOILERPLATE and not piece.is_rule and piece.role is None:
            under_call = piece.opens
        elif piece.is_prose(_LONG):
            under_call = False
        if in_about:
            piece.kind = K.BOILERPLATE
        if piece.kind is not None:
            continue
        if under_call or patterns.SIGN_OFF.fullmatch(piece.text):
            piece.kind = K.BOILERPLATE
        elif _is_heading(found, i):
            piece.kind = K.HEADING if i < last or _closes_a_series(found, begin, i) else K.BOILERPLATE
        elif i > last and not piece.ends and piece.role != "list_item":
            piece.kind = K.BOILERPLATE
        else:
            piece.kind = K.LIST_ITEM if piece.role == "list_item" else K.PARAGRAPH
    for i in range(max(0, begin - 1), len(found)):
        if found[i].kind is K.HEADING:
            in_abstract = patterns.ABSTRACT.fullmatch(found[i].text) is not None
        elif in_abstract and found[i].kind is K.PARAGRAPH:
            found[i].kind = K.STANDFIRST


def _is_prose(piece: Piece) -> bool:
    return piece.kind is None and (
        (piece.words > 3 and piece.ends) or piece.role == "list_item" or piece.words >= SURELY_PROSE
    )


def _is_heading(found: list[Piece], i: int) -> bool:
    piece = found[i]
    if piece.role == "heading" or patterns.TIME.fullmatch(piece.text) or patterns.LABEL.fullmatch(piece.text):
        return True
    after = found[i + 1] if i + 1 < len(found) else None
    if piece.role == "list_item":
        # A number begins a heading where what follows is no item but text set off by a blank line.
        alone = after is None or (after.role != "list_item" and after.loose)
        return (
            bool(patterns.NUMBERED_HEADING.match(piece.text))
            and not piece.ends
            and piece.words <= _HEADING_WORDS
            and alone
        )
    if piece.words > _HEADING_WORDS or piece.text.endswith((",", ";")) or piece.role is not None:
        return False
    if piece.text.endswith(":"):
        # "He said:" leads to a quotation.
        return piece.words < 3 and all(word[0].isupper() for word in piece.text.split())
    if patterns.SPEAKER_LABEL.match(piece.text) or piece.text[0].islower():
        return False
    if piece.text[0] in SPEECH + "'‘" and not piece.text.istitle():
        return False
    return not piece.ends or (
        bool(patterns.QUESTION.search(piece.text)) and piece.words <= 8 and after is not None and after.words >= _LONG
    )


def _closes_a_series(found: list[Piece], begin: int, i: int) -> bool:
    """Whether a last line stands alone under the text as the headings above stood over theirs."""
    if i < len(found) - 1:
        return False
    above = [piece for piece in found[max(0, begin - 1) : i] if piece.kind is K.HEADING]
    return (
        len(above) > 1
        and found[i].words <= max(p.words for p in above)
        and not any(piece.kind is K.BOILERPLATE for piece in found[begin:i])
    )


def _authors(found: list[Piece], begin: int) -> None:
    """Find the biographies: of whom a byline or a credit names and, at the end, of whom the text never names."""
    credited = " ".join(piece.text for piece in found if piece.kind in (K.BYLINE, K.CREDIT)).replace("’", "'")
    told = " ".join(piece.text for piece in found if piece.kind in (K.TITLE, K.PARAGRAPH, K.LIST_ITEM))
    bearing = [i for i in range(begin, len(found)) if found[i].kind in (K.PARAGRAPH, K.LIST_ITEM)]
    pattern = patterns.biography(patterns.NAME)
    for i in bearing:
        piece = found[i]
        match = pattern.match(piece.text)
        if not match:
            continue
        name = match["who"].replace("’", "'")
        under_name = i > 0 and found[i - 1].text.replace("’", "'") == name
        unknown = (
            i == bearing[-1] and len(bearing) > 2 and told.count(name.split()[-1]) <= piece.text.count(name.split()[-1])
        )
        if under_name or name.lower() in credited.lower() or unknown:
            piece.kind = K.BOILERPLATE
            if under_name:
                found[i - 1].kind = K.BOILERPLATE
