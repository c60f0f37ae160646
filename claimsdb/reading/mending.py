"""Words as a person reads them: without invisible characters, and whole where a line's end breaks them.

The text is never changed. In its reading, which is as long, the letters of such a word stand together, and spaces make up for what was
between them; `moved` says where each letter that is elsewhere stands in the text. What interrupts a sentence is read as white space.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from claimsdb.english.lexicon import default
from claimsdb.model.document import Passage
from claimsdb.model.spans import Span

_REMOVED = re.compile(
    r"(?P<invisible>[\u00ad\u200b\u200e\u200f\u2060\ufeff]+|(?<=[A-Za-z])[\u200c\u200d]+(?=[A-Za-z]))"
    r"|(?<=[^\W\d_])(?P<hyphen>[-\u2010\u00ac])(?P<end>[ \t]*+(?:\r\n|\n|\r)[ \t]*+)(?=[a-z])"
)
_LETTERS = re.compile(r"[^\W\d_]+")
_LONGEST = 40  # letters of a part of a word
_SPACE = re.compile(r"\s")


def mended(text: str, passages: Sequence[Passage]) -> tuple[str, Mapping[int, int]]:
    """The reading of a text, and where the letters that were moved in it stand in the text."""
    made: list[str] = []
    moved: dict[int, int] = {}
    at = 0
    for start, end, letters in _regions(text, passages):
        read = [text[k] for k in letters]
        padding = end - start - len(letters)
        made += [text[at:start], *read, " " * padding]
        moved.update((k, from_) for k, from_ in enumerate(letters, start) if k != from_)
        moved.update((k, end - 1) for k in range(start + len(letters), end))
        at = end
    return "".join([*made, text[at:]]), moved


def without(text: str, gaps: Sequence[Span]) -> str:
    """The text with spaces for the gaps; line ends stay."""
    made: list[str] = []
    at = 0
    for start, end in sorted(gaps):
        if end > at:
            made += [text[at : max(start, at)], *(c if c in "\r\n" else " " for c in text[max(start, at) : end])]
            at = end
    return "".join([*made, text[at:]])


def _regions(text: str, passages: Sequence[Passage]) -> Iterator[tuple[int, int, list[int]]]:
    """Each stretch between white space with something to remove: its start, its end, and the offsets of the characters that stay."""
    if _REMOVED.search(text) is None:
        return
    for passage in passages:
        removed = [s for m in _REMOVED.finditer(text, *passage.span) for s in _pieces(text, m)]
        while removed:
            start, end = removed[0]
            taken = [removed.pop(0)]
            while True:
                space = _SPACE.search(text, end, passage.span.end)
                end = space.start() if space else passage.span.end
                if not removed or removed[0].start > end:
                    break
                taken.append(removed.pop(0))
                end = max(end, taken[-1].end)
            gone = {k for span in taken for k in range(*span)}
            yield start, end, [k for k in range(start, end) if k not in gone]


def _pieces(text: str, match: re.Match[str]) -> Iterator[Span]:
    if match["invisible"]:
        yield Span(*match.span("invisible"))
        return
    before = _LETTERS.findall(text, max(match.start() - _LONGEST, 0), match.start())[-1]
    after = _LETTERS.match(text, match.end(), match.end() + _LONGEST)
    if after and _is_compound(before, after.group()):
        yield Span(*match.span("end"))
    else:
        yield Span(match.start("hyphen"), match.end("end"))


def _is_compound(before: str, after: str) -> bool:
    """Whether the hyphen at the line's end is the word's own ("well-known"): its parts are words, and together they are none."""
    unknown = default().classes.is_name
    return not unknown(before.lower()) and not unknown(after) and unknown(before.lower() + after)
