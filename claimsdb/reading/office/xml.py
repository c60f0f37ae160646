"""The elements and the text of an XML part, each with its bytes, as `expat` reports them.

Parts are hostile: they may declare no entities, so that nothing grows and nothing is fetched.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple
from xml.parsers import expat

from claimsdb.model.source_map import How
from claimsdb.reading.office.pieces import Piece
from claimsdb.streams.encodings.bytemap import literal_runs

_CHUNK = 1 << 16
_NO_ATTRIBUTES: Mapping[str, str] = MappingProxyType({})
_TAG = re.compile(rb"<[^\s/>\"']++(?:[^>\"']|\"[^\"]*+\"|'[^']*+')*+>")
_ATTRIBUTE = re.compile(rb"\s([^\s=\"'/>]+)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)')")
_MARKS = (
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    ("<?".encode("utf-16-le"), "utf-16-le"),
    ("<?".encode("utf-16-be"), "utf-16-be"),
)


class Start(NamedTuple):
    """The start of an element: its name and those of its attributes with their usual prefixes, and the byte at which its tag begins."""

    name: str
    attributes: Mapping[str, str]
    at: int


class End(NamedTuple):
    """The end of an element."""

    name: str


Event = Start | End | Piece


class Fault(NamedTuple):
    """What is wrong with a part, and the byte of it where it begins."""

    what: str
    byte: int


class Markup:
    """One part. Its events come to an end at the first fault, which is then in `fault`."""

    def __init__(self, raw: bytes, prefixes: Mapping[str, str]) -> None:
        """Take the part's bytes, and the prefix for each namespace; names in other namespaces have the prefix "?"."""
        self.raw = raw
        self.encoding = next((name for mark, name in _MARKS if raw.startswith(mark)), "utf-8")
        self.fault: Fault | None = None
        self._names = _Names(prefixes)
        self._made: list[Event] = []
        self._cdata = False

    def events(self) -> Iterator[Event]:
        """The part's elements and text in order."""
        parser = self._parser = expat.ParserCreate(namespace_separator=" ")
        parser.XmlDeclHandler = self._declared
        parser.EntityDeclHandler = self._entity
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartCdataSectionHandler = lambda: self._set_cdata(True)
        parser.EndCdataSectionHandler = lambda: self._set_cdata(False)
        try:
            for at in range(0, len(self.raw) + 1, _CHUNK):
                parser.Parse(self.raw[at : at + _CHUNK], at + _CHUNK > len(self.raw))
                made, self._made = self._made, []
                yield from made
        except expat.ExpatError as error:
            what = expat.errors.messages.get(error.code, "not well-formed")
            self.fault = Fault(f"is not XML ({what})", max(parser.ErrorByteIndex, 0))
        except (LookupError, ValueError):
            self.fault = Fault("is in an encoding that is not known", 0)
        except _EntityError:
            self.fault = Fault("declares entities, which are not read", parser.CurrentByteIndex)
        yield from self._made

    def stopped(self, why: str) -> None:
        """Say why no more of the part is read."""
        self.fault = Fault(why, self._parser.CurrentByteIndex)

    def tag(self, start: Start, text: str) -> Piece:
        """Words that an element stands for, from the bytes of its start tag: in an encoding of two bytes, up to its first ">"."""
        match = None if self.encoding.startswith("utf-16") else _TAG.match(self.raw, start.at)
        if match:
            return Piece(text, start.at, match.end() - start.at, How.ESCAPE)
        last = ">".encode(self.encoding)
        end = self.raw.find(last, start.at) + len(last)
        return Piece(text, start.at, max(end - start.at, len(last)), How.ESCAPE)

    def value(self, start: Start, name: str) -> Piece | None:
        """The value of an attribute, by its name as written, from its bytes; None if it has none, or one with references."""
        match = _TAG.match(self.raw, start.at)
        if match is None or self.encoding != "utf-8":
            return None
        written = name.encode()
        value = next((v for v in _ATTRIBUTE.finditer(match.group()) if v[1] == written), None)
        if value is None or not value[value.lastindex or 0] or b"&" in value[value.lastindex or 0]:
            return None
        first, last = value.span(value.lastindex or 0)
        try:
            return Piece(match.group()[first:last].decode(), start.at + first, last - first)
        except UnicodeDecodeError:
            return None

    def _declared(self, version: str, encoding: str | None, standalone: int) -> None:
        if encoding and not self.encoding.startswith("utf-16"):
            name = codecs.lookup(encoding).name
            self.encoding = name if not name.startswith(("utf-16", "utf-8")) else "utf-8"

    def _entity(self, *declared: object) -> None:
        raise _EntityError

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        names = self._names
        found = {names[key]: value for key, value in attributes.items()} if attributes else _NO_ATTRIBUTES
        self._made.append(Start(names[name], found, self._parser.CurrentByteIndex))

    def _end(self, name: str) -> None:
        self._made.append(End(self._names[name]))

    def _set_cdata(self, inside: bool) -> None:
        self._cdata = inside

    def _text(self, data: str) -> None:
        at, raw = self._parser.CurrentByteIndex, self.raw
        wide = 2 if self.encoding.startswith("utf-16") else 1
        if not self._cdata and (raw[at] == 38 if wide == 1 else raw[at : at + 2] in (b"&\0", b"\0&")):
            end = raw.find(";".encode(self.encoding), at) + wide
            self._made.append(Piece(data, at, end - at, How.REFERENCE))
        elif data == "\n":
            size = len("\r\n".encode(self.encoding))
            if raw[at : at + size] != "\r\n".encode(self.encoding):
                size = wide
            self._made.append(Piece(data, at, size, How.ESCAPE))
        else:
            for start, length, byte, size, _ in literal_runs(data, self.encoding, at) or ():
                self._made.append(Piece(data[start : start + length], byte, size))


class _EntityError(Exception):
    """A part declares an entity."""


class _Names(dict[str, str]):
    """Names with prefixes, by their names with namespaces."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        super().__init__()
        self._prefixes = prefixes

    def __missing__(self, name: str) -> str:
        space, _, local = name.rpartition(" ")
        made = self[name] = f"{self._prefixes.get(space, '?')}:{local}" if space else local
        return made
