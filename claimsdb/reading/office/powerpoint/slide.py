"""A slide of a PowerPoint presentation, or the notes to it: from elements to blocks."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from claimsdb.reading.office.layout import BOILERPLATE, State
from claimsdb.reading.office.pieces import LINE, Piece
from claimsdb.reading.office.walk import OpenXmlWalk
from claimsdb.reading.office.xml import Markup, Start

Roles = Mapping[str, str]
NOTES: Roles = MappingProxyType(dict.fromkeys(("dt", "ftr", "hdr", "sldNum", "sldImg"), BOILERPLATE))
"""The roles of the placeholders of notes; others have none."""
SLIDE: Roles = MappingProxyType(
    {**NOTES, "title": "heading", "ctrTitle": "heading", "body": "list_item", "obj": "list_item"}
)
"""Those of a slide."""
OPENING: Roles = MappingProxyType({**SLIDE, "title": "title", "ctrTitle": "title", "subTitle": "standfirst"})
"""Those of the first slide."""


class Slide(OpenXmlWalk):
    """The walk over one part; `shown` says whether the slide is."""

    def __init__(self, markup: Markup, within: str, roles: Roles) -> None:
        """Take the part, the words for where it is, and the roles of its placeholders."""
        super().__init__(markup, within)
        self._by_type = roles
        self.shown = True
        self._role: str | None = None
        self._state = State.SHOWN

    def _start_slide(self, start: Start) -> None:
        self.shown = start.attributes.get("show") not in ("0", "false")

    def _start_shape(self, start: Start) -> None:
        self._role, self._state = None, State.SHOWN

    def _hide(self, start: Start) -> None:
        if start.attributes.get("hidden") in ("1", "true"):
            self._state = State.HIDDEN

    def _placeholder(self, start: Start) -> None:
        self._role = self._by_type.get(start.attributes.get("type", "obj"))

    def _start_paragraph(self, start: Start) -> None:
        self.layout.begin(self._role)

    def _end_text(self) -> None:
        self._add(*self._taken())

    def _break(self, start: Start) -> None:
        self._add(LINE)

    def _add(self, *pieces: Piece) -> None:
        self.layout.add(pieces, self._state)


Slide.starts = MappingProxyType(
    {
        **OpenXmlWalk.starts,
        "p:sld": Slide._start_slide,
        "p:sp": Slide._start_shape,
        "p:graphicFrame": Slide._start_shape,
        "p:cNvPr": Slide._hide,
        "p:ph": Slide._placeholder,
        "a:p": Slide._start_paragraph,
        "a:t": Slide._start_text,
        "m:t": Slide._start_text,
        "a:br": Slide._break,
        "a:tbl": lambda slide, _: slide.layout.table(),
        "a:tr": lambda slide, _: slide.layout.row(),
        "a:tc": lambda slide, _: slide.layout.cell(),
    }
)
Slide.ends = MappingProxyType(
    {
        **OpenXmlWalk.ends,
        "a:p": lambda slide: slide.layout.end(),
        "a:t": Slide._end_text,
        "m:t": Slide._end_text,
        "a:tbl": lambda slide: slide.layout.end_table(),
        "a:tr": lambda slide: slide.layout.end_row(),
        "a:tc": lambda slide: slide.layout.end_cell(),
    }
)
