"""Who signs an article, and of what date it is, as far as the lines near its title say so.

These lines are few and short, so that the article's own words are never taken for its byline. What could mean two things is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import NamedTuple

from claimsdb.english.listed import either, listed
from claimsdb.reading.html.composing import Part
from claimsdb.reading.html.dates import dated
from claimsdb.reading.html.outline import Piece, Sort
from claimsdb.reading.html.references import resolved
from claimsdb.reading.html.signatures import BY, GIVEN, is_detail, names

_BEFORE, _ABOVE, _BEHIND = 12, 4, 8  # parts before the article with bylines, next to it, and behind it
_LINE_WORDS, _MARKED_WORDS, _PARAGRAPH_WORDS = 14, 25, 30
_STANDFIRSTS = 1  # short paragraphs before the article begins
_NEXT = 2  # parts behind the article with its own byline
_DATE_WORDS = 6
_BEGINNING = 80  # code points of a paragraph
_BESIDE = 25  # code points behind a word about publication, in which its date is
_MOST = 6  # bylines of one article
_WORD = re.compile(r"\w+")
_CHANGED = re.compile(rf"\b(?:{either(listed('pages', 'changed'))})\b", re.IGNORECASE)
_MODIFIED = re.compile(rf"\b(?:{either(listed('pages', 'modified'))})\b", re.IGNORECASE)
_ISSUED = re.compile(rf"\b(?:{either(listed('pages', 'issued'))})\b", re.IGNORECASE)
_INSIDE = re.compile(rf"\s(?=(?:{either(listed('pages', 'by'))})\s)", re.IGNORECASE)
_BEHIND_DATE = re.compile(
    rf"[\d|·•]\s(?=(?:{either(listed('pages', 'by'))})\s[^\W\d_][\w.-]*+(?:\s[^\W\d_][\w.-]*+){{1,3}}+(?:$|\s[\d|·•]))",
    re.IGNORECASE,
)
_LABELLED = re.compile(rf"\b(?:{either(listed('pages', 'label'))})\s?:\s+", re.IGNORECASE)
_TIME = re.compile(r"\d[:.]\d\d")  # today's date, above a page, has none
_TIMES = re.compile(r"\d{1,2}[:.]\d\d(?:\s\w{1,3})?\s?[–-]\s?\d{1,2}[:.]\d\d")  # of an event
_OPENING = re.compile(r"\W*+(?:[^\W\d_a-z][\w.-]*+\W++){0,3}+(?:[^\W\d_]{1,3}\W++)?$")  # "WASHINGTON, ", "Berlin, den "
_ALONE = re.compile(
    rf"[|·•]\s((?:{either(GIVEN)})(?:\s[^\W\d_a-z][\w.'’-]*+){{1,2}})(?:$|\s[|·•(–-])"
)  # a name next to a date


def words(page: str, pieces: Sequence[Piece]) -> str:
    """The words of pieces on one line."""
    return " ".join(" ".join(resolved(page, p.start, p.end) for p in pieces if p.sort is not Sort.BREAK).split())


def _divided(page: str, pieces: Sequence[Piece]) -> str:
    """The words of pieces on one line, with a bar at the end of each line, and before what is no part of a name."""
    made: list[str] = []
    for piece in pieces:
        said = words(page, [piece])
        made += ["|"] if made and (piece.sort is Sort.BREAK or is_detail(said)) else []
        made += [said] if said else []
    return " ".join(made)


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
        self._row = parts[title].pieces[0].place.row if parts else 0
        marked = [
            (k, _divided(page, pieces), part.pieces[0].place.hidden)
            for k, part in enumerate(parts[: last + _BEHIND])
            if k >= first - _BEFORE
            and not (part.pieces[0].place.around or part.pieces[0].place.aside)
            and (pieces := [p for p in part.pieces if p.place.role == "byline"])
        ]
        hidden = [said for _, said, is_hidden in marked if is_hidden]  # until a script has put it under the title
        signing = [(k, said) for k, said, is_hidden in marked if not is_hidden]
        self._opening: Line | None = None
        opened, begun = first + 1, 0
        self.under: list[Line] = []
        for k in range(
            title + 1 if title < len(parts) and parts[title].role == "title" else title, min(last + 2, len(parts))
        ):
            line = self._line(parts[k])
            is_sentence = line.length > _LINE_WORDS and line.words.endswith(".")
            begun += parts[k].chosen and parts[k].role is None and is_sentence
            if parts[k].chosen and parts[k].role is None and (line.length > _PARAGRAPH_WORDS or begun > _STANDFIRSTS):
                self._opening = line
                break
            if self._is_line(parts[k]):
                self.under.append(line)
            opened = k + 1
        # Behind the first paragraph, several names sign what else there is to read.
        later = {tuple(found) for k, said in signing if k >= opened and (found := names(said, shown=True))}
        if len(signing) > _MOST:  # an element around the whole article says who its author is
            signing = []
        self._signing = [said for k, said in signing if k < opened]
        # In the middle of the article, a name without a word like "by" signs a box.
        ends = (said for k, said in signing if opened <= k <= last + _NEXT and (k >= last - _NEXT or BY.match(said)))
        self._later = list(ends) if len(later) == 1 else []
        self._hidden = hidden
        self.above = [
            self._line(part) for part in reversed(parts[max(0, title - _BEFORE) : title]) if self._is_line(part)
        ]
        self._title = [self._line(part) for part in parts[title : title + 1] if part.role == "title"]
        self._behind = [self._line(part) for part in parts[last : last + _BEHIND] if _is_shown(part)] if taken else []

    def signed(self) -> list[str]:
        """The names in the first line that signs the article."""
        return (
            _marked(self._signing)
            or self._written([*self.under, *self.above[:_ABOVE]])
            or _marked(self._later)
            or self._written(self._behind[:_ABOVE])
            or _only(self._hidden)
        )

    def _written(self, lines: Sequence[Line]) -> list[str]:
        """The names in the first line that says so in words, or that is a name next to a date."""
        before: Line | None = None
        for line, below in zip_longest(lines, lines[1:]):
            said = f"{line.words} {below.words}" if below and BY.fullmatch(f"{line.words} ") else line.words
            short = line.length <= _LINE_WORDS and line not in self._behind
            if begun := _LABELLED.search(said):
                found = names(said[begun.end() :], shown=False)
            elif (by := BY.match(said := said.lstrip("—–-|•· "))) and (short or by["work"]):
                found = names(said, shown=False)
            elif short and (begun := _BEHIND_DATE.search(said)):
                found = names(said[begun.end() :], shown=False)
            elif short and (beside := _ALONE.search(f"| {said}")) and (line.date or dated(said, None)):
                found = [beside[1]]
            elif _ALONE.fullmatch(f"| {said}") and any(
                near and _is_date(near) and dated(near.words, None) for near in (before, below)
            ):
                found = [said]
            else:
                found = []
            if found:
                return found
            before = line
        return []

    def issued(self, language: str | None) -> Dated | None:
        """The date that the lines state; those under the title come first, those behind the article last."""
        return next((Dated(iso, line.start, _is_date(line)) for iso, line in self._issued(language) if iso), None)

    def _issued(self, language: str | None) -> Iterator[tuple[str | None, Line]]:
        for line in self.under:
            yield self._dated(line, language), line
            if line.length > _LINE_WORDS:
                yield _opened(line.words[:_BEGINNING], language), line
                several = (said for said in line.words.split(" | ") if len(_WORD.findall(said)) <= _LINE_WORDS)
                yield from ((_published(said, language), line) for said in several if _ISSUED.search(said))
        if self._opening:
            yield _opened(self._opening.words[:_BEGINNING], language), self._opening
        yield from ((self._dated(line, language), line) for line in self._title if line.meant)
        for k, line in enumerate(self.above):
            near = k < _ABOVE and line.length <= _LINE_WORDS
            says = line.date or _ISSUED.search(line.words) or (_is_date(line) and _TIME.search(line.words))
            if k == 0 or line.meant or (near and says):
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

    def _is_line(self, part: Part) -> bool:
        """Whether a part is a line of its own: it is not in a row, or the whole page is in one."""
        return _is_shown(part) and part.pieces[0].place.row in (0, self._row)

    def _line(self, part: Part) -> Line:
        said = _divided(self._page, part.pieces)
        marked = [p for p in part.pieces if p.place.role == "dateline" or p.start in self._times]
        meant = next((self._times[p.start] for p in marked if p.start in self._times), None)
        start = next((p.start for p in part.pieces if p.sort is not Sort.BREAK and words(self._page, [p])), 0)
        return Line(said, len(_WORD.findall(said)), words(self._page, marked), meant, start)


def _marked(lines: Sequence[str]) -> list[str]:
    """The names in the first line that has some, of those that the page marks as bylines."""
    for said in lines:
        inside = _INSIDE.search(said)
        if found := names(said, shown=True) or (names(said[inside.end() :], shown=True) if inside else []):
            return found
    return []


def _only(lines: Sequence[str]) -> list[str]:
    """The names that the lines have, if all have the same."""
    found = {tuple(one) for said in lines if (one := names(said, shown=False))}
    return list(found.pop()) if len(found) == 1 else []


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
    is_opening = found and not _CHANGED.search(said, 0, found[1]) and _OPENING.match(said, 0, found[1])
    return found[0] if found and is_opening else None


def _is_date(line: Line) -> bool:
    return bool(line.date) or line.length <= _DATE_WORDS


def _is_shown(part: Part) -> bool:
    place = part.pieces[0].place
    return not (place.around or place.hidden or place.aside)
