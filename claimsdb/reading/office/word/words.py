"""The words of a Word document: runs, fields, content controls and tracked changes say which of them are seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from claimsdb.reading.office.layout import State
from claimsdb.reading.office.marks import is_mark, leads_back
from claimsdb.reading.office.pieces import BREAK, LINE, TAB, Block, Piece, trimmed
from claimsdb.reading.office.walk import OpenXmlWalk
from claimsdb.reading.office.word.styles import PLAIN, Style, on
from claimsdb.reading.office.xml import Markup, Start

_WHITE = " \t\r\n"
_INDEXES = ("TOC", "INDEX", "TOA")


@dataclass(slots=True)
class _Field:
    """A field: where it began, its instruction, and whether its result has begun."""

    since: tuple[list[Block], int]
    instruction: str = ""
    shown: bool = False


@dataclass(slots=True)
class Run:
    """The run of words that is open; `marked`: its text is the mark of a note; `raised`: it is set as one."""

    hidden: bool = False
    raised: bool = False
    marked: bool = False


@dataclass(slots=True)
class _Content:
    """A content control: where it began, and what its properties say."""

    since: tuple[list[Block], int]
    furniture: bool = False
    placeholder: bool = False


class Words(OpenXmlWalk):
    """The part of the walk that takes words."""

    def __init__(self, markup: Markup, styles: Mapping[str, Style], within: str = "") -> None:
        """Take the part, the document's styles, and the words for the part; none for the body itself."""
        super().__init__(markup, within)
        self._styles = styles
        self._kept = False  # the white space of the text that is open
        self._run: Run | None = None
        self._fields: list[_Field] = []
        self._instructions = 0  # fields whose result has not begun
        self._contents: list[_Content] = []
        self._placeholders = 0
        self._links: list[bool] = []  # whether each open link leads to a place in the document
        self._deletions = 0  # elements around the words that delete them

    @property
    def _state(self) -> State:
        if self._deletions:
            return State.DELETED
        hidden = self._run is not None and self._run.hidden
        return State.HIDDEN if hidden or self._placeholders else State.SHOWN

    def _add(self, *pieces: Piece) -> None:
        if not self._instructions:
            self.layout.add(pieces, self._state)

    def _start_text(self, start: Start) -> None:
        self._text, self._kept = [], start.attributes.get("xml:space") == "preserve"

    def _end_text(self) -> None:
        made = self._taken()
        if not self._is_mark("".join(piece.text for piece in made)):
            self._add(*(made if self._kept else trimmed(made, _WHITE)))

    def _is_mark(self, words: str) -> bool:
        """Whether words are only the mark of a note, or lead back from one."""
        run = self._run or Run()
        inside = self._links[-1:] == [True]
        return run.marked or (inside and (leads_back(words) or (run.raised and is_mark(words))))

    def _start_link(self, start: Start) -> None:
        self._links.append("w:anchor" in start.attributes and "r:id" not in start.attributes)

    def _end_link(self) -> None:
        self._links.pop()

    def _raise(self, start: Start) -> None:
        value = start.attributes.get("w:val", "")
        if self._run is not None and (
            value == "superscript" or value.isdecimal()
        ):  # up, in half points; down is negative
            self._run.raised = value != "0"

    def _tab(self, start: Start) -> None:
        if self._run is not None:  # elsewhere, it is a tab stop
            self._add(TAB)

    def _break(self, start: Start) -> None:
        self._add(BREAK if start.attributes.get("w:type") in ("page", "column") else LINE)

    def _hyphen(self, start: Start) -> None:
        self._add(self.markup.tag(start, "-"))

    def _symbol(self, start: Start) -> None:
        """Take a character that is set in a font of its own; what stands there in a font of pictures, nobody can say."""
        try:
            character = chr(int(start.attributes.get("w:char", ""), 16))
        except (ValueError, OverflowError):
            return
        if "\ue000" <= character <= "\uf8ff" or not character.isprintable():
            self.signs["symbol"] += 1
        else:
            self._add(self.markup.tag(start, character))

    def _start_run(self, start: Start) -> None:
        self._run = Run()

    def _end_run(self) -> None:
        self._run = None

    def _run_style(self, start: Start) -> None:
        if self._run is not None:
            style = self._styles.get(start.attributes.get("w:val", ""), PLAIN)
            self._run.hidden, self._run.raised = self._run.hidden or style.hidden, self._run.raised or style.raised

    # Fields.

    def _start_instruction(self, start: Start) -> None:
        self._text = []

    def _end_instruction(self) -> None:
        if self._fields and not self._fields[-1].shown:
            self._fields[-1].instruction += "".join(piece.text for piece in self._text or ())
        self._text = None

    def _field(self, start: Start) -> None:
        kind = start.attributes.get("w:fldCharType")
        if kind == "begin":
            self._fields.append(_Field(self.layout.here()))
            self._instructions += 1
        elif kind == "separate" and self._fields and not self._fields[-1].shown:
            self._fields[-1].shown = True
            self._instructions -= 1
        elif kind == "end":
            self._end_field()

    def _start_simple_field(self, start: Start) -> None:
        self._fields.append(_Field(self.layout.here(), start.attributes.get("w:instr", ""), True))

    def _end_field(self) -> None:
        if self._fields:
            done = self._fields.pop()
            self._instructions -= not done.shown
            if done.instruction.strip().upper().startswith(_INDEXES):
                self.layout.furniture(done.since)

    def _drop_instructions(self) -> None:
        """Give up the fields that have no result, since no field of a sound document leaves its paragraph without one."""
        if self._instructions:
            self._fields = [f for f in self._fields if f.shown]
            self._instructions = 0

    # Content controls.

    def _start_content(self, start: Start) -> None:
        self._contents.append(_Content(self.layout.here()))

    def _end_content(self) -> None:
        done = self._contents.pop()
        self._placeholders -= done.placeholder
        if done.furniture:
            self.layout.furniture(done.since)

    def _gallery(self, start: Start) -> None:
        if self._contents and start.attributes.get("w:val") == "Table of Contents":
            self._contents[-1].furniture = True

    def _placeholder(self, start: Start) -> None:
        if self._contents and not self._contents[-1].placeholder and on(start.attributes.get("w:val")):
            self._contents[-1].placeholder = True
            self._placeholders += 1


Words.starts = MappingProxyType(
    {
        **OpenXmlWalk.starts,
        "w:t": Words._start_text,
        "w:delText": Words._start_text,
        "m:t": Words._start_text,
        "w:instrText": Words._start_instruction,
        "w:tab": Words._tab,
        "w:ptab": Words._tab,
        "w:br": Words._break,
        "w:cr": Words._break,
        "w:noBreakHyphen": Words._hyphen,
        "w:sym": Words._symbol,
        "w:r": Words._start_run,
        "w:rStyle": Words._run_style,
        "w:vertAlign": Words._raise,
        "w:position": Words._raise,
        "w:hyperlink": Words._start_link,
        "w:fldChar": Words._field,
        "w:fldSimple": Words._start_simple_field,
        "w:sdt": Words._start_content,
        "w:docPartGallery": Words._gallery,
        "w:showingPlcHdr": Words._placeholder,
    }
)
Words.ends = MappingProxyType(
    {
        **OpenXmlWalk.ends,
        "w:t": Words._end_text,
        "w:delText": Words._end_text,
        "m:t": Words._end_text,
        "w:instrText": Words._end_instruction,
        "w:r": Words._end_run,
        "w:hyperlink": Words._end_link,
        "w:fldSimple": Words._end_field,
        "w:sdt": Words._end_content,
    }
)
