"""What parts of a page are for: its title, its standfirst, bylines and dates, captions, and headings set in bold."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claimsdb.reading.html.bylines import words
from claimsdb.reading.html.composing import Part
from claimsdb.reading.html.outline import Sort

_SIGNING_WORDS = 14  # of a byline or a date
_STANDFIRST_WORDS = 80
_CAPTION_WORDS = 100
_FEWEST = 4  # words of an alternative text that says something
_HEADING_WORDS = 12
_BEFORE = 12  # parts before the article in which its title and byline may be
_WORD = re.compile(r"\w+")
_ENDED = re.compile(r"[.!?:;…][\"”’')\]]*$")
_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg)$|^(?:img|dsc|image)[_\d-]", re.IGNORECASE)


def assign(page: str, parts: Sequence[Part], titles: Sequence[str]) -> str | None:
    """Give parts their roles, and take those into the article that belong to it; the title that the page shows.

    `titles` are the titles that the page states.
    """
    taken = [k for k, part in enumerate(parts) if part.chosen]
    if not taken:
        return None
    title = _title(page, parts, titles, taken[-1])
    if title is not None:
        parts[title].role, parts[title].chosen = "title", True
    first = taken[0] if title is None else min(title, taken[0])
    begun = next((k for k in taken if k != title), taken[0])
    told: set[str] = set()
    for k, part in enumerate(parts):
        role = part.role
        if k == title or not (part.chosen or first <= k <= taken[-1] or begun - _BEFORE <= k < begun):
            continue
        if role in ("byline", "dateline", "standfirst"):
            _sign(page, part, (begun - _BEFORE if title is None else first) <= k <= begun + 2)
        elif role in ("image", "alternative"):
            _caption(page, part, first <= k <= taken[-1], told)
        elif role is None and part.chosen and _is_bold(part):
            said = words(page, part.pieces)
            if len(_WORD.findall(said)) <= _HEADING_WORDS and not _ENDED.search(said):
                part.role = "heading"
    return None if title is None else words(page, parts[title].pieces)


def _title(page: str, parts: Sequence[Part], titles: Sequence[str], last: int) -> int | None:
    """The heading that a title of the page repeats, or else the only heading of the first level before the article ends."""
    headings = [k for k in range(last + 1) if parts[k].role == "heading" and _is_shown(parts[k])]
    stated = [set(_folded(title)) for title in titles]
    for level in (1, 2, 3, 4, 5, 6):
        for k in headings:
            said = set(_folded(words(page, parts[k].pieces))) if parts[k].pieces[0].place.level == level else set()
            # A single word is often the name of a section, which other titles may have.
            if said and any(
                len(said & one) >= 0.8 * len(said) and 2 * len(said & one) >= min(len(one), 8)
                for one in (stated if len(said) > 1 else [one for one in stated[:1] if one == said])
            ):
                return k
    of_first = [k for k in headings if parts[k].pieces[0].place.level == 1]
    return of_first[0] if len(of_first) == 1 else None


def _folded(words: str) -> list[str]:
    return _WORD.findall(words.casefold())


def _is_shown(part: Part) -> bool:
    place = part.pieces[0].place
    return not (place.around or place.hidden or place.aside)


def _sign(page: str, part: Part, near: bool) -> None:
    """A byline, a date or a standfirst is one only if it is as short as they are, and near the title."""
    said = words(page, part.pieces)
    count = len(_WORD.findall(said))
    fits = count <= (_STANDFIRST_WORDS if part.role == "standfirst" else _SIGNING_WORDS)
    if part.role != "standfirst" and part.chosen and _ENDED.search(said) and count > _SIGNING_WORDS // 2:
        fits = False
    if near and fits and count and _is_shown(part):
        part.chosen = True
    elif part.chosen:
        part.role = None


def _caption(page: str, part: Part, inside: bool, told: set[str]) -> None:
    """A caption in the article belongs to it, and so does an alternative text that says what no caption says."""
    said = " ".join(_folded(words(page, part.pieces)))
    count = said.count(" ") + 1
    fits = inside and _is_shown(part) and 0 < count <= _CAPTION_WORDS
    if part.role == "alternative":
        in_figure = part.pieces[0].place.figure > 0
        fits = (
            fits
            and in_figure
            and count >= _FEWEST
            and not _FILE.search(words(page, part.pieces))
            and not any(said in one for one in told)
        )
        part.role = "image"
    told.add(said)
    part.chosen = part.chosen or fits


def _is_bold(part: Part) -> bool:
    return all(p.place.bold or not p.start < p.end for p in part.pieces if p.sort is Sort.TEXT)
