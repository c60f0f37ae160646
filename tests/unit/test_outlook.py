"""Outlook's messages: their streams are the parts of a document; what is attached is a document of its own."""

import io
import struct
from hashlib import sha256

import pytest

from claimsdb.model.document import Document
from claimsdb.model.errors import UnreadableError
from claimsdb.reading.read import read
from claimsdb.streams.expanding import expanded
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
