"""The letters of an RTF file: from bytes in the code page of a font, from their numbers in Unicode, and from control words."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from functools import cache

from claimsdb.model.source_map import How
from claimsdb.reading.office.pieces import Piece
from claimsdb.reading.office.rtf.tokens import CHARACTERS, Token

_LONGEST = 4  # bytes of a letter in any code page
_WRITTEN = 4  # bytes of the file for a byte in hexadecimal


class Letters:
    """The letters as their tokens come."""

    def __init__(self, raw: bytes) -> None:
        """Take the file's bytes."""
        self._raw = raw
        self._left = 0  # bytes to pass over, since a letter in Unicode stands for them
        self._bytes = bytearray()  # of a letter that is not whole
        self._from = 0
        self._high: tuple[int, int] | None = None  # the first half of a letter beyond 16 bits, and where it begins

    def reset(self) -> None:
        """Forget what is not whole, at the limits of a group."""
        self._left, self._high = 0, None
        self._bytes.clear()

    def passes(self, word: str) -> bool:
        """Whether a control word or symbol is one of the letters that are passed over."""
        self._bytes.clear()
        passed = self._left > 0 and word in CHARACTERS
        self._left = self._left - 1 if passed else 0
        return passed

    def text(self, token: Token, encoding: str) -> Iterator[Piece]:
        """The letters of text as it stands in the file."""
        passed = min(self._left, token.end - token.start)
        self._left -= passed
        start, end = token.start + passed, token.end
        text = self._raw[start:end]
        if start < end and text.isascii() and not self._bytes:
            self._high = None
            yield Piece(text.decode("ascii"), start, end - start)
            return
        for at in range(start, end):
            yield from self._byte(self._raw[at], at, at + 1, encoding)

    def written(self, token: Token, encoding: str) -> Iterator[Piece]:
        """The letters of bytes that are written in hexadecimal."""
        start, end = token.start, token.end
        values = bytes.fromhex(self._raw[start:end].replace(b"\\'", b"").decode("ascii"))
        letters = None if self._left or self._bytes else _letters(encoding)
        if letters is None:
            for value, at in zip(values, range(start, end, _WRITTEN), strict=True):
                yield from self._byte(value, at, at + _WRITTEN, encoding)
            return
        self._high = None
        for value, at in zip(values, range(start, end, _WRITTEN), strict=True):
            yield Piece(letters[value], at, _WRITTEN, How.ESCAPE)

    def _byte(self, byte: int, start: int, end: int, encoding: str) -> Iterator[Piece]:
        """The letter that is whole with this byte, if one is."""
        self._high = None
        if self._left:
            self._left -= 1
            return
        if not self._bytes:
            self._from = start
        self._bytes.append(byte)
        letter = codecs.getincrementaldecoder(encoding)("replace").decode(bytes(self._bytes))
        if letter or len(self._bytes) > _LONGEST:
            self._bytes.clear()
            literal = letter.isascii() and end - start == 1 and len(letter) == end - self._from
            yield Piece(letter, self._from, end - self._from, How.LITERAL if literal else How.ESCAPE)

    def unicode(self, token: Token, instead: int) -> Iterator[Piece]:
        """The letter with a number in Unicode, for which so many bytes stand that follow; those of two halves are one."""
        self._bytes.clear()
        self._left = instead
        code = (token.number or 0) & 0xFFFF
        start, end = token.start, self._end(token)
        if 0xD800 <= code < 0xDC00:
            self._high = code, start
            return
        if 0xDC00 <= code < 0xE000:
            if self._high is None:
                code = 0xFFFD
            else:
                code, start = 0x10000 + ((self._high[0] - 0xD800) << 10) + code - 0xDC00, self._high[1]
        self._high = None
        if code and not 0xF000 <= code < 0xF100:  # those are the pictures of a font of symbols
            yield Piece(chr(code), start, end - start, How.ESCAPE)

    def character(self, token: Token) -> Piece:
        """The letter for which a control word or symbol stands."""
        self._high = None
        return Piece(CHARACTERS[token.word], token.start, self._end(token) - token.start, How.ESCAPE)

    def _end(self, token: Token) -> int:
        """The end of a control word without the space that ends it."""
        return token.end - (self._raw[token.end - 1] == ord(" "))


@cache
def _letters(encoding: str) -> tuple[str, ...] | None:
    """The letter of each byte; None if some letters of the encoding have several."""
    decoder = codecs.getincrementaldecoder(encoding)
    found = tuple(decoder("replace").decode(bytes((byte,))) for byte in range(256))
    return found if all(found) else None
