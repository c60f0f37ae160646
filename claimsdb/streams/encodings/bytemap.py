"""The exact bytes of each code point of a decoded text."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

from claimsdb.model.errors import Problem, UnreadableError
from claimsdb.model.source_map import Run, SourceMap

AS_UTF8 = "Save the file as UTF-8 and read it again."

_MARKS = {
    "utf-8-sig": (codecs.BOM_UTF8,),
    "utf-16": (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE),
    "utf-32": (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE),
}
# Runs of code points of one width; each group of an expression is one width, in ascending order.
_UTF8 = re.compile("([\0-\x7f]+)|([\x80-\u07ff]+)|([\u0800-\uffff]+)|([\U00010000-\U0010ffff]+)")
_UTF16 = re.compile("([\0-\uffff]+)|([\U00010000-\U0010ffff]+)")
_ASCII = re.compile(b"[\0-\x7f]+")
# In these encodings a byte means nothing without the bytes before it, or files are not encoded in them.
_STATEFUL = re.compile(r"iso2022|(utf-7|hz|idna|punycode|(raw-)?unicode-escape|undefined)$")


def literal_map(text: str, raw: bytes, encoding: str, path: str) -> SourceMap:
    """The map between the code points of `text` and the bytes of `raw`, from which `encoding` (Python's name) decodes it.

    Raises `UnreadableError` if code points do not have bytes of their own in this encoding.
    """
    start = next((len(mark) for mark in _MARKS.get(encoding, ()) if raw.startswith(mark)), 0)
    if _STATEFUL.match(encoding.replace("_", "-")):
        raise _unmappable(path, encoding, None)
    runs = literal_runs(text, encoding, start)
    if runs is None:
        runs = _stepped(text, raw, encoding, path)
    return SourceMap(len(text), len(raw), runs)


def literal_runs(text: str, encoding: str, start: int) -> list[Run] | None:
    """The runs of a text whose bytes begin at `start`, each of one width; None if only decoding shows the widths in this encoding."""
    if encoding.startswith("utf-8"):
        return _run(0, len(text), start, 1) if text.isascii() else _runs(_UTF8, (1, 2, 3, 4), text, start)
    if encoding.startswith("utf-16"):
        return _runs(_UTF16, (2, 4), text, start)
    if encoding.startswith("utf-32"):
        return _run(0, len(text), start, 4)
    return _run(0, len(text), start, 1) if _is_single_byte(encoding) else None


def _run(start: int, length: int, byte: int, width: int) -> list[Run]:
    return [Run(start, length, byte, length * width)] if length else []


def _runs(pattern: re.Pattern[str], widths: tuple[int, ...], text: str, start: int) -> list[Run]:
    runs, at = [], start
    for match in pattern.finditer(text):
        length = match.end() - match.start()
        size = length * widths[(match.lastindex or 1) - 1]
        runs.append(Run(match.start(), length, at, size))
        at += size
    return runs


@lru_cache
def _is_single_byte(encoding: str) -> bool:
    every = bytes(range(256))
    return len(every.decode(encoding, "replace")) == 256 and all(
        len(every[i : i + 1].decode(encoding, "replace")) == 1 for i in every
    )


def _stepped(text: str, raw: bytes, encoding: str, path: str) -> list[Run]:
    """Runs found by feeding the decoder byte by byte; ASCII after a complete character is taken all at once."""
    decoder = codecs.getincrementaldecoder(encoding)()
    runs: list[Run] = []
    point = at = 0
    while at < len(raw):
        begin = at
        if ascii_run := _ASCII.match(raw, at):
            step, at, width = ascii_run.group().decode("ascii"), ascii_run.end(), 1
        else:
            step = ""
            while not step and at < len(raw):
                step = decoder.decode(raw[at : at + 1])
                at += 1
            width = at - begin
        if not step or (width > 1 and len(step) != 1) or text[point : point + len(step)] != step:
            raise _unmappable(path, encoding, begin)
        last = runs.pop() if runs and runs[-1].byte_length == width * runs[-1].length else Run(point, 0, begin, 0)
        runs.append(Run(last.start, last.length + len(step), last.byte_start, last.byte_length + width * len(step)))
        point += len(step)
    return runs


def _unmappable(path: str, encoding: str, byte: int | None) -> UnreadableError:
    what = f"In {encoding}, not every character has its own bytes, so positions in the file cannot be cited."
    return UnreadableError(Problem("unmappable", path, what, AS_UTF8, byte))
