"""What kind of file it is, by its content. The ending of its name decides only among kinds of text."""

from __future__ import annotations

import codecs
import io
import re
from typing import BinaryIO

from claimsdb.model.errors import Problem
from claimsdb.streams import directories, headed
from claimsdb.streams.kinds import HTML, MARKDOWN, NO_TEXT, TEXT, XHTML, by_name, unread
from claimsdb.streams.member import Limits
from claimsdb.streams.pages import is_page, is_xhtml

HEAD = 1 << 14
"""Number of bytes at the beginning of a file that tell its kind, unless it has a directory of its own."""

_WEB_ARCHIVES = ((0, b"WARC/", "application/warc"), (0, b"filedesc://", "application/x-arc"))
"""Archives of the web, which are often in gzip's format themselves."""
_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    *_WEB_ARCHIVES,
    (0, b"BZh", "application/x-bzip2"),
    (0, b"\xfd7zXZ\0", "application/x-xz"),
    (0, b"\x28\xb5\x2f\xfd", "application/zstd"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"{\\rtf", "application/rtf"),
    (0, b"\xffWPC", "application/wordperfect"),
    (0, b"%!PS", "application/postscript"),
    (0, b"\xc5\xd0\xd3\xc6", "application/postscript"),
    (0, b"AT&TFORM", "image/vnd.djvu"),
    (0, b"!BDN", "application/vnd.ms-outlook-pst"),
    (0, b"bplist00\xd1\x01\x02_\x10\x0fWebMainResource", "application/x-webarchive"),
    (60, b"BOOKMOBI", "application/x-mobipocket-ebook"),
    (0, b"PAR1", "application/vnd.apache.parquet"),
    (0, b"SQLite format 3\0", "application/vnd.sqlite3"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
    (0, b"8BPS", "image/vnd.adobe.photoshop"),
    (0, b"\xd7\xcd\xc6\x9a", "image/wmf"),
    (0, b"\x01\0\0\0l\0\0\0", "image/wmf"),
    (0, b"\0\0\x01\0", "image/x-icon"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"OggS", "audio/ogg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"MThd", "audio/midi"),
    (0, b"FORM", "audio/wav"),
    (0, b"\x1a\x45\xdf\xa3", "video/webm"),
    (0, b"\0\0\x01\xba", "video/mpeg"),
    (0, b"FLV\x01", "video/x-flv"),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video/x-flv"),
    (0, b"wOFF", "font/woff"),
    (0, b"wOF2", "font/woff"),
    (0, b"OTTO", "font/woff"),
    (0, b"ttcf", "font/woff"),
    (0, b"\0\x01\0\0\0", "font/woff"),
    (0, b"\x7fELF", "application/x-executable"),
    (0, b"MZ", "application/x-executable"),
    (0, b"\xca\xfe\xba\xbe", "application/x-executable"),
    (0, b"\xcf\xfa\xed\xfe", "application/x-executable"),
    (0, b"\0asm", "application/x-executable"),
    (0, b"CWS", "application/x-executable"),
    (0, b"L\0\0\0\x01\x14\x02\0", "application/x-shortcut"),
)
_WIDE = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BRANDS = {
    b"M4A ": "audio/mp4",
    b"heic": "image/heif",
    b"heix": "image/heif",
    b"mif1": "image/heif",
    b"avif": "image/heif",
}
_RIFF = {b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo", b"WEBP": "image/webp"}
_SUBRIP = re.compile(r"\s*+\d+[ \t]*\r?\n\d{1,3}:\d\d:\d\d[,.]\d{1,3}[ \t]*-->[ \t]*\d")
_JSON = re.compile(r"\s*+(?:\{\s*+[\"}]|\[\s*+[\[{\"\d\]-])")
_LINES = re.compile(r"\s*+\{[^\n]*\}[ \t]*\r?\n\{\s*\"")
_XML = re.compile(r"\s*+(?:<\?xml\b|<!DOCTYPE\s|<[A-Za-z_][\w.:-]*(?:\s[^<>]*xmlns[^<>]*)>)")
_SVG = re.compile(r"\s*+(?:<\?[^>]*+>|<!--.*?-->|<!DOCTYPE[^>]*+>|\s)*+<svg\b", re.DOTALL)
_FLAT = re.compile(
    r"\s*+(?:<\?[^>]*+>|<!--.*?-->|\s)*+<office:document\s(?:(?!office:mimetype)[^<>])*+"
    r"office:mimetype\s*+=\s*+[\"']application/vnd\.oasis\.opendocument\.(text|spreadsheet|presentation)\b",
    re.DOTALL,
)
"""How OpenDocument begins in one XML file."""
_CONTROLS = re.compile(rb"[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MARKUP = ("text/css", "text/javascript", "text/x-source", "application/json", "application/x-tex")
"""Kinds of text that only the ending of a name tells, whatever is written in them."""
_WRITTEN = (TEXT, MARKDOWN, "text/csv", "text/tab-separated-values", "application/x-shortcut", *_MARKUP)
"""Kinds of text that any text may be."""


def type_of(content: bytes | BinaryIO, path: str) -> str | None:
    """The media type of a file, which is left at its beginning; None if nothing is known of it.

    What is a text and nothing else is of the kind that the ending of its name says, and otherwise plain text.
    """
    file = io.BytesIO(content) if isinstance(content, bytes) else content
    head = file.read(HEAD)
    file.seek(0)
    return _binary(file, head, path) or _text(content if isinstance(content, bytes) else head, head, path)


def too_large(path: str, head: bytes, limits: Limits, media_type: str | None = None) -> Problem:
    """The problem with a member that begins so and exceeds the limits; `NO_TEXT` if it is of a kind that holds none."""
    media = media_type or type_of(head, path)
    problem = unread(path, media, incidental=True)
    return problem if problem.code == NO_TEXT else record_too_large(path, limits)


def record_too_large(path: str, limits: Limits) -> Problem:
    """The problem with a record of a table that exceeds the limits: whatever it is, it is meant to be read."""
    return Problem("unreadable", path, f"It has more than {limits.largest:,} bytes.", "Allow more with --largest.")


def _binary(file: BinaryIO, head: bytes, path: str) -> str | None:
    """The kind of a file with a signature."""
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK00PK\x03\x04", b"PK\x07\x08PK\x03\x04")):
        return directories.zipped(file, head, path)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return directories.compound(file, path)
    if head.startswith(b"\x1f\x8b"):
        inner = directories.inflated(head)
        archive = next((media for at, magic, media in _WEB_ARCHIVES if inner.startswith(magic, at)), None)
        return archive or "application/gzip"
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    for at, magic, media in _MAGIC:
        if head.startswith(magic, at):
            return media
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "video/mp4")
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12])
    if head[:2] == b"BM" and head[6:10] == b"\0\0\0\0":
        return "image/bmp"
    return "application/x-tar" if directories.is_tar(head) else None


def _text(raw: bytes, head: bytes, path: str) -> str | None:
    """The kind of a text: what its beginning says, or else its name."""
    named = by_name(path) if "." in path.rpartition("/")[2] else None
    wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    begin = head.decode("utf-16" if wide else "latin-1", "ignore").removeprefix("ï»¿")
    if named in _MARKUP:
        return named if not _controls(head) else None
    if is_page(begin):
        return XHTML if is_xhtml(begin, raw) else HTML
    found = _written(begin, named)
    if found is None and _controls(head) and not wide:  # no text, unless its name says so: its reader will say why not
        return named if named in (TEXT, MARKDOWN, HTML, XHTML) else None
    return found or (named if named in _WRITTEN else TEXT)


def _written(begin: str, named: str | None) -> str | None:
    """The kind of a text that begins so, if that tells it; a name that agrees makes up for what a beginning leaves open."""
    if begin.startswith("WEBVTT") and begin[6:7] in ("", " ", "\t", "\n", "\r"):
        return "text/vtt"
    if _SUBRIP.match(begin):
        return "application/x-subrip"
    if (mail := headed.kind(begin, named)) is not None:
        return mail
    if _SVG.match(begin):
        return "image/svg+xml"
    if flat := _FLAT.match(begin):
        return f"application/vnd.oasis.opendocument.{flat[1]}-flat-xml"
    if _XML.match(begin):
        return "application/xml"
    if named not in (TEXT, MARKDOWN) and _JSON.match(begin):
        return "application/x-ndjson" if named == "application/x-ndjson" or _LINES.match(begin) else "application/json"
    if begin.lstrip().startswith("<?php"):
        return "text/x-source"
    return (
        named
        if named in (HTML, XHTML, "text/vtt", "application/x-subrip", "message/rfc822", "application/mbox")
        else None
    )


def _controls(head: bytes) -> bool:
    """Whether there are bytes that no text has, in more than a few places. Every other byte of UTF-16 may be NUL."""
    if head.startswith(_WIDE):
        return False
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) * 5 > len(head) and min(even, odd) * 50 < len(head):
        return False
    return len(_CONTROLS.findall(head)) * 50 > len(head)
