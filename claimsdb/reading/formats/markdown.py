"""Markdown: passages from the blocks that markdown-it finds, and what the front matter states.

Inline markup stays in the text. The marks that make a line a heading or an image are passages of their own (role "markup"), so that a
title consists only of its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.rules_block import StateBlock

from claimsdb.model.document import Passage
from claimsdb.model.errors import Problem
from claimsdb.model.provenance import Provenance, StatedIn
from claimsdb.model.spans import LINE_END, Span, strip, subtract
from claimsdb.reading.formats.front_matter import front_matter
from claimsdb.reading.formats.lines import WHITE, without_nuls
from claimsdb.reading.formats.markup import without_markup
from claimsdb.reading.formats.pages import across
from claimsdb.reading.reading import Reading, Settings
from claimsdb.streams.encodings.decoding import decode

_ROLES = {
    "paragraph_open": None,
    "heading_open": "heading",
    "fence": "code",
    "code_block": "code",
    "html_block": "markup",
    "table_open": "table",
}
_DEEPEST = 40  # a list counts twice: itself, and its item
_TAG = re.compile(r"<[^<>]*>")
_NO_TEXT = re.compile(r"\s*<(?:[!?]|(?:script|style|pre|textarea)\b)", re.I)
_SOME = 4  # words
_ATX = re.compile(r"(#{1,6}[ \t]++)(.*?)((?<![ \t])[ \t]+#+)?", re.S)
_SETEXT = re.compile(r"()(.*?)((?:\r\n|\n|\r)[ \t]*(?:=+|-+))", re.S)
_IMAGE = re.compile(r"(!\[)([^\]\[]*)(\](?:\([^()]*+(?:\([^()]*+\)[^()]*+)?\)|\[[^\]]*\]))")


class _Blocks(ParserBlock):
    """Finds blocks down to a depth. What is nested deeper, and all after it, the library passes over; here it is paragraphs."""

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803 (the names are the library's)
        if state.level < state.md.options.maxNesting:
            super().tokenize(state, startLine, endLine)
            return
        state.env["deep"] = True
        line = state.skipEmptyLines(startLine)
        while line < endLine and state.sCount[line] >= state.blkIndent:
            first = line
            while line < endLine and not state.isEmpty(line) and state.sCount[line] >= state.blkIndent:
                line += 1
            state.push("paragraph_open", "p", 1).map = [first, line]
            state.push("paragraph_close", "p", -1)
            line = state.skipEmptyLines(line)
        state.line = line


# Blocks only: inline markup is not parsed.
_PARSER = MarkdownIt()
_PARSER.block = _Blocks()
_PARSER.configure("commonmark", {"maxNesting": _DEEPEST}).enable("table").disable("inline")


def read(raw: bytes, path: str, settings: Settings) -> Reading:
    """Read a Markdown file. Raises `UnreadableError` if it has no text, `EncodingNameError` for an unknown encoding that is asked for."""
    decoded = decode(raw, path, settings.encoding, settings.transport.charset)
    text = decoded.text
    stated = front_matter(text, path)
    found, problems = _passages(text, path, stated.span)
    places = (
        Provenance(field, StatedIn.FRONT_MATTER, " ".join(span.of(text).split()), None, Span(*decoded.map.hull(span)))
        for field, span in stated.places.items()
    )
    return Reading(
        text,
        decoded.map,
        decoded.encoding,
        across(text, found),
        stated.stated,
        (*decoded.problems, *stated.problems, *problems),
        plain=without_markup(text),
        provenance=tuple(places),
    )


def _passages(text: str, path: str, matter: Span | None) -> tuple[tuple[Passage, ...], tuple[Problem, ...]]:
    """The passages in order, of which the front matter is one, and a problem if they are nested too deep."""
    problems: tuple[Problem, ...] = ()
    body = matter.end if matter else 0
    starts = [body, *(m.end() for m in LINE_END.finditer(text, body))]
    starts.append(max(len(text), starts[-1]))
    found = [Passage(matter, "front_matter")] if matter else []
    env: dict[str, bool] = {}
    for role, first, last in _blocks(text[body:], env):
        span = strip(text, Span(starts[first], starts[min(last, len(starts) - 1)]), WHITE)
        # A nested block may begin on the same line as its parent.
        taken = found[-1].span.end if found else 0
        if span.length and span.end > taken:
            found += _split(text, Span(max(span.start, taken), span.end), role)
    if env.get("deep"):
        what = f"Its quotations and lists are nested more than {_DEEPEST // 2} levels deep."
        problems = (
            *problems,
            Problem("nesting", path, what, "What is nested deeper was read as paragraphs. Set it flatter."),
        )
    found += [Passage(s, "markup") for s in _left_over(text, found)]
    found.sort(key=lambda passage: passage.span)
    return without_nuls(text, list(_with_looseness(text, found))), problems


def _blocks(text: str, env: dict[str, bool]) -> Iterator[tuple[str | None, int, int]]:
    """For each leaf block, its role, first line, and line after the last one, counted from 0."""
    items: list[int | None] = []
    quotes = 0
    tables = 0
    for token in _PARSER.parse(text, env):
        if token.type == "list_item_open":
            items.append(token.map[0] if token.map else None)
        elif token.type == "list_item_close":
            items.pop()
        elif token.type in ("blockquote_open", "blockquote_close"):
            quotes += token.nesting
        elif token.type == "table_close":
            tables -= 1
        elif token.type in _ROLES and token.map and not tables:
            role = _ROLES[token.type]
            tables += token.type == "table_open"
            if token.type == "html_block" and _has_text(token.content):
                role = None
            if role is None and items and items[-1] == token.map[0]:
                role = "list_item"
            elif role is None and quotes:
                role = "quote"
            yield role, token.map[0], token.map[1]


def _has_text(html: str) -> bool:
    """Whether it contains something like a sentence that a browser shows."""
    words = "" if _NO_TEXT.match(html) else _TAG.sub(" ", html)
    return any(mark in words for mark in ".!?") and len(words.split()) >= _SOME


def _split(text: str, span: Span, role: str | None) -> Iterator[Passage]:
    """The block as passages: the marks of a heading or an image are separate from its words."""
    words = span.of(text)
    if role == "heading" and (match := _ATX.fullmatch(words) or _SETEXT.fullmatch(words)):
        yield from _groups(match, span.start, "heading")
    elif role in (None, "list_item", "quote") and not _IMAGE.sub("", words).strip(WHITE + "[]()"):
        for match in _IMAGE.finditer(words):
            yield from _groups(match, span.start, "image")
    else:
        yield Passage(span, role)


def _groups(match: re.Match[str], shift: int, role: str) -> Iterator[Passage]:
    for group in (1, 2, 3):
        span = strip(match.string, Span(*match.span(group)), WHITE) if match.end(group) > match.start(group) else None
        if span and span.length:
            yield Passage(span.shift(shift), role if group == 2 else "markup")


def _left_over(text: str, found: list[Passage]) -> list[Span]:
    """What is in no block: rules, link definitions, the marks of empty items."""
    gaps = (strip(text, gap, WHITE) for gap in subtract(Span(0, len(text)), [p.span for p in found]))
    return [gap for gap in gaps if gap.length]


def _with_looseness(text: str, found: list[Passage]) -> Iterator[Passage]:
    """The passages, each with whether a blank line separates it from the words before, or nothing precedes it."""
    end = 0
    for passage in found:
        loose = end == 0 or len(LINE_END.findall(text, end, passage.span.start)) > 1
        yield Passage(passage.span, passage.role, loose)
        if passage.role != "markup":
            end = passage.span.end
