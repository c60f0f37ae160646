"""The messages of a mail, and who writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from claimsdb.model.spans import Span

_LETTERS = re.compile(r"[^\W\d_]+")
_SPLIT = 2  # stretches of a short message
_SHORT = 2  # letters that a name and its short form have in common


@dataclass(slots=True)
class Message:
    """A message, or a part of one at one depth of quotation.

    `sender` and `signed` are names, `own`: it is the document's own voice; `follows`: it goes on behind a signature of that; `polite`: it
    greets or takes leave; `closed`: nothing but a name can follow; `numbered`: its signature gives telephone numbers.
    """

    depth: int
    sender: Span | None = None
    signed: Span | None = None
    own: bool = False
    follows: bool = False
    polite: bool = False
    closed: bool = False
    numbered: bool = False
    body: list[Span] = field(default_factory=list)
    labels: list[Span] = field(default_factory=list)
    blanks: list[Span] = field(default_factory=list)
    bylines: list[Span] = field(default_factory=list)


def written_by(text: str, message: Message) -> Iterator[tuple[Span | None, tuple[Span, ...]]]:
    """Who writes the message, and the words; two of them if somebody else than its sender signs it, of whose header nothing is left.

    Then the signature's are all words of a short message, and only the last of a long one.
    """
    sender, signed, body = message.sender, message.signed, tuple(message.body)
    if sender is None or signed is None or _alike(sender.of(text), signed.of(text)):
        yield sender or signed, body
        return
    last = len(body) - 1 if len(body) > _SPLIT and not message.numbered else 0
    if last:
        yield sender, body[:last]
    yield signed, body[last:]


def _alike(one: str, other: str) -> bool:
    """Whether two names have a word in common, or a short form of it ("Bob", "Bobby")."""
    short = {w[:_SHORT].lower() for w in _LETTERS.findall(one)}
    return any(w[:_SHORT].lower() in short for w in _LETTERS.findall(other))
