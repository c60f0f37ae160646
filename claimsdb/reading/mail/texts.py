"""The plain text of a message as people read it, with its passages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claimsdb.model.document import Metadata, Part, Passage, Place
from claimsdb.model.errors import Problem
from claimsdb.model.source_map import SourceMap
from claimsdb.model.spans import Span, strip
from claimsdb.reading.formats import text as plain
from claimsdb.reading.mail.lines import shown
from claimsdb.reading.mail.mapped import Mapped
from claimsdb.reading.mail.quoted import unwrapped
from claimsdb.reading.reading import Reading

_LINK = re.compile(r"(?<=[\w.,!?;:’”\"')*])[ \t]?[<\[(](?:https?|mailto):[^\s<>\[\]()]{1,2000}[>\])](?=[ \t]*\S)")
_AROUND = " \t\r\n\0\ufeff"


def plain_text(
    text: str, to_bytes: SourceMap, *, flowed: bool = False, delsp: bool = False
) -> tuple[Mapped, tuple[Passage, ...]]:
    """The text of a decoded part, whose map leads to its bytes; for `flowed` and `delsp`, see `shown`."""
    whole = Mapped(text, to_bytes)
    whole = whole.cut(shown(text, flowed=flowed, delsp=delsp))
    whole = whole.cut([strip(whole.text, Span(0, len(whole.text)), _AROUND)])
    return unwrapped(whole, plain.passages(whole.text))


def read_as(
    text: Mapped,
    encoding: str,
    passages: Sequence[Passage],
    stated: Metadata,
    problems: Sequence[Problem],
    stream: bytes,
    places: Sequence[Place] = (),
    parts: Sequence[Part] = (),
) -> Reading:
    """The reading of a message with this text, whose map leads into the stream."""
    return Reading(
        text.text,
        text.map,
        encoding,
        tuple(passages),
        stated,
        tuple(problems),
        without_links(text.text),
        stream=stream,
        parts=tuple(parts),
        places=tuple(places),
    )


def without_links(text: str) -> str:
    """The text with spaces for the addresses that a program writes behind the words of a link amid a sentence, at the same length in code
    points.
    """
    return _LINK.sub(lambda match: "".join(c if c in "\r\n" else " " for c in match.group()), text)
