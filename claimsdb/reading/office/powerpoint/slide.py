"""A slide of a PowerPoint presentation, or the notes to it: from elements to blocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from claimsdb.model.source_map import How
from claimsdb.reading.office.layout import BOILERPLATE, MOST, Layout, State, TooManyError
from claimsdb.reading.office.pieces import LINE, Piece
from claimsdb.reading.office.xml import End, Event, Markup, Start

_FURNITURE = MappingProxyType(dict.fromkeys(("dt", "ftr", "hdr", "sldNum", "sldImg"), BOILERPLATE))
NOTES: Mapping[str, str | None] = _FURNITURE
"""The roles of the placeholders of notes; others have none."""
SLIDE = MappingProxyType(
    {**_FURNITURE, "title": "heading", "ctrTitle": "heading", "body": "list_item", "obj": "list_item"}
)
"""Those of a slide."""
OPENING = MappingProxyType({**SLIDE, "title": "title", "ctrTitle": "title", "subTitle": "standfirst"})
"""Those of the first slide."""


class Slide:
    """The walk over one part; `shown` says whether the slide is."""

    def __init__(self, markup: Markup, within: str, roles: Mapping[str, str | None]) -> None:
        """Take the part, the words for where it is, and the roles of its placeholders."""
        self._markup, self._by_type = markup, roles
        self.layout = Layout(within)
        self.shown = True
        self._skipped = 0
        self._choices: list[bool] = []
        self._text: list[Piece] | None = None
        self._roles: list[str | None] = [None]
        self._state = State.SHOWN

    def walk(self) -> None:
        """Fill `layout`."""
        try:
            for event in self._markup.events():
                self._take(event)
        except TooManyError:
            self._markup.stopped(f"has more than {MOST:,} pieces of text")
        if self._text:  # the part breaks off in it
            self._end_text()
        self.layout.finish()

    def _take(self, event: Event) -> None:
        if type(event) is Piece:
            if self._text is not None:
                self._text.append(event)
        elif type(event) is Start:
            if self._skipped:
                self._skipped += 1
            elif (starts := _STARTS.get(event.name)) is not None:
                starts(self, event)
        elif type(event) is End:
            if self._skipped:
                self._skipped -= 1
            elif (ends := _ENDS.get(event.name)) is not None:
                ends(self)

    def _start_slide(self, start: Start) -> None:
        self.shown = start.attributes.get("show") not in ("0", "false")

    def _start_shape(self, start: Start) -> None:
        self._roles.append(None)
        self._state = State.SHOWN

    def _end_shape(self) -> None:
        self._roles.pop()
        self._state = State.SHOWN

    def _hide(self, start: Start) -> None:
        if start.attributes.get("hidden") in ("1", "true"):
            self._state = State.HIDDEN

    def _placeholder(self, start: Start) -> None:
        self._roles[-1] = self._by_type.get(start.attributes.get("type", "obj"))

    def _start_text(self, start: Start) -> None:
        self._text = []

    def _end_text(self) -> None:
        made, self._text = self._text or [], None
        self.layout.add((Piece(" ", p.start, p.size, How.ESCAPE) if p.text == "\n" else p for p in made), self._state)

    def _start_choice(self, start: Start) -> None:
        if self._choices[-1:] == [True]:
            self._skipped = 1
        elif self._choices:
            self._choices[-1] = True


_STARTS: Mapping[str, Callable[[Slide, Start], None]] = MappingProxyType(
    {
        "p:sld": Slide._start_slide,
        "p:sp": Slide._start_shape,
        "p:graphicFrame": Slide._start_shape,
        "p:cNvPr": Slide._hide,
        "p:ph": Slide._placeholder,
        "a:p": lambda slide, _: slide.layout.begin(slide._roles[-1]),
        "a:t": Slide._start_text,
        "a:br": lambda slide, _: slide.layout.add((LINE,), slide._state),
        "a:tbl": lambda slide, _: slide.layout.table(),
        "a:tr": lambda slide, _: slide.layout.row(),
        "a:tc": lambda slide, _: slide.layout.cell(),
        "mc:AlternateContent": lambda slide, _: slide._choices.append(False),
        "mc:Choice": Slide._start_choice,
        "mc:Fallback": Slide._start_choice,
    }
)
_ENDS: Mapping[str, Callable[[Slide], object]] = MappingProxyType(
    {
        "p:sp": Slide._end_shape,
        "p:graphicFrame": Slide._end_shape,
        "a:p": lambda slide: slide.layout.end(),
        "a:t": Slide._end_text,
        "a:tbl": lambda slide: slide.layout.end_table(),
        "a:tr": lambda slide: slide.layout.end_row(),
        "a:tc": lambda slide: slide.layout.end_cell(),
        "mc:AlternateContent": lambda slide: slide._choices.pop(),
    }
)
