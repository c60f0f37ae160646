"""Interviews without labels: paragraphs that ask, each followed by paragraphs that answer."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from enum import IntEnum

from claimsdb.english.analysis import Analysis
from claimsdb.english.letters import latin
from claimsdb.english.listed import either, listed
from claimsdb.english.quotations import SPEECH
from claimsdb.model.document import Block, BlockKind
from claimsdb.model.spans import Span
from claimsdb.normalizer.layout.frames import Found, Frame
from claimsdb.normalizer.layout.interviewees import interviewee

_TURNS = frozenset({BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.LIST_ITEM, BlockKind.STANDFIRST})
_HEADED = re.compile(r"\binterview(?:s|ed)?\b|\bQ ?& ?A\b", re.IGNORECASE)
_TOLD = re.compile(
    r"\b(?:interview(?:s|ed|ing)?|Q ?& ?A|questions (?:to|for)|(?:spoke|speaks|talks?|talked|sat down|caught up|chatted) (?:with|to)"
    r"|conversation|tells|answers)\b",
    re.IGNORECASE,
)
_FIRST = re.compile(r"\b(?:I|we|my|our|me|us)\b(?![.’'](?!m|ve|d|ll|re|s\b))|\b(?:We|My|Our)\b")
_SELF = re.compile(r"\b(?:I|[Mm]y|me|mine)\b(?![.’'](?!m|ve|d|ll|re|s\b))")
_MARKED = re.compile(r"“[^“”]*”|\"[^\"]*\"")
_SECOND = re.compile(r"\b(?:you|your|yours|yourself)\b", re.IGNORECASE)
_REPLY = re.compile(rf"(?:{either(listed('turns', 'reply'))})\b[,.!—–-]", re.IGNORECASE)
_NAMED = re.compile(
    latin(r": [A-Z][\w’'-]+(?: [A-Z][\w’'.-]+){1,3} (?:about|on) ")
)  # a title: "The long winter: Ann Lee on …"
_CALLED = re.compile(
    r"(?:Mr|Mrs|Ms|Madam|Sir|Dr|Prof|Professor|President|Senator|Governor|Minister)\b\.?[^,.?!]{0,40}, "
)
_FULL = re.compile(latin(r"(?<![\w’'-])[A-Z][\w’'-]{1,40} [A-Z][\w’'-]{1,40}"))
_MANY = 3  # minimum number of questions if neither the title nor the introduction tells of an interview
_LONG = 40  # words
_WHY = "an interview: a paragraph that answers the question before it"


class _Role(IntEnum):
    TELLS, ASKS, ANSWERS = 0, 1, 2


# Costs of one role after another: questions and answers alternate; an introduction tells, and does not come back.
_AFTER = (
    (0.0, 0.5, 1.0),
    (9.0, 3.0, 0.0),
    (5.0, 0.3, 1.0),
)


def interview(analysis: Analysis) -> Found:
    """The answers of an interview, as one frame of who is interviewed."""
    text = analysis.text
    asked = _asked(analysis)
    blocks = list(_turns(analysis, asked))
    if not blocks:
        return Found()
    asking = [k for k, b in enumerate(blocks) if b.span in asked]
    first = blocks[asking[0]].span.start if asking else analysis.blocks[-1].span.end
    headline = next((b.span.of(text) for b in analysis.blocks[:1] if b.span.start < first), "")
    if not _is_interview(text, headline, blocks, asking):
        return Found()
    source = interviewee(analysis, first)
    blocks = [b for b in blocks if not _is_about(text, b.span, source)]
    answers = [b.span for b, role in zip(blocks, _roles(text, blocks, asked), strict=True) if role is _Role.ANSWERS]
    if not answers:
        return Found()
    return Found([Frame(() if source is None else (source,), tuple(answers), _WHY)])


def _asked(analysis: Analysis) -> frozenset[Span]:
    """The blocks that ask. If questions are in bold, what else is in bold behind the first of them asks too ("Tell us more.")."""
    asked = {b.span for b in analysis.blocks if _asks(analysis.text, b.span)}
    bold = [b.span for b in analysis.blocks if analysis.bold.get(b.span.start) == b.span]
    asking = [span for span in bold if span in asked]
    if len(asking) >= _MANY and 2 * len(asking) >= len(bold):
        asked.update(span for span in bold if span > asking[0])
    return frozenset(asked)


def _turns(analysis: Analysis, asked: Collection[Span]) -> Iterator[Block]:
    """The blocks that may be turns: of headings those that ask, and lists that an answer announces, set as headings."""
    before = ""
    for block in analysis.blocks:
        said = block.span.of(analysis.text)
        if block.kind in _TURNS and (block.kind is not BlockKind.HEADING or block.span in asked or before == ":"):
            yield block
        if block.kind is not BlockKind.HEADING:
            before = said[-1]


def _is_about(text: str, span: Span, source: Span | None) -> bool:
    """Whether a block names the interviewee in full, without *I* or *you*: a caption, or an introduction, which may say *us*."""
    said = span.of(text)
    return (
        source is not None
        and not (_SELF.search(said) or _SECOND.search(said))
        and any(m.group() in said for m in _FULL.finditer(text, *source))
    )


def _is_interview(text: str, headline: str, blocks: Sequence[Block], asking: Sequence[int]) -> bool:
    """Whether paragraphs ask somebody (*you*), and those after them answer (*I*, *we*).

    One question is enough if the title tells of an interview or the question begins with a form of address ("Minister, …"), two if the
    introduction tells of one. Under a title that says *interview*, answers to questions that are left out are enough.
    """
    after = [_own(blocks[k + 1].span.of(text)) for k in asking if k + 1 < len(blocks) and k + 1 not in asking]
    if not after:
        return bool(_HEADED.search(headline)) and _all_answer(text, blocks)
    first = blocks[asking[0]].span.start
    called = any(_CALLED.match(text, *blocks[k].span) and _SECOND.search(blocks[k].span.of(text)) for k in asking)
    headed = called or _TOLD.search(headline) or _NAMED.search(headline)
    fewest = 1 if headed else 2 if _TOLD.search(text, 0, first) else _MANY
    answering = sum(bool(_FIRST.search(said) or _REPLY.match(said)) for said in after)
    asked = any(_SECOND.search(blocks[k].span.of(text)) for k in asking)
    return len(asking) >= fewest and (asked or fewest < _MANY) and 2 * answering >= len(after)


def _all_answer(text: str, blocks: Sequence[Block]) -> bool:
    """Whether at least half of the long paragraphs without quotation marks speak of *I* or *we*."""
    long = [said for b in blocks if (said := b.span.of(text)).count(" ") >= _LONG and not _MARKED.search(said)]
    return bool(long) and 2 * sum(bool(_FIRST.search(said)) for said in long) >= len(long)


def _own(said: str) -> str:
    """The words of a block without what stands in quotation marks."""
    return _MARKED.sub(" ", said)


def _asks(text: str, span: Span) -> bool:
    """Whether a block asks, and quotes nobody who does."""
    said = span.of(text)
    return said.rstrip(" *_)").endswith("?") and said[0] not in SPEECH


def _roles(text: str, blocks: Sequence[Block], asked: Collection[Span]) -> list[_Role]:
    """The roles of the blocks with the lowest cost in all."""
    best = _costs(text, blocks[0], asked)
    back: list[list[_Role]] = []
    for block in blocks[1:]:
        came = [min(_Role, key=lambda b, a=role: best[b] + _AFTER[b][a]) for role in _Role]  # type: ignore[misc]
        own = _costs(text, block, asked)
        best = [best[b] + _AFTER[b][a] + own[a] for a, b in zip(_Role, came, strict=True)]
        back.append(came)
    roles = [min(_Role, key=lambda r: best[r])]
    for came in reversed(back):
        roles.append(came[roles[-1]])
    return roles[::-1]


def _costs(text: str, block: Block, asked: Collection[Span]) -> list[float]:
    """The cost of each role for one block by its own words."""
    said = _own(block.span.of(text))
    asks, words = block.span in asked, said.count(" ") + 1
    first, second = bool(_FIRST.search(said)), bool(_SECOND.search(said))
    tells = 2.0 * (first and not _TOLD.search(said)) + 2.0 * second + 2.0 * asks
    asking = 0.0 if asks else 1.5 - 1.5 * second + 1.5 * first + (3.0 if words > 60 else 0.0)
    answers = 3.0 * asks + 1.5 * (not first) - 1.5 * bool(_REPLY.match(said))
    return [tells, asking, answers + (2.0 if block.kind is BlockKind.HEADING else 0.0)]
