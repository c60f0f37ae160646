"""The lines of a file whose text is not simply its decoded bytes, such as a web page."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from claimsdb.model.spans import LINE_END, LineIndex

_END = re.compile(LINE_END.pattern.encode())


class FileLines:
    """The lines of a file: built once, then looked up by byte."""

    def __init__(self, raw: bytes, encoding: str) -> None:
        """Take the file and Python's name of its encoding."""
        self._raw, self._encoding = raw, encoding

    def position(self, byte: int) -> tuple[int, int]:
        """The line and the column of a byte of the file; both count from 1, columns in code points of the decoded line."""
        if self._encoding.startswith(("utf-16", "utf-32")):  # whose line ends are not those of ASCII
            return self._decoded.position(min(len(self._text(0, byte)), self._length))
        line = bisect_right(self._starts, byte)
        return line, len(self._text(self._starts[line - 1], byte)) + 1

    def _text(self, start: int, end: int) -> str:
        return self._raw[start:end].decode(self._encoding, errors="replace")

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(m.end() for m in _END.finditer(self._raw))]

    @cached_property
    def _decoded(self) -> LineIndex:
        return LineIndex(self._text(0, len(self._raw)))

    @cached_property
    def _length(self) -> int:
        return len(self._text(0, len(self._raw)))
