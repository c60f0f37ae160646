"""Outlook's messages (MSG): read from the streams of a compound file, one after the other."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from claimsdb.model.document import Metadata, Part, Passage, Place
from claimsdb.model.errors import Problem, UnreadableError
from claimsdb.model.source_map import How, Run, SourceMap
from claimsdb.model.spans import Span, strip
from claimsdb.reading.html import charset
from claimsdb.reading.mail.furniture import furnished
from claimsdb.reading.mail.mapped import Mapped, joined
from claimsdb.reading.mail.pages import page_text
from claimsdb.reading.mail.texts import plain_text, read_as
from claimsdb.reading.mail.whole import is_whole
from claimsdb.reading.office.rtf import document as rtf
from claimsdb.reading.reading import Reading, Settings
from claimsdb.streams.encodings.decoding import Decoded, empty
from claimsdb.streams.mail.outlook import RTF, OutlookMessage, Stream
from claimsdb.streams.mail.packed_rtf import unpacked

_SUBJECT, _SENDER, _ADDRESS, _TO, _CC, _BODY, _HTML = 0x0037, 0x0C1A, 0x0C1F, 0x0E04, 0x0E03, 0x1000, 0x1013
_NAMES = ((_SENDER, "From: ", "byline", "from"), (_TO, "To: ", "boilerplate", "to"), (_CC, "Cc: ", "boilerplate", "cc"))
_SENT, _DELIVERED = 0x0039, 0x0E06
_LINES, _HEAD = re.compile(rb"\\fromtext\b"), 1024
_PARAGRAPH = re.compile(rb"\\par(?![a-z])")
_Piece = tuple[Stream, str, Mapped, tuple[Passage, ...]]


def read(raw: bytes, path: str, settings: Settings) -> Reading:
    """Read a message: subject, sender, recipients, and its text or else its HTML; each is a part of the document.

    Raises `UnreadableError` if it has no text.
    """
    try:
        message = OutlookMessage(io.BytesIO(raw))
    except Exception as error:  # a damaged file makes the library meet anything
        what = f"It is damaged: {' '.join(str(error).split())[:200] or type(error).__name__}."
        raise UnreadableError(Problem("damaged", path, what, "Save the message again from Outlook.")) from None
    problems: list[Problem] = []
    body = _body(message, path, settings, problems) or _rich(message, path, settings, problems)
    pieces = [*_header(message), *([body] if body else [])]
    if not any(text.text.strip() for _, _, text, _ in pieces):
        raise UnreadableError(problems[0]) if problems else empty(path)
    encoding = body[1] if body else "utf-16-le"
    return _joined(pieces, encoding, _stated(message), problems)


def _header(message: OutlookMessage) -> list[_Piece]:
    made: list[_Piece] = []
    if subject := message.stream(_SUBJECT):
        made += _field(subject, "", "title")
    for number, label, role, _ in _NAMES:
        if found := message.stream(number):
            made += _field(found, label, role)
    return made


def _field(stream: Stream, label: str, role: str) -> list[_Piece]:
    try:
        found = charset.decoded(stream.raw, "", stream.encoding or "cp1252")
    except UnreadableError:
        return []
    text = Mapped(found.text, found.map)
    said = text.cut([strip(found.text, Span(0, len(found.text)), " \t\r\n\0")])
    if not said.text:
        return []
    whole = _labelled(label, said) if label else said
    return [(stream, found.encoding, whole, (Passage(Span(0, len(whole.text)), role),))]


def _labelled(label: str, said: Mapped) -> Mapped:
    """The value behind the label that the number of its property stands for."""
    start, end = said.map.hull(Span(0, len(said.text)))
    words = label + said.text
    return Mapped(words, SourceMap(len(words), said.map.size, [Run(0, len(words), start, end - start, How.ESCAPE)]))


def _body(message: OutlookMessage, path: str, settings: Settings, problems: list[Problem]) -> _Piece | None:
    made: list[_Piece] = []
    for number in (_BODY, _HTML):
        stream = message.stream(number)
        if stream is None or not stream.raw.strip(b"\0 \t\r\n"):
            continue
        try:
            found = _decoded(message, stream, path, settings, page=number == _HTML)
        except UnreadableError as error:
            problems.append(error.problem)
            continue
        if number == _HTML:
            text, passages = page_text(found.text, found.map)
        else:
            text, passages = plain_text(found.text, found.map)
        if text.text.strip():
            made.append((stream, found.encoding, text, tuple(furnished(text.text, passages))))
    if len(made) == 2 and is_whole(made[0][2].text, made[1][2].text):
        return made[0]
    return made[-1] if made else None


def _rich(message: OutlookMessage, path: str, settings: Settings, problems: list[Problem]) -> _Piece | None:
    """The text as RTF, if there is any."""
    packed = message.stream(RTF)
    if packed is None:
        return None
    try:
        raw = unpacked(packed.raw)
        made = rtf.read(raw, path, settings)
    except ValueError as error:
        what = f"Its text cannot be read: {error}."
        problems.append(Problem("rtf", path, what, "Save the message as EML or as text."))
        return None
    except UnreadableError:  # there is no text in it
        return None
    text, passages = Mapped(made.text, made.map), made.passages
    if _LINES.search(raw, 0, _HEAD):
        whole = joined(_lines(raw, text, passages), len(raw))
        text, passages = plain_text(*whole)
    return Stream(packed.name, raw, None), made.encoding, text, tuple(furnished(text.text, passages))


def _lines(raw: bytes, text: Mapped, passages: Sequence[Passage]) -> Iterator[Mapped | str]:
    """The lines of a text that Outlook has made RTF of: each is a paragraph there, and so are empty ones."""
    at: int | None = None
    for passage in passages:
        start, end = text.map.hull(passage.span)
        if at is not None:
            yield "\n" * min(max(len(_PARAGRAPH.findall(raw, at, start)), 1), 2)
        yield text.cut([passage.span])
        at = end


def _decoded(message: OutlookMessage, stream: Stream, path: str, settings: Settings, *, page: bool) -> Decoded:
    if stream.encoding:
        return charset.decoded(stream.raw, path, stream.encoding)
    if page:
        return charset.page(stream.raw, path, settings.encoding, message.html_encoding)
    return charset.decoded(stream.raw, path, charset.named(stream.raw, (message.encoding,)))


def _joined(pieces: list[_Piece], encoding: str, stated: Metadata, problems: list[Problem]) -> Reading:
    stream = b"".join(part.raw for part, _, _, _ in pieces)
    texts: list[Mapped | str] = []
    parts: list[Part] = []
    passages: list[Passage] = []
    places: list[Place] = []
    length = start = 0
    for part, own, text, inner in pieces:
        separator = (
            "" if not texts else "\n\n" if inner[0].role in (None, "title") or passages[-1].role == "title" else "\n"
        )
        moved = SourceMap(len(part.raw), len(stream), [Run(0, len(part.raw), start, len(part.raw))] if part.raw else [])
        fitted = text.fitting(own, encoding)
        texts += [separator, Mapped(text.text, fitted.map.through(moved))]
        length += len(separator)
        passages += (replace(p, span=p.span.shift(length)) for p in inner)
        length += len(text.text)
        parts.append(Part.of(part.name, start, part.raw))
        start += len(part.raw)
    made = joined(texts, len(stream))
    return read_as(made, encoding, passages, stated, problems, stream, places, parts)


def _stated(message: OutlookMessage) -> Metadata:
    title, sender = message.stream(_SUBJECT), message.stream(_SENDER) or message.stream(_ADDRESS)
    sent = message.time(_SENT, _DELIVERED)
    return Metadata(
        title=" ".join(title.text.split()) or None if title else None,
        author=" ".join(sender.text.split()) or None if sender else None,
        published=sent.isoformat(timespec="seconds") if sent else None,
    )
