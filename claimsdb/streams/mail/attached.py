"""What is in a message: its own text, and each document and message that is attached to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from claimsdb.model.document import Metadata
from claimsdb.model.errors import Problem
from claimsdb.streams.mail.contents import MESSAGE, contents, is_message
from claimsdb.streams.mail.structure import Entity, structure
from claimsdb.streams.mail.transfer import payload
from claimsdb.streams.member import Limits, Member, Step
from claimsdb.streams.shell import DECODERS
from claimsdb.streams.types import too_large, type_of


def members(file: BinaryIO, path: str, limits: Limits) -> Iterator[Member | Problem]:
    """The message itself, and then what is attached to it, by the numbers that IMAP gives to its parts."""
    raw = file.read(limits.enough)
    if limits.exceeds(len(raw)):
        yield too_large(path, raw, limits)
        return
    if limits.wants(""):
        yield Member("", raw)
    root = structure(raw)
    found = contents(root)
    for part in sorted((*found.attached, *found.pictures, *found.packed), key=lambda p: p.start):
        number = part.number or "1"
        if not limits.wants(number):
            continue
        if part in found.packed:
            what = "It is what Outlook attaches in a format of its own (winmail.dat)."
            yield Problem(
                "tnef",
                f"{path}/{number}",
                what,
                "Ask the sender for another format, or save the attachments from Outlook.",
            )
            continue
        yield _member(raw, part, number, incidental=part in found.pictures)


def _member(raw: bytes, part: Entity, number: str, *, incidental: bool) -> Member:
    made = payload(raw, part.range, part.transfer)
    media = MESSAGE if is_message(part) else type_of(made, part.name or number)
    stated = Metadata() if is_message(part) else Metadata(title=part.name)
    return Member(number, made, media, stated, steps=(_step(part),), incidental=incidental, place=f"part {number}")


def _step(part: Entity) -> Step:
    start, end = part.range
    decoder = DECODERS.get(part.transfer)
    if decoder is None:
        return Step(start, end - start)
    cut = f"tail -c +{start + 1} {{}}| head -c {end - start} | {decoder}"
    return Step(command=cut.format("{} "), piped=cut.format(""))
