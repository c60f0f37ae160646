"""The text of bytes in a charset that a message names: encoded words of its header, and its parts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimsdb.model.errors import Problem, UnreadableError
from claimsdb.model.source_map import How, Range, Run, SourceMap
from claimsdb.reading.html import charset
from claimsdb.reading.mail.mapped import Mapped, joined
from claimsdb.streams.encodings.decoding import Decoded
from claimsdb.streams.mail.transfer import transferred

_WORD = re.compile(rb"=\?(?P<charset>[^?\s*]{1,40})(?:\*[^?\s]{0,40})?\?(?P<how>[bBqQ])\?(?P<words>[^?\r\n]*+)\?=")
_SIMPLE = re.compile(rb"(?:[\t !-<>-~]|=(?!\?))*+")
_FOLD = re.compile(rb"(?:\r\n|\n|\r)[ \t]+")
_BETWEEN = re.compile(rb"[ \t\r\n]*+")
_Q = re.compile(rb"=(?P<hex>[0-9A-Fa-f]{2})|_")


def spelled(raw: bytes, path: str, *labels: str | None) -> Decoded:
    """Decode the bytes of a part in the charset that its type names, the first of the labels that is known.

    If it names none that is known, or what it names is wrong, the encoding is detected. What cannot be decoded is U+FFFD, with a problem.
    Raises `UnreadableError` if they are binary, or if characters have no bytes of their own in the encoding.
    """
    name = charset.named(raw, labels)
    if raw.isascii() and name != "utf-8":
        try:
            plain = raw.decode(name) == raw.decode("ascii")
        except UnicodeDecodeError:
            plain = False
        name = "utf-8" if plain else name  # also of encodings with shifts, in which it has none
    return charset.decoded(raw, path, name)


def value(message: bytes, start: int, end: int) -> Mapped:
    """The value of a field, unfolded, with its encoded words decoded."""
    if _SIMPLE.fullmatch(message, start, end):
        return _literal(message, start, end)
    return joined(_pieces(message, start, end), len(message))


def _literal(message: bytes, start: int, end: int) -> Mapped:
    runs = [Run(0, end - start, start, end - start)] if start < end else []
    return Mapped(message[start:end].decode("ascii"), SourceMap(end - start, len(message), runs))


def _pieces(message: bytes, start: int, end: int) -> Iterator[Mapped]:
    at = start
    for group in _groups(message, start, end):
        words = _decoded(message, group)
        if words.text or not any(word["words"] for word in group):  # what is not encoded at all is shown as it is
            yield from _plain(message, at, group[0].start())
            yield words
            at = group[-1].end()
    yield from _plain(message, at, end)


def _groups(message: bytes, start: int, end: int) -> Iterator[list[re.Match[bytes]]]:
    """Encoded words that follow one another, of one charset: characters may be divided between them."""
    group: list[re.Match[bytes]] = []
    for word in _WORD.finditer(message, start, end):
        if group:
            last = group[-1]
            gap = _BETWEEN.fullmatch(message, last.end(), word.start())
            if gap is None or last["charset"].lower() != word["charset"].lower():
                yield group
                group = []
        group.append(word)
    if group:
        yield group


def _plain(message: bytes, start: int, end: int) -> Iterator[Mapped]:
    """What is not encoded: a fold is one space, and none between encoded words."""
    if (
        _BETWEEN.fullmatch(message, start, end)
        and message[start - 2 : start] == b"?="
        and message[end : end + 2] == b"=?"
    ):
        return
    at = start
    for fold in [*_FOLD.finditer(message, start, end), None]:
        to = fold.start() if fold else end
        if _SIMPLE.fullmatch(message, at, to):
            yield _literal(message, at, to)
        elif at < to:
            yield _text(message[at:to], None, SourceMap(to - at, len(message), [Run(0, to - at, at, to - at)]))
        if fold:
            size = fold.end() - fold.start()
            yield Mapped(" ", SourceMap(1, len(message), [Run(0, 1, fold.start(), size, How.ESCAPE)]))
            at = fold.end()


def _decoded(message: bytes, group: list[re.Match[bytes]]) -> Mapped:
    made: list[bytes] = []
    runs: list[Run] = []
    length = 0
    for word in group:
        raw, to_bytes = _word(message, word.span("words"), word["how"].lower() == b"b")
        runs += (run._replace(start=run.start + length) for run in to_bytes.runs())
        made.append(raw)
        length += len(raw)
    label = group[0]["charset"].decode("latin-1")
    return _text(b"".join(made), label, SourceMap(length, len(message), runs))


def _word(message: bytes, words: Range, base64: bool) -> tuple[bytes, SourceMap]:
    if base64:
        return transferred(message, words, "base64")[:2]
    made: list[bytes] = []
    runs: list[Run] = []
    length, at = 0, words[0]
    for match in [*_Q.finditer(message, *words), None]:
        to = match.start() if match else words[1]
        if at < to:
            made.append(message[at:to])
            runs.append(Run(length, to - at, at, to - at))
            length += to - at
        if match:
            made.append(bytes.fromhex(match["hex"].decode("ascii")) if match["hex"] else b" ")
            runs.append(Run(length, 1, match.start(), match.end() - match.start(), How.ESCAPE))
            length, at = length + 1, match.end()
    return b"".join(made), SourceMap(length, len(message), runs)


def _text(raw: bytes, label: str | None, to_bytes: SourceMap) -> Mapped:
    """The text of bytes of a header; if they have none, nothing."""
    if not raw:
        return Mapped("", to_bytes)
    try:
        found = spelled(raw, "", label, "cp1252")
    except UnreadableError:
        return Mapped("", SourceMap(0, to_bytes.size, []))
    return Mapped(found.text, found.map.through(to_bytes)).fitting(found.encoding, "ascii")


def moved(problem: Problem, to_bytes: SourceMap, path: str) -> Problem:
    """The problem of a decoded part, with its place in the message."""
    byte = None if problem.byte is None else to_bytes.byte(problem.byte)
    return Problem(problem.code, path, problem.message, problem.remedy, byte)
