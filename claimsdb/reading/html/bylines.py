"""Who signs an article, and of what date it is, as far as the lines near its title say so.

These lines are few and short, so that the article's own words are never taken for its byline. What could mean two things is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from claimsdb.english.listed import either, listed
from claimsdb.reading.html.composing import Part
from claimsdb.reading.html.dates import dated
from claimsdb.reading.html.outline import Piece, Sort
from claimsdb.reading.html.references import resolved

_BEFORE, _ABOVE, _BEHIND = 12, 4, 8  # parts before the article with bylines, next to it, and behind it
_LINE_WORDS, _MARKED_WORDS, _PARAGRAPH_WORDS = 14, 25, 30
_NEXT = 2  # parts behind the article with its own byline
_DATE_WORDS = 6
_BEGINNING = 80  # code points of a paragraph
_BESIDE = 25  # code points behind a word about publication, in which its date is
_MOST = 6  # bylines of one article
_NAME_WORDS = 4
_WORD = re.compile(r"\w+")
_BY = re.compile(
    rf"(?:(?P<work>{either(listed('pages', 'issued', 'work'))})\s+)?(?:{either(listed('pages', 'by'))})\b\s*:?\s+",
    re.IGNORECASE,
)
_DETAILS = re.compile(r"[,|·•/()–—;:]|\s-\s|\d")
_JOINT = re.compile(rf"\s(?:{either(listed('pages', 'joint'))}|&)\s")
PARTICLES = frozenset(listed("particles", "particle", "byline"))
"""Words with a small letter in the names of people, such as "van"."""
_CHANGED = re.compile(rf"\b(?:{either(listed('pages', 'changed'))})\b", re.IGNORECASE)
_MODIFIED = re.compile(rf"\b(?:{either(listed('pages', 'modified'))})\b", re.IGNORECASE)
_ISSUED = re.compile(rf"\b(?:{either(listed('pages', 'issued'))})\b", re.IGNORECASE)
_INSIDE = re.compile(rf"\s(?=(?:{either(listed('pages', 'by'))})\s)", re.IGNORECASE)
_BEHIND_DATE = re.compile(
    rf"[\d|·•]\s(?=(?:{either(listed('pages', 'by'))})\s[^\W\d_][\w.-]*+(?:\s[^\W\d_][\w.-]*+){{1,3}}+(?:$|\s[\d|·•]))",
    re.IGNORECASE,
)
_LABELLED = re.compile(rf"\b(?:{either(listed('pages', 'label'))})\s?:\s+", re.IGNORECASE)
_TIMES = re.compile(r"\d{1,2}[:.]\d\d(?:\s\w{1,3})?\s?[–-]\s?\d{1,2}[:.]\d\d")  # of an event
_OPENING = re.compile(r"\W*+(?:[^\W\d_][\w.-]*+\W++){0,3}+$")  # of a dateline that begins a paragraph


def words(page: str, pieces: Sequence[Piece]) -> str:
    """The words of pieces on one line."""
    return " ".join(" ".join(resolved(page, p.start, p.end) for p in pieces if p.sort is not Sort.BREAK).split())


class Line(NamedTuple):
    """A short part of a page: its words, how many, those of them that the page marks as a date, the date that it means by them, and where
    it begins in the page.
    """

    words: str
    length: int
    date: str
    meant: str | None = None
    start: int = 0


class Dated(NamedTuple):
    """A date, as ISO, where the line that states it begins in the page, and whether that line is there for it."""

    iso: str
    start: int
    alone: bool


class Lines:
    """The lines around the title of an article, in which it is signed and dated."""

    def __init__(self, page: str, parts: Sequence[Part], times: Mapping[int, str]) -> None:
        """Take the parts of a page, with their roles, and the dates that it states for machines, by where the words of each begin."""
        self._page, self._times = page, times
        taken = [k for k, part in enumerate(parts) if part.chosen]
        first, last = (taken[0], taken[-1]) if taken else (0, -1)
        title = next((k for k, part in enumerate(parts) if part.role == "title"), first)
        signing = [
            (k, words(page, pieces))
            for k, part in enumerate(parts[: last + _BEHIND])
            if k >= first - _BEFORE
            and _is_shown(part)
            and (pieces := [p for p in part.pieces if p.place.role == "byline"])
        ]
        self._opening: Line | None = None
        opened = first + 1
        self.under: list[Line] = []
        for k in range(
            title + 1 if title < len(parts) and parts[title].role == "title" else title, min(last + 2, len(parts))
        ):
            line = self._line(parts[k])
            if parts[k].chosen and parts[k].role is None and line.length > _PARAGRAPH_WORDS:
                self._opening = line
                break
            if _is_line(parts[k]):
                self.under.append(line)
            opened = k + 1
        # Behind the first paragraph, several names sign what else there is to read.
        later = {tuple(found) for k, said in signing if k >= opened and (found := _names(said, shown=True))}
        self._signing = [said for k, said in signing if k < opened or (len(later) == 1 and k <= last + _NEXT)]
        if len(signing) > _MOST:  # an element around the whole article says who its author is
            self._signing = []
        self.above = [self._line(part) for part in reversed(parts[max(0, title - _BEFORE) : title]) if _is_line(part)]
        self._title = [self._line(part) for part in parts[title : title + 1] if part.role == "title"]
        self._behind = (
            [self._line(part) for part in parts[last + 1 : last + _BEHIND] if _is_shown(part)] if taken else []
        )

    def signed(self) -> list[str]:
        """The names in the first line that signs the article."""
        for said in self._signing:
            inside = _INSIDE.search(said)
            if found := _names(said, shown=True) or (_names(said[inside.end() :], shown=True) if inside else []):
                return found
        for line in (*self.under, *self.above[:_ABOVE], *self._behind[:_ABOVE]):
            said = line.words
            short = line.length <= _LINE_WORDS and line not in self._behind
            if begun := _LABELLED.search(said):
                found = _names(said[begun.end() :], shown=False)
            elif (by := _BY.match(said)) and (short or by["work"]):
                found = _names(said, shown=False)
            elif short and (begun := _BEHIND_DATE.search(said)):
                found = _names(said[begun.end() :], shown=False)
            else:
                continue
            if found:
                return found
        return []

    def issued(self, language: str | None) -> Dated | None:
        """The date that the lines state; those under the title come first, those behind the article last."""
        return next((Dated(iso, line.start, _is_date(line)) for iso, line in self._issued(language) if iso), None)

    def _issued(self, language: str | None) -> Iterator[tuple[str | None, Line]]:
        for line in self.under:
            yield self._dated(line, language), line
            if line.length > _LINE_WORDS:
                yield _opened(line.words[:_BEGINNING], language), line
        if self._opening:
            yield _opened(self._opening.words[:_BEGINNING], language), self._opening
        yield from ((self._dated(line, language), line) for line in self._title if line.meant)
        for k, line in enumerate(self.above):
            if k == 0 or line.meant or (line.date and k < _ABOVE):
                yield self._dated(line, language), line
        yield from ((self._dated(line, language), line) for line in self._behind[:_ABOVE] if line.meant)
        behind = (line for line in self._behind if line.length <= _LINE_WORDS and _ISSUED.search(line.words))
        yield from ((_published(line.words, language), line) for line in behind)

    def changed(self, language: str | None) -> Dated | None:
        """The date that the lines under the title, or the one above it, state as that of the last change."""
        for line in (*self.under, *self.above[:1]):
            found = (
                dated(line.words[match.end() : match.end() + _BESIDE], language)
                for match in _MODIFIED.finditer(line.words if line.length <= _MARKED_WORDS else "")
            )
            if one := next(filter(None, found), None):
                return Dated(one[0], line.start, _is_date(line))
        return None

    def _dated(self, line: Line, language: str | None) -> str | None:
        if _TIMES.search(line.words) or _CHANGED.match(line.words):
            return None
        if line.date and line.length <= _MARKED_WORDS:
            found = line.meant and dated(line.meant, None)
            if iso := (found[0] if found else _published(line.date, language)):
                return iso
        return (
            _published(line.words, language) if line.length <= (_MARKED_WORDS if line.date else _LINE_WORDS) else None
        )

    def _line(self, part: Part) -> Line:
        said = words(self._page, part.pieces)
        marked = [p for p in part.pieces if p.place.role == "dateline" or p.start in self._times]
        meant = next((self._times[p.start] for p in marked if p.start in self._times), None)
        start = next((p.start for p in part.pieces if p.sort is not Sort.BREAK and words(self._page, [p])), 0)
        return Line(said, len(_WORD.findall(said)), words(self._page, marked), meant, start)


def _published(said: str, language: str | None) -> str | None:
    """The date in a line that no word about changes precedes; of several, the one behind a word about publication."""
    found = dated(said, language)
    if found:
        return None if _CHANGED.search(said, 0, found[1]) else found[0]
    behind = (dated(said[match.end() : match.end() + _BESIDE], language) for match in _ISSUED.finditer(said))
    return next((one[0] for one in behind if one), None)


def _opened(said: str, language: str | None) -> str | None:
    """The date with which a paragraph begins, behind a place or a few words."""
    found = dated(said, language)
    return found[0] if found and _OPENING.match(said, 0, found[1]) else None


def _is_date(line: Line) -> bool:
    return bool(line.date) or line.length <= _DATE_WORDS


def _is_shown(part: Part) -> bool:
    place = part.pieces[0].place
    return not (place.around or place.hidden or place.aside)


def _is_line(part: Part) -> bool:
    return _is_shown(part) and not part.pieces[0].place.row


def _names(said: str, *, shown: bool) -> list[str]:
    """The names with which a line begins, behind a word like "by"; `shown`: it is marked as a byline, where one word may be a name."""
    by = _BY.match(said)
    explicit = bool(by and by["work"]) or (shown and (by is not None or " " not in said))
    rest, *details = _DETAILS.split(said[by.end() if by else 0 :], maxsplit=1)
    if details and said[: -len(details[0])].endswith(":"):  # a label follows
        rest = rest.rpartition(" ")[0]
    names: list[str] = []
    for part in _JOINT.split(rest):
        name = _name(part.split())
        least = 1 if explicit and len(_WORD.findall(said)) <= _LINE_WORDS else 2
        if not least <= len(name) <= _NAME_WORDS + 2:
            break
        names.append(" ".join(name))
        if len(name) < len(part.split()):
            break
    return names


def _name(parts: Sequence[str]) -> list[str]:
    """The words at the beginning that make a name: those with capitals, and particles between them."""
    made: list[str] = []
    for word in parts:
        if not (word[0].isupper() or word.lower() in PARTICLES):
            break
        made.append(word)
    while made and made[-1].lower() in PARTICLES:
        made.pop()
    return made if made and made[0][0].isupper() else []
