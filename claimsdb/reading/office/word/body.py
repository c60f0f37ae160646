"""The body of a Word document, its notes, comments, headers and footers: from elements to blocks, with tracked changes accepted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from claimsdb.model.source_map import How
from claimsdb.reading.office.layout import MOST, Layout, State, TooManyError
from claimsdb.reading.office.pieces import BREAK, LINE, TAB, Block, Piece, Where, trimmed
from claimsdb.reading.office.word.styles import BODY_LEVEL, PLAIN, Style, level, on
from claimsdb.reading.office.xml import End, Event, Markup, Start

_UNREAD = frozenset(
    "w:pPrChange w:rPrChange w:sectPrChange w:tblPrChange w:trPrChange w:tcPrChange w:tblGridChange w:numberingChange w:rt".split()
)
"""Elements that say what was, or what stands above the line."""
_WHITE = " \t\r\n"
_INDEXES = ("TOC", "INDEX", "TOA")
_NOTES = ("footnote", "endnote", "comment")


@dataclass(slots=True)
class _Field:
    """A field: its instruction, whether its result has begun, and where it began."""

    since: tuple[list[Block], int]
    instruction: str = ""
    shown: bool = False


@dataclass(slots=True)
class _Run:
    """What is known of the run of words that is open, and of the paragraph's properties."""

    hidden: bool = False
    marked: bool = False  # its text is the mark of a note


@dataclass(slots=True)
class _Properties:
    """The properties of the paragraph that is open."""

    style: Style = PLAIN
    level: int | None = None
    listed: bool | None = None
    joined: bool = False

    @property
    def role(self) -> str | None:
        """The role of the paragraph."""
        if self.level is not None and self.level < BODY_LEVEL and self.style.role in (None, "list_item"):
            return "heading"
        listed = self.style.listed if self.listed is None else self.listed
        return "list_item" if listed and self.style.role is None else self.style.role


@dataclass(slots=True)
class _Content:
    """A content control: where it began, and what its properties say."""

    since: tuple[list[Block], int]
    furniture: bool = False
    placeholder: bool = False


class Body:
    """The walk over one part."""

    def __init__(self, markup: Markup, styles: Mapping[str, Style], within: str = "") -> None:
        """Take the part, the document's styles, and the words for the part; none for the body itself."""
        self._markup, self._styles, self.within = markup, styles, within
        self.layout = Layout(within)
        self.notes: dict[str, list[Block]] = {}
        self.references: dict[str, list[str]] = {name: [] for name in _NOTES}
        self.linked: dict[tuple[str, str], None] = {}
        self._skipped = 0
        self._choices: list[bool] = []
        self._text: list[Piece] | None = None
        self._kept = False  # the white space of the text that is open
        self._instruction = False
        self._run: _Run | None = None
        self._runs: list[tuple[_Run | None, _Properties]] = []  # outside a text box
        self._in_properties = False
        self._properties = _Properties()
        self._fields: list[_Field] = []
        self._instructions = 0  # fields whose result has not begun
        self._contents: list[_Content] = []
        self._placeholders = 0
        self._deleted: list[str] = []
        self._deletions = 0  # elements around the words that delete them
        self._row = State.SHOWN
        self._rows: list[State] = []
        self._in_row_properties = False
        self._note = ""

    def walk(self) -> None:
        """Fill `layout`, `notes` by their ids, `references` to notes, and `linked` parts: the kind and the id of the link."""
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
            if self._skipped or event.name in _UNREAD:
                self._skipped += 1
            elif (starts := _STARTS.get(event.name)) is not None:
                starts(self, event)
        elif type(event) is End:
            if self._skipped:
                self._skipped -= 1
            elif (ends := _ENDS.get(event.name)) is not None:
                ends(self)

    # Words.

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
        made, self._text = self._text or [], None
        made = [Piece(" ", p.start, p.size, How.ESCAPE) if p.text == "\n" else p for p in made]
        if not (self._run and self._run.marked):
            self._add(*(made if self._kept else trimmed(made, _WHITE)))

    def _start_instruction(self, start: Start) -> None:
        self._text = []

    def _end_instruction(self) -> None:
        if self._fields and not self._fields[-1].shown:
            self._fields[-1].instruction += "".join(piece.text for piece in self._text or ())
        self._text = None

    def _tab(self, start: Start) -> None:
        if self._run is not None:
            self._add(TAB)

    def _break(self, start: Start) -> None:
        self._add(BREAK if start.attributes.get("w:type") in ("page", "column") else LINE)

    def _hyphen(self, start: Start) -> None:
        self._add(self._markup.tag(start, "-"))

    # Runs and their properties.

    def _start_run(self, start: Start) -> None:
        self._run = _Run()

    def _end_run(self) -> None:
        self._run = None

    def _run_style(self, start: Start) -> None:
        if self._run is not None and self._styles.get(start.attributes.get("w:val", ""), PLAIN).hidden:
            self._run.hidden = True

    def _vanish(self, start: Start) -> None:
        hidden = on(start.attributes.get("w:val"))
        if self._run is not None:
            self._run.hidden = hidden
        elif self._in_properties and hidden:
            self._properties.joined = True

    # Paragraphs.

    def _start_paragraph(self, start: Start) -> None:
        self._properties = _Properties()
        self.layout.begin(None)

    def _end_paragraph(self) -> None:
        if self._instructions:  # a field that has no result
            self._fields = [f for f in self._fields if f.shown]
            self._instructions = 0
        self.layout.role(self._properties.role)
        self.layout.end(joined=self._properties.joined)
        self._properties = _Properties()

    def _set_in_properties(self, inside: bool) -> None:
        self._in_properties = inside

    def _style(self, start: Start) -> None:
        self._properties.style = self._styles.get(start.attributes.get("w:val", ""), PLAIN)

    def _level(self, start: Start) -> None:
        if self._in_properties:
            self._properties.level = level(start.attributes.get("w:val"))

    def _number(self, start: Start) -> None:
        if self._in_properties:
            self._properties.listed = start.attributes.get("w:val") != "0"

    # Tracked changes: deletions of words, of the ends of paragraphs, and of rows.

    def _start_deleted(self, start: Start) -> None:
        if self._in_row_properties:
            self._deleted.append("row")
            self._row = State.DELETED
            self.layout.deletions += 1
        elif self._in_properties:
            self._deleted.append("end")
            self._properties.joined = True
        else:
            self._deleted.append("words")
            self._deletions += 1
            if start.name == "w:del":
                self.layout.deletion()

    def _end_deleted(self) -> None:
        self._deletions -= self._deleted.pop() == "words"

    # Fields.

    def _field(self, start: Start) -> None:
        kind = start.attributes.get("w:fldCharType")
        if kind == "begin":
            self._fields.append(_Field(self.layout.here()))
            self._instructions += 1
        elif kind == "separate" and self._fields and not self._fields[-1].shown:
            self._fields[-1].shown = True
            self._instructions -= 1
        elif kind == "end" and self._fields:
            self._end_field()

    def _start_simple_field(self, start: Start) -> None:
        self._fields.append(_Field(self.layout.here(), start.attributes.get("w:instr", ""), True))

    def _end_field(self) -> None:
        if self._fields:
            done = self._fields.pop()
            self._instructions -= not done.shown
            if done.instruction.strip().upper().startswith(_INDEXES):
                self.layout.furniture(done.since)

    # Content controls.

    def _start_content(self, start: Start) -> None:
        self._contents.append(_Content(self.layout.here()))

    def _end_content(self) -> None:
        done = self._contents.pop()
        self._placeholders -= done.placeholder
        if done.furniture:
            self.layout.furniture(done.since)

    def _gallery(self, start: Start) -> None:
        if self._contents and start.attributes.get("w:val") in ("Table of Contents", "Cover Pages"):
            self._contents[-1].furniture = start.attributes["w:val"] == "Table of Contents"

    def _placeholder(self, start: Start) -> None:
        if self._contents and not self._contents[-1].placeholder and on(start.attributes.get("w:val")):
            self._contents[-1].placeholder = True
            self._placeholders += 1

    # Tables, text boxes, alternatives.

    def _start_row(self, start: Start) -> None:
        self._rows.append(self._row)
        self._row = State.SHOWN
        self.layout.row()

    def _end_row(self) -> None:
        self.layout.end_row(self._row)
        self._row = self._rows.pop()

    def _set_in_row_properties(self, inside: bool) -> None:
        self._in_row_properties = inside

    def _start_box(self, start: Start) -> None:
        self._runs.append((self._run, self._properties))
        self._run, self._properties = None, _Properties()
        self.layout.box("text box")

    def _end_box(self) -> None:
        self.layout.end_box()
        self._run, self._properties = self._runs.pop()

    def _start_choice(self, start: Start) -> None:
        if self._choices[-1:] == [True]:
            self._skipped = 1
        elif self._choices:
            self._choices[-1] = True

    # Notes and other parts.

    def _start_note(self, start: Start) -> None:
        kind, identity = start.name.removeprefix("w:"), start.attributes.get("w:id", "")
        self._note = "" if start.attributes.get("w:type", "normal") != "normal" else identity
        self.layout.note(Where(f"{kind}s", "note" if kind != "comment" else kind, identity))

    def _end_note(self) -> None:
        blocks = self.layout.end_box()
        if self._note:
            self.notes[self._note] = blocks

    def _reference(self, start: Start) -> None:
        if self._state is State.SHOWN:
            kind = start.name.removeprefix("w:").removesuffix("Reference")
            self.references[kind].append(start.attributes.get("w:id", ""))
        if self._run is not None and on(start.attributes.get("w:customMarkFollows", "0")):
            self._run.marked = True

    def _link(self, start: Start) -> None:
        name = start.name.rpartition(":")[2]
        identity = start.attributes.get("r:id") or start.attributes.get("r:dm")
        if identity:
            self.linked[name, identity] = None


_STARTS: Mapping[str, Callable[[Body, Start], None]] = MappingProxyType(
    {
        "w:t": Body._start_text,
        "w:delText": Body._start_text,
        "m:t": Body._start_text,
        "w:instrText": Body._start_instruction,
        "w:tab": Body._tab,
        "w:ptab": Body._tab,
        "w:br": Body._break,
        "w:cr": Body._break,
        "w:noBreakHyphen": Body._hyphen,
        "w:r": Body._start_run,
        "w:rStyle": Body._run_style,
        "w:vanish": Body._vanish,
        "w:p": Body._start_paragraph,
        "w:pPr": lambda body, _: body._set_in_properties(True),
        "w:pStyle": Body._style,
        "w:outlineLvl": Body._level,
        "w:numId": Body._number,
        "w:del": Body._start_deleted,
        "w:moveFrom": Body._start_deleted,
        "w:fldChar": Body._field,
        "w:fldSimple": Body._start_simple_field,
        "w:sdt": Body._start_content,
        "w:docPartGallery": Body._gallery,
        "w:showingPlcHdr": Body._placeholder,
        "w:tbl": lambda body, _: body.layout.table(),
        "w:tr": Body._start_row,
        "w:trPr": lambda body, _: body._set_in_row_properties(True),
        "w:tc": lambda body, _: body.layout.cell(),
        "w:txbxContent": Body._start_box,
        "mc:AlternateContent": lambda body, _: body._choices.append(False),
        "mc:Choice": Body._start_choice,
        "mc:Fallback": Body._start_choice,
        **{f"w:{name}": Body._start_note for name in _NOTES},
        **{f"w:{name}Reference": Body._reference for name in _NOTES},
        **dict.fromkeys(("w:headerReference", "w:footerReference", "w:altChunk", "w:subDoc", "dgm:relIds"), Body._link),
    }
)
_ENDS: Mapping[str, Callable[[Body], object]] = MappingProxyType(
    {
        "w:t": Body._end_text,
        "w:delText": Body._end_text,
        "m:t": Body._end_text,
        "w:instrText": Body._end_instruction,
        "w:r": Body._end_run,
        "w:p": Body._end_paragraph,
        "w:pPr": lambda body: body._set_in_properties(False),
        "w:del": Body._end_deleted,
        "w:moveFrom": Body._end_deleted,
        "w:fldSimple": Body._end_field,
        "w:sdt": Body._end_content,
        "w:tbl": lambda body: body.layout.end_table(),
        "w:tr": Body._end_row,
        "w:trPr": lambda body: body._set_in_row_properties(False),
        "w:tc": lambda body: body.layout.end_cell(),
        "w:txbxContent": Body._end_box,
        "mc:AlternateContent": lambda body: body._choices.pop(),
        **{f"w:{name}": Body._end_note for name in _NOTES},
    }
)
