"""Proof that words are in a document: what its bytes say, read by other code than any reader's.

Each module here reads one kind of document and imports no reader. It is given the bytes of the document (of the file, or of what was
unpacked from it), and the ranges of bytes from which words are said to come.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from importlib import import_module
from types import MappingProxyType
from typing import NamedTuple

from claimsdb.model.boxes import Box
from claimsdb.model.document import Part
from claimsdb.model.ids import PICTURES
from claimsdb.model.stretch import Portion, Stretch

PROOFS = MappingProxyType(
    {
        "text/plain": ("text", "Text"),
        "text/markdown": ("text", "Text"),
        "text/html": ("page", "Page"),
        "application/xhtml+xml": ("page", "Page"),
        "message/rfc822": ("mail", "Mail"),
        "multipart/related": ("mail", "Mail"),
        "application/vnd.ms-outlook": ("outlook", "Outlook"),
        "application/x-subrip": ("subtitles", "SubRip"),
        "text/vtt": ("subtitles", "WebVtt"),
        "text/tab-separated-values": ("subtitles", "SubRip"),
        "application/json": ("records", "Json"),
        "text/csv;header=absent": ("records", "Row"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ("members", "Members"),
        "application/vnd.openxmlformats-officedocument.presentationml.presentation": ("members", "Members"),
        "application/vnd.oasis.opendocument.text": ("members", "Members"),
        "application/vnd.oasis.opendocument.presentation": ("members", "Members"),
        "application/vnd.oasis.opendocument.text-flat-xml": ("members", "Xml"),
        "application/vnd.oasis.opendocument.presentation-flat-xml": ("members", "Xml"),
        "application/epub+zip": ("members", "Members"),
        "application/pdf": ("drawn", "Drawn"),
        **dict.fromkeys(sorted(PICTURES), ("drawn", "Pictures")),
        "application/rtf": ("rtf", "Rtf"),
    }
)
"""The module here and the class in it that prove each media type."""


class Verdict(NamedTuple):
    """Whether words are where they are said to be, and what is there; `by_place`: a library reads a page otherwise than when it was read
    first, but the same letters are inside the boxes of the words. `unread`: a program has read them in a picture, which is the same, and
    has not read it again.
    """

    holds: bool
    words: str
    by_place: bool = False
    unread: bool = False

    @property
    def status(self) -> str:
        """The status of words on a page: "same" as when it was read first, "holds, by place", "differs", or "not read again"."""
        if not self.holds:
            return "differs"
        return "not read again" if self.unread else "holds, by place" if self.by_place else "same"


class Proof(ABC):
    """What the bytes of one document say."""

    faults: tuple[str, ...] = ()
    """What is wrong with the document's parts."""
    again = False
    """Whether pictures are read again by the program that has read them."""
    unpacking = "unzip -p"
    """The shell command that prints a part of a file, before the names of the two."""

    def undoing(self, part: str) -> str:
        """The shell command that undoes how a part of this name is compressed besides; empty if it is not."""
        return ""

    def decoding(self, start: int) -> str:
        """The shell command that decodes the bytes from there on as they are encoded in the file; empty if they are not."""
        return ""

    @abstractmethod
    def readings(self, start: int, end: int) -> Iterator[str]:
        """What these bytes of the document's stream say: in each way in which they may be read in their place, the likeliest first."""

    def verdict(self, stretch: Stretch, boxes: Sequence[Box] = ()) -> Verdict:
        """Whether a stretch has the words that its bytes give; `boxes` say where they are drawn."""
        words = self.words(stretch)
        return Verdict(words == stretch.text, words)

    def words(self, stretch: Stretch) -> str:
        """The words that the bytes of a stretch give; they are those of the stretch if and only if it is proved.

        White space of the text that comes from no bytes, such as the line between two rows, is taken from the stretch.
        """
        made, at = [], stretch.span.start
        for portion in stretch.every:
            start, end = portion.span
            between, said = (
                stretch.text[max(a - stretch.span.start, 0) : b - stretch.span.start]
                for a, b in ((at, start), (start, end))
            )
            made.append("".join(c for c in between if c.isspace()))
            made.append(self._said(portion, said))
            at = end
        rest = stretch.text[at - stretch.span.start :]
        return "".join([*made, *(c for c in rest if c.isspace())])

    def _said(self, of: Portion, said: str) -> str:
        """What these bytes say: as they are read in the place where they are, if that is what is said."""
        first = None
        for words in self.readings(*of.bytes):
            if words == said:
                return said
            first = words if first is None else first
        return first or ""


def proof_of(media_type: str, raw: bytes, encoding: str, parts: Sequence[Part] = (), *, again: bool = False) -> Proof:
    """The proof for a document of this type: its bytes, the name of its encoding, and the parts of its file from which it was read.
    `again`: pictures are read again, which takes as long as it did first.

    Raises `LookupError` for an unknown encoding.
    """
    module, name = PROOFS.get(media_type, ("members", "Members") if parts else ("text", "Text"))
    made: Proof = getattr(import_module(f"claimsdb.lookup.verify.proofs.{module}"), name)(raw, encoding, parts)
    made.again = again
    return made
