"""JSON lines: an object in each line is a record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from claimsdb.model.errors import Problem
from claimsdb.streams.member import Limits, Member, Step
from claimsdb.streams.tables.records import Record, members_of_json
from claimsdb.streams.tables.text_files import TextFile, text_file
from claimsdb.streams.types import record_too_large

_WHITE = b" \t\r\n"
_CHUNK = 1 << 20


def members(file: BinaryIO, path: str, limits: Limits) -> Iterator[Member | Problem]:
    """The lines that are not empty; a record has the number of its line."""
    there = text_file(file, limits.encoding)
    yield from members_of_json(_records(there, path, limits), path, limits, charset=there.encoding)


def _records(there: TextFile, path: str, limits: Limits) -> Iterator[Record | Problem]:
    number, offset = 0, there.start
    while line := there.file.readline(limits.enough):
        number += 1
        size = len(there.real(line))
        if limits.exceeds(len(line)):
            while not line.endswith(b"\n") and (line := there.file.readline(_CHUNK)):
                size += len(there.real(line))
            yield record_too_large(f"{path}/{number}", limits)
        elif raw := line.strip(_WHITE):
            before = len(there.real(line[: len(line) - len(line.lstrip(_WHITE))]))
            made = there.real(raw)
            yield Record(number, made, Step(offset + before, len(made)))
        offset += size
