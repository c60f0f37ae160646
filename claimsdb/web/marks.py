"""Text with marks, as HTML. Marks may nest, overlap and touch, and the text is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise

from markupsafe import Markup

from claimsdb.model.spans import Span


@dataclass(frozen=True, slots=True)
class Mark:
    """An element around a span of code points. If other marks cut it into pieces, only the first piece has the attributes `first` (an id).

    Where marks with the tag `a` overlap, only the innermost is shown, since links cannot nest.
    """

    span: Span
    tag: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    first: Mapping[str, str] = field(default_factory=dict)


def marked(text: str, at: int, marks: Iterable[Mark]) -> Markup:
    """The text, which begins at code point `at` of the document, with its marks as elements. Marks are cut off at its ends."""
    whole = Span(at, at + len(text))
    inside = sorted((m for m in marks if m.span.overlaps(whole)), key=lambda m: (m.span.start, -m.span.end))
    out: list[str] = []
    opened: list[Mark] = []
    seen: set[int] = set()
    for run, shown in _runs(whole, inside):
        kept = next((k for k, (a, b) in enumerate(zip(opened, shown, strict=False)) if a is not b), None)
        kept = min(len(opened), len(shown)) if kept is None else kept
        out += (f"</{m.tag}>" for m in reversed(opened[kept:]))
        for mark in shown[kept:]:
            first = _attributes(mark.first) if id(mark) not in seen else ""
            seen.add(id(mark))
            out.append(f"<{mark.tag}{_attributes(mark.attributes)}{first}>")
        opened = shown
        out.append(escape(text[run.start - at : run.end - at]))
    out += (f"</{m.tag}>" for m in reversed(opened))
    return Markup("".join(out))  # every piece of text and every attribute was escaped above


def _runs(whole: Span, marks: list[Mark]) -> Iterator[tuple[Span, list[Mark]]]:
    """The stretches between the boundaries of marks, each with the marks shown there, outermost first."""
    cuts = {whole.start, whole.end}
    for mark in marks:
        cuts |= {p for p in mark.span if whole.start < p < whole.end}
    edges = sorted(cuts)
    waiting = iter(marks)
    coming = next(waiting, None)
    active: list[Mark] = []
    for start, end in pairwise(edges):
        while coming is not None and coming.span.start <= start:
            active.append(coming)
            coming = next(waiting, None)
        active = [m for m in active if m.span.end > start]
        links = [m for m in active if m.tag == "a"]
        yield Span(start, end), [m for m in active if m.tag != "a" or m is links[-1]]


def _attributes(given: Mapping[str, str]) -> str:
    return "".join([f' {name}="{escape(value)}"' for name, value in given.items()])
