"""The structure of a message: its fields and its parts, each with its range of bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import Parser
from email.policy import compat32
from functools import cached_property

from claimsdb.model.source_map import Range

_LINE = re.compile(rb"[^\r\n]*+(?:\r\n|\n|\r|\Z)")
_FIELD = re.compile(rb"(?P<name>[!-9;-~]++):[ \t]*+")
_DELIMITER = re.compile(rb"(?:(?<=\n)|(?<=\r)|\A)--(?P<line>[^\r\n]*+)(?:\r\n|\n|\r|\Z)")
_AS_IT_IS = re.compile(r"[78][ -]?bits?|us-ascii|utf-?8|plain|text/\w+|none")
"""What programs write who mean that the part is not encoded."""
_FOLDED = (b" ", b"\t")
_PARSER = Parser(policy=compat32)
_DEEPEST = 40
"""Parts that are nested deeper are not divided."""
_MOST = 10_000
"""Maximum number of parts of a multipart."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a header: its name in small letters, and the half-open ranges of bytes of its name and of its value."""

    name: str
    start: int
    value: int
    end: int


@dataclass(frozen=True)
class Entity:
    """A message or a part of one. Its header begins at `start`, its body is `[body, end)`.

    `number` is how IMAP numbers it in its message, "" for the message; `closed`: the delimiter that ends its last part is there.
    """

    number: str
    start: int
    body: int
    end: int
    fields: tuple[Field, ...]
    header: Message
    media_type: str
    parts: tuple[Entity, ...] = ()
    closed: bool = True

    @property
    def range(self) -> Range:
        """The half-open range of its body."""
        return self.body, self.end

    @cached_property
    def transfer(self) -> str:
        """Its transfer encoding, in small letters."""
        said = str(self.header.get("Content-Transfer-Encoding", "")).partition(";")[0].strip().lower()
        if _AS_IT_IS.fullmatch(said):
            return "8bit"
        return "quoted-printable" if said in ("quoted printable", "quotedprintable") else said

    @cached_property
    def charset(self) -> str | None:
        """The charset that its type names."""
        return self.parameter("charset")

    @cached_property
    def disposition(self) -> str:
        """`attachment`, `inline`, or whatever else it says of where it is shown; "" if nothing."""
        try:
            return self.header.get_content_disposition() or ""
        except (LookupError, ValueError, MessageError):
            return ""

    @cached_property
    def name(self) -> str | None:
        """The name of the file that it is."""
        try:
            said = self.header.get_filename()
            name = str(make_header(decode_header(said))) if said and "=?" in said else said
        except (LookupError, ValueError, MessageError):
            return None
        plain = "".join(c for c in name or "" if c.isprintable()).encode("utf-8", "replace").decode()
        return " ".join(re.split(r"[/\\]", plain)[-1].split()) or None

    def parameter(self, name: str) -> str | None:
        """A parameter of its type."""
        try:
            said = self.header.get_param(name)
        except (LookupError, ValueError, MessageError):
            return None
        if isinstance(said, tuple):  # RFC 2231
            said = said[2]
        return said.strip().strip("'\"") or None if isinstance(said, str) else None

    def field(self, *names: str) -> Field | None:
        """The first field of one of these names that says something."""
        return next((f for f in self.fields if f.name in names and f.value < f.end), None)

    def walk(self) -> Iterator[Entity]:
        """It and all its parts, in the order of the file."""
        yield self
        for part in self.parts:
            yield from part.walk()


def structure(message: bytes) -> Entity:
    """The structure of a message. What is wrong in it is read as far as it goes."""
    return _entity(message, _enveloped(message), len(message), "", "text/plain", 0)


def _enveloped(message: bytes) -> int:
    """Where the message begins behind the line that a mailbox sets before it."""
    first = _LINE.match(message)
    return first.end() if first and message.startswith((b"From ", b">From ")) else 0


def _entity(raw: bytes, start: int, end: int, number: str, default: str, depth: int) -> Entity:
    fields, body = _header(raw, start, end)
    header = _PARSER.parsestr(_written(raw[start:body]), headersonly=True)
    header.set_default_type(default)
    media_type = header.get_content_type() if "content-type" in header else default
    made = Entity(number, start, body, end, fields, header, media_type)
    boundary = made.parameter("boundary") if media_type.startswith("multipart/") and depth < _DEEPEST else None
    if not boundary:
        return made
    ranges, closed = _divided(raw, body, end, boundary.rstrip().encode("utf-8", "replace"))
    inner = "message/rfc822" if media_type == "multipart/digest" else "text/plain"
    parts = tuple(
        _entity(raw, *part, f"{number}.{k}" if number else str(k), inner, depth + 1) for k, part in enumerate(ranges, 1)
    )
    return Entity(number, start, body, end, fields, header, media_type, parts, closed)


def _written(header: bytes) -> str:
    """The header as text: what is not ASCII in it should not be there, and is mostly UTF-8."""
    try:
        return header.decode("utf-8")
    except UnicodeDecodeError:
        return header.decode("latin-1")


def _header(raw: bytes, start: int, end: int) -> tuple[tuple[Field, ...], int]:
    """The fields, and where the body begins."""
    made: list[Field] = []
    at = start
    while at < end and (line := _LINE.match(raw, at, end)):
        words = line.group().rstrip(b"\r\n")
        if not words:
            return tuple(made), line.end()
        if words.startswith(_FOLDED) and made:
            made[-1] = Field(made[-1].name, made[-1].start, made[-1].value, at + len(words))
        elif found := _FIELD.match(raw, at, at + len(words)):
            made.append(Field(found["name"].decode("ascii").lower(), at, found.end(), at + len(words)))
        elif not words.startswith(_FOLDED):
            break
        at = line.end()
    return tuple(made), at


def _divided(raw: bytes, start: int, end: int, boundary: bytes) -> tuple[list[Range], bool]:
    """The ranges between the delimiters, and whether the last of these is there."""
    made: list[Range] = []
    begun: int | None = None
    for match in _DELIMITER.finditer(raw, start, end):
        said = match["line"].rstrip(b" \t")
        is_last = said == boundary + b"--"
        if said != boundary and not is_last:
            continue
        if begun is not None:
            made.append((begun, max(begun, match.start() - _line_end(raw, match.start()))))
        if is_last or len(made) == _MOST:
            return made, True
        begun = match.end()
    if begun is not None:
        made.append((begun, end))
    return made, False


def _line_end(raw: bytes, at: int) -> int:
    """The length of the line end before a byte."""
    return 2 if raw[at - 2 : at] == b"\r\n" else int(raw[at - 1 : at] in (b"\r", b"\n"))
