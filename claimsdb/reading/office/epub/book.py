"""An e-book as it is read: its chapters in reading order, of which cover, contents and the like are boilerplate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from claimsdb.model.document import Passage
from claimsdb.model.errors import Problem, UnreadableError
from claimsdb.reading.office.composing import Composer
from claimsdb.reading.office.epub.chapter import Chapter, chapter, heading
from claimsdb.reading.office.epub.publication import FURNITURE, Publication, locked, publication
from claimsdb.reading.office.layout import BOILERPLATE
from claimsdb.reading.office.package import Package
from claimsdb.reading.office.pieces import Where
from claimsdb.reading.reading import Reading, Settings

_TITLE = 60  # characters of a chapter's title that are shown
_FEW = 8  # words of a line on a title page
_LOCKED = "Ask the seller or the publisher for a copy without protection."


def read(raw: bytes, path: str, settings: Settings) -> Reading:
    """The reading of an e-book. Raises `UnreadableError` if it is damaged beyond reading, protected, or has no text."""
    package = Package(raw, path)
    book = publication(package)
    closed = locked(package)
    composer = Composer(package.path, package.problems)
    number = 0
    titled = False
    for member, kind in book.chapters:
        name = package.found(member) or member
        if name in closed:
            what = f"Its chapter {name} is protected against copying (DRM)."
            package.problems.append(Problem("password", path, what, _LOCKED))
            continue
        raw_chapter = package.read(member, needed=True)
        if raw_chapter is None or not raw_chapter.strip():
            continue
        try:
            made = chapter(raw_chapter, path)
        except UnreadableError as error:
            package.fault(name, f"cannot be read. {error.problem.message}")
            continue
        kind = (
            made.kind
            or (kind if kind and made.is_one(kind) else None)
            or ("title page" if _is_title_page(made, book) else None)
        )
        passages = tuple(_roles(made, kind, book, titled))
        titled = titled or any(p.role == "title" for p in passages)
        counted = kind is None and any(p.role != BOILERPLATE for p in passages)
        number += counted
        part = composer.part(name, raw_chapter, _plain(made.encoding))
        within = kind or (f"chapter {number}" if counted else name)
        composer.text(part, made.text, made.map, passages, _wheres(made, passages, _called(within, kind, made)))
    return composer.finished(book.stated)


def _roles(made: Chapter, kind: str | None, book: Publication, titled: bool) -> Iterator[Passage]:
    """The passages of a chapter, with the roles that the book gives them."""
    title = _folded(book.stated.title or "")
    creators = {_folded(name) for name in book.creators}
    for passage in made.passages:
        words = _folded(passage.span.of(made.text))
        if kind in FURNITURE:
            passage = replace(passage, role=BOILERPLATE)
        elif title and words == title and not titled and passage.role in ("heading", None):
            passage = replace(passage, role="title")
            titled = True
        elif kind == "title page" and passage.role is None:
            passage = replace(passage, role="byline" if words in creators else BOILERPLATE)
        yield passage


def _is_title_page(made: Chapter, book: Publication) -> bool:
    """Whether a chapter shows the title of the book, and besides at most who wrote it and when."""
    lines = [_folded(p.span.of(made.text)) for p in made.passages]
    creators = {_folded(name) for name in book.creators}
    rest = [line for line in lines if line not in creators and line != _folded(book.stated.title or "")]
    return len(lines) - len(rest) > 0 and len(rest) <= 2 and all(len(line.split()) <= _FEW for line in rest)


def _wheres(made: Chapter, passages: Sequence[Passage], within: str) -> Iterator[Where]:
    """Where each passage is: paragraphs are counted in the chapter, and in its notes."""
    counts: Counter[str] = Counter()
    for k, _ in enumerate(passages):
        place = f"{within}, notes" if k in made.notes else within
        counts[place] += 1
        yield Where(place, "paragraph", str(counts[place]))


def _called(within: str, kind: str | None, made: Chapter) -> str:
    """The words for a chapter: its number, and its title if it shows one."""
    title = None if kind else heading(made)
    if not title:
        return within
    return f"{within} ({title if len(title) <= _TITLE else title[: _TITLE - 1].rstrip() + '…'})"


def _plain(encoding: str) -> str:
    """The encoding without its byte-order mark, which the map leaves out."""
    return "utf-8" if encoding == "utf-8-sig" else encoding


def _folded(words: str) -> str:
    return " ".join(words.split()).casefold()
