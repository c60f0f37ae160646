"""Signed words: "“It is safe.” — Ann Lee", a pull quote with its speaker beneath, a post with its author, handle and date beneath."""

from __future__ import annotations

import re
from itertools import pairwise

from claimsdb.english.analysis import Analysis
from claimsdb.english.letters import latin
from claimsdb.english.lexicon import default
from claimsdb.english.quotations import SPEECH
from claimsdb.model.attribution import Spans
from claimsdb.model.document import Block, BlockKind
from claimsdb.model.spans import Span, strip
from claimsdb.normalizer.layout.frames import Found, Frame

_NAME = latin(r"[A-Z][^\W\d_]*\.?(?:[ ’'-][^\W\d_]+\.?){0,5}")
_TOLD = r"(?:, [^.!?“”\"]{1,60})?"
_HANDLE = r" ?\((?:@|u/)[\w.-]{2,40}\)|, @[\w.-]{2,40}"
_DATE = (
    r",? (?:on )?(?:[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}|\d{1,2} [A-Z][a-z]{2,8}\.? \d{4}|\d{1,4}[-/]\d{1,2}[-/]\d{1,4})"
)
_SIGNATURE = re.compile(rf"(?:―|—|–|--?|~)\s*(?P<source>{_NAME}{_TOLD})$")
_POSTED = re.compile(
    rf"(?:―|—|–|--?|~)\s*(?P<source>{_NAME})(?:{_HANDLE})(?:{_DATE})?$|(?:―|—|–|--?)\s*(?P<dated>{_NAME}){_DATE}$"
)
_BENEATH = re.compile(rf"(?P<source>{_NAME}{_TOLD})$")
_INLINE = re.compile(rf"(?<=[.?!…])\s*(?:―|—|–|--|\s-\s)\s*(?P<source>{_NAME}{_TOLD})$")
_NAKED = re.compile(latin(r"(?<=[.?!…]) (?P<source>[A-Z][\w’'-]+(?: [A-Z][\w’'.-]*){1,5})$"))
_DASH = re.compile(r"―|—|–|--?|~")
_FIRST = re.compile(r"\b(?:I|my|we|our)\b")
_LONG = re.compile(r"[^\W\d_]{2,}")
_FINAL = ".?!…,"
_LEAST = 4  # words of a pull quote
_WHY = "a signature follows the quotation"


def signed(analysis: Analysis) -> Found:
    """Signed quotations, pull quotes and posts."""
    found = Found()
    nothing = Block(BlockKind.CREDIT, Span(0, 0))
    for before, block in pairwise([nothing, *analysis.blocks]):
        if block.kind in (BlockKind.TITLE, BlockKind.CREDIT, BlockKind.CAPTION):
            continue
        if (source := _beneath(analysis, before, block)) is not None:
            found.frames.append(Frame((source,), (before.span,), _WHY, cue=_mark(analysis.text, block.span)))
            found.bylines.append(block.span)
        elif block.kind.bears_claims and (frame := _in_one(analysis, block)) is not None:
            found.frames.append(frame)
    return found


def _beneath(analysis: Analysis, before: Block, block: Block) -> Span | None:
    """The source in a line that signs the block before it."""
    text = analysis.text
    if not before.span.length or before.kind is BlockKind.TITLE:
        return None
    posted = _POSTED.match(text, *block.span)
    if posted is not None and posted.end() == block.span.end:
        return Span(*posted.span("source" if posted["source"] else "dated"))
    signature = _SIGNATURE.match(text, *block.span)
    if signature is not None and signature.end() == block.span.end and _spoken(analysis, before.span):
        return Span(*signature.span("source"))
    beneath = _BENEATH.match(text, *block.span)
    if beneath is not None and beneath.end() == block.span.end and _is_pull_quote(text, before.span):
        source = Span(*beneath.span("source"))
        return source if _is_name(source.of(text).partition(",")[0]) else None
    return None


def _mark(text: str, label: Span) -> Spans:
    """The dash with which a signature begins, if it begins with one."""
    dash = _DASH.match(text, *label)
    return (Span(*dash.span()),) if dash else ()


def _is_name(words: str) -> bool:
    return all(w[:1].isupper() for w in words.split()) and any(
        default().classes.is_name(w.lower()) for w in _LONG.findall(words)
    )


def _spoken(analysis: Analysis, block: Span) -> bool:
    """Whether the block is one quotation that ends as a sentence does, or is a clause, even if its marks are the wrong way round."""
    words = block.of(analysis.text)
    if words[0] not in SPEECH or words[-1] not in SPEECH:
        return False
    return words.rstrip(SPEECH)[-1:] in tuple(_FINAL) or analysis.words(block).has_finite_verb()


def _is_pull_quote(text: str, block: Span) -> bool:
    """Whether the block is one quotation that is more than a name."""
    words = block.of(text)
    inside = words[1:-1]
    marked = words[0] in SPEECH and words[-1] in SPEECH and not any(mark in inside for mark in SPEECH)
    return marked and inside.count(" ") >= _LEAST - 1


def _in_one(analysis: Analysis, block: Block) -> Frame | None:
    """The frame of words with their signature behind them in one block ("“It is safe.” — Ann Lee")."""
    text = analysis.text
    words = block.span.of(text)
    if words[0] in SPEECH:
        last = max(words.rfind(mark) for mark in SPEECH)
        rest = strip(text, Span(block.span.start + last + 1, block.span.end))
        signature = _SIGNATURE.match(text, *rest) if last > 0 and rest.length else None
        quotation = Span(block.span.start, block.span.start + last + 1)
        if signature is None or signature.end() != rest.end or not _spoken(analysis, quotation):
            return None
        return Frame((Span(*signature.span("source")),), (quotation,), _WHY, (rest,), _mark(text, rest))
    found = _INLINE.search(words)
    if found is None and _FIRST.search(words) and not any(mark in words for mark in SPEECH):
        found = _NAKED.search(words)
        if found is not None and text.count(found["source"]) < 2:  # nobody whom the document tells of
            return None
    if found is None or block is analysis.blocks[-1] or not _is_name(found["source"].partition(",")[0]):
        return None
    start = block.span.start
    source, label = Span(*found.span("source")).shift(start), strip(text, Span(*found.span()).shift(start))
    return Frame((source,), (Span(start, label.start),), _WHY, (label,), _mark(text, label))
