"""The flow of a text over its pages: paragraphs that go on in another column or on another page, notes, titles, headings and captions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

from claimsdb.reading.pdf.layout import Page
from claimsdb.reading.pdf.lines import CELL, Line, Paragraph

NOTE, CAPTION, HEADING, TITLE, AROUND = "note", "image", "heading", "title", "boilerplate"
_NOTE_SIZE = 0.94  # of the size of the text
_NOTE = re.compile(r"(?:\[?\d{1,3}[\])]?|[*†‡§¶]{1,3}|[a-z])[.:]?\s?\S")
_OWN = re.compile(r"[\[(]?(\d{1,3}|[*†‡§¶]{1,3}|[a-z])[\])]?[.:]?(?=\s?[^\W\d]|\s?[\"“‘'(])")
_CAPTION = re.compile(
    r"(?:fig(?:ure)?s?|table|chart|photo(?:graph)?|image|map|exhibit|box|plate)\b\.?\s*[\dIVX]+[a-z]?\s*[.:|–—-]\s?\S",
    re.I,
)
_LARGE, _LARGER = 1.1, 1.18  # of the size of the text: a heading, a title
_BOLD, _HEAVY = 1.3, 550
_HEADING_WORDS, _TITLE_WORDS = 20, 40
_SIGNED = 8  # words of a line under a title
_LINES = 1.9  # of a size: between the lines of a title
_PROSE = 25  # words
_AHEAD = 4  # paragraphs that may be between two halves of one
_OPEN = 5  # words: a shorter line may be a label
_WORD = re.compile(r"\w+")


@dataclass(slots=True)
class Body:
    """The size and the weight in which most of a text is set."""

    size: float
    weight: int


def body(pages: Sequence[Page]) -> Body:
    """How most letters of the pages are set."""
    sizes: Counter[float] = Counter()
    weights: Counter[tuple[float, int]] = Counter()
    for page in pages:
        for paragraph in page.paragraphs:
            for line in paragraph.lines:
                size = round(line.size * 2) / 2
                sizes[size] += len(line.text)
                weights[size, line.weight] += len(line.text)
    size = sizes.most_common(1)[0][0] if sizes else 10.0
    return Body(size, max(((n, w) for (s, w), n in weights.items() if s == size), default=(0, 400))[1])


def flow(pages: Sequence[Page]) -> Iterator[Paragraph]:
    """The paragraphs of a document in the order of reading, with their roles. What is around a page's text follows the paragraph that
    goes on across its end.
    """
    of = body(pages)
    title = _title(pages, of)
    for page in pages:
        for paragraph in page.paragraphs:
            paragraph.role = _role(paragraph, of, paragraph in title)
        _notes(page, of)
    if title:
        _under(pages[0], title[0], of)
    stream = [p for page in pages for p in (*_ordered(page), _around(page)) if p is not None]
    taken: set[int] = set()
    for k, paragraph in enumerate(stream):
        if k in taken:
            continue
        if paragraph.role in (NOTE, AROUND):
            yield paragraph
            continue
        at = k
        while (after := _other_half(stream, at, taken, paragraph)) is not None:
            paragraph = Paragraph(
                paragraph.lines + stream[after].lines, paragraph.role, stream[after].full, stream[after].column
            )
            taken.add(after)
            at = after
        yield paragraph


def _ordered(page: Page) -> list[Paragraph]:
    """The paragraphs of a page, its notes last."""
    return [p for p in page.paragraphs if p.role != NOTE] + [p for p in page.paragraphs if p.role == NOTE]


def _around(page: Page) -> Paragraph | None:
    return Paragraph(page.around, AROUND) if page.around else None


def _other_half(stream: Sequence[Paragraph], at: int, taken: set[int], paragraph: Paragraph) -> int | None:
    """The place of the paragraph with which this one, whose end is at `at`, goes on."""
    last = paragraph.lines[-1]
    if not _is_open(paragraph):
        return None
    passed = 0
    for k in range(at + 1, min(at + 30, len(stream))):
        other = stream[k]
        if k in taken or other.role in (NOTE, AROUND):
            continue
        first = other.lines[0]
        elsewhere = first.page != last.page or other.column != stream[at].column
        alike = abs(first.size - last.size) < 0.07 * last.size and other.role is None
        if alike and elsewhere and first.page <= last.page + 1:
            small = first.text[0].islower()
            if small or (
                passed == 0 and paragraph.full and first.text[0].isalnum() and paragraph.text.count(" ") > _OPEN
            ):
                return k
        passed += 1
        if passed > _AHEAD or first.page > last.page + 1:
            return None
        if _is_open(other) and other.text.count(" ") > _OPEN:
            return None  # what is behind goes on with that one: this one is a byline, or ends without a mark
    return None


def _is_open(paragraph: Paragraph) -> bool:
    """Whether a paragraph of the text may go on elsewhere: its last line does not end a sentence."""
    has_cells = any(line.has_cells for line in paragraph.lines)
    return paragraph.role in (None, "list_item") and not paragraph.lines[-1].ends and not has_cells


def _role(paragraph: Paragraph, of: Body, is_title: bool) -> str | None:
    text = paragraph.text
    words = len(_WORD.findall(text))
    if is_title:
        return TITLE
    if _CAPTION.match(text):
        return CAPTION
    if CELL in text or words == 0:
        return paragraph.role
    size = paragraph.size
    ends = paragraph.lines[-1].ends and not text.endswith("?")
    large = size >= _LARGE * of.size
    bold = paragraph.weight >= max(_BOLD * of.weight, _HEAVY) and size >= 0.95 * of.size
    if (
        words <= _HEADING_WORDS
        and not ends
        and len(paragraph.lines) <= 3
        and (large or bold)
        and not text.endswith((",", ";"))
    ):
        return HEADING
    return paragraph.role


def _title(pages: Sequence[Page], of: Body) -> list[Paragraph]:
    """The paragraphs of the first page in the largest size, before the text begins."""
    found: list[Paragraph] = []
    for paragraph in pages[0].paragraphs if pages else ():
        words = len(_WORD.findall(paragraph.text))
        if found and words >= _PROSE and paragraph.size <= _LARGE * of.size:
            break
        if any(c.isalpha() for c in paragraph.text) and words <= _TITLE_WORDS and paragraph.size >= _LARGER * of.size:
            found.append(paragraph)
    if not found:
        return []
    largest = max(p.size for p in found)
    title = next(p for p in found if p.size >= 0.97 * largest)
    for other in found[found.index(title) + 1 :]:  # further lines of it
        last, next_ = title.lines[-1], other.lines[0]
        alike = abs(other.size - title.size) < 0.03 * title.size and 0 < last.base - next_.base < _LINES * title.size
        if not alike or last.ends:
            break
        title.lines += other.lines
        pages[0].paragraphs.remove(other)
    return [title]


def _under(page: Page, title: Paragraph, of: Body) -> None:
    """Leave it to their words what short lines between the title and the text are: names, dates, a standfirst."""
    for paragraph in page.paragraphs[page.paragraphs.index(title) + 1 :]:
        words = len(_WORD.findall(paragraph.text))
        if words >= _PROSE or words > _TITLE_WORDS:
            return
        if paragraph.role == HEADING and paragraph.size < 0.9 * title.size and words <= _SIGNED:
            paragraph.role = None


def _notes(page: Page, of: Body) -> None:
    """Give notes at the foot of columns their role: they are small, the first has a mark, and nothing else is below."""
    columns: dict[int, list[Paragraph]] = {}
    for paragraph in page.paragraphs:
        columns.setdefault(paragraph.column, []).append(paragraph)
    for column in columns.values():
        foot: list[Paragraph] = []
        for paragraph in reversed(column):
            if paragraph.size > _NOTE_SIZE * of.size or paragraph.role in (CAPTION, TITLE) or CELL in paragraph.text:
                break
            foot.append(paragraph)
        while foot and not _begins_note(foot[-1].lines[0]):
            foot.pop()
        if foot and foot[-1].lines[0].base < 0.6 * max(page.height, page.width) and len(foot) < len(column):
            marks = _marks(p for p in page.paragraphs if p not in foot)
            for paragraph in foot:
                paragraph.role, paragraph.mark = NOTE, _mark(paragraph.lines[0], marks)


def _marks(paragraphs: Iterable[Paragraph]) -> set[str]:
    """The raised signs in paragraphs, which may refer to notes."""
    return {line.text[a:b].strip("[]()") for p in paragraphs for line in p.lines for a, b in line.raised}


def _mark(line: Line, marks: Set[str]) -> int:
    """The length of the mark that a note begins with: it is raised, a sign, or one of the `marks` in the text. A number may be a word."""
    found = _OWN.match(line.text)
    if found is None:
        return 0
    is_raised = bool(line.raised) and line.raised[0][0] == 0 and line.raised[0][1] <= found.end()
    return found.end() if is_raised or found[1] in marks or not found[1].isalnum() else 0


def _begins_note(line: Line) -> bool:
    return (bool(line.raised) and line.raised[0][0] == 0) or _NOTE.match(line.text) is not None
