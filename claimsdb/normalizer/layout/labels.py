"""Labels that may begin a turn: "LEE:", "[00:04] Ann Lee, mayor (on camera):", "Q.", ">> LEE:"."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from claimsdb.english.letters import latin
from claimsdb.english.lexicon import default
from claimsdb.english.listed import either, listed
from claimsdb.english.quotations import SPEECH
from claimsdb.model.spans import Span

UNNAMED = (">>",)
"""The words of a label that says that somebody else speaks, and not who."""
_OFFICES = frozenset(listed("titles", "honorific", "office"))
_ROLES = frozenset(listed("turns", "role"))
_ASKS = frozenset(listed("turns", "asks"))
_ANSWERS = frozenset(listed("turns", "answers"))
_PARTICLES = frozenset([*listed("particles", "particle"), "of", "for", "the", "and", "&"])

_TIME = r"(?:[\[(]?\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d+)?(?: ?[AaPp]\.?[Mm]\.?)?[\])]?)"
_BRACKETS = r"(?: ?[(\[][^()\[\]\n]{1,60}[)\]])"
_WORD = latin(r"(?:[A-Z][\w.’'-]*|\d{1,3}|&)")
_SMALL = r"(?:of|for|the|and|de|da|di|du|del|der|van|von|den|la|le|el|al|bin|ibn|y)"
_NAME = rf"{_WORD}(?: (?:{_SMALL} ){{0,2}}{_WORD}){{0,6}}"
_LETTER = either(word.upper() for word in (*_ASKS, *_ANSWERS) if len(word) == 1)
_LABEL = re.compile(
    rf"(?:{_TIME}\s*[-–—]?\s*)?(?P<mark>>>+\s*|[*_]{{1,3}})?(?P<open>[“\"])?"
    rf"(?P<name>{_NAME})(?P<brackets>{_BRACKETS}{{0,3}})(?P<told>, ?[^:\n]{{1,100}}?)?(?P<more>{_BRACKETS}{{0,2}})"
    rf"(?: ?{_TIME})?(?P<end>[*_]{{0,3}}:[*_]{{0,3}}(?=\s|$|[“\"])|\.?[*_]{{0,3}} ?[—–]+(?=\s*\S))"
)
_LETTERED = re.compile(
    rf"[*_]{{0,3}}(?P<name>{_LETTER})(?:\d{{1,2}})?[*_]{{0,3}}(?P<end>[.:]|\)|(?= +[–—-] ))[*_]{{0,3}}(?: +[–—-])?(?=\s+\S)"
)
_BARE = re.compile(_NAME)
_INSIDE = re.compile(latin(rf"\((?P<who>{_NAME})\)"))
_MARK = re.compile(r"[:—–]")
_CHEVRONS = re.compile(r">>+(?=\s*\S)")
_HELD = re.compile(rf"(?:[Tt]he|[Mm]r|[Mm]adam)\b.*\b(?:{_SMALL}|[A-Z]\w+)\b")


@dataclass(frozen=True, slots=True)
class Label:
    """A label at the beginning of a line: its whole span, and its source, None if it names nobody.

    `asks`: it marks a question ("Q."). `words` are those of the name, in lower case; `mark` is the colon or dash
    behind it.
    """

    span: Span
    source: Span | None
    words: tuple[str, ...]
    asks: bool = False
    mark: Span | None = None


def label(text: str, line: Span, known: Collection[str] = ()) -> Label | None:
    """The label at the beginning of the line; None if there is none that can name who speaks. `known` are words of the names in others."""
    if found := _LETTERED.match(text, *line):
        return Label(Span(line.start, found.end()), None, (found["name"].lower(),), found["name"].lower() in _ASKS)
    found = _LABEL.match(text, *line)
    if found is None:
        chevrons = _CHEVRONS.match(text, *line)
        return Label(Span(*chevrons.span()), None, UNNAMED) if chevrons else None
    name = Span(*found.span("name"))
    words = tuple(w.strip(".,'’").lower() for w in found["name"].split() if w.strip(".,'’"))
    if not words or not (_names(words) or words[-1] in known):
        return None
    source, brackets = name, found["brackets"].strip()
    if brackets and _HELD.match(found["name"]) and (who := _INSIDE.search(brackets)):
        start = text.index(brackets, name.end) + who.start("who")  # "The Minister for Transport (Guy Orme)"
        source = Span(start, start + len(who["who"]))
        words = tuple(w.strip(".,'’").lower() for w in who["who"].split())
    elif found["told"]:
        source = Span(name.start, found.end("told")) if not brackets else name
    asks = len(words) == 1 and words[0] in _ASKS
    lettered = asks or (len(words) == 1 and words[0] in _ANSWERS)
    mark = _MARK.search(text, *found.span("end"))
    return Label(
        Span(line.start, found.end()), None if lettered else source, words, asks, Span(*mark.span()) if mark else None
    )


def in_bold(text: str, line: Span, bold: Span | None) -> Label | None:
    """The label that is the words in bold with which the line begins, if a sentence or nothing follows them."""
    if bold is None or not _BARE.fullmatch(text, *bold):
        return None
    rest = text[bold.end : line.end].lstrip()
    words = tuple(w.strip(".,'’").lower() for w in bold.of(text).split() if w.strip(".,'’"))
    if (rest and not (rest[0].isupper() or rest[0] in SPEECH)) or not _names(words):
        return None
    return Label(bold, bold, words)


def _names(words: Sequence[str]) -> bool:
    """Whether the words may name a person or say what one does."""
    known = [w for w in words if w not in _PARTICLES]
    classes = default().classes
    return any(
        w in _ROLES or w in _OFFICES or w in _ASKS or w in _ANSWERS or (w.isalpha() and classes.is_name(w))
        for w in known
    )
