"""JSON with positions: the standard library says whether it is valid, and each string keeps its range in the file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from claimsdb.model.errors import Problem, UnreadableError
from claimsdb.model.source_map import How

_TOKEN = re.compile(r'"(?P<string>(?:[^"\\]|\\.?)*+)(?:"|\Z)|(?P<mark>[{}\[\]:])|(?P<word>[-+.\w]+)', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})(?:\\u([dD][c-fC-F][0-9a-fA-F]{2}))?|(.))", re.DOTALL)
_MEANT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_HIGH, _LOW, _PLANE = 0xD800, 0xDC00, 0x10000


class Text(NamedTuple):
    """A string: its half-open range between its quotation marks, in code points."""

    start: int
    end: int


class Object(dict[str, "Value"]):
    """An object; of fields with one name, the last counts, as for most programs."""


Value = Object | list["Value"] | Text | float | bool | None
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}


class Stretch(NamedTuple):
    """A part of a string: its range in the file, what it stands for, and how it is made from it."""

    start: int
    end: int
    text: str
    how: How


def values(text: str, path: str) -> Value:
    """The value that a JSON text is. Raises `UnreadableError` if it is not valid."""
    try:
        json.loads(text.removeprefix("\ufeff"), strict=False, parse_int=float)
    except json.JSONDecodeError as error:
        what = f"It is not valid JSON: {error.msg} in line {error.lineno}, column {error.colno}."
        raise UnreadableError(Problem("json", path, what, "Save it again from the program that made it.")) from None
    except RecursionError:
        raise UnreadableError(Problem("json", path, "Its JSON is nested too deep.", "Set it flatter.")) from None
    return _built(text)


def _built(text: str) -> Value:
    """The value of a valid text."""
    root: list[Value] = []
    stack: list[tuple[Object | list[Value], str]] = [(root, "")]  # each with the name of the field that is next
    before: Text | None = None
    for token in _TOKEN.finditer(text):
        within, name = stack[-1]
        if token["string"] is not None:
            before = Text(*token.span("string"))
            if isinstance(within, Object) and not name:
                continue  # it is a name
            value: Value = before
        elif (mark := token["mark"]) == ":":
            stack[-1] = within, _name(text, before)
            continue
        elif mark in ("}", "]"):
            stack.pop()
            continue
        elif mark is not None:
            value = Object() if mark == "{" else []
        else:
            value = _WORDS[token["word"]] if token["word"] in _WORDS else float(token["word"])
        if isinstance(within, Object):
            within[name[1:]] = value
            stack[-1] = within, ""
        else:
            within.append(value)
        if isinstance(value, Object | list):
            stack.append((value, ""))
    return root[0]


def _name(text: str, found: Text | None) -> str:
    """The name of a field behind a mark, so that no name is empty."""
    return "=" + (said(text, found) if found else "")


def stretches(text: str, found: Text) -> Iterator[Stretch]:
    """The parts of a string: what is there as it is, and escapes. Half a surrogate pair stands for U+FFFD."""
    start = found.start
    for escape in _ESCAPE.finditer(text, *found):
        if start < escape.start():
            yield Stretch(start, escape.start(), text[start : escape.start()], How.LITERAL)
        yield from _escape(escape)
        start = escape.end()
    if start < found.end:
        yield Stretch(start, found.end, text[start : found.end], How.LITERAL)


def _escape(escape: re.Match[str]) -> Iterator[Stretch]:
    start, end = escape.span()
    if escape[3] is not None:
        yield Stretch(start, end, _MEANT.get(escape[3], escape[3]), How.ESCAPE)
        return
    first = int(escape[1], 16)
    second = int(escape[2], 16) if escape[2] else None
    if second is not None and _HIGH <= first < _LOW:
        yield Stretch(start, end, chr(_PLANE + ((first - _HIGH) << 10) + second - _LOW), How.ESCAPE)
        return
    middle = escape.start(2) - 2 if second is not None else end
    for at, until, code in ((start, middle, first), (middle, end, second)):
        if code is not None:
            yield Stretch(at, until, "\ufffd" if _HIGH <= code < 0xE000 else chr(code), How.ESCAPE)


def said(text: str, found: Text) -> str:
    """What a string stands for."""
    return "".join(stretch.text for stretch in stretches(text, found))
