"""Web archives: WARC files. The captures of an address are versions of one document, whose path is the address."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, BinaryIO, cast
from urllib.parse import urlsplit

from warcio.bufferedreaders import BufferedReader
from warcio.recordloader import ArcWarcRecordLoader

from claimsdb.model.document import Transport
from claimsdb.model.errors import Problem
from claimsdb.streams import faults
from claimsdb.streams.faults import BombError
from claimsdb.streams.kinds import HTML, KINDS, NO_TEXT, TEXT, XHTML
from claimsdb.streams.member import Limits, Member, Step
from claimsdb.streams.packed import PACKED, Unpacked
from claimsdb.streams.records import BROKEN, Break, Record, records
from claimsdb.streams.types import too_large, type_of

logging.getLogger("warcio").setLevel(logging.CRITICAL)  # what it says of a record is not for the terminal
_GZIP = "application/gzip"
_CHUNK = _HEADERS = 1 << 16
_TYPE = re.compile(rb"^warc-type[ \t]*:[ \t]*(response|resource|revisit)[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_ADDRESS = re.compile(rb"^warc-target-uri[ \t]*+:[ \t]*+<?([^\r\n]*+)", re.IGNORECASE | re.MULTILINE)
_DATE = re.compile(rb"^warc-date[ \t]*:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)
_ANSWER = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})\b")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([^\s;\"']+)", re.IGNORECASE)
_CONTENT_TYPE = re.compile(rb"^content-type[ \t]*:[ \t]*([\w.+/-]+)", re.IGNORECASE | re.MULTILINE)
_END = re.compile(rb"\r?\n\r?\n")
_NOTHING = "Nothing needs to be done."


_At = tuple[int, int]
"""Which file of an archive, and the offset in it."""


@dataclass(frozen=True, slots=True)
class Source:
    """A stream of records, what it unpacks, if anything, and the steps that lead to it."""

    file: BinaryIO
    packed: Unpacked | None
    steps: tuple[Step, ...] = ()


def source_of(file: BinaryIO, limits: Limits, steps: tuple[Step, ...] = ()) -> Source:
    """The records of a file, which may be compressed, as a whole or each by itself."""
    file.seek(0)
    is_packed = file.read(2) == b"\x1f\x8b"
    if not is_packed:
        return Source(file, None, steps)
    packed, command = Unpacked(file, _GZIP, limits), PACKED[_GZIP].command
    step = Step(command=f"{command} {{}}", piped=command)
    return Source(cast(BinaryIO, io.BufferedReader(packed, _CHUNK)), packed, (*steps, step))


def members(file: BinaryIO, path: str, limits: Limits) -> Iterator[Member | Problem]:
    """What the servers answered that can be a document, in the order of the records."""
    yield from captures([source_of(file, limits)], path, limits)


def captures(sources: Sequence[Source], path: str, limits: Limits) -> Iterator[Member | Problem]:
    """The same of several files of one archive. The newest capture of an address comes after its others."""
    newest, late = _newest(sources)
    for is_second in (False, True) if late else (False,):
        for k, source in enumerate(sources):
            number = 0
            for record in records(source.file, source.packed):
                if isinstance(record, Break):
                    if not is_second:
                        yield faults.damaged(path, f"what is at byte {record.offset:,} is not a record")
                    continue
                number += 1
                about, here = _about(record, source.file), (k, record.offset)
                if about is None or (here in late) != is_second or not limits.wants(about.address):
                    continue
                at, earlier = f"{path}/{about.address}", newest.get(about.key, here) != here
                try:
                    yield _capture(record, about, source, at, number, limits, earlier=earlier)
                except (*BROKEN, BombError, ValueError) as error:
                    yield faults.of_error(at, error)


def _newest(sources: Sequence[Source]) -> tuple[dict[bytes, _At], set[_At]]:
    """Where the newest capture of each address is, and which of these are not the last in the files."""
    newest: dict[bytes, tuple[bytes, _At]] = {}
    last: dict[bytes, _At] = {}
    for k, source in enumerate(sources):
        for record in records(source.file, source.packed):
            if isinstance(record, Record) and (about := _about(record, source.file)) and about.answers:
                here = last[about.key] = k, record.offset
                newest[about.key] = max(newest.get(about.key, (b"", here)), (about.date, here))
    return {key: at for key, (_, at) in newest.items()}, {at for key, (_, at) in newest.items() if at != last[key]}


@dataclass(frozen=True, slots=True)
class _About:
    """What the beginning of a record says: its address, its type, its date, and the status of the answer that it is, 200 if it is
    not one of HTTP.

    `begin` is the first bytes of the record, which have been read from the stream.
    """

    address: str
    kind: str
    date: bytes
    status: int
    begin: bytes

    @property
    def key(self) -> bytes:
        """The address, in few bytes."""
        return sha256(self.address.encode()).digest()[:12]

    @property
    def answers(self) -> bool:
        """Whether it is the content of the address."""
        return self.kind != "revisit" and 200 <= self.status < 300


def _about(record: Record, file: BinaryIO) -> _About | None:
    """What a record is about; None if it is no answer."""
    kind, address = _TYPE.search(record.head), _ADDRESS.search(record.head)
    if kind is None or address is None:
        return None
    begin = file.read(min(record.size, 16)) if b"application/http" in record.head else b""
    answer = _ANSWER.match(begin)
    date, status = _DATE.search(record.head), int(answer[1]) if answer else 200
    kind_of = kind[1].decode().lower()
    return _About(
        address[1].rstrip(b" \t").removesuffix(b">").decode("utf-8", "replace"),
        kind_of,
        date[1] if date else b"",
        status,
        begin,
    )


def _capture(
    record: Record, about: _About, source: Source, at: str, number: int, limits: Limits, *, earlier: bool
) -> Member | Problem:
    """The document in a record, or why there is none. Raises the errors of broken bytes, and `BombError`."""
    if about.kind == "revisit":
        return Problem(NO_TEXT, at, "It was captured again, and was as before.", _NOTHING)
    if not about.answers:
        return Problem(NO_TEXT, at, f"The server answered {about.status}.", _NOTHING)
    if limits.exceeds(record.size - _HEADERS):
        head = about.begin + source.file.read(_HEADERS)
        return too_large(at, head[_beginning(head) :], limits, _declared(head))
    content = about.begin + source.file.read(record.size - len(about.begin))
    if len(content) < record.size:
        raise EOFError("it ends too early")
    parsed: Any = ArcWarcRecordLoader(verify_http=False).parse_record_stream(
        io.BytesIO(record.head + content), known_format="warc"
    )
    heads = parsed.http_headers or parsed.rec_headers
    coding = (parsed.http_headers.get_header("content-encoding") or "").strip().lower() if parsed.http_headers else ""
    if coding not in ("", "identity", *BufferedReader.get_supported_decompressors()):
        what = f"It is compressed by {coding[:20]!r}, which cannot be undone."
        remedy = "Install it with: pip install 'claimsdb[brotli]'" if coding == "br" else "Capture it again without."
        return Problem("unsupported", at, what, remedy)
    raw = _payload(parsed.content_stream(), record.size, limits)
    if limits.exceeds(len(raw)):
        return too_large(at, raw, limits)
    declared = (heads.get_header("content-type") or "").strip()
    media = _media_type(raw, about.address, declared.partition(";")[0].strip().lower())
    if urlsplit(about.address).path == "/robots.txt":
        return Problem(NO_TEXT, at, "It is for robots.", _NOTHING)
    charset = _CHARSET.search(declared)
    is_web = about.address.startswith(("http://", "https://"))
    at = about.date.decode("latin-1")
    date = at[:10]
    return Member(
        about.address,
        raw,
        media,
        transport=Transport(about.address if is_web else None, charset[1] if charset else None, at or None),
        steps=(*source.steps, *_steps(record, content, raw, coding)),
        place=f"captured {date}, record {number}" if date else f"record {number}",
        incidental=True,
        earlier=earlier,
    )


def _payload(stream: Any, size: int, limits: Limits) -> bytes:
    """The bytes of an answer, decoded, and not many more than are allowed."""
    made = bytearray()
    while chunk := stream.read(_CHUNK):
        made += chunk
        if limits.is_bomb(len(made), size):
            raise BombError
        if limits.exceeds(len(made)):
            break
    return bytes(made)


def _media_type(raw: bytes, address: str, declared: str) -> str | None:
    """What an answer is: what its content says, unless that is any text and the server has said more."""
    found = type_of(raw, urlsplit(address).path)
    if found in (TEXT, None, "application/xml"):
        if declared in (HTML, XHTML):
            return HTML
        if (kind := KINDS.get(declared)) is not None and not kind.holds_text:
            return declared
    return found


def _beginning(content: bytes) -> int:
    """Where the body of an answer begins, after the header of HTTP if there is one."""
    end = _END.search(content, 0, _HEADERS) if content.startswith(b"HTTP/") else None
    return end.end() if end else 0


def _declared(head: bytes) -> str | None:
    """The media type that the header of an answer names, if it is of a kind that holds no text."""
    named = _CONTENT_TYPE.search(head, 0, _beginning(head))
    media = named[1].decode("latin-1").lower() if named else ""
    return media if (kind := KINDS.get(media)) is not None and not kind.holds_text else None


def _steps(record: Record, content: bytes, raw: bytes, coding: str) -> tuple[Step, ...]:
    """How anybody gets the answer out of the stream of records, if common commands can."""
    begin = _beginning(content)
    slice_ = Step(record.offset + begin, record.size - begin)
    if raw == content[begin:]:
        return (slice_,)
    if coding == "gzip" and content.startswith(b"\x1f\x8b", begin):
        command = PACKED[_GZIP].command
        return slice_, Step(command=f"{command} {{}}", piped=command)
    return (Step(),)
