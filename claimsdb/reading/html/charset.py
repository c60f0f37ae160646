"""The page that the bytes of a file encode, by the HTML standard's order of signs: byte-order mark, transport, what the page declares."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from itertools import chain

from claimsdb.model.errors import Problem
from claimsdb.model.source_map import How, Run, SourceMap
from claimsdb.reading.html.scanner import Kind, attributes, scan, value
from claimsdb.streams.encodings.bytemap import literal_map
from claimsdb.streams.encodings.decoding import Decoded, canonical, empty, refuse_binary
from claimsdb.streams.encodings.detection import detect

_XML = re.compile(rb"\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"']([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_CONTENT = re.compile(r"charset\s*+=\s*+(?:[\"']\s*+)?([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_HEAD = 1 << 16  # bytes; the standard looks at 1,024, and browsers go on
# What labels mean on the web, by the Encoding Standard, if Python means another encoding by them.
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
_LABEL = 40  # characters of the longest label that counts
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DAMAGED = "claimsdb.damaged"


def page(raw: bytes, path: str, encoding: str | None = None, transport: str | None = None) -> Decoded:
    """Decode a page, tags and all. `encoding` is what the user asks for, `transport` what a server or a mail said of it.

    A byte that the encoding does not know becomes U+FFFD, with its place in the map, and a problem says so.
    Raises `EncodingNameError` for an unknown `encoding`, `UnreadableError` if it is empty or binary, or if characters have no bytes of
    their own in the encoding.
    """
    if not raw.strip():
        raise empty(path)
    return decoded(raw, path, canonical(encoding, raw) if encoding else named(raw, chain((transport,), _declared(raw))))


def decoded(raw: bytes, path: str, name: str) -> Decoded:
    """Decode bytes with the encoding of that name in Python, as `page` does with its own.

    Raises `UnreadableError` if they are binary, or if characters have no bytes of their own in the encoding.
    """
    refuse_binary(raw, path, name)
    try:
        text = raw.decode(name)
    except UnicodeDecodeError:
        return _damaged(raw, path, name)
    return Decoded(text, name, literal_map(text, raw, name, path))


def named(raw: bytes, labels: Iterable[str | None]) -> str:
    """Python's name of the encoding of bytes that are called by these labels, the first of which that is known decides."""
    if raw.startswith(_MARKS):
        return detect(raw) or "utf-8"
    for label in labels:
        if label and (name := _known(label)):
            # Browsers and other tools that save a page as UTF-8 often leave what it declared.
            return "utf-8" if name != "utf-8" and _is_utf8(raw) else name
    return detect(raw) or "cp1252"


def _declared(raw: bytes) -> Iterator[str]:
    """The labels in the page's XML declaration and meta tags."""
    if declaration := _XML.match(raw):
        yield declaration[1].decode("ascii")
    head = raw[:_HEAD].decode("latin-1")
    for token in scan(head):
        if token.kind is Kind.START and token.name == "meta":
            ranges = attributes(head, token)
            if label := value(head, ranges, "charset"):
                yield label
            elif "http-equiv" in ranges and (match := _CONTENT.search(value(head, ranges, "content") or "")):
                yield match[1]


def _known(label: str) -> str | None:
    try:
        name = codecs.lookup(label.strip()[:_LABEL]).name
        b"a".decode(name)
    except (LookupError, ValueError):
        return None
    if name.startswith(("utf-16", "utf-32")):  # the declaration was read as ASCII
        return "utf-8"
    return _MEANT.get(name, name)


def _is_utf8(raw: bytes) -> bool:
    if raw.isascii():
        return False
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _damaged(raw: bytes, path: str, name: str) -> Decoded:
    """The page with U+FFFD for what its encoding does not know."""
    # With a byte-order mark, Python would look for one at the beginning of each stretch.
    mark = next((m for m in _MARKS if raw.startswith(m)), b"") if name in ("utf-8-sig", "utf-16") else b""
    plain = {"utf-8-sig": "utf-8", "utf-16": "utf-16-be" if mark == codecs.BOM_UTF16_BE else "utf-16-le"}.get(
        name, name
    )
    bad = _faults(raw[len(mark) :], plain)
    texts: list[str] = []
    runs: list[Run] = []
    at, length = len(mark), 0
    for start, end in [*((s + len(mark), e + len(mark)) for s, e in bad), (len(raw), len(raw))]:
        stretch = raw[at:start].decode(plain)
        runs += (
            r._replace(start=r.start + length, byte_start=r.byte_start + at)
            for r in literal_map(stretch, raw[at:start], plain, path).runs()
        )
        length += len(stretch)
        texts.append(stretch)
        if start < end:
            runs.append(Run(length, 1, start, end - start, How.ESCAPE))
            texts.append("\ufffd")
            length += 1
        at = end
    first, last = bad[0]
    several = f", one of {len(bad):,} such places" if len(bad) > 1 else ""
    shown = " ".join(f"{byte:02X}" for byte in raw[first + len(mark) : last + len(mark)])
    what = f"Bytes {shown} are not {name}{several}: they are read as U+FFFD."
    remedy = "Save the page again, or name its encoding with --encoding."
    problem = Problem("bad_bytes", path, what, remedy, first + len(mark))
    return Decoded("".join(texts), name, SourceMap(length, len(raw), runs), (problem,))


def _faults(raw: bytes, name: str) -> list[tuple[int, int]]:
    """The ranges of bytes for which Python's decoder writes U+FFFD, one each."""
    found: list[tuple[int, int]] = []

    def noted(error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeDecodeError)
        found.append((error.start, error.end))
        return "\ufffd", error.end

    codecs.register_error(_DAMAGED, noted)
    raw.decode(name, _DAMAGED)
    return found
