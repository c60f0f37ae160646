"""Plain text: passages by blank lines, bullets, and the width at which lines are wrapped."""

from __future__ import annotations

import re
from itertools import pairwise

from claimsdb.english.quotations import ENDING
from claimsdb.model.document import Passage
from claimsdb.model.spans import Span
from claimsdb.reading.formats.lines import BULLET, Line, lines, without_nuls
from claimsdb.reading.formats.pages import FOLIO, across
from claimsdb.reading.reading import Reading, Settings
from claimsdb.reading.subtitles.stamped import stamped
from claimsdb.streams.encodings.decoding import decode

_WIDEST_WRAP = 120
_NARROWEST_WRAP = 20
_SOME = 4  # words
_QUOTED = re.compile(r"(?:> ?)+(?=\S)")
_ENDED = re.compile(rf"[.!?:;…。！？][{ENDING})\]]*$")


def read(raw: bytes, path: str, settings: Settings) -> Reading:
    """Read a plain text. Raises `UnreadableError` if it has no text, `EncodingNameError` for an unknown encoding that is asked for."""
    decoded = decode(raw, path, settings.encoding, settings.transport.charset)
    if timed := stamped(decoded.text):
        return Reading(
            decoded.text, decoded.map, decoded.encoding, timed[0], problems=decoded.problems, places=timed[1]
        )
    found = across(decoded.text, passages(decoded.text))
    return Reading(decoded.text, decoded.map, decoded.encoding, found, problems=decoded.problems)


def passages(text: str) -> tuple[Passage, ...]:
    """The passages that the layout sets apart, in order.

    Each line is one, unless the text is hard-wrapped or a sentence continues on the line.
    """
    found: list[Passage] = []
    all_lines = lines(text)
    width = wrap_width(text, all_lines)
    begun: Line | None = None
    for before, line in zip([None, *all_lines], all_lines, strict=False):
        if before and begun and not line.loose and _continues(text, begun, before, line, width):
            found[-1] = Passage(Span(found[-1].span.start, line.span.end), found[-1].role, found[-1].loose)
        else:
            begun = line
            found.append(Passage(line.span, "list_item" if _is_item(text, line) else None, line.loose))
    return without_nuls(text, found)


def wrap_width(text: str, all_lines: list[Line]) -> int | None:
    """The width at which the text's lines are wrapped, in code points; None if each line is a passage of its own.

    Lines are wrapped if, again and again, the next word would not have fitted and the sentence continues.
    """
    lengths = sorted(_width(line) for line in all_lines)
    within = [n for n in lengths if n <= _WIDEST_WRAP]
    if not within or sum(within) < 0.9 * sum(lengths):
        return None
    # A single line that sticks out, such as a long address, does not set the width.
    width = within[-1 - len(within) // 50]
    if width < _NARROWEST_WRAP:
        return None
    pairs = [(a, b) for a, b in pairwise(all_lines) if not b.loose and not _is_item(text, b)]
    long = [(a, b) for a, b in pairs if _width(a) > 0.6 * width]
    full = sum(_is_full(text, a, b, width) for a, b in long)
    runs_on = sum(_runs_on(text, a, b) for a, b in long)
    return width if runs_on >= 1 and full >= 0.6 * len(long) and runs_on >= 0.3 * len(long) else None


def _continues(text: str, begun: Line, before: Line, line: Line, width: int | None) -> bool:
    """Whether `line` continues the passage whose first line is `begun` and whose last line is `before`."""
    if _breaks_word(text, before, line):
        return True
    if _is_item(text, line) or FOLIO.fullmatch(line.span.of(text)) or FOLIO.fullmatch(before.span.of(text)):
        return False
    if _is_item(text, begun) and line.indent > begun.indent:
        return True
    if not _has_words(text, before) or not _has_words(text, line):
        return False
    if width is None:
        return _runs_on(text, before, line) and _begins_a_sentence(text, begun)
    if line.indent > before.indent and before is not begun:
        return False
    if _is_full(text, before, line, width):
        return True
    return _runs_on(text, before, line) and _width(before) > 0.5 * width


def _is_full(text: str, line: Line, after: Line, width: int) -> bool:
    """Whether the first word of the next line would not have fitted, allowing for ragged wrapping."""
    word = after.span.of(text).split(maxsplit=1)[0]
    slack = 0 if _ENDED.search(line.span.of(text)) else width // 12
    return _width(line) + 1 + len(word) > width - slack


def _runs_on(text: str, line: Line, after: Line) -> bool:
    return text[_first(text, after)].islower() and not _ENDED.search(line.span.of(text))


def _first(text: str, line: Line) -> int:
    """Where the words of a line begin: behind marks of quotation, if it has any."""
    marks = _QUOTED.match(text, line.span.start, line.span.end)
    return marks.end() if marks else line.span.start


def _begins_a_sentence(text: str, line: Line) -> bool:
    """Whether a line begins with a capital and has some words, so that a following line without a capital may continue it."""
    return text[_first(text, line)].isupper() and len(line.span.of(text).split()) >= _SOME


def _breaks_word(text: str, line: Line, after: Line) -> bool:
    """Whether a line ends with a hyphen in the middle of a word."""
    end = line.span.end
    return (
        text[end - 1] in "-\u2010\u00ac\u00ad"
        and text[end - 2 : end - 1].isalpha()
        and text[_first(text, after)].islower()
    )


def _width(line: Line) -> int:
    return line.indent + line.span.length


def _is_item(text: str, line: Line) -> bool:
    return BULLET.match(text, line.span.start, line.span.end) is not None


def _has_words(text: str, line: Line) -> bool:
    return any(c.isalnum() for c in line.span.of(text))
