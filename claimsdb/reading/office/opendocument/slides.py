"""The content of an OpenDocument presentation: its slides, each with the notes to it; hidden slides are boilerplate."""

from __future__ import annotations

from types import MappingProxyType

from claimsdb.reading.office.layout import BOILERPLATE
from claimsdb.reading.office.opendocument.body import SHAPES, Body
from claimsdb.reading.office.opendocument.styles import Styles
from claimsdb.reading.office.xml import Markup, Start

_NOTES = MappingProxyType(dict.fromkeys(("header", "footer", "date-time", "page-number"), BOILERPLATE))
_SLIDE = MappingProxyType({**_NOTES, "title": "heading", "outline": "list_item"})
_OPENING = MappingProxyType({**_SLIDE, "title": "title", "subtitle": "standfirst"})


class Slides(Body):
    """The walk over the slides."""

    def __init__(self, markup: Markup, styles: Styles) -> None:
        super().__init__(markup, styles)
        self._slide = 0
        self._shown = True
        self._roles = _OPENING
        self._frames: list[str | None] = [None]

    def _role(self, name: str, style: str) -> str | None:
        return self._frames[-1]

    def _start_page(self, start: Start) -> None:
        self._slide += 1
        self._shown = not self._styles.hidden("drawing-page", start.attributes.get("draw:style-name", ""))
        self._go_on()
        self._since.append(self.layout.here())

    def _end_page(self) -> None:
        since = self._since.pop()
        if not self._shown:
            self.layout.furniture(since)

    def _start_remarks(self, start: Start) -> None:
        self._roles = _NOTES
        self.layout.section(f"slide {self._slide}, notes")

    def _go_on(self) -> None:
        """Begin the slide, or go on with it after its notes."""
        self._roles = _OPENING if self._slide == 1 else _SLIDE
        self.layout.section(f"slide {self._slide}")

    def _start_frame(self, start: Start) -> None:
        self._frames.append(self._roles.get(start.attributes.get("presentation:class", "")))

    def _end_frame(self) -> None:
        self._frames.pop()

    def _start_shape(self, start: Start) -> None:
        self._enter()

    def _end_shape(self) -> None:
        self._open.pop()


Slides.starts = MappingProxyType(
    {
        **Body.starts,
        **dict.fromkeys(SHAPES, Slides._start_shape),
        "draw:page": Slides._start_page,
        "draw:frame": Slides._start_frame,
        "presentation:notes": Slides._start_remarks,
    }
)
Slides.ends = MappingProxyType(
    {
        **Body.ends,
        **dict.fromkeys(SHAPES, Slides._end_shape),
        "draw:page": Slides._end_page,
        "draw:frame": Slides._end_frame,
        "presentation:notes": Slides._go_on,
    }
)
