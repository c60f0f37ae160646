"""The tokens of an RTF file with their bytes, and what its words mean as characters and as encodings."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from enum import IntEnum
from types import MappingProxyType
from typing import NamedTuple

_TOKEN = re.compile(
    rb"\\(?:(?P<word>[A-Za-z]{1,32})(?P<number>-?[0-9]{1,10})?[ ]?|(?P<symbol>[^A-Za-z']))"
    rb"|(?P<hex>(?:\\'[0-9A-Fa-f]{2})+)|(?P<open>\{)|(?P<close>\})|(?P<text>[^\\{}\r\n\0]+)|[\r\n\0]+|\\",
    re.DOTALL,
)
CHARACTERS = MappingProxyType(
    {
        "emdash": "—",
        "endash": "–",
        "bullet": "•",
        "lquote": "‘",
        "rquote": "’",
        "ldblquote": "“",
        "rdblquote": "”",
        "emspace": "\u2003",
        "enspace": "\u2002",
        "qmspace": "\u2005",
        "~": "\u00a0",
        "_": "-",
        "\\": "\\",
        "{": "{",
        "}": "}",
    }
)
"""The characters that control words and symbols stand for."""
_CHARSETS = MappingProxyType(
    {
        0: 1252,
        2: 1252,
        77: 10000,
        128: 932,
        129: 949,
        134: 936,
        136: 950,
        161: 1253,
        162: 1254,
        163: 1258,
        177: 1255,
        178: 1256,
        186: 1257,
    }
    | {204: 1251, 222: 874, 238: 1250, 254: 437, 255: 850}
)
"""Code pages by the character sets of fonts."""
_NAMED = MappingProxyType({10000: "mac_roman", 65001: "utf-8", 1361: "johab"})


class Sort(IntEnum):
    """What a token is."""

    TEXT = 0
    BYTES = 1
    WORD = 2
    OPEN = 3
    CLOSE = 4


class Token(NamedTuple):
    """A token and its bytes: `word` is a control word or symbol with its `number`."""

    sort: Sort
    start: int
    end: int
    word: str = ""
    number: int | None = None


def tokens(raw: bytes) -> Iterator[Token]:
    """The tokens of a file; line ends and binary data are none."""
    at = 0
    while match := _TOKEN.match(raw, at):
        start, at = match.span()
        kind = match.lastgroup
        if kind == "text":
            yield Token(Sort.TEXT, start, at)
        elif kind in ("word", "number"):
            number = int(match["number"]) if match["number"] is not None else None
            word = match["word"].decode("ascii")
            if word == "bin":
                at += max(number or 0, 0)
            else:
                yield Token(Sort.WORD, start, at, word, number)
        elif kind == "hex":
            yield Token(Sort.BYTES, start, at)
        elif kind == "symbol":
            yield Token(Sort.WORD, start, at, match["symbol"].decode("latin-1"))
        elif kind in ("open", "close"):
            yield Token(Sort.OPEN if kind == "open" else Sort.CLOSE, start, at)


def code_page(number: int | None) -> str | None:
    """Python's name of a code page; None if it has none."""
    name = _NAMED.get(number or 0, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None


def of_charset(number: int | None) -> str | None:
    """The encoding of a font's character set; None if the document's own is meant, or nobody knows."""
    return code_page(_CHARSETS[number]) if number is not None and number in _CHARSETS else None
