"""Compressed files of one stream: the document in it, or those in the archive in it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO, cast

from claimsdb.model.errors import Problem
from claimsdb.streams.containers import FORWARDS, members_of
from claimsdb.streams.member import Limits, Member, Step
from claimsdb.streams.packed import PACKED, Unpacked
from claimsdb.streams.types import too_large, type_of

_ENDING = re.compile(r"\.(?:gz|bz2|xz|(t)(?:gz|bz2?|xz))$", re.IGNORECASE)


def members(file: BinaryIO, path: str, limits: Limits) -> Iterator[Member | Problem]:
    """The document in a compressed file, whose name is the file's without its ending; or the members of an archive in it, whose paths are
    those that they would have if it were not compressed.
    """
    media = cast(str, type_of(file, path))  # one of the keys of PACKED
    step = Step(command=f"{PACKED[media].command} {{}}", piped=PACKED[media].command)
    inner = cast(BinaryIO, io.BufferedReader(Unpacked(file, media, limits), 1 << 16))
    name = _within(path)
    kind = type_of(inner, name)
    if kind in FORWARDS and (archive := members_of(kind)) is not None:
        for one in archive(inner, path, limits):
            yield replace(one, steps=(step, *one.steps)) if isinstance(one, Member) else one
        return
    raw = inner.read(limits.enough)
    if limits.exceeds(len(raw)):
        yield too_large(f"{path}/{name}", raw, limits)
    else:
        yield Member(name, raw, steps=(step,))


def _within(path: str) -> str:
    """The name of what is in a compressed file at this path."""
    name = path.rpartition("/")[2]
    ending = _ENDING.search(name)
    if ending is None or not ending.start():
        return name
    return name[: ending.start()] + (".tar" if ending[1] else "")
