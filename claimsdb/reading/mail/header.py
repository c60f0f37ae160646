"""What the header of a message shows and states: subject, sender, date and recipients."""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import getaddresses, parsedate_to_datetime
from typing import NamedTuple

from claimsdb.model.document import Metadata
from claimsdb.model.spans import Span, strip
from claimsdb.reading.mail.mapped import Mapped, joined
from claimsdb.reading.mail.spelling import value
from claimsdb.streams.mail.structure import Entity, Field

_SHOWN = (
    (("from", "sender"), "byline"),
    (("date", "resent-date"), "dateline"),
    (("to",), "boilerplate"),
    (("cc",), "boilerplate"),
    (("newsgroups",), "boilerplate"),
)
_TURNED = re.compile(r"([^\W\d][^\s,<>\"@()]*+, [^\W\d][^\s,<>\"@()]*+(?: [^\W\d][^\s,<>\"@()]*+)?) <[^<>\s,]++>")
"""A name with the surname first, without the quotation marks that it should have, and its only address."""
_SUBJECT = ("subject", "thread-topic")


class Line(NamedTuple):
    """A line of the header that people read: its text, the role of its passage, and the name of its field."""

    text: Mapped
    role: str
    name: str


def read_header(message: bytes, entity: Entity) -> tuple[list[Line], Metadata]:
    """The lines of a header, of which the subject is the title, and what it states: the sender is the author; the date has its zone."""
    lines: list[Line] = []
    title = author = published = None
    if (subject := entity.field(*_SUBJECT)) and (said := _value(message, subject)).text:
        lines.append(Line(said, "title", "subject"))
        title = said.text
    for names, role in _SHOWN:
        if (field := entity.field(*names)) and (said := _value(message, field)).text:
            label = value(message, field.start, field.value)
            lines.append(Line(joined([label, said], len(message)), role, field.name))
            if role == "byline":
                author = _sender(message, field, said.text)
            elif role == "dateline":
                published = _date(said.text)
    return lines, Metadata(title=title, author=author, published=published)


def _value(message: bytes, field: Field) -> Mapped:
    """The value without white space at its ends."""
    found = value(message, field.value, field.end)
    return found.cut([strip(found.text, Span(0, len(found.text)))])


def _sender(message: bytes, field: Field, said: str) -> str | None:
    """The name of the first sender, or else the address."""
    raw = message[field.value : field.end].decode("latin-1")
    if "@" not in raw and "(" not in raw:
        return said.strip("'\"<>") or None
    if turned := _TURNED.fullmatch(said):
        return turned[1]
    for name, address in getaddresses([raw]):
        called = name.encode("latin-1", "ignore")
        if (words := " ".join(value(called, 0, len(called)).text.split()).strip("'\"")) and any(
            map(str.isalnum, words)
        ):
            return words
        if "@" in address:
            return address.encode("latin-1", "ignore").decode("utf-8", "replace")
    return None


def _date(said: str) -> str | None:
    try:
        found: datetime = parsedate_to_datetime(said)
        return found.isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
