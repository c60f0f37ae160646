"""A reader of a few tags, for tests of everything after reading: its text is as people read it, so that words may have several ranges."""

from __future__ import annotations

import html
import re
from hashlib import sha256

from claimsdb.model.document import Document, Passage
from claimsdb.model.source_map import How, Run, SourceMap
from claimsdb.model.spans import Span

_PART = re.compile(
    rb"(?P<block></?(?:p|h1|li)\b[^>]*>)|(?P<markup><[^>]*>)|(?P<ref>&\w+;)|(?P<space>\s+)|(?P<words>[^<&\s]+)"
)


def page(raw: bytes, path: str = "page.html") -> Document:
    """The page as a document, in UTF-8: a passage for each `p`, `h1` and `li`, without tags and comments, one space for several."""
    text, runs, starts = "", list[Run](), list[tuple[int, str]]()
    role = None
    for m in _PART.finditer(raw):
        inside = bool(starts) and starts[-1][1] != "end"
        start, how, words = m.start(), How.LITERAL, ""
        if m["block"]:
            closing = m["block"].startswith(b"</")
            if text and not text.endswith("\n"):
                text = _add(text, runs, "\n\n", 0, 0, How.NONE)
            role = {b"h1": "heading", b"li": "list_item"}.get(re.sub(rb"[</>]|\s.*", b"", m["block"]))
            starts.append((len(text), "end" if closing else role or ""))
        elif m["ref"]:
            how, words = How.REFERENCE, html.unescape(m["ref"].decode())
        elif m["space"] and inside and not text.endswith((" ", "\n")) and text:
            how, words = How.ESCAPE if len(m["space"]) > 1 else How.LITERAL, " "
        elif m["words"]:
            words = m["words"].decode()
        if words and inside:
            at = start
            for same in re.finditer("[\0-\x7f]+|[\x80-\u07ff]+|[\u0800-\uffff]+", words):
                size = len(same.group().encode()) if how is How.LITERAL and not m["space"] else m.end() - m.start()
                text = _add(text, runs, same.group(), at, size, how)
                at += size
    spans = [
        (Span(a, b), r) for (a, r), (b, _) in zip(starts, [*starts[1:], (len(text), "end")], strict=True) if r != "end"
    ]
    stripped = [(Span(s.start, s.start + len(s.of(text).rstrip())), r) for s, r in spans]
    return Document(
        path=path,
        sha256=sha256(raw).hexdigest(),
        size_bytes=len(raw),
        media_type="text/html",
        encoding="utf-8",
        raw=raw,
        text=text,
        reading=text,
        map=SourceMap(len(text), len(raw), runs),
        passages=tuple(Passage(span, role or None) for span, role in stripped if span.length),
    )


def _add(text: str, runs: list[Run], words: str, byte: int, size: int, how: How) -> str:
    runs.append(Run(len(text), len(words), byte, size, how))
    return text + words
