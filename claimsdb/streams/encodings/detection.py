"""Detect the encoding of a file's bytes, as Python names it."""

from __future__ import annotations

import codecs
import re

from claimsdb.streams.encodings.legacy import decodes, detect_legacy

_WELL_FORMED = re.compile(
    b"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}",
)
_LEGACY = re.compile(r"(cp|iso8859-)\d+|(koi8|mac|tis)-\w+|(gb|big5|euc_|shift_jis|iso2022_)\w*|johab|hz")
"""Python's names of encodings in which texts are sent, other than Unicode; it has some that take forever, or are ciphers."""
_HIGH = re.compile(b"[\x80-\xff]")


def detect(raw: bytes, charset: str | None = None) -> str | None:
    """The encoding of a file that is not empty; None if none fits. Broken UTF-8 is still UTF-8.

    `charset` is the name that a transport gave, which decides if the bytes are not Unicode and it fits them.
    """
    if raw.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    # The byte-order mark of little-endian UTF-32 begins with that of UTF-16.
    if raw.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)) and len(raw) % 4 == 0:
        return "utf-32"
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    is_utf8 = decodes(raw, "utf-8")
    if wide := _wide(raw, is_utf8):
        return wide
    if is_utf8 or _is_broken_utf8(raw):
        return "utf-8"
    return _declared(raw, charset) or detect_legacy(raw)


def _declared(raw: bytes, charset: str | None) -> str | None:
    """Python's name of the charset, if it is one and fits the bytes. What is called Latin-1 or ASCII is Windows-1252, as for browsers."""
    try:
        name = codecs.lookup((charset or "").strip("\"' ")).name
    except (LookupError, ValueError):
        return None
    name = "cp1252" if name in ("iso8859-1", "ascii") else name
    return name if _LEGACY.fullmatch(name) and decodes(raw, name) else None


def _wide(raw: bytes, is_utf8: bool) -> str | None:
    """UTF-16 or UTF-32 without a byte-order mark, recognised by the positions of NUL bytes."""
    nuls = raw.count(0)
    if nuls < 1:
        return None
    if len(raw) % 4 == 0:
        quarters = [raw[i::4].count(0) * 4 / len(raw) for i in range(4)]
        if quarters[3] == 1 and quarters[2] > 0.9:
            return "utf-32-le"
        if quarters[0] == 1 and quarters[1] > 0.9:
            return "utf-32-be"
    if len(raw) % 2 == 0:
        even, odd = raw[::2].count(0), raw[1::2].count(0)
        # Chinese and Japanese have NULs only in digits, spaces and line ends.
        enough = len(raw) / 2 * (0.3 if is_utf8 else 0.02)
        if odd >= enough and even <= odd / 10 and decodes(raw, "utf-16-le"):
            return "utf-16-le"
        if even >= enough and odd <= even / 10 and decodes(raw, "utf-16-be"):
            return "utf-16-be"
    return None


def _is_broken_utf8(raw: bytes) -> bool:
    """Whether most bytes beyond ASCII are UTF-8, so that the rest is damage and not another encoding."""
    well_formed = len(_WELL_FORMED.findall(raw))
    return well_formed >= 2 * len(_HIGH.findall(_WELL_FORMED.sub(b"", raw))) and well_formed > 0
