"""The kinds of files that hold documents, and the module that knows each.

A module has a function `members(file, path, limits)`, which gives the members of an open file one after the other and keeps none. `path` is
that of the file, for problems; a member's own path begins below it. What is wrong with one member is a `Problem`, and the rest goes on;
it may raise anything for a file that it cannot go on with. A file that is a document, too, is its own first member, with an empty path.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from types import MappingProxyType
from typing import BinaryIO

from claimsdb.model.errors import Problem
from claimsdb.streams.kinds import FODS, ODS, XLSX
from claimsdb.streams.member import Limits, Member
from claimsdb.streams.packed import PACKED

Members = Callable[[BinaryIO, str, Limits], Iterator[Member | Problem]]

CONTAINERS = MappingProxyType(
    {
        "application/zip": "zipped",
        "application/x-tar": "tarred",
        **dict.fromkeys(("application/warc", "application/x-arc"), "warc"),
        "application/wacz": "wacz",
        **dict.fromkeys(PACKED, "unpacking"),
        "application/mbox": "mail.mailbox",
        "message/rfc822": "mail.attached",
        "application/vnd.ms-outlook": "mail.outlook",
        "text/csv": "tables.separated",
        "text/tab-separated-values": "tables.separated",
        "application/x-ndjson": "tables.json_lines",
        "application/json": "tables.json_files",
        **dict.fromkeys((XLSX, ODS, FODS), "tables.sheets"),
        "application/vnd.apache.parquet": "tables.parquet",
    }
)
"""The module of this room for each media type."""
FORWARDS = frozenset(
    {"application/x-tar", "application/warc", "application/x-arc", "application/mbox", "application/x-ndjson"}
)
"""Those that are read from their beginning to their end, so that they can be read while they are unpacked."""


def members_of(media_type: str | None) -> Members | None:
    """The function that gives the members of files of a media type; None if they hold no other documents."""
    module = CONTAINERS.get(media_type or "")
    if module is None:
        return None
    found: Members = import_module(f"claimsdb.streams.{module}").members
    return found
