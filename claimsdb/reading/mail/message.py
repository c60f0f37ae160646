"""A message as a document: its subject, its sender, and its own text, with the map through the transfer encodings to its bytes."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from claimsdb.model.document import Passage, Place
from claimsdb.model.errors import Problem, UnreadableError
from claimsdb.model.spans import Span
from claimsdb.reading.html import charset
from claimsdb.reading.mail.furniture import BOILERPLATE, furnished
from claimsdb.reading.mail.header import read_header
from claimsdb.reading.mail.mapped import Mapped, joined
from claimsdb.reading.mail.pages import page_text
from claimsdb.reading.mail.spelling import moved, spelled
from claimsdb.reading.mail.texts import plain_text, read_as
from claimsdb.reading.mail.whole import is_whole
from claimsdb.reading.reading import Reading, Settings
from claimsdb.streams.encodings.decoding import canonical, empty
from claimsdb.streams.mail.contents import Contents, contents
from claimsdb.streams.mail.structure import Entity, structure
from claimsdb.streams.mail.transfer import KNOWN, transferred

_ENCRYPTED = "-----BEGIN PGP MESSAGE-----"


class Body(NamedTuple):
    """A text of a message: the part that it is in, its text with the map to the message, its encoding, passages and problems."""

    part: Entity
    text: Mapped
    encoding: str
    passages: tuple[Passage, ...]
    problems: tuple[Problem, ...]


def read(raw: bytes, path: str, settings: Settings) -> Reading:
    """Read a message: its header, and its own text. What is attached is a document of its own.

    Raises `UnreadableError` if it has no text, `EncodingNameError` for an unknown encoding that is asked for.
    """
    root = structure(raw)
    found = contents(root)
    problems = list(_faults(raw, root, found, path))
    bodies = [body for one in found.bodies for body in _chosen(raw, one, path, settings, problems)]
    notes = [note for part in found.notes if (note := _body(raw, part, path, settings, problems))]
    encoding = _encoding(bodies)
    pieces: list[Mapped | str] = []
    passages: list[Passage] = []
    places: list[Place] = []
    length = 0
    lines, stated = read_header(raw, root)
    for text, role, name in lines:
        separator = "" if not pieces else "\n\n" if passages[-1].role == "title" else "\n"
        length = _add(pieces, length, separator, text)
        span = Span(length - len(text.text), length)
        passages.append(Passage(span, role, separator != "\n"))
        places.append(Place(span, "header", "field", name))
    for body in [*bodies, *notes]:
        text = body.text.fitting(body.encoding, encoding)
        length = _add(pieces, length, "\n\n" if pieces else "", text)
        start = length - len(text.text)
        own = body.passages if body in bodies else [replace(p, role=BOILERPLATE) for p in body.passages]
        passages += (replace(p, span=p.span.shift(start)) for p in own)
        within = f"part {body.part.number}" if body.part.number else ""
        places += (Place(p.span.shift(start), within, "paragraph", str(k)) for k, p in enumerate(body.passages, 1))
    made = joined(pieces, len(raw))
    if not made.text.strip():
        raise UnreadableError(problems[0] if problems else empty(path).problem)
    return read_as(made, encoding, passages, stated, problems, raw, places)


def _add(pieces: list[Mapped | str], length: int, separator: str, text: Mapped) -> int:
    pieces += [separator, text]
    return length + len(separator) + len(text.text)


def _chosen(
    raw: bytes, alternatives: Sequence[Sequence[Entity]], path: str, settings: Settings, problems: list[Problem]
) -> list[Body]:
    """The plain text, if it is the whole, or else the HTML: both say the same."""
    plain_ones = [parts for parts in alternatives if parts[0].media_type != "text/html"]
    pages = [parts for parts in alternatives if parts[0].media_type == "text/html"]
    found: list[list[Body]] = []
    for parts in (*plain_ones[:1], *pages[-1:]):
        bodies = [body for part in parts if (body := _body(raw, part, path, settings, problems)) is not None]
        if bodies:
            found.append(bodies)
    chosen = found[-1] if found else []
    if len(found) > 1 and is_whole(*("\n".join(body.text.text for body in bodies) for bodies in found)):
        chosen = found[0]
    for body in chosen:
        problems += body.problems
    return chosen


def _body(raw: bytes, part: Entity, path: str, settings: Settings, problems: list[Problem]) -> Body | None:
    """The text of a part; None if it has none, with a problem if it cannot be read."""
    found = transferred(raw, part.range, part.transfer)
    faults: list[Problem] = []
    if found.fault:
        what = f"{found.fault.what}: its text may be damaged there."
        faults.append(
            Problem("transfer", path, what, "Save the message again from the mail program.", found.fault.byte)
        )
    if not found.raw.strip():
        problems += faults
        return None
    is_page = part.media_type == "text/html"
    try:
        if settings.encoding:
            decoded = charset.decoded(found.raw, path, canonical(settings.encoding, found.raw))
        elif is_page:
            decoded = charset.page(found.raw, path, None, part.charset)
        else:
            decoded = spelled(found.raw, path, part.charset)
    except UnreadableError as error:
        problems += (*faults, moved(error.problem, found.map, path))
        return None
    if is_page:
        text, passages = page_text(decoded.text, decoded.map)
    else:
        flowed = (part.parameter("format") or "").lower() == "flowed"
        delsp = (part.parameter("delsp") or "").lower() == "yes"
        text, passages = plain_text(decoded.text, decoded.map, flowed=flowed, delsp=delsp)
    if not text.text.strip():
        problems += faults
        return None
    if text.text.lstrip().startswith(_ENCRYPTED):
        faults.append(_locked(path, part))
    faults += (moved(problem, found.map, path) for problem in decoded.problems)
    mapped = Mapped(text.text, text.map.through(found.map))
    return Body(part, mapped, decoded.encoding, tuple(furnished(text.text, passages)), tuple(faults))


def _faults(raw: bytes, root: Entity, found: Contents, path: str) -> Iterator[Problem]:
    """What is wrong with the structure, and the parts that nobody can read here."""
    for part in root.walk():
        if part.media_type.startswith("multipart/") and not part.parts and raw[part.body : part.end].strip():
            what = "The delimiters of its parts are missing: all that it holds was read as one text."
            yield Problem("parts", path, what, "Save the message again from the mail program.", part.body)
        elif not part.closed and part.parts:
            what = "The delimiter that ends its last part is missing: it is probably cut off."
            yield Problem(
                "parts", path, what, "It was read to its end. Save the message again if something is missing.", part.end
            )
        if not part.parts and part.transfer not in KNOWN and any(part in one for body in found.bodies for one in body):
            what = f"Its transfer encoding “{part.transfer[:40]}” is unknown: its text was read as it is."
            yield Problem("transfer", path, what, "Save the message again if the text is not readable.", part.start)
    for part in found.locked:
        yield _locked(path, part)


def _locked(path: str, part: Entity) -> Problem:
    what = "It is encrypted, and was not read."
    return Problem("encrypted", path, what, "Decrypt it in the mail program, and save it as text.", part.start)


def _encoding(bodies: Sequence[Body]) -> str:
    """The encoding of the document: that of the first text that tells it, if its ASCII is that of the header."""
    plain = [body for body in bodies if _is_ascii(body.encoding)]
    telling = (body.encoding for body in plain if not body.text.text.isascii())
    return next(telling, plain[0].encoding if plain else "utf-8")


def _is_ascii(encoding: str) -> bool:
    return codecs.lookup(encoding).name == encoding and "a@=".encode(encoding) == b"a@="
