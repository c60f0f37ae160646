"""Pair quotation marks: where quotations open and close, block by block, so that a lost mark never affects other blocks.

Curly, straight, low-high and angle marks and the typewriter's `` ``…'' `` are read. A mark whose form shows its side may still be
misused, and a straight one shows nothing: the characters before and after it decide. Apostrophes, feet and inches are not marks.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from claimsdb.model.spans import Span, strip

DOUBLE, ANGLE, SINGLE = '"“”„‟', "«»‹›", "'‘’‚‛"
MARKS = DOUBLE + ANGLE + SINGLE + "`"
"""Every character that may be a quotation mark or part of one, apostrophes included."""
OPENING, CLOSING = "\"“„«‹'‘`", "\"”“»›'’"
"""Those that may open a quotation, and those that may close one, in any language's usage ("„…“")."""
ENDING = "\"”»'’"
"""Those that close a quotation in English and never open one: only they may belong to the sentence before a cut."""
OPENS, CLOSES = "“„«", "”»"
"""Marks of speech whose form shows their side in English."""
SPEECH = '"' + OPENS + CLOSES
"""Those that set off speech and are never apostrophes."""
MARK = re.compile(rf"``|''|[{MARKS.replace('`', '')}]")
_MORE_MARKS = re.compile(rf"[{MARKS}]{{0,4}}")
ELISION = re.compile(r"[‘’'](?:\d0s\b|(?:tis|twas|til|em|cause|bout|n|round)\b)", re.IGNORECASE)
_CENTURY = re.compile(r"[‘’']\d\d\b(?![\d%.,]\d)")  # "in ’87"; an opening mark may stand before a number, too
_BEFORE_YEAR = re.compile(
    r"\b(?:in|of|since|from|to|until|till|by|before|after|around|the|and|summer|spring|fall|autumn|winter|class)\s$",
    re.I,
)
_FAMILY = (
    dict.fromkeys(("``", "''", *DOUBLE), "double") | dict.fromkeys(ANGLE, "angle") | dict.fromkeys(SINGLE, "single")
)
_BEFORE = frozenset("([{<-–—―/=:…¿¡*_#>|")  # may be right before an opening mark, as white space may
_AFTER = frozenset(".,;:!?)]}>-–—―/…*_|")  # may be right after a closing mark, as white space may


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation in one block; `span` includes its marks, `depth` is 0 for one outside all others.

    Not `closed`: no mark ends it, and the span runs to the end of the block or to the next quotation. Not `opened`: it continues a
    quotation that the block before left open, without a new mark. `continues`: it continues one, with or without a new mark.
    """

    span: Span
    opened: bool
    closed: bool
    depth: int
    continues: bool = False


class _Side(Enum):
    OPEN = 0
    CLOSE = 1
    EITHER = 2


@dataclass(slots=True)
class _Mark:
    """A mark that may open or close. A `weak` closing mark may also be a possessive's apostrophe or a sign for inches."""

    start: int
    end: int
    family: str
    side: _Side
    weak: bool = False


def quotations(text: str, spans: Sequence[Span]) -> list[Quotation]:
    """The quotations inside the spans (blocks, in order), sorted by start, outer before inner."""
    found: list[Quotation] = []
    left_open: str | None = None  # the family of what the block before left open
    for span in spans:
        closed, opened, stray = _pair(list(_marks(text, span)))
        at = strip(text, span).start
        pieces = [(s, True, True) for s, _ in closed]
        pieces += [(s, True, False) for s in _unclosed(text, span, closed, opened)]
        if (
            left_open
            and stray
            and stray[0].family == left_open
            and stray[0].start < min((s.start for s, _, _ in pieces), default=span.end)
        ):
            pieces.append((Span(at, stray[0].end), False, True))
        pieces.sort(key=lambda p: (p[0].start, -p[0].end))
        around: list[int] = []
        for piece, has_open, has_close in pieces:
            while around and around[-1] <= piece.start:
                around.pop()
            goes_on = left_open is not None and piece.start == at and _family(text, at, left_open) == left_open
            found.append(Quotation(piece, has_open, has_close, len(around), goes_on))
            around.append(piece.end)
        left_open = opened[-1].family if opened else None
    return found


def _start(quote: Quotation) -> int:
    return quote.span.start


def _unclosed(text: str, block: Span, closed: list[tuple[Span, str]], opened: list[_Mark]) -> Iterator[Span]:
    """The spans of marks that nothing closes: up to the next such mark or quotation of their family, or to the end of the block."""
    starts: dict[str, list[int]] = {"double": [], "angle": []}
    reached = block.start
    for span, family in sorted(closed):
        if span.start >= reached and family in starts:
            starts[family].append(span.start)
        reached = max(reached, span.end)
    for k, mark in enumerate(opened):
        limit = opened[k + 1].start if k + 1 < len(opened) else block.end
        places = starts[mark.family]
        following = bisect_right(places, mark.start)
        end = places[following] if following < len(places) else block.end
        yield strip(text, Span(mark.start, min(end, limit)))


def _family(text: str, at: int, default: str) -> str:
    mark = MARK.match(text, at)
    return _FAMILY[mark.group()] if mark else default


def _marks(text: str, span: Span) -> Iterator[_Mark]:
    """The marks of one block that may open or close, each with its side by its form and by its neighbours."""
    opens_at = -1  # the end of an opening mark: another may follow directly
    for match in MARK.finditer(text, span.start, span.end):
        start, end, form = match.start(), match.end(), match.group()
        before = text[start - 1] if start > span.start else " "
        more = _MORE_MARKS.match(text, end, span.end)
        beyond = more.end() if more else end
        after = text[beyond] if beyond < span.end else " "
        left = before.isspace() or before in _BEFORE or start == opens_at
        right = after.isspace() or after in _AFTER
        family = _FAMILY[form]
        side = (
            _single(text, form, start, before, after, left, right)
            if family == "single"
            else _pairwise(form, left, right)
        )
        if side is None:
            continue
        weak = False
        if side is not _Side.OPEN and form in "\"'’" and after.isspace() and beyond + 1 < span.end:
            weak = text[beyond + 1].islower() and (
                before.isdigit() if form == '"' else before in "sSnzx" or before.isdigit()
            )
        if side is _Side.OPEN:
            opens_at = end
        yield _Mark(start, end, family, side, weak)


def _pairwise(form: str, left: bool, right: bool) -> _Side:
    """The side of a double or angle mark."""
    if form in ("„", "``"):
        return _Side.OPEN
    if form in "“‟«‹":
        return _Side.OPEN if left and not right else _Side.EITHER if right and not left else _Side.OPEN
    if left and not right:
        return _Side.OPEN if form in ('"', "''") else _Side.EITHER
    if right and not left:
        return _Side.CLOSE
    return _Side.EITHER if form in ('"', "''") else _Side.CLOSE


def _single(text: str, form: str, start: int, before: str, after: str, left: bool, right: bool) -> _Side | None:
    """The side of a single mark, or None for an apostrophe."""
    if form != "‚" and (ELISION.match(text, start) or _is_century(text, start, form)):
        return None
    if form in "‘‚‛":
        return _Side.OPEN if left and not after.isspace() else None
    if left and not after.isspace() and (after.isalnum() or after in '$£€“"['):
        return _Side.OPEN
    return _Side.CLOSE if right and not before.isspace() else None


def _is_century(text: str, start: int, form: str) -> bool:
    """Whether the mark stands for the hundreds of a year."""
    if not _CENTURY.match(text, start):
        return False
    return form == "’" or _BEFORE_YEAR.search(text, max(start - 10, 0), start) is not None


def _pair(marks: list[_Mark]) -> tuple[list[tuple[Span, str]], list[_Mark], list[_Mark]]:
    """Closed quotations with their family, opening marks that nothing closes, and closing marks that nothing opened.

    Single marks that stay alone are apostrophes, and are left out.
    """
    strong_ahead = _strong_ahead(marks)
    closed: list[tuple[Span, str]] = []
    stray: list[_Mark] = []
    stack: list[_Mark] = []
    waiting = {"double": 0, "angle": 0, "single": 0}
    for k, mark in enumerate(marks):
        is_open = waiting[mark.family] > 0
        if mark.side is _Side.OPEN or (mark.side is _Side.EITHER and not is_open):
            stack.append(mark)
            waiting[mark.family] += 1
        elif not is_open:
            stray.append(mark)
        elif not (mark.weak and strong_ahead[k]):
            while stack[-1].family != mark.family:
                waiting[stack.pop().family] -= 1
            waiting[mark.family] -= 1
            closed.append((Span(stack.pop().start, mark.end), mark.family))
    return closed, [m for m in stack if m.family != "single"], [m for m in stray if m.family != "single"]


def _strong_ahead(marks: list[_Mark]) -> list[bool]:
    """For each mark, whether the next of its family that is not weak closes."""
    ahead, closes = [False] * len(marks), {"double": False, "angle": False, "single": False}
    for k in range(len(marks) - 1, -1, -1):
        mark = marks[k]
        ahead[k] = closes[mark.family]
        if not mark.weak:
            closes[mark.family] = mark.side is not _Side.OPEN
    return ahead
