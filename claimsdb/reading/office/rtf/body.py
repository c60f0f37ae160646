"""From the tokens of an RTF file to blocks."""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from dataclasses import dataclass, replace
from types import MappingProxyType

from claimsdb.model.source_map import How
from claimsdb.reading.office.layout import State
from claimsdb.reading.office.named import role_of
from claimsdb.reading.office.pieces import BREAK, LINE, TAB, Piece
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
_INFO = frozenset({"title", "author", "operator", "creatim", "revtim"})
_TIMES = ("yr", "mo", "dy", "hr", "min", "sec")
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


@dataclass(slots=True)
class _Style:
    name: str = ""
    number: int = -1  # of characters, which have none here
    level: int = BODY_LEVEL


class Body:
    """The walk over a file."""

    def __init__(self, raw: bytes) -> None:
        """Take the file's bytes."""
        self._raw = raw
        self.setting = Setting()
        self.stated: dict[str, str] = {}
        self._groups = [_Group()]
        self._encoding = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font = 0  # of the table of fonts
        self._style = _Style()
        self._left = 0  # bytes to pass over, since a letter of Unicode stands for them
        self._starred = False
        self._bytes = bytearray()  # of a letter that is not whole
        self._from = 0
        self._high: tuple[int, int] | None = None  # the first half of a letter beyond 16 bits, and where it begins
        self._times: list[int] = []

    def walk(self, tokens: Iterable[Token]) -> None:
        """Fill `setting` with what is set, and `stated`. Raises `TooManyError`."""
        for token in tokens:
            sort = token.sort
            if sort is Sort.TEXT:
                self._text(token)
            elif sort is Sort.BYTE:
                self._byte(token.number or 0, token.start, token.end)
            elif sort is Sort.OPEN:
                self._left = 0
                self._groups.append(replace(self._groups[-1], note=False))
            elif sort is Sort.CLOSE:
                self._close()
            else:
                self._word(token)
        while len(self._groups) > 1:
            self._close()
        self.setting.finish()

    # Characters.

    def _text(self, token: Token) -> None:
        start, end = token.start, token.end
        self._starred = False
        if self._left:
            passed = min(self._left, end - start)
            self._left -= passed
            start += passed
        if start == end:
            return
        text = self._raw[start:end]
        if text.isascii() and not self._bytes:
            self._add(Piece(text.decode("ascii"), start, end - start))
            return
        for at in range(start, end):
            self._byte(self._raw[at], at, at + 1)

    def _byte(self, byte: int, start: int, end: int) -> None:
        """A byte of a letter in the encoding of the font."""
        self._starred = False
        if self._left:
            self._left -= 1
            return
        if not self._bytes:
            self._from = start
        self._bytes.append(byte)
        font = self._groups[-1].font if self._groups[-1].to == "body" else None
        encoding = self._encoding if font is None else self._fonts.get(font, self._encoding)
        decoder = codecs.getincrementaldecoder(encoding)("replace")
        letter = decoder.decode(bytes(self._bytes))
        if letter or len(self._bytes) > 4:
            self._bytes.clear()
            literal = letter.isascii() and end - start == 1 and len(letter) == end - self._from
            self._add(Piece(letter, self._from, end - self._from, How.LITERAL if literal else How.ESCAPE))

    def _unicode(self, token: Token) -> None:
        code = (token.number or 0) & 0xFFFF
        start, end = token.start, token.end - (self._raw[token.end - 1] == 32)
        self._left = self._groups[-1].uc
        if 0xD800 <= code < 0xDC00:
            self._high = code, start
            return
        if 0xDC00 <= code < 0xE000:
            if self._high is None:
                self._add(Piece("\ufffd", start, end - start, How.ESCAPE))
                return
            code, start = 0x10000 + ((self._high[0] - 0xD800) << 10) + code - 0xDC00, self._high[1]
        self._high = None
        if 0xF000 <= code < 0xF100:  # a picture of a font of symbols
            return
        if code:
            self._add(Piece(chr(code), start, end - start, How.ESCAPE))

    def _add(self, piece: Piece) -> None:
        self._high = None
        group = self._groups[-1]
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
        self._left, self._starred = 0, False
        self._bytes.clear()
        if len(self._groups) == 1:
            return
        group = self._groups.pop()
        if group.to == "style" and self._groups[-1].to == "styles":
            name = self._style.name.strip().rstrip(";")
            self.setting.styles[self._style.number] = role_of(name) or (
                "heading" if self._style.level < BODY_LEVEL else None
            )
        elif group.to in ("creatim", "revtim") and self._groups[-1].to == "info":
            self._date(group.to)
        if group.note:
            self.setting.end_note()

    def _word(self, token: Token) -> None:
        word, number, group = token.word, token.number, self._groups[-1]
        if self._left and word != "u":  # a control counts as one of the bytes that are passed over
            if word in CHARACTERS:
                self._left -= 1
                return
            self._left = 0
        self._bytes.clear()
        if word == "*":
            self._starred = True
            return
        starred, self._starred = self._starred, False
        if word == "u":
            self._unicode(token)
        elif word in CHARACTERS:
            end = token.end - (self._raw[token.end - 1] == 32)
            self._add(Piece(CHARACTERS[word], token.start, end - token.start, How.ESCAPE))
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
        elif word in _TIMES and group.to in ("creatim", "revtim"):
            self._times.append(number or 0)
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
            self._times = []
        elif word in ("footnote", "annotation", "shptxt") or word in AROUND:
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

    def _date(self, name: str) -> None:
        values = [*self._times, 0, 0, 0, 0, 0][:6]
        if values[0]:
            self.stated[name] = "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}".format(*values)
