"""Kinds of files: by their content, and by their names among kinds of text."""

import gzip
import io
import tarfile
import zipfile

import pytest

from claimsdb.streams.kinds import KINDS, NO_TEXT, by_name, unread
from claimsdb.streams.types import type_of

OPENXML, OPENDOCUMENT = "application/vnd.openxmlformats-officedocument", "application/vnd.oasis.opendocument"


def packed(*names: str, mimetype: str = "") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "")
    return made.getvalue()


def old_tar() -> bytes:
    """A header as tar wrote it before it had a signature."""
    raw = bytearray(tarfile.TarInfo("a.txt").tobuf(tarfile.USTAR_FORMAT))
    raw[257:265] = bytes(8)
    raw[148:156] = b" " * 8
    raw[148:156] = f"{sum(raw[:512]):06o}\0 ".encode()
    return bytes(raw)


MAIL = b"Received: from a\nMessage-ID: <1@example.org>\nFrom: a@example.org\nSubject: Bridge\n\nText"
SAVED = b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.org/\r\nContent-Type: multipart/related;\r\n\tx\r\n\r\n"
CONTENTS = {
    "application/pdf": [b"%PDF-1.7\n", b"\n\n%PDF-1.4"],
    f"{OPENXML}.wordprocessingml.document": [packed("[Content_Types].xml", "word/document2.xml"), packed("word/document.xml")],
    f"{OPENXML}.presentationml.presentation": [packed("[Content_Types].xml", "ppt/presentation.xml")],
    f"{OPENXML}.spreadsheetml.sheet": [packed("[Content_Types].xml", "xl/workbook.xml")],
    f"{OPENDOCUMENT}.text": [packed("content.xml", mimetype=f"{OPENDOCUMENT}.text"), packed(mimetype=f"{OPENDOCUMENT}.text")[:90]],
    f"{OPENDOCUMENT}.spreadsheet-flat-xml": [
        f'<?xml version="1.0"?>\n<office:document xmlns:office="x" office:mimetype="{OPENDOCUMENT}.spreadsheet"></office:document>'.encode()
    ],
    f"{OPENDOCUMENT}.spreadsheet": [packed("content.xml", mimetype=f"{OPENDOCUMENT}.spreadsheet")],
    "application/epub+zip": [packed("a.opf", mimetype="application/epub+zip")],
    "application/wacz": [packed("datapackage.json", "archive/a.warc.gz")],
    "application/java-archive": [packed("META-INF/MANIFEST.MF", "a.class")],
    "application/zip": [packed("word/a.docx", "xl/a.xlsx"), packed(), packed("a.txt")[:30]],
    "application/x-tar": [tarfile.TarInfo("a").tobuf(tarfile.GNU_FORMAT), old_tar()],
    "application/gzip": [gzip.compress(b"a"), b"\x1f\x8b\x08"],
    "application/warc": [b"WARC/1.1\r\n", gzip.compress(b"WARC/1.0\r\nWARC-Type: response")],
    "application/x-bzip2": [b"BZh91AY"],
    "application/x-7z-compressed": [b"7z\xbc\xaf\x27\x1c"],
    "application/vnd.rar": [b"Rar!\x1a\x07\0"],
    "application/rtf": [b"{\\rtf1\\ansi"],
    "application/x-ole-storage": [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"],
    "message/rfc822": [MAIL, b"From: a@b.org\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n"],
    "application/mbox": [b"From a@b.org Tue May 10 11:28:07 2005\n" + MAIL],
    "multipart/related": [SAVED],
    "text/html": [b"<!DOCTYPE html>", b"\xef\xbb\xbf <!-- a --><HTML>", "\ufeff<html>".encode("utf-16-le")],
    "application/xhtml+xml": [b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body/></html>'],
    "application/xml": [b'<?xml version="1.0"?><rss/>'],
    "image/svg+xml": [b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg">', b"<svg>"],
    "application/x-subrip": [b"1\r\n00:00:01,000 --> 00:00:02,000\r\nGood day.", b"\xef\xbb\xbf1\n0:00:01,0 --> 0:00:02,0\n"],
    "text/vtt": [b"WEBVTT\n\n", b"\xef\xbb\xbfWEBVTT - a\n"],
    "application/json": [b'{"a": 1}', b'[{"a": 1}]'],
    "application/x-ndjson": [b'{"a": 1}\n{"a": 2}\n'],
    "image/png": [b"\x89PNG\r\n\x1a\n"],
    "image/jpeg": [b"\xff\xd8\xff\xe0"],
    "image/webp": [b"RIFF\0\0\0\0WEBP"],
    "audio/mpeg": [b"ID3\3"],
    "video/mp4": [b"\0\0\0\x18ftypisom"],
    "application/vnd.sqlite3": [b"SQLite format 3\0"],
    "font/woff": [b"wOF2"],
    "application/x-executable": [b"\x7fELF\2"],
    "text/plain": [b"The mayor said: no.", "Один мост".encode("utf-16"), "The mayor".encode("utf-16-le"), "café".encode("cp1252"), b""],
}  # fmt: skip


NUMBERED = {f"{media} {k}": (media, raw) for media, many in CONTENTS.items() for k, raw in enumerate(many)}
"""By names that are the same in every process, which bytes with a date are not."""


@pytest.mark.parametrize(("media", "raw"), NUMBERED.values(), ids=NUMBERED)
def test_a_kind_is_told_by_content(media: str, raw: bytes) -> None:
    for name in ("a", "a.unknown", "b.d/A"):
        assert type_of(raw, name) == media
    file = io.BytesIO(raw)
    assert (type_of(file, "a"), file.tell()) == (media, 0)
    for name in ("a.png", "a.exe"):  # a name that lies
        assert type_of(raw, name) == media


@pytest.mark.parametrize(
    ("name", "raw", "media"),
    [
        ("a.md", b"# Bridge", "text/markdown"),
        ("a.csv", b"text,date\n", "text/csv"),
        ("a.tsv", b"text\tdate\n", "text/tab-separated-values"),
        ("a.eml", b"Subject: Bridge\n\nText", "message/rfc822"),
        ("a.txt", b"Subject: Bridge\n\nText", "text/plain"),
        ("a.eml", b"From a@b.org Tue May 10 11:28:07 2005\n" + MAIL, "message/rfc822"),
        ("a.mbox", b"From nobody Mon Jun 01 10:00:00 2009\n\nText", "application/mbox"),
        ("a.txt", b"[Music]\n", "text/plain"),
        ("a.txt", b'{"a": 1}', "text/plain"),
        ("a.html", b"A text without tags", "text/html"),
        ("a.php", b"<?php echo 1;", "text/x-source"),
        ("a.js", b"<html>", "text/javascript"),
        ("a.css", b"p {}", "text/css"),
        ("a.txt", bytes(range(256)), "text/plain"),  # its reader says what is wrong
        ("a", bytes(range(256)), None),
        ("a.pdf", bytes(range(256)), None),
        ("a.docx", b"PK\3\4", f"{OPENXML}.wordprocessingml.document"),
        ("a.2024", b"Text", "text/plain"),
    ],
)
def test_a_name_decides_among_kinds_of_text(name: str, raw: bytes, media: str | None) -> None:
    assert type_of(raw, name) == media


def test_every_kind_has_a_name_and_says_what_to_do() -> None:
    for media, kind in KINDS.items():
        problem = unread("a", media)
        assert problem.message.startswith(f"It is {kind.name}")
        assert problem.remedy.endswith((".", "recompress"))
        assert (problem.code == NO_TEXT) == (not kind.holds_text)
        assert {by_name(f"A.{ending.upper()}") for ending in kind.endings} <= {media}
    assert (unread("a", None).code, unread("a", None, incidental=True).code) == ("unsupported", NO_TEXT)
    assert unread("a", "image/png", incidental=True).code == NO_TEXT
    assert unread("a", "application/msword", incidental=True).code == "unsupported"
    assert (unread("a.pdf", None).code, unread("a.txt", None).code) == ("damaged", "unsupported")
