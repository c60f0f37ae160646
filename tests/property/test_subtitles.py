"""Subtitles: whatever is in the cues, the words are those of the file, in their order, and prove."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from claimsdb.model.errors import UnreadableError
from claimsdb.model.spans import Span
from claimsdb.reading.read import read
from tests.proving import prove

PIECES = [
    "The bridge is safe. ", "It cost three", " million", "- Yes.", "-", "ANNA: ", ">> ", "[Applause]", "(LAUGHS)", "♪ la", "♪", "#",
    "<i>", "</i>", "<b", "<v Anna>", "<v.x Anna &amp; Bo>", "</v>", "<00:01.000>", "{\\an8}", "{", "&amp;", "&lt;", "&", "&#8217;", "&#0;",
    "\n", "\r\n", "\n\n", " ", "\t", "é", "–", "😀", "\u0301", "\u200b", "שלום", "...", "…", "\\", '"', "NOTE x", "1", "00:00:03,000 --> 0",
]  # fmt: skip
CUES = st.lists(st.lists(st.sampled_from(PIECES), max_size=8).map("".join), max_size=8)


@given(CUES, st.sampled_from([".srt", ".vtt"]), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]), st.data())
def test_text_and_bytes_agree(cues: list[str], kind: str, encoding: str, data: Any) -> None:
    made = "WEBVTT\n\n" if kind == ".vtt" else ""
    for k, words in enumerate(cues):
        made += f"{k + 1}\n00:00:0{k}.000 --> 00:00:0{k + 1}.000\n{words}\n\n"
    raw = made.encode(encoding, "ignore")
    if data.draw(st.booleans()):
        at = data.draw(st.integers(0, len(raw)))
        raw = raw[:at] + data.draw(st.binary(max_size=3)) + raw[at:]
    try:
        document = read(raw, f"a{kind}")
    except UnreadableError:
        return
    begin = data.draw(st.integers(0, len(document.text)))
    prove(document, Span(begin, data.draw(st.integers(begin, len(document.text)))))
    ends = [0, *(p.span.end for p in document.places)]
    assert all(end <= p.span.start < p.span.end for end, p in zip(ends, document.places, strict=False))


WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "Zs", "Cc", "So"]), max_size=30)


@given(st.lists(WORDS, min_size=1, max_size=6), st.booleans())
def test_a_transcript_says_what_its_strings_say(texts: list[str], escaped: bool) -> None:
    cues = [{"text": words, "start": 9 * k, "duration": 1} for k, words in enumerate(texts)]
    raw = json.dumps(cues, ensure_ascii=escaped).encode()
    try:
        document = read(raw, "a.json")
    except UnreadableError:
        return
    prove(document)
    said = "".join("".join(texts).replace("\0", "").split())
    assert "".join(document.text.split()) == said
