"""JSON files: a list of objects is a table, and anything else is one document."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from claimsdb.model.document import Transport
from claimsdb.model.errors import Problem
from claimsdb.streams.member import Limits, Member, Step
from claimsdb.streams.tables.records import Record, members_of_json
from claimsdb.streams.tables.text_files import TextFile, text_file
from claimsdb.streams.types import too_large

_CHUNK = 1 << 16
_LIST = re.compile(rb"[ \t\r\n]*\[[ \t\r\n]*[{\]]")
_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|(?P<open>\\?\Z))|[{}\[\]]', re.DOTALL)
_BETWEEN = b" \t\r\n,"
_TIMED = ({"text", "start", "duration"}, {"text", "start", "end"})
"""Names of the fields of a cue, in lists that are transcripts."""


def members(file: BinaryIO, path: str, limits: Limits) -> Iterator[Member | Problem]:
    """The objects of a list, each with its number; or the file itself."""
    there = text_file(file, limits.encoding)
    start = there.file.tell()
    is_list = _LIST.match(there.file.read(_CHUNK)) is not None
    there.file.seek(start)
    records = _records(there, path, limits) if is_list else iter(())
    first = next(records, None)
    if first is None or (isinstance(first, Record) and _is_cue(first.raw)):
        yield _itself(file, path, limits, there)
    else:
        yield from members_of_json(chain([first], records), path, limits, charset=there.encoding)


def _itself(file: BinaryIO, path: str, limits: Limits, there: TextFile) -> Member | Problem:
    file.seek(0)
    raw = file.read(limits.enough)
    if limits.exceeds(len(raw)):
        return too_large(path, raw, limits, "application/x-ndjson")
    return Member("", raw, transport=Transport(charset=there.encoding), fields=limits.fields)


def _is_cue(raw: bytes) -> bool:
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and any(names <= value.keys() for names in _TIMED)


def _records(there: TextFile, path: str, limits: Limits) -> Iterator[Record | Problem]:
    """The objects in the list, one after the other."""
    buffer, at, offset, size = there.file.read(_CHUNK), 0, there.start, _CHUNK
    # In the buffer, `begin` is where the object that is open begins, or where the last one ended.
    depth, number, begin = 0, 0, 0
    while True:
        token = _TOKEN.search(buffer, at)
        if token is None or token["open"] is not None:
            keep = begin if depth else token.start() if token else len(buffer)
            too_long = limits.exceeds(len(buffer) - keep - _CHUNK)
            more = b"" if too_long else there.file.read(size)
            if not more:
                if depth > 0:
                    what = "It is larger than a document may be." if too_long else "The list ends in the middle of it."
                    yield Problem("json", f"{path}/{number + 1}", what, "Save the file again.", offset + keep)
                return
            at = (token.start() if token else len(buffer)) - keep
            offset += len(there.real(buffer[:keep]))
            size = size if keep else 2 * size
            buffer, begin = buffer[keep:] + more, 0
            continue
        at, mark = token.end(), token.group()
        if mark in (b"{", b"["):
            depth += 1
            if depth == 2 and buffer[begin : token.start()].strip(_BETWEEN):
                yield _stray(path, number, offset + begin)
            begin = at if depth == 1 else token.start() if depth == 2 else begin
        elif mark in (b"}", b"]"):
            depth -= 1
            if depth == 1:
                number += 1
                raw = there.real(buffer[begin:at])
                yield Record(number, raw, Step(offset + len(there.real(buffer[:begin])), len(raw)))
                begin = at
            if depth == 0:
                if buffer[begin : token.start()].strip(_BETWEEN):
                    yield _stray(path, number, offset + begin)
                return


def _stray(path: str, number: int, byte: int) -> Problem:
    where = f"behind object {number:,}" if number else "before the first object"
    what = f"In its list, {where}, is something that is not an object."
    return Problem("record", path, what, "Make it an object with named fields, or remove it.", byte)
