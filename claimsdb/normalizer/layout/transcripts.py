"""Labelled turns: transcripts, records of parliaments and hearings, interviews with names or letters before each turn."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from claimsdb.english.analysis import Analysis
from claimsdb.model.document import BlockKind
from claimsdb.model.spans import Span, lines, strip, subtract
from claimsdb.normalizer.layout.frames import STOPS, Found, Frame
from claimsdb.normalizer.layout.interviewees import interviewee
from claimsdb.normalizer.layout.labels import UNNAMED, Label, in_bold, label

FEWEST = 2  # minimum number of labels in a transcript
MANY = 50  # maximum number of names with one word to compare a label with
_HALF = 0.5  # minimum share of the lines from the first to the last label that have one
_READ = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.HEADING, BlockKind.CAPTION})
_DIRECTION = re.compile(r"[(\[][^()\[\]\n]{1,80}[)\]][.:]?|\*[^*\n]{1,60}\*")
_WHY = "a transcript: the label says who speaks"


@dataclass(slots=True)
class _Turn:
    label: Label
    spoken: list[Span] = field(default_factory=list)
    directions: list[Span] = field(default_factory=list)


def transcript(analysis: Analysis) -> Found:
    """The turns of a transcript: frames, and the labels of who only asks."""
    text = analysis.text
    read = [line for b in analysis.blocks if b.kind in _READ for line in lines(text, b.span)]
    labels = [label(text, line) for line in read]
    if (opening := _first_turn(analysis)) is not None and labels[:1] != [None]:
        read, labels = [opening, *read], [label(text, opening), *labels]
    if known := {word for one in labels if one for word in one.words}:
        labels = [one or label(text, line, known) for one, line in zip(labels, read, strict=True)]
    labels = [
        one or (Label(Span(line.start, line.start), None, UNNAMED) if line.start in analysis.turns else None)
        for one, line in zip(labels, read, strict=True)
    ]
    if not _is_transcript(labels):
        labels = [
            one or in_bold(text, line, analysis.bold.get(line.start)) for one, line in zip(labels, read, strict=True)
        ]
        if not (_is_transcript(labels) and _come_back(text, labels)):
            return Found()
    first, last = (k for k in (next(_labelled(labels)), max(_labelled(labels))))
    carried = any(labels[k] is None for k in range(first, last))
    turns: list[_Turn] = []
    for line, here in list(zip(read, labels, strict=True))[first : None if carried else last + 1]:
        if here is not None:
            turns.append(_Turn(here))
        rest = strip(text, Span(here.span.end if here else line.start, line.end))
        directions = list(_directions(text, rest))
        turns[-1].directions += directions
        turns[-1].spoken += [s for s in (strip(text, s) for s in subtract(rest, directions)) if s.length]
    named = interviewee(analysis, turns[0].label.span.start)
    frames = [f for t in turns if (f := _frame(t, named)) is not None]
    return Found(frames, [s for t in turns for s in (t.label.span, *t.directions)])


def _first_turn(analysis: Analysis) -> Span | None:
    """A title that is a labelled sentence, with nothing between it and the lines that may be turns."""
    head = [b for b in analysis.blocks if b.kind is not BlockKind.BOILERPLATE][:2]
    if len(head) < 2 or head[0].kind is not BlockKind.TITLE or head[1].kind not in _READ:
        return None
    said = head[0].span.of(analysis.text)
    return head[0].span if said.endswith(STOPS) and label(analysis.text, head[0].span) is not None else None


def _labelled(labels: Sequence[Label | None]) -> Iterator[int]:
    return (k for k, one in enumerate(labels) if one is not None)


def _is_transcript(labels: Sequence[Label | None]) -> bool:
    """Whether the labels of a document's lines are those of a transcript: they come back, or follow each other, and few lines lack one."""
    found = [one for one in labels if one is not None]
    at = list(_labelled(labels))
    if len(found) < FEWEST or len(found) < _HALF * (at[-1] - at[0] + 1):
        return False
    often = Counter(_names(found))
    return max(often.values()) >= FEWEST or (len(often) >= FEWEST and any(b - a == 1 for a, b in pairwise(at)))


def _come_back(text: str, labels: Sequence[Label | None]) -> bool:
    """Whether names in bold are labels and not a list: two of them come back, or one that the text before them names."""
    found = [one for one in labels if one is not None]
    often = Counter(one.words for one in found)
    back = {words for words, count in often.items() if count >= FEWEST}
    first = found[0].span
    return len(back) > 1 or any(
        one.words in back and text.find(one.span.of(text), 0, first.start) >= 0 for one in found
    )


def _names(found: Sequence[Label]) -> Iterator[tuple[str, ...]]:
    """The name of each label as the first that has all its words gives it ("OTTO BRAND, HOST" for "BRAND")."""
    having: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)  # names, by each of their words
    for words in dict.fromkeys(one.words for one in found):
        for word in words:
            if len(having[word]) < MANY:
                having[word].append(words)
    for one in found:
        yield next((words for words in having[one.words[-1]] if set(one.words) <= set(words)), one.words)


def _directions(text: str, rest: Span) -> Iterator[Span]:
    """The directions at the beginning and the end of a turn's line ("[crosstalk]", "(applause)")."""
    while rest.length and (found := _DIRECTION.match(text, *rest)):
        yield Span(*found.span())
        rest = strip(text, Span(found.end(), rest.end))
    for found in _DIRECTION.finditer(text, *rest):
        if found.end() == rest.end and text[found.start() - 1].isspace():
            yield Span(*found.span())


def _frame(turn: _Turn, named: Span | None) -> Frame | None:
    """The frame of a turn; None for the questions of somebody whom no label names."""
    if turn.label.asks or not turn.spoken:
        return None
    source, mark = turn.label.source, () if turn.label.mark is None else (turn.label.mark,)
    if source is None and turn.label.words != UNNAMED:
        source = named
    return Frame(() if source is None else (source,), tuple(turn.spoken), _WHY, (turn.label.span,), mark)
