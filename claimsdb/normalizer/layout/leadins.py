"""Lines that announce what follows in blocks of its own: "The director said:" before a list, "From Ann Lee:" before a quotation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from claimsdb.english.analysis import Analysis
from claimsdb.english.cues import cue_type, knows
from claimsdb.english.letters import latin
from claimsdb.english.quotations import SPEECH
from claimsdb.english.words import FINITE
from claimsdb.model.attribution import AttributionKind, CueType
from claimsdb.model.document import Block, BlockKind
from claimsdb.model.spans import Span, lines, strip
from claimsdb.normalizer.layout.frames import Found, Frame

_FROM = re.compile(
    latin(
        r"(?:And |Then |Also )?(?:[Ff]rom|[Bb]y) (?P<cue>the (?:desk|pen|office|mouth) of )?(?P<source>[^.:;?!“\"]{2,100}?),?:$"
    )
)
_ACCORDING = re.compile(r"(?P<cue>[Aa]ccording to) (?P<source>[^.:;?!“\"]{2,100}?),?:$")
_OCCASION = re.compile(r"(?:In|On|At|During|After|Before|Asked|Speaking|Writing)\b[^:]*?, (?=[A-Zt])")
_QUOTED = re.compile(r"(?:> ?)+")
_WHITE = " \t\r\n"
_DEEPER, _WIDEST = 2, 40  # columns
_TEXT = r"(?:remarks|statement|speech|address|testimony|letter|message|comments|answer|response|reply|text|transcript)"
_BELOW = re.compile(  # "Below are the mayor’s remarks:", "The full text of Ann Lee’s speech follows:"
    latin(
        r"(?:.*\b(?:[Bb]elow|[Ff]ollowing|[Hh]ere)(?: is| are)? |(?:.*\b)?(?:text|transcript) of )"
        rf"(?P<source>(?:the )?[\w.’' -]{{2,60}}?[’']s?) (?P<cue>(?:[\w-]+ ){{0,2}}?{_TEXT})\b[^:.]{{0,80}}:$"
    )
)
_ISSUED = re.compile(  # "The mayor issued the following statement:"
    latin(
        r"(?P<source>(?:The )?[A-Z][^.:;“\"]{1,100}?) (?P<cue>(?:(?:today|yesterday|has|have|\w+ly) )?"
        r"(?:issued|released|delivered|made|gave|published|sent|wrote|posted) (?:the following|this|these)"
        rf" (?:[\w-]+ ){{0,2}}?{_TEXT})\b[^:.]{{0,100}}:$"
    )
)
_WHY = "a line that announces it names its source"


def announced(analysis: Analysis) -> Found:
    """What lines with a colon at their end announce: the items of a list, or a quotation that no cue attributes."""
    found = Found()
    for k, block in enumerate(analysis.blocks):
        line = _last_line(analysis, block)
        if line is None:
            continue
        if (frame := _text(analysis, line, k)) is not None:
            found.frames.append(frame)
            continue
        follows = list(_following(analysis, k))
        set_off = [] if follows else list(_set_off(analysis, k))
        if follows and (frame := _frame(analysis, line, follows)) is not None:
            found.frames.append(frame)
        elif set_off and (parts := _said(analysis, line)) is not None:
            found.frames.append(_block_quotation(analysis.text, line, parts, set_off))
    return found


def _last_line(analysis: Analysis, block: Block) -> Span | None:
    """The last sentence of a block, if it ends in a colon."""
    if block.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING) or not block.span.of(analysis.text).endswith(":"):
        return None
    sentence = analysis.sentence(block.span.end - 1)
    return sentence.span if sentence and block.span.contains(sentence.span) else block.span


def _following(analysis: Analysis, at: int) -> Iterator[Span]:
    """The list items, or else the quotations, right after the block at an index."""
    listed = False
    for block in analysis.blocks[at + 1 :]:
        if block.kind is BlockKind.LIST_ITEM:
            listed = True
        elif listed or not _is_quotation(block.span.of(analysis.text)):
            return
        yield block.span


def _set_off(analysis: Analysis, at: int) -> Iterator[Span]:
    """The blocks right after the one at an index that are set as a block quotation: indented more, or behind ">"."""
    own = _indent(analysis.text, analysis.blocks[at].span)
    for block in analysis.blocks[at + 1 :]:
        marked = _QUOTED.match(analysis.text, *block.span) is not None
        if block.kind is not BlockKind.PARAGRAPH or not (marked or _indent(analysis.text, block.span) >= own + _DEEPER):
            return
        yield block.span


def _indent(text: str, span: Span) -> int:
    """The width of the white space before a block in its first line, 0 if it begins in mid-line; after ">", more than any."""
    before = text[max(text.rfind("\n", 0, span.start) + 1, span.start - _WIDEST) : span.start]
    return _WIDEST if before.strip() == ">" else len(before.expandtabs(8)) if before.isspace() else 0


def _block_quotation(text: str, line: Span, parts: tuple[Span, Span], follows: Sequence[Span]) -> Frame:
    """The frame of a block quotation, whose marks of quotation belong to no claim."""
    source, cue = parts
    content, labels, blanks = [], [line], []
    for span in follows:
        marks = [Span(*m.span()) for row in lines(text, span) if (m := _QUOTED.match(text, *row))]
        first = [mark for mark in marks if mark.start == span.start]
        content.append(Span(first[0].end if first else span.start, span.end))
        labels += first
        blanks += [mark for mark in marks if mark not in first]
    return Frame((source,), tuple(content), _WHY, tuple(labels), (cue,), blanks=tuple(blanks))


def _text(analysis: Analysis, line: Span, at: int) -> Frame | None:
    """The frame of all behind the block at an index, if the line announces somebody's remarks and no quotation follows."""
    text = analysis.text
    named = _BELOW.fullmatch(text, *line) or _ISSUED.fullmatch(text, *line)
    if named is None:
        return None
    follows = tuple(b.span for b in analysis.blocks[at + 1 :] if b.kind.bears_claims)
    if not follows or text[follows[0].start] in SPEECH:
        return None
    source, cue = (Span(*named.span(part)) for part in ("source", "cue"))
    return Frame((source,), follows, _WHY, (), (cue,))


def _is_quotation(words: str) -> bool:
    return words[0] in SPEECH and words[-1] in SPEECH


def _frame(analysis: Analysis, line: Span, follows: Sequence[Span]) -> Frame | None:
    """The frame of what a line announces; None if the line names no source."""
    text, items = analysis.text, tuple(follows)
    quoted = all(_is_quotation(s.of(text)) for s in items)
    named = _FROM.fullmatch(text, *line)
    if named is not None and quoted:
        return Frame((Span(*named.span("source")),), items, _WHY, (line,))
    if quoted:
        return None  # a cue before a quotation is found without the layout
    according = _ACCORDING.fullmatch(text, *line)
    if according is not None:
        source, cue = Span(*according.span("source")), Span(*according.span("cue"))
    elif (parts := _said(analysis, line)) is not None:
        source, cue = parts
    else:
        return None
    return Frame((source,), items, _WHY, (line,), (cue,), AttributionKind.REPORTED)


def _said(analysis: Analysis, line: Span) -> tuple[Span, Span] | None:
    """The source and the cue of a line that is one clause of saying ("Ann Lee, the director, *said*:"); None if it is not."""
    text = analysis.text
    words = analysis.words(line).tokens
    verbs = [w for w in words if w.tag in FINITE]
    if len(verbs) != 1 or not knows(verbs[0].form) or cue_type(verbs[0].form) is CueType.INTENTION:
        return None
    cue = Span(verbs[0].start, verbs[0].end)
    opening = _OCCASION.match(text, line.start, cue.start)
    source = strip(text, Span(opening.end() if opening else line.start, cue.start), _WHITE + ",")
    return (source, cue) if source.length and source.of(text)[0].isalnum() else None
