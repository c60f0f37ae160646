"""CSV and TSV: rows with their quoted line ends, of which the first names the columns."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from claimsdb.model.document import Transport
from claimsdb.model.errors import Problem
from claimsdb.streams.kinds import by_name
from claimsdb.streams.member import Limits, Member, Step
from claimsdb.streams.tables.columns import distinct, roles
from claimsdb.streams.tables.text_files import TextFile, text_file
from claimsdb.streams.types import record_too_large

ROW = "text/csv;header=absent"
"""The media type of a row."""
TRANSCRIPT = ["start", "end", "text"]
"""The columns of a transcript as Whisper writes it, with times in milliseconds: one document."""
_DELIMITERS = (",", ";", "\t")
_FIELD = r'(?:"(?P<quoted>[^"]*+(?:""[^"]*+)*+)(?:"(?P<rest>[^{0}\r\n]*+)|\Z)|(?P<plain>[^{0}\r\n]*+))'
_BARE = re.sub(r"\?P<\w+>", "?:", _FIELD)
FIELDS = {mark: re.compile(_FIELD.format(re.escape(mark))) for mark in (*_DELIMITERS, "|")}
"""A field, by the delimiter: between quotation marks, with what follows them, or without any."""
_ROWS = {
    mark: re.compile(rf"{_BARE}(?:{{0}}{_BARE})*+(?:\r\n|\n|\r|\Z)".format(re.escape(mark)).encode()) for mark in FIELDS
}
_CELLS = {mark: re.compile(rf"(?:\A|{{0}})({_BARE})".format(re.escape(mark)).encode()) for mark in FIELDS}
"""Each field of a row, with the delimiter before it."""
_CHUNK = 1 << 16
_LINE_END = re.compile(rb"\r\n|\n|\r")
_OPEN = re.compile(rb'"[^"]*+(?:""[^"]*+)*+')
_TOLD = re.compile(rb"sep=([,;\t|])[ \t]*(?:\r\n|\n|\r)")


class Row(NamedTuple):
    """A row of the file: its number, counting the header and empty ones, as programs for tables show it, its offset, and its bytes.

    It is `open` if a quotation mark in it is never closed; its line is given then.
    """

    number: int
    offset: int
    raw: bytes
    open: bool = False


def members(file: BinaryIO, path: str, limits: Limits) -> Iterator[Member | Problem]:
    """The rows of a table, below its header."""
    there = text_file(file, limits.encoding)
    delimiter, skipped = _delimiter(there, by_name(path) == "text/tab-separated-values")
    rows = split(there, delimiter, limits, skipped)
    header = next((row for row in rows if row.raw.strip()), None)
    if header is None:
        return
    names = distinct(next(csv.reader(io.StringIO(_decoded(header.raw, there), newline=""), delimiter=delimiter)))
    if names == TRANSCRIPT and delimiter == "\t":
        file.seek(0)
        yield Member("", file.read(), "text/tab-separated-values", transport=Transport(charset=there.encoding))
        return
    found = roles(names, limits.fields, path)
    if isinstance(found, Problem):
        if not limits.finds:
            yield found
            return
        found = {}
    fields = {**found, "columns": json.dumps(names, ensure_ascii=False), "delimiter": delimiter}
    cells = _CELLS[delimiter]
    for row in rows:
        at = f"{path}/{row.number}"
        given = [] if row.open else cells.findall(row.raw.rstrip(b"\r\n"))
        if row.open:
            yield Problem(
                "row", at, "A quotation mark in it is never closed.", "Close it, or write it twice.", row.offset
            )
        elif any(given) and (len(given) < len(names) or any(given[len(names) :])):
            what = f"It has {len(given)} fields, and the header has {len(names)}."
            yield Problem("row", at, what, "Put fields with delimiters or line ends in quotation marks.", row.offset)
        elif any(given) and limits.wants(str(row.number)):
            raw = there.real(row.raw.rstrip(b"\r\n"))
            if limits.exceeds(len(raw)):
                yield record_too_large(at, limits)
                continue
            yield Member(
                str(row.number), raw, ROW,
                transport=Transport(charset=there.encoding), fields={**fields, "row": str(row.number)},
                steps=(Step(row.offset, len(raw)),),
            )  # fmt: skip


def split(there: TextFile, delimiter: str, limits: Limits, skipped: int = 0) -> Iterator[Row]:
    """The rows, one after the other. One that a quotation mark leaves open up to the end of the file ends with its first line instead."""
    pattern = _ROWS[delimiter]
    buffer, at, offset, number, size, ended = there.file.read(_CHUNK), 0, there.start, 0, _CHUNK, False
    if skipped:
        at, offset, number = skipped, offset + len(there.real(buffer[:skipped])), 1
    while True:
        match = pattern.match(buffer, at)
        end = match.end() if match else len(buffer)
        too_long = limits.exceeds(len(buffer) - at - _CHUNK)
        if not ended and end == len(buffer) and not too_long:  # the rest of the row, or of its line end, may follow
            size = size if at else 2 * size
            more = there.file.read(size)
            ended, buffer, at = not more, buffer[at:] + more, 0
            continue
        if at == len(buffer):
            return
        is_open = end == len(buffer) and _is_open(buffer, at, delimiter)
        if is_open and (line := _LINE_END.search(buffer, at)):
            end = line.end()
        number += 1
        raw = buffer[at:end]
        yield Row(number, offset, raw, is_open)
        at, offset = end, offset + len(there.real(raw))


def _is_open(buffer: bytes, at: int, delimiter: str) -> bool:
    """Whether a quotation mark leaves the last row open."""
    return _OPEN.fullmatch(_CELLS[delimiter].findall(buffer[at:])[-1]) is not None


def _delimiter(there: TextFile, tabs: bool) -> tuple[str, int]:
    """The delimiter, and the bytes of a line that tells it: that which gives the first row the most fields, tabs or commas first."""
    start = there.file.tell()
    head = there.file.read(_CHUNK)
    there.file.seek(start)
    if told := _TOLD.match(head):
        return told[1].decode(), told.end()
    first = head.lstrip(b"\r\n")

    def fields(delimiter: str) -> int:
        match = _ROWS[delimiter].match(first)
        return len(_CELLS[delimiter].findall(match.group().rstrip(b"\r\n"))) if match else 0

    return max(reversed(_DELIMITERS) if tabs else _DELIMITERS, key=fields), 0


def _decoded(raw: bytes, there: TextFile) -> str:
    """The header's text, from bytes of the file as it is read here."""
    narrow = there.encoding is None or there.encoding.startswith(("utf-16", "utf-32"))
    return raw.decode("utf-8" if narrow else there.encoding or "utf-8", "replace").rstrip("\r\n")
