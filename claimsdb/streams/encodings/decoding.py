"""From bytes to text, with the name of the encoding and the exact map from code points back to bytes.

The rule: `text == raw.decode(encoding)`. Nothing is replaced, dropped or repaired on the way.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import lru_cache

from claimsdb.model.errors import EncodingNameError, Problem, UnreadableError
from claimsdb.model.source_map import SourceMap
from claimsdb.streams.encodings.bytemap import AS_UTF8, literal_map
from claimsdb.streams.encodings.detection import detect

_SIGNATURES = {
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"%PDF-": "a PDF document",
    b"PK\3\4": "a ZIP archive or an office document",
    b"\x7fELF": "an ELF program",
    b"\x1f\x8b": "gzip data",
    b"BZh91AY": "bzip2 data",
    b"\xfd7zXZ\0": "xz data",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"SQLite format 3\0": "an SQLite database",
    b"OggS\0": "an Ogg recording",
}
# Except for white space and escape sequences. \x1c to \x1f are white space for Python, and therefore for blocks.
_CONTROLS = re.compile("[\0-\x08\x0e-\x1a\x7f]")
# Besides white space: NUL, byte-order marks, soft hyphens, spaces without width, and marks of direction.
_VISIBLE = re.compile("[^\\s\0\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_BINARY_SHARE = 0.05
_WIDE = ("utf-16", "utf-32")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, Python's name of its encoding, the map to its bytes, and the recoverable faults in it."""

    text: str
    encoding: str
    map: SourceMap
    problems: tuple[Problem, ...] = ()


def decode(raw: bytes, path: str, encoding: str | None = None, charset: str | None = None) -> Decoded:
    """Decode a file's bytes with `encoding`, or with the encoding that is detected; `charset` is what its transport said, if anything.

    Raises `UnreadableError` if they are empty, binary or undecodable, `EncodingNameError` for an unknown `encoding`.
    """
    if not raw:
        raise empty(path)
    name = detect(raw, charset) if encoding is None else canonical(encoding, raw)
    refuse_binary(raw, path, name)
    try:
        text = raw.decode(name or "utf-8")
    except UnicodeDecodeError as error:
        raise _undecodable(raw, path, name, error) from None
    if _VISIBLE.search(text) is None:
        raise empty(path)
    assert name is not None, "what decodes as UTF-8 is detected as UTF-8"
    to_bytes = literal_map(text, raw, name, path)
    return Decoded(text, name, to_bytes, _control_characters(text, to_bytes, path))


def canonical(encoding: str, raw: bytes) -> str:
    """Python's name of the encoding that the user asked for, with the byte order and the byte-order mark of `raw`.

    Raises `EncodingNameError` if Python does not know a text encoding of that name.
    """
    try:
        name = codecs.lookup(encoding).name
        b"a".decode(name, "replace")
    except (LookupError, ValueError):
        raise EncodingNameError(encoding) from None
    if name in ("utf-8", "utf-8-sig"):
        return "utf-8-sig" if raw.startswith(codecs.BOM_UTF8) else "utf-8"
    if match := re.fullmatch(r"(utf-16|utf-32)(?:-([lb]e))?", name):
        family, order = match.groups()
        marks = {"le": "\ufeff".encode(f"{family}-le"), "be": "\ufeff".encode(f"{family}-be")}
        shown = next((o for o, mark in marks.items() if raw.startswith(mark)), None)
        # Without a mark, Python would use the byte order of the machine that it runs on.
        return family if shown and order in (None, shown) else f"{family}-{order or 'le'}"
    return name


def refuse_binary(raw: bytes, path: str, name: str | None) -> None:
    """Raise `UnreadableError` if the bytes are not text in the encoding."""
    for signature, what in _SIGNATURES.items():
        if raw.startswith(signature):
            raise _unreadable("binary", path, f"It is {what}, not text.", "Save its text as a .txt file.", 0)
    if name is not None and name.startswith(_WIDE):
        return
    controlling = _control_bytes(name or "utf-8")
    controls = len(raw) - len(raw.translate(None, controlling))
    if controls > 2 and controls > _BINARY_SHARE * len(raw):
        first = next(i for i, byte in enumerate(raw) if byte in controlling)
        what = f"It is not text: {controls} of its {len(raw)} bytes are control characters; this is the first."
        raise _unreadable("binary", path, what, "Leave it out, or save its text as a .txt file.", first)


@lru_cache
def _control_bytes(name: str) -> bytes:
    """The bytes that are control characters in the encoding; in EBCDIC they differ from ASCII, and 0x7F is a quotation mark."""
    return bytes(b for b in range(256) if _CONTROLS.fullmatch(bytes([b]).decode(name, "ignore")))


def _undecodable(raw: bytes, path: str, name: str | None, error: UnicodeDecodeError) -> UnreadableError:
    # Decoders report offsets after the byte-order mark, which they remove.
    at = error.start + (len(codecs.BOM_UTF8) if name == "utf-8-sig" and error.object != raw else 0)
    if name is None:
        what = f"Byte 0x{raw[at]:02X} is not UTF-8, and no other encoding fits the file."
    else:
        what = f"Byte 0x{raw[at]:02X} is not {name}: {error.reason}."
    return _unreadable("undecodable", path, what, f"{AS_UTF8} Or name its encoding.", at)


def _control_characters(text: str, to_bytes: SourceMap, path: str) -> tuple[Problem, ...]:
    found = [m.start() for m in _CONTROLS.finditer(text)]
    if not found:
        return ()
    what = f"U+{ord(text[found[0]]):04X} is a control character" + (f", one of {len(found)}." if found[1:] else ".")
    remedy = "The file was read all the same. Remove the character if it does not belong there."
    return (Problem("control_character", path, what, remedy, to_bytes.byte(found[0])),)


def empty(path: str) -> UnreadableError:
    """The error of a file without text."""
    return _unreadable("empty", path, "It contains no text.", "Leave it out, or add its text.", None)


def _unreadable(code: str, path: str, what: str, remedy: str, byte: int | None) -> UnreadableError:
    return UnreadableError(Problem(code, path, what, remedy, byte))
