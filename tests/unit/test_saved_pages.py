"""Pages that a browser saved as one file: read as any page, each word with its bytes in the file."""

import base64
import quopri
from pathlib import Path

import pytest

from claimsdb.model.errors import UnreadableError
from claimsdb.reading.read import read
from tests.unit.test_html import article, page
from tests.unit.test_mail import proved

FILES = sorted((Path(__file__).parents[1] / "files" / "mhtml").glob("*.mhtml"))
CHROMIUM = """\
The bridge is safe

The bridge over the Aire was inspected in April, the council’s engineers said, and they found no cracks in it – the first such result \
since 2019.

Repairs had cost £3\u00a0million in all, and a second survey would follow in the autumn, according to a report that the mayor published \
on Tuesday.

“We shall reopen it in May,” said Ann Lee."""
HEAD = """\
From: "Saved by Windows Internet Explorer 7"
Subject: Bridge
Date: Fri, 27 Nov 2026 13:56:30 GMT
MIME-Version: 1.0
Content-Type: multipart/related; {type}boundary="----=_NextPart_000"

This is a multi-part message in MIME format.

"""
ADDRESS = "https://news.example.org/bridge"


def saved(*parts: tuple[str, bytes], kind: str = "", end: str = "\r\n") -> bytes:
    """A file of these parts, each with its header."""
    inside = "".join(f"------=_NextPart_000\n{header}\n\n{body.decode('latin-1')}\n" for header, body in parts)
    whole = HEAD.format(type=kind) + inside + "------=_NextPart_000--\n"
    return whole.replace("\r\n", "\n").replace("\n", end).encode("latin-1")


def coded(html: bytes, encoding: str, more: str = "") -> tuple[str, bytes]:
    """A page as a part."""
    made = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring}.get(encoding, bytes)(html)
    return f"Content-Type: text/html{more}\nContent-Transfer-Encoding: {encoding}\nContent-Location: {ADDRESS}", made


PLAIN = read(article(), "a.html").text
STYLE = ("Content-Type: text/css\nContent-Transfer-Encoding: 7bit", b"p { color: red }")
SAVED = {
    "explorer": saved(coded(article(), "quoted-printable"), STYLE),
    "unix": saved(coded(article(), "quoted-printable"), STYLE, end="\n"),
    "base64": saved(coded(article(), "base64"), STYLE),
    "8bit": saved(coded(article(), "8bit")),
    "start": saved(
        coded(page("<p>A frame, which is not the page."), "quoted-printable"),
        coded(article(), "quoted-printable", "\nContent-ID: <root@x>"),
        kind='start="<root@x>"; ',
    ),
    "located": saved(
        coded(page("<p>A frame."), "7bit")[:1] and ("Content-Type: text/html\nContent-Location: https://a.org", b"<p>A frame."),
        coded(article(), "quoted-printable"),
    ).replace(b"Subject:", f"Content-Location: {ADDRESS}\r\nSubject:".encode()),
}  # fmt: skip


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_chromium_saves(file: Path) -> None:
    document = read(file.read_bytes(), file.name)
    assert document.media_type == "multipart/related"
    assert document.text.removeprefix("x\n\n") == CHROMIUM
    assert (document.stated.title, document.stated.author) == ("The bridge is safe", "Ann Lee")
    assert document.stated.url == f"http://news.example.org/{file.stem.removeprefix('chromium-')}.html"
    proved(document)


@pytest.mark.parametrize("name", SAVED)
def test_what_others_save(name: str) -> None:
    document = read(SAVED[name], "a.mht")
    assert document.media_type == "multipart/related"
    assert document.text == PLAIN
    assert document.stated.url == ADDRESS
    assert not document.problems
    proved(document)


def test_damage() -> None:
    whole = SAVED["base64"]
    cut = read(whole[:-400], "a.mht")
    assert [p.code for p in cut.problems] == ["parts"]
    assert len(cut.text) > 200
    proved(cut)
    with pytest.raises(UnreadableError, match="no page"):
        read(saved(STYLE), "a.mht")
    with pytest.raises(UnreadableError, match="byte"):
        read(saved(coded(b"<html>" + bytes(range(1, 32)) * 30, "base64")), "a.mht")
