"""From the tokens of an RTF file to blocks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType

from claimsdb.reading.office.layout import State
from claimsdb.reading.office.named import role_of
from claimsdb.reading.office.pieces import BREAK, LINE, TAB, Piece
from claimsdb.reading.office.rtf.letters import Letters
from claimsdb.reading.office.rtf.setting import AROUND, BODY_LEVEL, Paragraph, Setting
from claimsdb.reading.office.rtf.tokens import CHARACTERS, Sort, Token, code_page, of_charset

_SKIPPED = frozenset(
    (
        *(
            "colortbl",
            "pict",
            "objdata",
            "objclass",
            "objname",
            "fldinst",
            "bkmkstart",
            "bkmkend",
            "xe",
            "tc",
            "nonshppict",
            "sp",
        ),
        *(
            "shprslt",
            "listtext",
            "pntext",
            "pntxta",
            "pntxtb",
            "atnid",
            "atnauthor",
            "atnref",
            "atntime",
            "nonesttables",
            "upr",
            "falt",
        ),
        *(
            "ftnsep",
            "ftnsepc",
            "ftncn",
            "aftnsep",
            "aftnsepc",
            "aftncn",
            "private",
            "passwordhash",
            "filetbl",
            "revtbl",
            "template",
        ),
    )
)
"""Destinations whose text nobody sees."""
_READ = frozenset({"shpinst", "shptxt", "ud", "footnote", "annotation", "cs", "pn"})
"""Destinations that are marked as ones to leave out if they are not known, and are known."""
_LISTS = frozenset({"listtext", "pntext"})
_DEEPEST = 1000
"""Groups that are nested deeper are part of the one around them."""
_INFO = frozenset({"title", "author", "operator"})
_ENCODINGS = MappingProxyType({"ansi": "cp1252", "mac": "mac-roman", "pc": "cp437", "pca": "cp850"})


@dataclass(slots=True)
class _Group:
    """The state of a group: where its text goes, how it is encoded, and whether it is shown; `uc` bytes stand for a letter of Unicode."""

    to: str = "body"
    outer: str = "body"  # where text goes outside of what is skipped
    font: int | None = None
    uc: int = 1
    hidden: bool = False
    deleted: bool = False
    note: bool = False  # a note, box or header ends with this group

    def inner(self) -> _Group:
        """The state with which a group inside of it begins."""
        return _Group(self.to, self.outer, self.font, self.uc, self.hidden, self.deleted)


@dataclass(slots=True)
class _Style:
    name: str = ""
    number: int = -1  # of characters, which have none here
    level: int = BODY_LEVEL


class Body:
    """The walk over a file."""

    def __init__(self, raw: bytes) -> None:
        """Take the file's bytes."""
        self._letters = Letters(raw)
        self._deeper = 0  # groups that are open beyond the deepest one
        self.setting = Setting()
        self.stated: dict[str, str] = {}
        self._groups = [_Group()]
        self._encoding = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font = 0  # of the table of fonts
        self._style = _Style()
        self._starred = False

    def walk(self, tokens: Iterable[Token]) -> None:
        """Fill `setting` with what is set, and `stated`. Raises `TooManyError`."""
        for token in tokens:
            sort = token.sort
            if sort is Sort.TEXT:
                self._add(self._letters.text(token, self._in_use))
            elif sort is Sort.BYTES:
                self._add(self._letters.written(token, self._in_use))
            elif sort is Sort.OPEN:
                self._letters.reset()
                if len(self._groups) < _DEEPEST:
                    self._groups.append(self._groups[-1].inner())
                else:
                    self._deeper += 1
            elif sort is Sort.CLOSE:
                self._close()
            else:
                self._word(token)
        while len(self._groups) > 1:
            self._close()
        self.setting.finish()

    @property
    def _in_use(self) -> str:
        """The encoding of bytes: that of the font, or of the document in what is not its body."""
        group = self._groups[-1]
        font = group.font if group.to == "body" else None
        return self._encoding if font is None else self._fonts.get(font, self._encoding)

    def _add(self, pieces: Iterable[Piece]) -> None:
        self._starred = False
        group = self._groups[-1]
        for piece in pieces:
            if group.to == "body":
                self.setting.place()
                state = State.DELETED if group.deleted else State.HIDDEN if group.hidden else State.SHOWN
                self.setting.layout.add((piece,), state)
            elif group.to == "style":
                self._style.name += piece.text
            elif group.to in _INFO:
                self.stated[group.to] = self.stated.get(group.to, "") + piece.text

    def _white(self, piece: Piece) -> None:
        if self._groups[-1].to == "body":
            self.setting.place()
            self.setting.layout.add((piece,))

    # Groups and words.

    def _close(self) -> None:
        self._letters.reset()
        self._starred = False
        if self._deeper:
            self._deeper -= 1
            return
        if len(self._groups) == 1:
            return
        group = self._groups.pop()
        if group.to == "style" and self._groups[-1].to == "styles":
            name = self._style.name.strip().rstrip(";")
            self.setting.styles[self._style.number] = role_of(name) or (
                "heading" if self._style.level < BODY_LEVEL else None
            )
        if group.note:
            self.setting.end_note()

    def _word(self, token: Token) -> None:
        word, number, group = token.word, token.number, self._groups[-1]
        if word != "u" and self._letters.passes(word):
            return
        if word == "*":
            self._starred = True
            return
        starred, self._starred = self._starred, False
        if word == "u":
            self._add(self._letters.unicode(token, group.uc))
        elif word in CHARACTERS:
            self._add([self._letters.character(token)])
        elif self._destination(word, group, starred):
            return
        elif group.to == "body":
            self._control(word, number, group)
        elif word == "f" and group.to == "fonts":
            self._font = number or 0
        elif word in ("fcharset", "cpg") and group.to == "fonts":
            found = of_charset(number) if word == "fcharset" else code_page(number)
            if found:
                self._fonts[self._font] = found
        elif word == "s" and group.to == "style":
            self._style.number = number or 0
        elif word == "outlinelevel" and group.to == "style":
            self._style.level = number or 0
        elif word == "uc":
            group.uc = max(number or 0, 0)

    def _destination(self, word: str, group: _Group, starred: bool) -> bool:
        """Whether the word says where the text of its group goes."""
        if word in _LISTS:
            self.setting.paragraph.listed = True
        if word == "ud":
            group.to = group.outer
        elif word in _SKIPPED or (starred and word not in _READ):
            group.outer = group.to if group.to != "skip" else group.outer
            group.to = "skip"
        elif group.to == "skip":
            return False
        elif word in ("fonttbl", "stylesheet", "info"):
            group.to = {"fonttbl": "fonts", "stylesheet": "styles", "info": "info"}[word]
        elif group.to == "styles":
            group.to, self._style = "style", _Style()
            return False
        elif group.to == "info":
            group.to = word if word in _INFO else "skip"
        elif word in ("footnote", "annotation", "shptxt") or word in AROUND:
            if not group.note:
                self.setting.begin_note(word)
            group.note, group.hidden, group.deleted = True, False, False
        else:
            return False
        return True

    def _control(self, word: str, number: int | None, group: _Group) -> None:
        """A word that sets a property, or ends something."""
        paragraph = self.setting.paragraph
        match word:
            case "par" | "sect" | "\n" | "\r":
                self.setting.place()
                self.setting.end_paragraph()
            case "pard":
                self.setting.paragraph = Paragraph()
            case "plain":
                group.hidden = group.deleted = False
            case "line":
                self._white(LINE)
            case "tab" | "nestcell":
                self._white(TAB)
            case "nestrow":
                self._white(LINE)
            case "page" | "column":
                self._white(BREAK)
            case "s":
                paragraph.style = number
            case "outlinelevel":
                paragraph.level = number or 0
            case "ls":
                paragraph.listed = bool(number)
            case "intbl":
                paragraph.in_table = number != 0
            case "trowd":
                self.setting.row = True
            case "cell":
                self.setting.end_cell()
            case "row":
                self.setting.end_row()
            case "f":
                group.font = number or 0
            case "uc":
                group.uc = max(number or 0, 0)
            case "v":
                group.hidden = number != 0
            case "deleted":
                if number != 0 and not group.deleted:
                    self.setting.layout.deletion()
                group.deleted = number != 0
            case "ansi" | "mac" | "pc" | "pca":
                self._encoding = _ENCODINGS[word]
            case "ansicpg":
                self._encoding = code_page(number) or self._encoding
            case "deff":
                self._groups[0].font = group.font = number or 0
            case "ftnalt":
                self.setting.alternative()
