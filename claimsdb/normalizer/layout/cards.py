"""What stands beneath a mail: the sender's name, what he does, and his numbers ("Ann Lee Senior Buyer 555-010-0000 ann@example.com")."""

from __future__ import annotations

import re
from dataclasses import dataclass

from claimsdb.english.letters import latin
from claimsdb.english.lexicon import default
from claimsdb.model.spans import Span

_ADDRESS = r"[\w.+-]{1,64}@[\w-]{1,40}(?:\.[\w-]{1,40})+"
_NUMBER = r"(?:\+?\d{1,2}[-. ])?\(?\d{3}\)?[-./ ] ?\d{3}[-. ]\d{4}|\bx ?\d{4,5}\b"
_KIND = r"(?:tel|telephone|phone|fax|facsimile|work|office|home|cell|mobile|pager|voice|direct|e-?mail|mailto|web|[pfteo])\b\.?"
_CONTACT = rf"(?:{_NUMBER}|{_ADDRESS}|(?i:{_KIND}) ?[:#] ?(?:\+?[\d().-][\d(). -]{{5,20}}\d|{_ADDRESS}))"
_MORE = rf"(?:[\s,;|/<>()\[\]-]*(?:{_CONTACT}|(?i:{_KIND})(?![\w’'])|<[^<>\n]{{1,80}}>|https?:\S+))*[)>\]]?"
_WORD = r"[A-Z][\w’'-]*\.?"
_FILL = rf"(?:(?:{_WORD}|\(?[A-Z]?\d[\w-]*\)?|[&/|,–-]|of|and|for|the|at|to),? ){{0,14}}?"
_CARD = re.compile(
    latin(
        rf"(?:^|(?<=[.?!,:)*] )|(?<=\n))(?P<words>{_WORD}(?:,? {_WORD}){{0,3}}),? (?!<){_FILL}[(<\[]?{_CONTACT}{_MORE}"
    )
)
_NUMBERED = re.compile(rf"{_NUMBER}|\d[\d(). -]{{5,20}}\d")
_PART = re.compile(r"\S+")
_LONGEST = 4  # words of a name
_FEWEST = 3  # letters of its first word
_PARTICLES = frozenset("st. de van von der al bin la el di da".split())


@dataclass(frozen=True, slots=True)
class Card:
    """Lines that give the sender's `name`, and all of their `span`."""

    name: Span
    span: Span


def card(text: str, words: Span) -> Card | None:
    """The first lines in the words that give a name with numbers or addresses; None if there are none."""
    for found in _CARD.finditer(text, *words):
        numbered = _NUMBERED.search(text, *found.span()) is not None  # authors of a paper give addresses only
        if numbered and (name := _name(text, Span(*found.span("words")))) is not None:
            return Card(name, Span(found.start(), found.end()))
    return None


def _name(text: str, words: Span) -> Span | None:
    """The name at the beginning of capitalised words; None if the first one is not a name's."""
    parts = [Span(*m.span()) for m in _PART.finditer(text, *words)]
    if not _may_be(parts[0].of(text)) or len(parts[0].of(text)) < _FEWEST:
        return None
    last = 0
    while last < min(len(parts), _LONGEST) - 1 and _may_be(parts[last + 1].of(text)):
        last += 1
        if not _goes_on(parts[last].of(text)):
            break
    end = parts[last].end
    return Span(parts[0].start, end - (text[end - 1] == ","))


def _may_be(word: str) -> bool:
    bare = word.rstrip(",.").lower()
    return _goes_on(word) or (bare.replace("-", "").isalpha() and default().classes.is_name(bare))


def _goes_on(word: str) -> bool:
    """Whether a name goes on behind the word: an initial or a particle."""
    return word.lower() in _PARTICLES or len(word.rstrip(".,")) == 1
