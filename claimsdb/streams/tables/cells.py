"""Records of tables that are not text, as the bytes of a line of JSON: always the same ones for the same record."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import date, datetime, time

from claimsdb.streams.member import Step
from claimsdb.streams.shell import quoted
from claimsdb.streams.tables.records import Record

_WRITTEN = (
    'd=lambda v:(v.isoformat() if hasattr(v,"isoformat") else str(v)).removesuffix("T00:00:00");'
    "r=json.loads(json.dumps(r,default=d),parse_constant=lambda c:None);"
    'sys.stdout.buffer.write(json.dumps(r,ensure_ascii=False).encode("utf-8","replace"))'
)


def by_hand(program: str, *words: str) -> Step:
    """The step to a record by a program in Python that sets `r` to the record from the file, which is its standard input. It has the words
    as arguments.
    """
    command = " ".join(("python3 -c", *map(quoted, (f"import sys,json;{program};{_WRITTEN}", *words))))
    return Step(command=f"< {{}} {command}", piped=command)


def as_line(number: int, record: Mapping[str, object], step: Step) -> Record:
    """The record as one line of JSON in UTF-8: keys in the order of the columns, characters as they are, dates in ISO form."""
    raw = json.dumps({name: value_of(cell) for name, cell in record.items()}, ensure_ascii=False)
    return Record(number, raw.encode("utf-8", "replace"), step)


def value_of(cell: object) -> object:
    """The value of a cell as JSON has it; a day is one, without a time."""
    if isinstance(cell, datetime) and cell.time() == time():  # a day, as programs for tables keep it
        return cell.date().isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, float) and not math.isfinite(cell):
        return None
    if isinstance(cell, Mapping):
        return {str(name): value_of(inner) for name, inner in cell.items()}
    if isinstance(cell, list | tuple):
        return [value_of(inner) for inner in cell]
    return cell if cell is None or isinstance(cell, str | int | float | bool) else str(cell)
