"""The body of a document, from its first prose on: paragraphs, headings and lists among captions and teasers, and its authors."""

from __future__ import annotations

from claimsdb.english.quotations import SPEECH
from claimsdb.model.document import BlockKind
from claimsdb.reading.blocks import patterns
from claimsdb.reading.blocks.chunks import HEADING_WORDS, LONG, SURELY_PROSE, Chunk

K = BlockKind


def body(found: list[Chunk], begin: int) -> None:
    """Give each chunk from `begin` its kind."""
    last = max((i for i in range(begin, len(found)) if _is_prose(found[i])), default=len(found) - 1)
    long = [i for i in range(begin, len(found)) if found[i].is_prose(LONG)]
    # Text under the last such heading, if it is short, is about the publisher or the author.
    about = len(found) if len(long) < 4 else long[-4]
    asks = sum(c.role == "heading" and patterns.QUESTION.search(c.text) is not None for c in found) > 1
    under_call = in_abstract = in_about = False
    for i in range(begin, len(found)):
        chunk = found[i]
        if i > about and not chunk.ends and patterns.ABOUT.fullmatch(chunk.text):
            in_about = True
        if chunk.kind is K.BOILERPLATE and not chunk.is_rule and chunk.role is None:
            under_call = chunk.opens
        elif chunk.is_prose(LONG):
            under_call = False
        if in_about:
            chunk.kind = K.BOILERPLATE
        if chunk.kind is not None:
            continue
        if under_call:
            chunk.kind = K.BOILERPLATE
        elif asks and chunk.role == "heading" and patterns.QUESTION.search(chunk.text):
            chunk.kind = K.PARAGRAPH  # an interviewer's question, set as a heading
        elif _is_heading(found, i):
            chunk.kind = K.HEADING if i < last or _closes_a_series(found, begin, i) else K.BOILERPLATE
        elif i > last and not chunk.ends and chunk.role != "list_item" and (i > last + 1 or not chunk.says):
            chunk.kind = K.BOILERPLATE
        else:
            chunk.kind = K.LIST_ITEM if chunk.role == "list_item" else K.PARAGRAPH
    for i in range(max(0, begin - 1), len(found)):
        if found[i].kind is K.HEADING:
            in_abstract = patterns.ABSTRACT.fullmatch(found[i].text) is not None
        elif in_abstract and found[i].kind is K.PARAGRAPH:
            found[i].kind = K.STANDFIRST


def _is_prose(chunk: Chunk) -> bool:
    return chunk.kind is None and (chunk.is_sentence or chunk.role == "list_item" or chunk.words >= SURELY_PROSE)


def _is_heading(found: list[Chunk], i: int) -> bool:
    chunk = found[i]
    if chunk.role == "heading" or patterns.TIME.fullmatch(chunk.text) or patterns.LABEL.fullmatch(chunk.text):
        return True
    after = found[i + 1] if i + 1 < len(found) else None
    if chunk.role == "list_item":
        # A number begins a heading if what follows is not an item but text set off by a blank line.
        alone = after is None or (after.role != "list_item" and after.loose)
        return (
            bool(patterns.NUMBERED_HEADING.match(chunk.text))
            and not chunk.ends
            and chunk.words <= HEADING_WORDS
            and alone
        )
    if chunk.words > HEADING_WORDS or chunk.text.endswith((",", ";")) or chunk.role is not None:
        return False
    if chunk.text.endswith(":"):
        # "He said:" introduces a quotation.
        return chunk.words < 3 and all(word[0].isupper() for word in chunk.text.split())
    if patterns.SPEAKER_LABEL.match(chunk.text) or chunk.text[0].islower():
        return False
    if chunk.text[0] in SPEECH + "'‘" and not chunk.text.istitle():
        return False
    if chunk.says:
        return False
    return not chunk.ends


def _closes_a_series(found: list[Chunk], begin: int, i: int) -> bool:
    """Whether the last line is alone under the text, in the form that the headings above have over their texts."""
    if i < len(found) - 1:
        return False
    above = [chunk for chunk in found[max(0, begin - 1) : i] if chunk.kind is K.HEADING]
    return (
        len(above) > 1
        and found[i].words <= max(p.words for p in above)
        and not any(chunk.kind is K.BOILERPLATE for chunk in found[begin:i])
    )


def authors(found: list[Chunk], begin: int) -> None:
    """Find biographies: of people whom a byline or a credit names and, at the end, of people whom the text never names."""
    credited = " ".join(chunk.text for chunk in found if chunk.kind in (K.BYLINE, K.CREDIT)).replace("’", "'").lower()
    told = " ".join(chunk.text for chunk in found if chunk.kind in (K.TITLE, K.PARAGRAPH, K.LIST_ITEM))
    bearing = [i for i in range(begin, len(found)) if found[i].kind in (K.PARAGRAPH, K.LIST_ITEM)]
    for i in bearing:
        chunk = found[i]
        match = patterns.BIOGRAPHY.match(chunk.text)
        if not match:
            continue
        name = match["who"].replace("’", "'")
        under_name = i > 0 and found[i - 1].text.replace("’", "'") == name
        unknown = (
            i == bearing[-1] and len(bearing) > 2 and told.count(name.split()[-1]) <= chunk.text.count(name.split()[-1])
        )
        if under_name or name.lower() in credited or unknown:
            chunk.kind = K.BOILERPLATE
            if under_name:
                found[i - 1].kind = K.BOILERPLATE
