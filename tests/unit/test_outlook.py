"""Outlook's messages: their streams are the parts of a document; what is attached is a document of its own."""

import io
import struct
import zlib
from hashlib import sha256

import pytest

from claimsdb.model.document import Document
from claimsdb.model.errors import UnreadableError
from claimsdb.reading.read import read
from claimsdb.streams.expanding import expanded
from claimsdb.streams.mail.packed_rtf import unpacked
from claimsdb.streams.member import Limits, Member
from tests.compound import Tree, compound
from tests.mails import HTML, QUOTED, READ
from tests.unit.test_mail import proved

SUBJECT, SENDER, TO = "Re: Ångström", "Ann Lee", "Bob Stone"
_SENT = 131322276000000000  # 22 February 2017, 9:00 UTC


def unicode(number: int, text: str) -> dict[str, bytes]:
    return {f"__substg1.0_{number:04X}001F": text.encode("utf-16-le")}


def narrow(number: int, text: str) -> dict[str, bytes]:
    return {f"__substg1.0_{number:04X}001E": text.encode("cp1252")}


def binary(number: int, raw: bytes) -> dict[str, bytes]:
    return {f"__substg1.0_{number:04X}0102": raw}


def properties(**numbers: int) -> dict[str, bytes]:
    page = struct.pack("<HHIQ", 3, 0x3FDE, 0, numbers.get("page", 1252))
    sent = struct.pack("<HHIQ", 0x40, 0x0039, 0, _SENT)
    return {"__properties_version1.0": b"\0" * 32 + page + sent}


HEADER = {**unicode(0x37, SUBJECT), **unicode(0x0C1A, SENDER), **unicode(0x0E04, TO)}
CRLF = QUOTED.replace("\n", "\r\n")
MESSAGES: dict[str, Tree] = {
    "unicode": {**HEADER, **properties(), **unicode(0x1000, CRLF + "\0")},
    "narrow": {
        **narrow(0x37, SUBJECT),
        **narrow(0x0C1A, SENDER),
        **narrow(0x0E04, TO),
        **properties(),
        **narrow(0x1000, CRLF),
    },
    "html": {**HEADER, **properties(page=65001), **binary(0x1013, HTML.encode())},
    "html-latin": {**HEADER, **properties(), **binary(0x1013, HTML.encode("cp1252"))},
    "html-as-text": {**HEADER, **properties(), **unicode(0x1013, HTML)},
    "both": {**HEADER, **properties(), **unicode(0x1000, CRLF), **binary(0x1013, HTML.encode("cp1252"))},
    "poor": {**HEADER, **properties(), **unicode(0x1000, "No HTML."), **binary(0x1013, HTML.encode("cp1252"))},
    "long": {**HEADER, **properties(), **unicode(0x1000, CRLF + "It is.\r\n\r\n" * 900)},
}


def read_message(tree: Tree) -> Document:
    raw = compound(tree)
    document = read(raw, "a.msg")
    assert document.media_type == "application/vnd.ms-outlook"
    proved(document, raw)
    return document


@pytest.mark.parametrize("name", MESSAGES)
def test_one_text_in_many_forms(name: str) -> None:
    document = read_message(MESSAGES[name])
    text = f"{SUBJECT}\n\nFrom: {SENDER}\nTo: {TO}\n\n{READ}"
    assert document.text.replace("\r\n", "\n")[: len(text)] == text
    stated = document.stated
    assert (stated.title, stated.author, stated.published) == (SUBJECT, SENDER, "2017-02-22T09:00:00+00:00")
    assert document.proof == "stream"
    for part in document.parts:
        assert sha256(document.raw[part.start : part.end]).hexdigest() == part.sha256


def test_what_is_attached() -> None:
    attachments: Tree = {
        "__attach_version1.0_#00000000": {**binary(0x3701, b"The pier is cracked."), **unicode(0x3707, "report.txt")},
        "__attach_version1.0_#00000001": {"__substg1.0_3701000D": dict(MESSAGES["unicode"])},
        "__attach_version1.0_#00000002": {**binary(0x3701, b"\x89PNG\r\n\x1a\n"), **unicode(0x3704, "pier.png")},
    }
    raw = compound({**MESSAGES["unicode"], **attachments})
    found = list(expanded(io.BytesIO(raw), "a.msg", Limits()))
    assert [m.path if isinstance(m, Member) else (m.path, m.code) for m in found] == [
        "",
        "1",
        ("a.msg/2", "unsupported"),
        "3",
    ]
    members = {m.path: m for m in found if isinstance(m, Member)}
    assert (members["1"].raw, members["1"].media_type, members["1"].stated.title) == (
        b"The pier is cracked.",
        "text/plain",
        "report.txt",
    )
    assert members["3"].incidental


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (compound({**HEADER, **properties(), **binary(0x1009, b"\0" * 16 + b"LZFu")}), "rtf"),
        (compound(MESSAGES["unicode"])[:3000], "damaged"),
    ],
)
def test_what_cannot_be_read_is_a_problem(raw: bytes, code: str) -> None:
    try:
        found = [p.code for p in read(raw, "a.msg", media_type="application/vnd.ms-outlook").problems]
    except UnreadableError as error:
        found = [error.problem.code]
    assert found == [code]


def rich(text: bytes, kind: bytes = b"MELA") -> dict[str, bytes]:
    """The property with compressed RTF, which may say that it is not compressed."""
    packed = text if kind == b"MELA" else b"".join(b"\0" + text[k : k + 8] for k in range(0, len(text), 8))
    checksum = zlib.crc32(packed, 0xFFFFFFFF) ^ 0xFFFFFFFF if kind == b"LZFu" else 0
    return binary(0x1009, struct.pack("<II4sI", len(packed) + 12, len(text), kind, checksum) + packed)


def test_a_text_that_is_compressed_rtf_alone_is_read() -> None:
    known = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    )
    assert unpacked(known) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    said = rb"{\rtf1\ansi\ansicpg1252\fromhtml1{\*\htmltag64 <p>}The caf\'e9 is safe, {\*\htmltag84 <b>}\htmlrtf{\b\htmlrtf0 she said"
    said += rb"\htmlrtf}\htmlrtf0.\par It is.}"
    for kind in (b"MELA", b"LZFu"):
        document = read_message({**HEADER, **properties(), **rich(said, kind)})
        assert document.text.partition("\n\n")[2].endswith("The café is safe, she said.\n\nIt is.")
        assert document.parts[-1].sha256 == sha256(said).hexdigest()
    first, second = (
        "We know that the old bridge over the river Aire is still quite safe, and",
        "that nobody has to go round by the mill.",
    )
    lines = rf"{{\rtf1\ansi\fromtext\pard {first}\par\pard {second}\par\par> {first}\par > {second}\par}}".encode()
    document = read_message({**HEADER, **properties(), **rich(lines)})
    quoted = [p.span.of(document.text) for p in document.passages][3:]
    assert quoted == [f"{first}\n{second}", f"> {first} {second}"]
    damaged = {**HEADER, **properties(), **binary(0x1009, known[:-9])}
    assert [problem.code for problem in read_message(damaged).problems] == ["rtf"]
