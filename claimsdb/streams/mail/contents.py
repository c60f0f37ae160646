"""What the parts of a message are for: its own text, documents that are attached, and what nobody reads."""

from __future__ import annotations

from dataclasses import dataclass, field

from claimsdb.streams.mail.structure import Entity

TEXTS = frozenset({"text/plain", "text/html"})
MESSAGE = "message/rfc822"
_MESSAGES = frozenset({MESSAGE, "message/global", "message/news"})
_SIGNATURES = frozenset({"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"})
_LOCKED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"})
_PACKED = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_NOTES = frozenset(
    {"message/delivery-status", "message/disposition-notification", "text/rfc822-headers", "message/feedback-report"}
)
_SEEN = ("image/", "audio/", "video/")


@dataclass(slots=True)
class Contents:
    """The parts of a message, in its order.

    `bodies` are its own texts, each with its alternatives, of which one consists of parts that follow one another. `pictures` are shown in
    it, `notes` are reports of machines, `locked` are encrypted, and `packed` are in a format that only Outlook reads.
    """

    bodies: list[tuple[tuple[Entity, ...], ...]] = field(default_factory=list)
    attached: list[Entity] = field(default_factory=list)
    pictures: list[Entity] = field(default_factory=list)
    notes: list[Entity] = field(default_factory=list)
    locked: list[Entity] = field(default_factory=list)
    packed: list[Entity] = field(default_factory=list)


def contents(message: Entity) -> Contents:
    """What the parts of a message are for."""
    found = Contents()
    _sort(message, found)
    return found


def is_message(part: Entity) -> bool:
    """Whether an attached part is a message."""
    return part.media_type in _MESSAGES


def _sort(part: Entity, found: Contents) -> None:
    kind = part.media_type
    if kind == "multipart/encrypted":
        found.locked.append(part)
    elif kind == "multipart/alternative" and part.parts:
        _choose(part, found)
    elif kind == "multipart/related" and part.parts:
        _relate(part, found)
    elif part.parts:
        for inner in part.parts:
            _sort(inner, found)
    else:
        _leaf(part, found)


def _leaf(part: Entity, found: Contents) -> None:
    kind, name = part.media_type, part.name or ""
    if kind in _PACKED or name.lower() == "winmail.dat":
        found.packed.append(part)
    elif kind in _LOCKED:
        if part.parameter("smime-type") != "certs-only":
            found.locked.append(part)
    elif kind in _NOTES:
        found.notes.append(part)
    elif kind.startswith("multipart/"):  # its delimiters are missing: what it holds is read as text
        if part.body < part.end:
            found.bodies.append(((part,),))
    elif kind in TEXTS and part.disposition != "attachment" and (not name or not found.bodies):
        found.bodies.append(((part,),))
    elif kind not in _SIGNATURES:
        (found.pictures if kind.startswith(_SEEN) else found.attached).append(part)


def _choose(part: Entity, found: Contents) -> None:
    """Take the texts of alternatives as one, and what is attached to any of them."""
    texts: list[tuple[Entity, ...]] = []
    for inner in part.parts:
        own = Contents()
        _sort(inner, own)
        if own.bodies:
            texts.append(tuple(text for body in own.bodies for text in body[-1]))
        if inner.media_type not in TEXTS and not inner.media_type.startswith("text/x-amp"):
            found.attached += own.attached
        found.pictures += own.pictures
        found.notes += own.notes
        found.locked += own.locked
        found.packed += own.packed
    if texts:
        found.bodies.append(tuple(texts))


def _relate(part: Entity, found: Contents) -> None:
    """Take the root, and what it shows."""
    start = part.parameter("start")
    named = (p for p in part.parts if start and str(p.header.get("Content-ID", "")).strip() == start)
    root = next(named, part.parts[0])
    _sort(root, found)
    for inner in part.parts:
        if inner is not root and not inner.media_type.startswith(("text/css", "font/")):
            _sort(inner, found)
