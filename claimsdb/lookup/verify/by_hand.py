"""A claim in its file: the bytes of its words, whether they prove them, and the command that shows them without claimsdb."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from claimsdb.lookup.originals import Original, original
from claimsdb.lookup.verify.proof import BYTES, Proof
from claimsdb.model.errors import OriginalMissingError
from claimsdb.model.source_map import Range
from claimsdb.model.stretch import Stretch
from claimsdb.store.engine import Connection
from claimsdb.store.read.files import segments_of


class ShownSegment(TypedDict):
    """A segment: its words, its ranges of bytes in order, and a shell command that prints these bytes."""

    text: str
    ranges: list[list[int]]
    command: str


class ShownRecord(TypedDict):
    """A claim in its file, for programs. `proof` is the class of proof; `holds` is null if there is neither the file nor a kept copy."""

    file: str
    proof: str
    holds: bool | None
    segments: list[ShownSegment]


@dataclass(frozen=True, slots=True)
class Shown:
    """A claim in its file: where the file is (None: not found), the file's name, the claim's segments, and whether its bytes prove them."""

    file: Path | None
    path: str
    segments: tuple[Stretch, ...]
    holds: bool | None
    offset: int | None = 0
    commands: tuple[str, ...] = ()

    def as_record(self) -> ShownRecord:
        """What is shown, for programs."""
        name = str(self.file or Path(self.path))
        made: list[ShownSegment] = [
            {
                "text": s.text,
                "ranges": [list(r) for r in s.ranges],
                "command": command(name, s.ranges, self.offset, self.commands),
            }
            for s in self.segments
        ]
        return {"file": name, "proof": BYTES, "holds": self.holds, "segments": made}


def shown(connection: Connection, database: Path, claim: str, path: str) -> Shown:
    """The claim with this id in its file; `path` is the file's name if it is not found as it was ingested."""
    segments = segments_of(connection, claim)
    try:
        of = original(connection, database, claim)
    except OriginalMissingError:
        return Shown(None, path, segments, None)
    holds = _proved(of, segments)
    return Shown(of.file and of.file.absolute(), of.path, segments, holds, of.offset, of.commands)


def _proved(of: Original, segments: Iterable[Stretch]) -> bool:
    proof = Proof(of.raw, of.encoding, of.media_type)
    return all(proof.words(segment) == segment.text for segment in segments)


def command(file: str, ranges: Iterable[Range], offset: int | None = 0, commands: Sequence[str] = ()) -> str:
    """A shell command that prints these bytes of a document, one range after the other; empty if there is none.

    They count from `offset` in the file, or in what the `commands` print if each reads what the one before prints.
    """
    name = _quoted(file if file.startswith("/") else f"./{file}")
    if offset is not None:
        cuts = ((offset + start, end - start) for start, end in ranges)
        return "; ".join(f"tail -c +{start + 1} {name} | head -c {size}" for start, size in cuts)
    if not commands:
        return ""
    before = " | ".join((commands[0].replace("{}", name, 1), *commands[1:]))
    return "; ".join(f"{before} | tail -c +{start + 1} | head -c {end - start}" for start, end in ranges)


def _quoted(name: str) -> str:
    """The name as one word for a shell, which also a terminal shows as it is."""
    if name.isprintable():
        return shlex.quote(name)
    safe = (chr(b) if 32 <= b < 127 and chr(b) not in "'\\" else f"\\{b:03o}" for b in os.fsencode(name))
    return f"$'{''.join(safe)}'"
