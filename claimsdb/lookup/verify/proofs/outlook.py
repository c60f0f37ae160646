"""The proof of an Outlook message: the streams from which it is read, each decoded as the ending of its name says.

Streams whose names end in 001F are UTF-16, and those in 001E are in a code page; 10130102 is HTML, and 10090102 compressed RTF.
"""

from __future__ import annotations

import codecs
import io
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from hashlib import sha256

import olefile

from claimsdb.lookup.verify.proofs.mail import Mail
from claimsdb.lookup.verify.proofs.page import Page
from claimsdb.lookup.verify.proofs.rtf import Rtf
from claimsdb.model.document import Part
from claimsdb.streams.mail.packed_rtf import BY_HAND, unpacked

_WIDE, _HTML, _RTF = "001F", "1013", "1009"
_LABELS = {"0C1A": "From: ", "0E04": "To: ", "0E03": "Cc: "}
"""What the numbers of properties stand for."""


class Outlook(Mail):
    """What the streams of one message say, one after the other."""

    unpacking = "7z e -so"

    def __init__(self, raw: bytes, encoding: str, parts: Sequence[Part] = ()) -> None:
        """Take the file's bytes, and the streams from which the message was read, with their sizes and hashes.

        A stream that is not there as it was is a fault, and its bytes say nothing. Raises `LookupError` for an unknown encoding.
        """
        faults: list[str] = []
        self._encoding = codecs.lookup(encoding).name
        self._parts = [part for part in parts if part.size]
        self._starts = [part.start for part in self._parts]
        self._streams = list(_streams(raw, self._parts, faults))
        self.faults = tuple(faults)

    def undoing(self, part: str) -> str:
        """The shell command that undoes the compression of a stream of this name; empty if it has none."""
        return BY_HAND if part[-8:-4] == _RTF else ""

    def decoding(self, start: int) -> str:
        """Its streams have no transfer encoding."""
        return ""

    def readings(self, start: int, end: int) -> Iterator[str]:
        """What these bytes may say in their stream."""
        k = bisect_right(self._starts, start) - 1
        if k < 0:
            return
        name, at, stream = self._parts[k].name, self._parts[k].start, self._streams[k]
        number, kind = name[-8:-4], name[-4:]
        for codec in dict.fromkeys(("utf-16-le",) if kind == _WIDE else (self._encoding, "utf-8", "cp1252")):
            if number == _RTF:
                for words in Rtf(stream, codec).readings(start - at, end - at):
                    yield words
                    yield " ".join(words.replace(">", " ").split()) or " "
            elif number == _HTML:
                yield from Page(stream, codec).readings(start - at, end - at)
            else:
                words = stream[start - at : end - at].decode(codec, "replace")
                yield words
                yield _LABELS.get(number, "") + words
                yield " ".join(words.replace(">", " ").split()) or " "


def _streams(raw: bytes, parts: Sequence[Part], faults: list[str]) -> Iterator[bytes]:
    """The bytes of each part; zeros for one that is not in the file as it was."""
    try:
        file = olefile.OleFileIO(io.BytesIO(raw))
    except Exception as error:  # a damaged file makes the library meet anything
        faults.append(f"the file cannot be opened: {error}")
        file = None
    for part in parts:
        made = b""
        try:
            if file is not None:
                made = file.openstream(part.name).read()
                made = unpacked(made) if part.name[-8:-4] == _RTF else made
        except Exception as error:
            faults.append(f"its part {part.name} cannot be read: {error}")
        else:
            if file is not None and sha256(made).hexdigest() != part.sha256:
                faults.append(f"its part {part.name} has other bytes than were read")
        yield made if sha256(made).hexdigest() == part.sha256 else bytes(part.size)
