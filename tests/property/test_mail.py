"""Mails: whatever is written is read again, and each word is in its bytes."""

import base64
import quopri
from collections.abc import Callable
from email.header import Header

from hypothesis import given
from hypothesis import strategies as st

from claimsdb.lookup.verify.proofs.mail import Mail
from claimsdb.model.source_map import How, SourceMap
from claimsdb.model.spans import Span
from claimsdb.reading.mail.spelling import spelled, value
from claimsdb.reading.read import read
from claimsdb.streams.mail.transfer import transferred
from tests.mails import message

LETTERS = st.sampled_from("abc de=?_.>é’😀Ω")
WORDS = st.text(LETTERS, min_size=1, max_size=60)
ENCODED: dict[str, Callable[[bytes], bytes]] = {
    "base64": base64.encodebytes,
    "quoted-printable": quopri.encodestring,
    "8bit": bytes,
}


def cut(raw: bytes, of: SourceMap, span: Span) -> bytes:
    return b"".join(raw[a:b] for a, b in of.ranges(span))


@given(st.binary(max_size=200), st.sampled_from(sorted(ENCODED)), st.booleans())
def test_what_is_encoded_is_decoded_with_the_bytes_of_each_byte(raw: bytes, encoding: str, crlf: bool) -> None:
    coded = ENCODED[encoding](raw)
    if crlf and encoding != "8bit":
        coded = coded.replace(b"\n", b"\r\n")
        raw = raw.replace(b"\n", b"\r\n") if encoding == "quoted-printable" else raw
    whole = b"head" + coded + b"tail"
    found = transferred(whole, (4, 4 + len(coded)), encoding)
    assert found.raw == raw
    assert found.fault is None
    for run in found.map.runs():
        said = raw[run.start : run.end]
        inside = whole[run.byte_start : run.byte_end]
        if run.how is How.LITERAL:
            assert inside == said
        elif encoding == "base64":
            assert base64.b64decode(inside) == said
        else:
            assert quopri.decodestring(inside) == said


DAMAGED = st.lists(st.sampled_from([b"A", b"=", b"\n", b"\r\n", b"+", b" ", b"zz", b"\xe9"]), max_size=40).map(b"".join)


@given(DAMAGED, st.sampled_from(sorted(ENCODED)))
def test_nothing_is_too_damaged(raw: bytes, encoding: str) -> None:
    found = transferred(raw, (0, len(raw)), encoding)
    assert found.map.length == len(found.raw)


@given(WORDS, st.sampled_from(["utf-8", "cp1252"]), st.integers(20, 76))
def test_a_header_that_python_writes(words: str, charset: str, width: int) -> None:
    words = " ".join(words.replace("=?", "= ?").encode(charset, "ignore").decode(charset).split())
    raw = Header(words, charset, maxlinelen=width).encode().encode() if words else b""
    found = value(raw, 0, len(raw))
    assert found.text == words
    assert found.map.length == len(words)


@given(WORDS, st.sampled_from(["utf-8", "cp1252"]))
def test_bytes_in_a_charset(words: str, charset: str) -> None:
    raw = words.encode(charset, "ignore")
    assert spelled(raw, "a.eml", charset).text == raw.decode(charset)


@given(
    st.lists(
        st.text(LETTERS, min_size=1, max_size=90).filter(lambda line: any(c.isalpha() for c in line)),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from(["base64", "quoted-printable", "8bit"]),
    st.sampled_from(["plain", "html"]),
    st.data(),
)
def test_all_words_of_a_message_are_in_its_bytes(
    lines: list[str], encoding: str, kind: str, data: st.DataObject
) -> None:
    text = "\n".join(lines) if kind == "plain" else "".join(f"<p>{line.replace('>', '&gt;')}</p>" for line in lines)
    raw = message(text, subtype=kind, cte=encoding).as_bytes()
    document = read(raw, "a.eml", media_type="message/rfc822")
    said = "".join(c for c in document.text if c.isalpha())
    assert said.endswith("".join(c for line in lines for c in line if c.isalpha()))
    proof = Mail(raw, document.encoding)
    for passage in document.passages:
        start = data.draw(st.integers(passage.span.start, passage.span.end - 1))
        span = Span(start, data.draw(st.integers(start + 1, passage.span.end)))
        if document.map.ranges(span):
            stretch = document.stretch(span)
            assert proof.words(stretch) == stretch.text
