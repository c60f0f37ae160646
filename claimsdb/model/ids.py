"""Public ids: same bytes and same positions give the same id, on every machine and in every run (decision 001)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from claimsdb.model.source_map import Range
from claimsdb.model.spans import Span

BY_CODE_POINTS = frozenset({"text/plain", "text/markdown"})
"""Media types whose text is the decoded file: its code points are places in the file, and ids are made from them."""
PICTURES = frozenset({"image/png", "image/jpeg", "image/tiff", "image/webp"})
"""Media types of pictures whose words a program can read."""
BY_LETTERS = frozenset({"application/pdf"}) | PICTURES
"""Media types of pages that are drawn: ids are made from the letters on a page, which other libraries read alike, unlike their order."""
LENGTH = 20
"""Hex digits of an id: 80 bits, so that the chance that any two of ten million claims share an id is below 1 in 10^10."""


SHORTEST = 4
"""The smallest number of hex digits that is understood as the prefix of an id."""
ROOT_DIGITS = 16
"""The smallest number of hex digits of a database's root hash that are compared."""
_ID = re.compile(rf"[0-9a-f]{{{SHORTEST},{LENGTH}}}")


def looks_like_id(given: str) -> bool:
    """Whether the words could be an id or a prefix of one: hex digits, at least one of them a number, or a full id."""
    return bool(_ID.fullmatch(given.lower())) and (len(given) == LENGTH or any(c.isdigit() for c in given))


def digest(*parts: str) -> str:
    """The id of the parts, in order; different lists of parts are never joined to the same text."""
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:LENGTH]


def written(spans: Iterable[Span]) -> str:
    """The spans as `start-end,start-end`, in code points."""
    return ",".join(f"{s.start}-{s.end}" for s in spans)


def document_id(sha256: str) -> str:
    """The id of a document: the first digits of the hash of its bytes."""
    return sha256[:LENGTH]


Place = Callable[[Span], str]
"""Writes where in the file the words of a span are. Raises `PlacelessError` if they are nowhere in it."""


@dataclass(frozen=True, slots=True)
class Ids:
    """The ids of the findings in one document: they depend only on the hash of its bytes, and on places in its file.

    `place` writes these places, and `kind` says what they are; None if the text is the decoded file, so that spans are places in it.
    """

    sha256: str
    place: Place | None = None
    kind: str = "bytes"

    def claim(self, segments: Sequence[Span]) -> str:
        """The id of a claim. Raises `PlacelessError` for a segment without bytes."""
        return digest("claim", self.sha256, *self._places(segments))

    def attribution(self, source: Sequence[Span], cue: Sequence[Span], content: Sequence[Span]) -> str:
        """The id of an attribution. Raises `PlacelessError` for a piece without bytes."""
        return digest("attribution", self.sha256, *self._places(source, cue, content))

    def _places(self, *parts: Sequence[Span]) -> list[str]:
        if self.place is None:
            return [written(spans) for spans in parts]
        return [self.kind, *(",".join(map(self.place, spans)) for spans in parts)]


def in_bytes(ranges: Sequence[Range], name: str = "") -> str:
    """Ranges of bytes as `start-end+start-end`, each after the name of its part, if it has one."""
    return "+".join(f"{quote(name)}{':' if name else ''}{start}-{end}" for start, end in ranges)


def speaker_id(name: str, within: str | None) -> str:
    """The id of a speaker, by name; `within` is the document's hash if the name means somebody only in that document."""
    return digest("speaker", name, within or "")


def straight(name: str) -> str:
    """The name with one kind of apostrophe ("O’Neill" is "O'Neill")."""
    return name.replace("’", "'")


def fold(name: str) -> str:
    """A name for comparison: one case, one kind of apostrophe, single spaces, no possessive."""
    return re.sub(r"'s$", "", " ".join(straight(name).casefold().split()))
