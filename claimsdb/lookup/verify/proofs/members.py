"""The proof of an office document or a book: the bytes of its members, unpacked, whose text is outside of tags."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
import zlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from hashlib import sha256

from claimsdb.lookup.verify.proofs.page import Page
from claimsdb.model.document import Part

_DECLARED = re.compile(rb"^(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)")
_WIDE = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be", b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
_ELEMENT = re.compile(r"<\w++:(noBreakHyphen|den|sup|sub|rad)\b[^>]*+>")  # an element that stands for a character
_CHARACTERS = {"noBreakHyphen": "-", "den": "/", "sup": "^", "sub": "_", "rad": "√"}
_SYMBOL = re.compile(r"<\w++:sym\s[^>]*+>")
_CODE = re.compile(r"\bchar\s*+=\s*+[\"']([0-9A-Fa-f]{1,5})[\"']")
_NEAR = 65_536  # bytes in which the beginning of a section is looked for
_FAULTS = (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, EOFError, ValueError)


class Xml(Page):
    """What one XML file says."""

    def readings(self, start: int, end: int) -> Iterator[str]:
        """The words of these bytes, without markup."""
        yield from super().readings(start, end)
        cut = self.decoded(start, end)
        if element := _ELEMENT.fullmatch(cut):
            yield _CHARACTERS[element[1]]
        if _SYMBOL.fullmatch(cut) and (code := _CODE.search(cut)):
            yield chr(int(code[1], 16))
        if ("<" in cut or "&" in cut) and self._is_character_data(start):
            yield cut

    def _is_character_data(self, start: int) -> bool:
        """Whether the byte is in a CDATA section, in which nothing is markup."""
        before = self.decoded(max(start - _NEAR, 0), start)
        return before.rfind("<![CDATA[") > before.rfind("]]>")


class Members(Xml):
    """What the members of a ZIP say, one after the other."""

    def __init__(self, raw: bytes, encoding: str, parts: Sequence[Part] = ()) -> None:
        """Take the file's bytes, and the members from which the document was read, with their sizes and hashes.

        A member that is not there as it was is a fault, and its bytes say nothing. Raises `LookupError` for an unknown encoding.
        """
        faults: list[str] = []
        members = list(_members(raw, parts, faults))
        super().__init__(b"".join(members), encoding)
        self.faults = tuple(faults)
        self._ends = [part.end for part in parts]
        self._encodings = list(map(_encoding, members))

    def decoded(self, start: int, end: int) -> str:
        """These bytes as text, in the encoding that their member declares."""
        k = bisect_right(self._ends, start)
        return self.raw[start:end].decode(self._encodings[k] if k < len(self._ends) else "utf-8", "replace")


def _members(raw: bytes, parts: Sequence[Part], faults: list[str]) -> Iterator[bytes]:
    """The bytes of each part; zeros for one that is not in the file as it was."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
    except _FAULTS as error:
        faults.append(f"the file cannot be opened: {error}")
        archive = None
    for part in parts:
        made = b""
        try:
            if archive is not None:
                with archive.open(part.name) as member:
                    made = member.read(part.size + 1)  # at its end, the checksum is compared
        except (*_FAULTS, KeyError) as error:
            faults.append(f"its part {part.name} cannot be read: {error}")
        else:
            if archive is not None and sha256(made).hexdigest() != part.sha256:
                faults.append(f"its part {part.name} has other bytes than were read")
        yield made if sha256(made).hexdigest() == part.sha256 else bytes(part.size)


def _encoding(member: bytes) -> str:
    """The encoding of XML: by its first bytes, or as declared."""
    wide = _WIDE.get(member[:2])
    declared = _DECLARED.match(member[:1000])
    try:
        return wide or (codecs.lookup(declared[1].decode()).name if declared else "utf-8")
    except LookupError:
        return "utf-8"
