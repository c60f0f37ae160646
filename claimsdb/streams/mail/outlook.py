"""Outlook's messages (MSG): their properties, which are streams of a compound file, and what is attached."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import BinaryIO

import olefile

from claimsdb.model.document import Metadata
from claimsdb.model.errors import Problem
from claimsdb.streams.member import Limits, Member, Step
from claimsdb.streams.types import too_large, type_of

_HEADER = {"": 32, "__attach": 8, "__recip": 8}
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_LATIN = 1252
_LARGEST = 1 << 28
_DATA, _NAME, _SHORT, _CONTENT_ID = 0x3701, 0x3707, 0x3704, 0x3712
RTF = 0x1009
"""The number of the property that has the text as compressed RTF."""
_CODEPAGES = {65001: "utf-8", 20127: "cp1252", 28591: "cp1252", 1200: "utf-16-le", 932: "cp932", 936: "gb18030"}


class Stream:
    """A property's stream: its path in the file, its bytes, and Python's name of its encoding (None: binary)."""

    def __init__(self, name: str, raw: bytes, encoding: str | None) -> None:
        self.name, self.raw, self.encoding = name, raw, encoding

    @property
    def text(self) -> str:
        """Its text, without NULs at its end."""
        return self.raw.decode(self.encoding or "cp1252", "replace").rstrip("\0")


class OutlookMessage:
    """The properties of a message, by the numbers that MAPI gives to them."""

    def __init__(self, file: BinaryIO) -> None:
        """Take the open file. Raises whatever the library meets in a damaged one."""
        self._file = olefile.OleFileIO(file)
        self._fixed = {"": self._properties("")}

    def stream(self, number: int, storage: str = "") -> Stream | None:
        """The stream of a property that is not empty, as Unicode, in the message's code page, or binary."""
        for kind, encoding in (("001F", "utf-16-le"), ("001E", self.encoding), ("0102", None)):
            name = f"{storage}__substg1.0_{number:04X}{kind}"
            if self._file.exists(name) and 0 < self._file.get_size(name) <= _LARGEST:
                return Stream(name, self._file.openstream(name).read(), encoding)
        return None

    @property
    def encoding(self) -> str:
        """Python's name of the encoding of its strings that are not Unicode."""
        page = self._number(0x3FFD) or self._number(0x3FDE) or _LATIN
        return _CODEPAGES.get(page, f"cp{page}")

    @property
    def html_encoding(self) -> str | None:
        """The charset of its HTML, if it says so."""
        page = self._number(0x3FDE)
        return _CODEPAGES.get(page, f"cp{page}") if page else None

    def time(self, *numbers: int) -> datetime | None:
        """The first of these properties that is a time."""
        for number in numbers:
            value = self._fixed[""].get((number, 0x0040))
            if value and (ticks := struct.unpack("<Q", value)[0]):
                try:
                    return _EPOCH + timedelta(microseconds=ticks // 10)
                except OverflowError:
                    return None
        return None

    def attachments(self) -> list[str]:
        """The storages of its attachments, in order, each with a slash behind it."""
        found = {path[0] for path in self._file.listdir(streams=True, storages=True) if path[0].startswith("__attach")}
        return [f"{name}/" for name in sorted(found)]

    def is_message(self, storage: str) -> bool:
        """Whether an attachment is a message of Outlook's own."""
        return bool(self._file.exists(f"{storage}__substg1.0_{_DATA:04X}000D"))

    def _number(self, number: int) -> int | None:
        value = self._fixed[""].get((number, 0x0003))
        return struct.unpack("<I", value[:4])[0] if value else None

    def _properties(self, storage: str) -> dict[tuple[int, int], bytes]:
        name = f"{storage}__properties_version1.0"
        if not self._file.exists(name):
            return {}
        raw = self._file.openstream(name).read()
        entries = (raw[at : at + 16] for at in range(_HEADER[storage.partition("_version")[0]], len(raw) - 15, 16))
        return {(entry[3] << 8 | entry[2], entry[1] << 8 | entry[0]): entry[8:] for entry in entries}


def members(file: BinaryIO, path: str, limits: Limits) -> Iterator[Member | Problem]:
    """The message itself, and then what is attached to it, by number."""
    raw = file.read(limits.enough)
    if limits.exceeds(len(raw)):
        yield too_large(path, raw, limits)
        return
    if limits.wants(""):
        yield Member("", raw)
    message = OutlookMessage(io.BytesIO(raw))
    for number, storage in enumerate(message.attachments(), 1):
        if not limits.wants(str(number)):
            continue
        if message.is_message(storage):
            what = "It is a message inside an Outlook message."
            yield Problem("unsupported", f"{path}/{number}", what, "Open the message, and save this one as EML.")
        elif data := message.stream(_DATA, storage):
            named = message.stream(_NAME, storage) or message.stream(_SHORT, storage)
            name = " ".join(named.text.split()) if named else None
            media = type_of(data.raw, name or str(number))
            shown = message.stream(_CONTENT_ID, storage) is not None or (media or "").startswith("image/")
            step = Step(command=f"7z e -so {{}} '{data.name}'")
            yield Member(
                str(number),
                data.raw,
                media,
                Metadata(title=name),
                steps=(step,),
                incidental=shown,
                place=f"attachment {number}",
            )
