"""Proof that words are in a message or in a page that was saved as one: the standard library finds the part and decodes the bytes.

Nothing here knows how a message was read. `email` divides it; a range of bytes is cut from the file, and decoded with `quopri`, `base64` or
`email.quoprimime` and the charset of its part. A group of base64 is up to three bytes, of which two may belong to the words beside.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import email
import quopri
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.errors import MessageError
from email.message import Message
from email.quoprimime import header_decode
from functools import cached_property

from claimsdb.lookup.verify.proofs.page import Page, both, resolved, without_tags
from claimsdb.lookup.verify.proofs.proof import Proof
from claimsdb.model.document import Part
from claimsdb.model.spans import Span
from claimsdb.model.stretch import Portion, Stretch
from claimsdb.streams.shell import DECODERS

_AROUND = 3  # bytes of a group
_WHITE = re.compile(r"\s+")
_FLOWED = re.compile(r" ?\r?\n>* ?")
_WRAPPED = re.compile(r"(?<![ \t])[ \t]*+(?:\r?\n|\r)[> \t]*")
_UNSEEN = re.compile("[\0\u00ad\u200b\u2060\ufeff]")
_WORD = re.compile(rb"=\?([^?\s]{1,80})\?([bBqQ])\?[^?\r\n]*$")
_BETWEEN = re.compile(rb"\?=\s*=\?[^?\s]{1,80}\?[bBqQ]\?")
_NEAR = 4096  # bytes before a range in which the beginning of its encoded word is
_ESCAPE = re.compile(rb"=(?:(?P<byte>[0-9A-Fa-f]{2}|=)|[ \t]*(?:\r?\n|\Z))")
_PADDED = re.compile(rb"=[ \t]+(?=\r?\n|\Z)")
_LAST = re.compile(rb"(?<!=)=\Z")
_CARRIAGE = re.compile(rb"=(?=\r(?!\n))")  # after which `quopri` passes over the rest of the line
_LATIN = {"iso8859-1": "cp1252", "ascii": "cp1252"}
_QUOTED = ("quoted-printable", "quoted printable", "quotedprintable")


class Mail(Proof):
    """What the bytes of one message say."""

    def __init__(self, raw: bytes, encoding: str, parts: Sequence[Part] = ()) -> None:
        """Take the bytes of the message and the name of the document's encoding. Raises `LookupError` for an unknown encoding."""
        self._raw, self._encoding = raw, codecs.lookup(encoding).name
        self._leaves = list(_leaves(raw, self._encoding))
        self._starts = [leaf.start for leaf in self._leaves]

    def words(self, stretch: Stretch) -> str:
        """The words that the bytes of a stretch give; they are those of the stretch if and only if it is proved.

        White space of the text that comes from no bytes, such as the line between two rows, is taken from the stretch.
        """
        made, at, shift = [], stretch.span.start, -stretch.span.start
        for portion in stretch.every:
            span = portion.span.common(stretch.span) or Span(at, at)
            made.append(_white(Span(at, span.start).shift(shift).of(stretch.text)))
            made.append(self._of(portion, span, span.shift(shift).of(stretch.text)))
            at = span.end
        return "".join([*made, _white(stretch.text[at + shift :])])

    def _of(self, portion: Portion, span: Span, said: str) -> str:
        """What these bytes say in the span: as they are read in the place where they are, if that is what is said."""
        first = None
        for words in self.readings(*portion.bytes):
            lacking = portion.span.length - len(words)
            if lacking > 1:  # the marks of a quotation in HTML, which has none, share the bytes of its first letter
                words, lacking = f"{'>' * (lacking - 1)} {words}", 0
            if lacking == 0:
                cut = words[span.start - portion.span.start : span.end - portion.span.start]
                if cut == said:
                    return said
                first = cut if first is None else first
        return first or ""

    def readings(self, start: int, end: int) -> Iterator[str]:
        """What these bytes may say in their place, in the header or in a part."""
        k = bisect_right(self._starts, start) - 1
        if k >= 0 and end <= self._leaves[k].end:
            yield from self._leaves[k].readings(start, end)
        else:
            yield from self._in_header(start, end)

    def decoding(self, start: int) -> str:
        """The shell command that decodes bytes of a part as its transfer encoding says."""
        k = bisect_right(self._starts, start) - 1
        if k < 0 or start >= self._leaves[k].end:
            return ""
        transfer = self._leaves[k].transfer
        return (
            DECODERS["quoted-printable" if transfer in _QUOTED else transfer]
            if transfer in (*_QUOTED, "base64")
            else ""
        )

    def _in_header(self, start: int, end: int) -> Iterator[str]:
        cut = self._raw[start:end]
        yield cut.decode(self._encoding, "replace")
        if not cut.strip():
            yield " "
        if word := _WORD.search(self._raw[max(start - _NEAR, 0) : start]):
            said = _encoded_word(cut, word[2].lower() == b"b")
            for codec in _codecs(word[1].decode("latin-1").partition("*")[0], self._encoding):
                yield from _within(said, codec, _AROUND if word[2] in b"bB" else 1)
        for codec in ("utf-8", "cp1252"):
            yield cut.decode(codec, "replace")


@dataclass(frozen=True)
class _Leaf:
    """A part without parts: its range in the file, how it is encoded, and in which charset."""

    file: bytes
    start: int
    end: int
    transfer: str
    charset: str | None
    is_page: bool
    encoding: str

    def readings(self, start: int, end: int) -> Iterator[str]:
        """What these bytes may say."""
        cut = self.file[start:end]
        if self.transfer in _QUOTED:
            cut = _LAST.sub(b"=3D", cut)  # an escape is not cut
        cut = self._without_transfer(cut)
        for codec in self._names:
            if self.transfer == "base64":
                for words in _within(cut, codec, _AROUND):
                    yield from _as_page(words) if self.is_page else _as_text(words)
            elif self.is_page:
                at = self._offset(start)
                yield from self._page(codec).readings(at, at + len(cut))
            else:
                yield from _as_text(cut.decode(codec, "replace"))

    def _without_transfer(self, cut: bytes) -> bytes:
        if self.transfer == "base64":
            return _without_base64(cut)
        if self.transfer in _QUOTED:
            return quopri.decodestring(_CARRIAGE.sub(b"=3D", _PADDED.sub(b"=", cut)))
        return cut

    @cached_property
    def _names(self) -> list[str]:
        begin = self._without_transfer(self.file[self.start : min(self.start + _NEAR, self.end)])
        is_wide = b"\0" in begin or begin.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        wide = _codecs("utf-16", self.encoding) if is_wide else ()
        return [*_codecs(self.charset, self.encoding), *wide]

    @cached_property
    def _decoded(self) -> bytes:
        return self._without_transfer(self.file[self.start : self.end])

    def _page(self, codec: str) -> Page:
        if codec not in self._pages:
            self._pages[codec] = Page(self._decoded, codec)
        return self._pages[codec]

    @cached_property
    def _pages(self) -> dict[str, Page]:
        return {}

    @cached_property
    def _shrunk(self) -> tuple[list[int], list[int]]:
        """Where escapes end, and how many bytes the part has lost up to there."""
        ends, lost = [self.start], [0]
        if self.transfer in _QUOTED:
            for match in _ESCAPE.finditer(self.file, self.start, self.end):
                ends.append(match.end())
                lost.append(lost[-1] + match.end() - match.start() - (match["byte"] is not None))
        return ends, lost

    def _offset(self, byte: int) -> int:
        ends, lost = self._shrunk
        return byte - self.start - lost[bisect_right(ends, byte) - 1]


def _without_base64(cut: bytes) -> bytes:
    """What groups of base64 say; padding may be missing."""
    try:
        return base64.b64decode(cut)
    except binascii.Error:
        letters = re.sub(rb"[^A-Za-z0-9+/]", b"", cut)
        letters = letters[:-1] if len(letters) % 4 == 1 else letters
        return base64.b64decode(letters + b"=" * (-len(letters) % 4))


def _encoded_word(cut: bytes, coded: bool) -> bytes:
    """What a part of an encoded word says, or of several that follow one another."""
    parts = _BETWEEN.split(cut)
    if coded:
        return b"".join(map(_without_base64, parts))
    return b"".join(header_decode(part.decode("latin-1")).encode("latin-1") for part in parts)


def _white(between: str) -> str:
    return "".join(c for c in between if c.isspace())


def _leaves(raw: bytes, encoding: str) -> Iterator[_Leaf]:
    """The parts, as `email` divides the message; each is looked for behind the one before it."""
    try:
        message = email.message_from_bytes(raw)
    except (RecursionError, ValueError, LookupError):
        return
    at = 0
    for part in message.walk():
        if part.is_multipart():
            continue
        transfer = str(part.get("Content-Transfer-Encoding", "")).partition(";")[0].strip().lower()
        charset, kind = _charset(part), part.get_content_type()
        del part["Content-Transfer-Encoding"]
        payload = part.get_payload(decode=True)
        if not isinstance(payload, bytes) or not payload:
            continue
        found = raw.find(payload, at)
        if found >= 0:
            at = found + len(payload)
            yield _Leaf(raw, found, at, transfer, charset, kind in ("text/html", "application/xhtml+xml"), encoding)


def _charset(part: Message) -> str | None:
    try:
        return part.get_content_charset()
    except (LookupError, ValueError, MessageError):
        return None


def _codecs(charset: str | None, encoding: str) -> Iterator[str]:
    """The names of encodings in which bytes may be: that of the document, that of their part, and the two that mails have by mistake."""
    labels = (encoding, charset, "utf-8", "cp1252")
    yield from dict.fromkeys(name for label in labels for name in _named(label))


def _named(label: str | None) -> tuple[str, ...]:
    try:
        name = codecs.lookup(label or "").name
        b"a".decode(name, "replace")
    except (LookupError, ValueError):
        return ()
    return ("utf-16-le", "utf-16-be") if name == "utf-16" else (_LATIN.get(name, name),)


def _within(raw: bytes, codec: str, around: int) -> Iterator[str]:
    """The text of the bytes, and without up to `around - 1` of them at either end."""
    for before in range(around):
        for behind in range(around):
            if before + behind < len(raw):
                yield raw[before : len(raw) - behind].decode(codec, "replace")


def _as_text(words: str) -> Iterator[str]:
    """The text, and as programs show it that unwrap lines or undo what a mailbox escapes."""
    yield words
    yield _WHITE.sub(" ", words)
    if "\n" in words or "\r" in words:
        yield _WRAPPED.sub(" ", words)
        yield _FLOWED.sub("", words)
        yield re.sub(r"\r?\n>* ?", "", words)
        yield words.replace(">From ", "From ")


def _as_page(words: str) -> Iterator[str]:
    for said in both(resolved(without_tags(words))):
        yield said
        yield _UNSEEN.sub("", said)
