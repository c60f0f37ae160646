"""The walk over the elements of a part: what each start and end does is in tables of the walks that are made of this."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from claimsdb.model.source_map import How
from claimsdb.reading.office.layout import MOST, Layout, TooManyError
from claimsdb.reading.office.pieces import Piece
from claimsdb.reading.office.xml import End, Event, Markup, Start

Starts = Mapping[str, Callable[[Any, Start], object]]
Ends = Mapping[str, Callable[[Any], object]]


class Walk:
    """The walk over one part, which fills `layout`."""

    starts: ClassVar[Starts] = MappingProxyType({})
    ends: ClassVar[Ends] = MappingProxyType({})
    unread: ClassVar[frozenset[str]] = frozenset()
    """Elements that are left out with all that is in them."""

    def __init__(self, markup: Markup, within: str = "") -> None:
        """Take the part, and the words for where it is; none for the body of a document."""
        self.markup, self.within = markup, within
        self.layout = Layout(within)
        self._skipped = 0

    def walk(self) -> None:
        """Fill `layout`, up to where the part ends or breaks off."""
        try:
            for event in self.markup.events():
                self._take(event)
        except TooManyError:
            self.markup.stopped(f"has more than {MOST:,} pieces of text")
        self._finish()
        self.layout.finish()

    def _take(self, event: Event) -> None:
        if type(event) is Piece:
            if not self._skipped:
                self._piece(event)
        elif type(event) is Start:
            if self._skipped or event.name in self.unread:
                self._skipped += 1
            elif (starts := self.starts.get(event.name)) is not None:
                starts(self, event)
        elif type(event) is End:
            if self._skipped:
                self._skipped -= 1
            elif (ends := self.ends.get(event.name)) is not None:
                ends(self)

    def _piece(self, piece: Piece) -> None:
        """Take text."""

    def _finish(self) -> None:
        """Take what is open at the end, if the part breaks off."""


SIGNS = MappingProxyType({"m:den": "/", "m:sup": "^", "m:sub": "_", "m:rad": "√"})
"""What people write on one line for the parts of a formula that begin so."""
_DRAWN = tuple(f"m:{name}" for name in "acc bar borderBox box d eqArr groupChr limLow limUpp m nary phant sPre".split())
"""Parts of formulas with signs or an order that one line does not show."""


class OpenXmlWalk(Walk):
    """A walk over a part of Office Open XML: text is in elements of its own, and of alternatives the first is read.

    `signs` counts what is seen and not read, by what it is.
    """

    def __init__(self, markup: Markup, within: str = "") -> None:
        super().__init__(markup, within)
        self.signs: Counter[str] = Counter()
        self._text: list[Piece] | None = None
        self._choices: list[bool] = []

    def _piece(self, piece: Piece) -> None:
        if self._text is not None:
            self._text.append(piece)

    def _start_text(self, start: Start) -> None:
        self._text = []

    def _end_text(self) -> None:
        self._text = None

    def _finish(self) -> None:
        if self._text:
            self._end_text()

    def _taken(self) -> list[Piece]:
        """The text of the element that ends here; a line's end in it is a space."""
        made, self._text = self._text or [], None
        return [Piece(" ", p.start, p.size, How.ESCAPE) if p.text == "\n" else p for p in made]

    def _add(self, *pieces: Piece) -> None:
        """Take words."""

    def _start_sign(self, start: Start) -> None:
        piece = self.markup.tag(start, SIGNS[start.name])
        closed = "/>".encode(self.markup.encoding)
        if not self.markup.raw.startswith(closed, piece.start + piece.size - len(closed)):
            self._add(piece)  # there is something in it

    def _drawn(self, start: Start) -> None:
        self.signs["formula"] += 1

    def _start_choice(self, start: Start) -> None:
        if self._choices[-1:] == [True]:
            self._skipped = 1
        elif self._choices:
            self._choices[-1] = True

    def _start_choices(self, start: Start) -> None:
        self._choices.append(False)

    def _end_choices(self) -> None:
        self._choices.pop()


OpenXmlWalk.starts = MappingProxyType(
    {
        "mc:AlternateContent": OpenXmlWalk._start_choices,
        "mc:Choice": OpenXmlWalk._start_choice,
        "mc:Fallback": OpenXmlWalk._start_choice,
        **dict.fromkeys(SIGNS, OpenXmlWalk._start_sign),
        **dict.fromkeys(_DRAWN, OpenXmlWalk._drawn),
    }
)
OpenXmlWalk.ends = MappingProxyType({"mc:AlternateContent": OpenXmlWalk._end_choices})
