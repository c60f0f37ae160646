"""Edits of documents, each with what it does to the claims of the document: known from the edit itself, without comparing texts."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from claimsdb.model.spans import Span
from claimsdb.model.succession import SuccessionStatus

SENTENCE = re.compile(r"\S[^\n]*?(?:[.!?]['\"’”)]*(?=\s+[A-Z“\"‘']|\s*\n|\s*$)|(?=\n|$))")
WORD = re.compile(r"[^\W\d_]+")
NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b")
NUMBER = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?![\w.,]*\d)")


@dataclass
class Edited:
    """A document after an edit: its text, and for each code point of it that was in the document before, where it was.

    `moved` are the code points of the old text that are elsewhere now, `replaced` those that others stand for.
    """

    kind: str
    text: str = ""
    origin: list[int | None] = field(default_factory=list)
    moved: set[int] = field(default_factory=set)
    replaced: set[int] = field(default_factory=set)

    def keep(self, old: str, span: Span, *, moved: bool = False) -> None:
        """Append words of the old text."""
        self.text += span.of(old)
        self.origin += range(*span)
        if moved:
            self.moved.update(range(*span))

    def put(self, words: str, instead_of: Span | None = None) -> None:
        """Append other words, if they replace some, `instead_of` those."""
        self.text += words
        self.origin += [None] * len(words)
        if instead_of:
            self.replaced.update(range(*instead_of))

    def became(self, old: str, segments: Sequence[Span]) -> tuple[SuccessionStatus, Span | None]:
        """What the edit made of a claim, and the place of its words."""
        place = {at: k for k, at in enumerate(self.origin) if at is not None}
        own = [at for s in segments for at in range(*s) if not old[at].isspace()]
        left = [place[at] for at in own if at in place]
        if len(left) == len(own) and all(self._whole(place, old, s) for s in segments) and left == sorted(left):
            moved = all(at in self.moved for at in own)
            return (SuccessionStatus.MOVED if moved else SuccessionStatus.SAME), Span(left[0], left[-1] + 1)
        if not left and not self.replaced.intersection(own):
            return SuccessionStatus.GONE, None
        return SuccessionStatus.EDITED, None

    def _whole(self, place: dict[int, int], old: str, segment: Span) -> bool:
        """Whether nothing was put into a segment."""
        at = [place[k] for k in range(*segment) if not old[k].isspace()]
        between = self.text[at[0] : at[-1] + 1]
        return sum(not c.isspace() for c in between) == len(at)


def sentences(text: str, least: int = 4) -> list[Span]:
    """The sentences of a text, roughly."""
    return [Span(*m.span()) for m in SENTENCE.finditer(text) if len(WORD.findall(m.group())) >= least]


def _assembled(kind: str, old: str, changes: Iterable[tuple[Span, str | None]]) -> Edited:
    """The text with stretches replaced by words (None: removed), or words put in at empty stretches."""
    made, at = Edited(kind), 0
    for span, words in sorted(changes, key=lambda c: c[0]):
        made.keep(old, Span(at, span.start))
        if words is not None:
            made.put(words, span if span.length else None)
        at = span.end
    made.keep(old, Span(at, len(old)))
    return made


Make = Callable[[random.Random, str, Sequence[Sequence[Span]], Sequence[str]], Edited | None]
"""Edits a text with claims (their segments), with words of other documents at hand; None if the text does not allow it."""


def insert(by: random.Random, old: str, _: Sequence[Sequence[Span]], others: Sequence[str]) -> Edited | None:
    """A sentence of another document before a sentence."""
    at = by.choice(sentences(old)).start
    return _assembled("insert", old, [(Span(at, at), by.choice(others) + " ")])


def delete(by: random.Random, old: str, *_: object) -> Edited | None:
    """A sentence less, or several in a row."""
    found = sentences(old)
    k = by.randrange(len(found))
    last = min(k + by.choice((0, 0, 0, 1, 2)), len(found) - 1)
    if last - k + 1 >= len(found):
        return None
    return _assembled("delete", old, [(Span(found[k].start, found[last].end), None)])


def reword(by: random.Random, old: str, claims: Sequence[Sequence[Span]], others: Sequence[str]) -> Edited | None:
    """Up to a third of the words of a claim are others, or one word is put in or left out."""
    claim = by.choice(claims)
    segment = by.choice(claim)
    words = [Span(*m.span()) for m in WORD.finditer(old, *segment)]
    if len(words) < 4:
        return None
    way = by.choice(("replace", "replace", "replace", "put in", "leave out"))
    pool = [w for other in others for w in WORD.findall(other) if len(w) > 3]
    if way == "put in":
        at = by.choice(words[1:-1]).start
        return _assembled("reword", old, [(Span(at, at), by.choice(pool).lower() + " ")])
    if way == "leave out":
        word = by.choice(words[1:-1])
        return _assembled("reword", old, [(Span(word.start, word.end + (old[word.end : word.end + 1] == " ")), None)])
    chosen = by.sample(words, by.randint(1, max(1, len(words) // 3)))
    return _assembled("reword", old, [(w, _other(by, w.of(old), pool)) for w in chosen])


def _other(by: random.Random, word: str, pool: Sequence[str]) -> str:
    other = by.choice([w for w in pool if w.lower() != word.lower()])
    return other.capitalize() if word[0].isupper() else other.lower()


def move(by: random.Random, old: str, *_: object) -> Edited | None:
    """A sentence, or two in a row, at least three sentences away."""
    found = sentences(old)
    if len(found) < 8:
        return None
    k = by.randrange(len(found))
    last = min(k + by.choice((0, 0, 1)), len(found) - 1)
    places = [n for n in range(len(found)) if n < k - 2 or n > last + 3]
    if not places:
        return None
    taken, at = Span(found[k].start, found[last].end), found[by.choice(places)].start
    made = Edited("move")
    first, second = (Span(at, taken.start), taken) if at < taken.start else (taken, Span(taken.end, at))
    made.keep(old, Span(0, first.start))
    if at < taken.start:
        made.keep(old, taken, moved=True)
        made.put(" ")
        made.keep(old, first)
        made.keep(old, Span(taken.end, len(old)))
    else:
        made.keep(old, second)
        made.keep(old, taken, moved=True)
        made.put(" ")
        made.keep(old, Span(at, len(old)))
    return made


def duplicate(by: random.Random, old: str, *_: object) -> Edited | None:
    """A sentence once more, elsewhere."""
    found = sentences(old)
    one, at = by.choice(found), by.choice(found).start
    return _assembled("duplicate", old, [(Span(at, at), one.of(old) + " ")])


def swap_names(by: random.Random, old: str, *_: object) -> Edited | None:
    """Two names in each other's place."""
    return _swapped(by, old, NAME, "swap names")


def swap_numbers(by: random.Random, old: str, *_: object) -> Edited | None:
    """Two numbers in each other's place, or another number."""
    made = _swapped(by, old, NUMBER, "swap numbers")
    found = [Span(*m.span()) for m in NUMBER.finditer(old)]
    if made is None and found:
        one = by.choice(found)
        return _assembled("swap numbers", old, [(one, str(by.randint(2, 9)) + one.of(old))])
    return made


def _swapped(by: random.Random, old: str, pattern: re.Pattern[str], kind: str) -> Edited | None:
    found = [Span(*m.span()) for m in pattern.finditer(old)]
    by.shuffle(found)
    for one in found:
        for other in found:
            if one.of(old) != other.of(old):
                return _assembled(kind, old, [(one, other.of(old)), (other, one.of(old))])
    return None


def look_alike(by: random.Random, old: str, _: Sequence[Sequence[Span]], others: Sequence[str]) -> Edited | None:
    """A sentence less, and one that differs from it in a number, a name or a word elsewhere."""
    found = sentences(old, 6)
    if len(found) < 8:
        return None
    k = by.randrange(len(found))
    places = [n for n in range(len(found)) if abs(n - k) > 2]
    one, at = found[k], found[by.choice(places)].start
    words = one.of(old)
    number = NUMBER.search(words)
    name = NAME.search(words)
    other = by.choice([w for o in others for w in WORD.findall(o) if len(w) > 3])
    if number:
        words = f"{words[: number.start()]}{by.randint(2, 9)}{words[number.start() :]}"
    elif name:
        words = words[: name.start()] + other.capitalize() + words[name.end() :]
    else:
        middle = list(WORD.finditer(words))[len(WORD.findall(words)) // 2]
        words = words[: middle.start()] + other.lower() + words[middle.end() :]
    return _assembled("look-alike", old, [(one, None), (Span(at, at), words + " ")])


KINDS: tuple[Make, ...] = (insert, delete, reword, move, duplicate, swap_names, swap_numbers, look_alike)


def edits(seed: int) -> Iterator[tuple[random.Random, Make]]:
    """An endless sequence of kinds of edits, each as often as the others, with a source of chance for each."""
    by = random.Random(seed)
    while True:
        kinds = list(KINDS)
        by.shuffle(kinds)
        yield from ((random.Random(by.random()), kind) for kind in kinds)
