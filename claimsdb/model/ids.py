"""Public ids: same bytes and same positions give the same id, on every machine and in every run (decision 001)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence

from claimsdb.model.spans import Span

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


def claim_id(sha256: str, segments: Sequence[Span]) -> str:
    """The id of a claim, which depends only on its document's hash and its segments."""
    return digest("claim", sha256, written(segments))


def attribution_id(sha256: str, source: Sequence[Span], cue: Sequence[Span], content: Sequence[Span]) -> str:
    """The id of an attribution, which depends only on its document's hash and its pieces."""
    return digest("attribution", sha256, written(source), written(cue), written(content))


def speaker_id(name: str, within: str | None) -> str:
    """The id of a speaker, by name; `within` is the document's hash if the name means somebody only in that document."""
    return digest("speaker", name, within or "")


def straight(name: str) -> str:
    """The name with one kind of apostrophe ("O’Neill" is "O'Neill")."""
    return name.replace("’", "'")


def fold(name: str) -> str:
    """A name for comparison: one case, one kind of apostrophe, single spaces, no possessive."""
    return re.sub(r"'s$", "", " ".join(straight(name).casefold().split()))
