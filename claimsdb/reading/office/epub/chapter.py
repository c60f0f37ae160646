"""A chapter of an e-book: a page of which everything is read, with its notes told apart."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from claimsdb.model.document import Passage
from claimsdb.model.source_map import SourceMap
from claimsdb.model.spans import Span, merge
from claimsdb.reading.html import charset
from claimsdb.reading.html.composing import composed, parts
from claimsdb.reading.html.elements import AROUND
from claimsdb.reading.html.outline import Outline
from claimsdb.reading.html.scanner import Kind, Token, attributes, scan, value
from claimsdb.reading.office.epub.publication import KINDS
from claimsdb.reading.office.marks import is_mark, leads_back

_NOTED = re.compile(r"note|fn")
_LONGEST = 12  # tokens of a reference to a note
_NOTE = frozenset({"footnote", "endnote", "rearnote", "note", "footnotes", "endnotes", "rearnotes", "notes"})
_COVER_WORDS = 100
_LINKS, _LINKED = 2, 0.6  # fewest links, and least share of the words in them, of a table of contents
_HEAD = 6  # passages of a chapter among which a byline can be


class Chapter(NamedTuple):
    """The text of a chapter with its map to the member, its passages, which of them are notes, what it says that it is, and whether
    it only leads to other places."""

    text: str
    map: SourceMap
    encoding: str
    passages: tuple[Passage, ...]
    notes: frozenset[int]
    kind: str | None
    leads_elsewhere: bool

    def is_one(self, kind: str | None) -> bool:
        """Whether it can be of a kind: books also call their first chapter their contents or their cover."""
        return not (
            (kind == "contents" and not self.leads_elsewhere)
            or (kind == "cover" and len(self.text.split()) > _COVER_WORDS)
        )


def chapter(raw: bytes, path: str) -> Chapter:
    """Read a chapter. Raises `UnreadableError` if it is empty or binary."""
    page = charset.page(raw, path)
    tokens = list(_without_marks(page.text, scan(page.text, xml=True)))
    outline = Outline(page.text, AROUND - {"aside", "footer", "dialog"})
    outline.walk(tokens)
    made = list(parts(page.text, outline.pieces, range(len(outline.pieces))))
    made = [part for part in made if part.role != "alternative"]
    text, to_file, passages = composed(page.text, page.map, made)
    kind, noted = _told(page.text, tokens)
    elsewhere = _leads_elsewhere(page.text, tokens)
    if kind is None and elsewhere:
        kind = "contents"
    ranges = [(page.map.byte(start), page.map.byte(end)) for start, end in merge(noted)]
    firsts = [to_file.byte(p.span.start) for p in passages]
    starts = [start for start, _ in ranges]
    notes = frozenset(k for k, at in enumerate(firsts) if (n := bisect_right(starts, at)) and at < ranges[n - 1][1])
    return Chapter(text, to_file, page.encoding, tuple(_plain(passages)), notes, kind, elsewhere)


def heading(made: Chapter) -> str | None:
    """The words of the first heading near the beginning of a chapter."""
    found = next((p for p in made.passages[:_HEAD] if p.role in ("heading", "title")), None)
    return None if found is None else " ".join(found.span.of(made.text).split())


def _plain(passages: Iterable[Passage]) -> Iterator[Passage]:
    """The passages; inside a chapter, nothing is a byline, a date or a standfirst."""
    for k, passage in enumerate(passages):
        yield (
            replace(passage, role=None)
            if k >= _HEAD and passage.role in ("byline", "dateline", "standfirst")
            else passage
        )


def _without_marks(page: str, tokens: Iterable[Token]) -> Iterator[Token]:
    """The tokens without the marks that lead to notes and back: they are no words of the sentence around them."""
    held: list[Token] = []
    raised = 0
    for token in tokens:
        if token.name == "sup":
            raised += (token.kind is Kind.START) - (token.kind is Kind.END)
        if held:
            held.append(token)
            ended = token.kind is Kind.END and token.name == "a"
            if ended or len(held) > _LONGEST:
                yield from (
                    (t for t in held if t.kind is not Kind.TEXT) if ended and _is_mark(page, held, raised > 0) else held
                )
                held = []
        elif token.kind is Kind.START and token.name == "a":
            held = [token]
        else:
            yield token
    yield from held


def _is_mark(page: str, held: list[Token], raised: bool) -> bool:
    """Whether a link is only a mark of a note: it leads to a place in a page, is short, and is raised or said to be one."""
    ranges = attributes(page, held[0])
    said = " ".join(value(page, ranges, name) or "" for name in ("epub:type", "role", "class")).lower()
    words = "".join(page[t.start : t.end] for t in held if t.kind is Kind.TEXT)
    if "#" not in (value(page, ranges, "href") or ""):
        return False
    if "backlink" in said or "footnote-back" in said or leads_back(words):
        return True
    raised = raised or any(t.name == "sup" for t in held)
    return is_mark(words) and (raised or _NOTED.search(said) is not None)


def _leads_elsewhere(page: str, tokens: Iterable[Token]) -> bool:
    """Whether nearly all words are in several links: a table of contents, though nothing says so."""
    linked, every, links, inside = 0, 0, 0, False
    for token in tokens:
        if token.name == "a":
            inside = token.kind is Kind.START and "href" in attributes(page, token)
            links += inside
        elif token.kind is Kind.TEXT and token.name != "title":
            words = len(page[token.start : token.end].split())
            every += words
            linked += words if inside else 0
    return links >= _LINKS and linked >= _LINKED * every


def _told(page: str, tokens: Iterable[Token]) -> tuple[str | None, list[Span]]:
    """What the page says that it is, and the ranges in it that are notes, in code points of the page."""
    kind: str | None = None
    noted: list[Span] = []
    depth: dict[str, int] = {}
    opened: list[tuple[str, int, int]] = []
    for token in tokens:
        if token.kind is Kind.START:
            depth[token.name] = depth.get(token.name, 0) + 1
            if token.name in ("body", "section", "aside", "div", "li", "p", "ol", "nav"):
                ranges = attributes(page, token)
                said = (value(page, ranges, "epub:type") or "").split()
                said += [
                    r.removeprefix("doc-") for r in (value(page, ranges, "role") or "").split() if r.startswith("doc-")
                ]
                if kind is None and token.name in ("body", "section", "nav"):
                    kind = next((KINDS[word] for word in said if word in KINDS and KINDS[word] != "notes"), None)
                said += [c for c in (value(page, ranges, "class") or "").split() if c in ("footnotes", "endnotes")]
                if _NOTE.intersection(said):
                    opened.append((token.name, depth[token.name], token.start))
        elif token.kind is Kind.END:
            if opened and opened[-1][:2] == (token.name, depth.get(token.name, 0)):
                noted.append(Span(opened.pop()[2], token.end))
            depth[token.name] = depth.get(token.name, 0) - 1
    return kind, noted + [Span(start, len(page)) for _, _, start in opened]
