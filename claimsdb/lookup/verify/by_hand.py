"""A claim in its file: where its words are, whether the file proves them, and how anybody sees them there without claimsdb."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple, NotRequired, TypedDict

from claimsdb.lookup.originals import original
from claimsdb.lookup.verify.proofs.proof import Proof, proof_of
from claimsdb.model.errors import OriginalMissingError
from claimsdb.model.ids import BY_LETTERS, PICTURES, document_id
from claimsdb.store.engine import Connection
from claimsdb.store.folders import Folders
from claimsdb.store.read.files import ClaimFile, Segment, files_of_claim, segments_of
from claimsdb.store.read.records import InFile, ranges_of
from claimsdb.streams.opening import place_of
from claimsdb.streams.shell import pattern_of, quoted

_ENCODED = ("message/rfc822", "multipart/related", "application/vnd.ms-outlook")
"""Files in which words are encoded, or in streams that no usual program knows."""
_SMALL = 20_000_000
"""Number of bytes of a file that is opened for a page."""


class ShownSegment(TypedDict):
    """A segment: its words, where each part of the file or each page has them, and shell commands that print their bytes, one for each.

    For a page, `look` says where to look on it in any viewer.
    """

    text: str
    ranges: list[list[int]]
    command: str
    where: list[InFile]
    look: NotRequired[list[str]]


class ShownRecord(TypedDict):
    """A claim in its file, for programs. `file` is null if the database has its bytes, or if another version has its path by now.

    `proof` is the class of proof; `holds` is null if there is neither the file nor a kept copy; `by_place` and `unread` say how it holds
    (`Verdict`).
    """

    file: str | None
    proof: str
    holds: bool | None
    by_place: bool
    unread: bool
    segments: list[ShownSegment]


class Tools(NamedTuple):
    """Shell commands: what prints a part of a file, before the names of the two, what decodes bytes (empty: they are not encoded), and what
    undoes how the part is compressed besides (empty: it is not).
    """

    unpacking: str = "unzip -p"
    decoding: str = ""
    undoing: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A claim in its file: where the file is, or else its name if it may still have it, the claim's segments, and whether the file proves
    them.

    `by_place`: it proves them by the letters in their boxes alone; `unread`: a program has read them in a picture, which is the same. For
    `offset` and `commands`, see `claimsdb.streams.opening`.
    """

    file: Path | None
    proof: str
    segments: tuple[Segment, ...]
    holds: bool | None
    by_place: bool = False
    offset: int | None = 0
    commands: tuple[str, ...] = ()
    tools: tuple[Tools, ...] = ()
    media_type: str = ""
    unread: bool = False

    def as_record(self) -> ShownRecord:
        """What is shown, for programs."""
        name = None if self.file is None else str(self.file)
        made: list[ShownSegment] = []
        for segment, tools in zip(self.segments, self.tools or [Tools()] * len(self.segments), strict=True):
            words = (command(name or "", where, self.offset, self.commands, tools) for where in segment.where)
            one: ShownSegment = {
                "text": segment.words.text,
                "ranges": [list(r) for where in segment.where for r in ranges_of(where)],
                "command": "; ".join(filter(None, words)),
                "where": segment.where,
            }
            if looks := [look(where, self.media_type) for where in segment.where if "page" in where]:
                one["look"] = looks
            made.append(one)
        return {
            "file": name,
            "proof": self.proof,
            "holds": self.holds,
            "by_place": self.by_place,
            "unread": self.unread,
            "segments": made,
        }


def shown(connection: Connection, database: Path, claim: str, *, on_page: bool = False) -> Shown:
    """The claim with this id in its file.

    On a page, names of files are relative to their folders, and a file is opened only if the commands depend on what is in it, and if it is
    small; whether it proves the words is then not known.
    """
    segments, found = segments_of(connection, claim), files_of_claim(connection, claim)[0]
    media, proof = found["media_type"], found["proof"]
    nowhere = Shown(None, proof, segments, None, offset=None, media_type=media)
    as_it_is = nowhere if found["container"] else Shown(Path(found["path"]), proof, segments, None, media_type=media)
    if on_page and found["is_latest"] and not found["container"] and found["media_type"] not in _ENCODED:
        return as_it_is
    if on_page and not _is_small(database, found):
        return nowhere
    try:
        of = original(connection, database, claim)
    except OriginalMissingError as error:
        return nowhere if error.replaced else as_it_is
    if on_page and of.media_type in BY_LETTERS:  # it is opened in a process of its own alone
        return as_it_is
    file, commands = of.file and of.file.absolute(), of.commands
    if on_page and commands and commands[0].startswith("claimsdb "):
        file, commands = None, (f"claimsdb original {document_id(found['sha256'])}",)
    elif on_page and file is not None:
        file = file.relative_to(of.root) if of.root and file.is_relative_to(of.root) else Path(file.name)
    proofs = [proof_of(of.media_type, of.raw, of.encoding, segment.parts) for segment in segments]
    tools = tuple(_tools(proof, segment) for proof, segment in zip(proofs, segments, strict=True))
    made = Shown(file, of.proof, segments, None, False, of.offset, commands, tools, media)
    if on_page:
        return made
    verdicts = [proof.verdict(one.words, one.boxes) for proof, one in zip(proofs, segments, strict=True)]
    holds, by_place = all(verdict.holds for verdict in verdicts), any(verdict.by_place for verdict in verdicts)
    unread = any(verdict.unread for verdict in verdicts)
    return replace(made, holds=holds, by_place=by_place, unread=unread)


def _tools(proof: Proof, segment: Segment) -> Tools:
    part = next((where["part"] for where in segment.where if "part" in where), "")
    return Tools(proof.unpacking, proof.decoding(segment.words.bytes.start), proof.undoing(part))


def _is_small(database: Path, file: ClaimFile) -> bool:
    """Whether a file, or the one that contains it, can be read while somebody waits for a page."""
    root = Folders(database).place(file["folder"])
    try:
        return root is None or (root / place_of(root, file["path"])[0]).stat().st_size <= _SMALL
    except OSError:
        return True


def command(
    file: str, where: InFile, offset: int | None = 0, commands: Sequence[str] = (), tools: Tools | None = None
) -> str:
    """A shell command that prints these bytes of a document, one range after the other; empty if there is none.

    They count from `offset` in the file, or in what the `commands` print if each reads what the one before prints. Those of a part count
    in what is unpacked of it, which needs a file: `_COPY`, if the document is none. Those that are encoded in the file are decoded.
    """
    tools = tools or Tools()
    name = quoted(file if file.startswith("/") else f"./{file}")
    copied = ""
    if "part" in where:
        if commands:
            copied, name = f"{' | '.join(commands).replace('{}', name, 1)} > {_COPY}; ", _COPY
        elif offset != 0:
            return ""
        unpacked = f"{tools.unpacking} {{}} {pattern_of(where['part'])}"
        offset, commands = None, (unpacked, tools.undoing) if tools.undoing else (unpacked,)
    if offset is None and not commands:
        return ""
    before = "" if offset is not None else " | ".join((commands[0].replace("{}", name, 1), *commands[1:], ""))
    cuts = ((start + (offset or 0), end - start) for start, end in ranges_of(where))
    of = "" if before else f" {name}"
    decoded = f" | {tools.decoding}" if tools.decoding else ""
    return copied + "; ".join(f"{before}tail -c +{start + 1}{of} | head -c {size}{decoded}" for start, size in cuts)


def look(where: InFile, media_type: str) -> str:
    """Where to look on a page, in any viewer; a point of a picture is one of its pixels."""
    boxes = where.get("boxes", [])
    if not boxes:
        return f"page {where.get('page')}"
    left, bottom = (min(box[k] for box in boxes) for k in (0, 1))
    right, top = (max(box[k] for box in boxes) for k in (2, 3))
    unit = "pixels" if media_type in PICTURES else "points"
    around = ", ".join(f"{value:g}" for value in (left, bottom, round(right - left, 2), round(top - bottom, 2)))
    return f"page {where.get('page')}, the rectangle at {around} (left, bottom, width, height, in {unit})"


_COPY = '"${TMPDIR:-/tmp}/document.zip"'
