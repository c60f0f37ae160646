"""Pages: whatever their tags, text and map agree with the bytes."""

import html
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from claimsdb.lookup.verify.proofs.proof import proof_of
from claimsdb.model.errors import UnreadableError
from claimsdb.model.source_map import How
from claimsdb.model.spans import Span
from claimsdb.model.stretch import Stretch, portions
from claimsdb.reading.read import read

PIECES = [
    "<p>", "</p>", "<b>", "</b>", "<br>", "<div class=author>", "</div>", "<table><tr><td>", "<td>", "</table>", "<ul><li>",
    "</ul>", "<svg>", "<script>", "</script>", "<!-- a", "-->", "<style>b", "</style>", "<h1>", "</h1>", "<a href='x>y'>", "</a>",
    "<img alt='A bridge &amp; a river'>", "<pre>\n", "</pre>", "<textarea>", "</textarea>", "<span hidden>", "</span>",
    "<button>Share</button>", "<", "&", "&amp;", "&nbsp;", "&#8217;", "&#x80;", "&notit;", "&#0;", " ", "\r\n", "\t", "\0", "é",
    "–", "😀", "\u0301", "שלום", "The bridge is safe. ",
    "The council said that the repairs had cost three million pounds in all. ",
]  # fmt: skip
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "cp1252", "gb18030"]


@given(st.lists(st.sampled_from(PIECES), max_size=60), st.sampled_from(ENCODINGS), st.binary(max_size=3), st.data())
def test_text_and_bytes_agree(pieces: list[str], encoding: str, damage: bytes, data: Any) -> None:
    raw = f"<!DOCTYPE html><meta charset={encoding}>{''.join(pieces)}".encode(encoding, "ignore")
    at = data.draw(st.integers(30, len(raw)))
    raw = raw[:at] + damage + raw[at:]
    try:
        document = read(raw, "a.html")
    except UnreadableError:
        return
    text = document.text
    for run in document.map.runs():
        words = text[run.start : run.end]
        cut = raw[run.byte_start : run.byte_end].decode(document.encoding.replace("-sig", ""), "replace")
        if run.how is How.LITERAL and document.encoding != "utf-16":
            assert cut == words
        elif run.how is How.REFERENCE and document.encoding == "utf-8" and words not in ("\ufffd", "€"):
            assert html.unescape(cut) == words
        elif run.how is How.NONE:
            assert words.isspace()
    proof = proof_of(document.media_type, raw, document.encoding)
    end = 0
    for passage in document.passages:
        span = passage.span
        assert end <= span.start < span.end <= len(text)
        assert not text[end : span.start].strip()
        end = span.end
        if any(run.how is not How.NONE for run in document.map.runs(span)):
            stretch = Stretch(span, Span(*document.map.hull(span)), span.of(text), portions(document.map, span))
            assert proof.words(stretch) == stretch.text
    assert not text[end:].strip()
