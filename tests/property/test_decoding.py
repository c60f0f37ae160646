import functools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimsdb.model.errors import UnreadableError
from claimsdb.model.spans import Span
from claimsdb.streams.encodings.decoding import decode

UNICODE = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
LEGACY = [
    "cp1252",
    "iso8859-2",
    "koi8-r",
    "mac-roman",
    "cp037",
    "shift_jis",
    "euc_jp",
    "gbk",
    "gb18030",
    "big5",
    "cp949",
    "johab",
]
ENDS = ["\n", "\r\n", "\r"]


@functools.cache
def texts(encoding: str) -> st.SearchStrategy[str]:
    """Lines of words that the encoding can represent; the first words are not another encoding's signature."""
    words = st.text(
        st.characters(codec=encoding, exclude_categories=["Cc", "Cs"], exclude_characters="¥‾"), max_size=20
    )
    parts = st.one_of(words, st.sampled_from(ENDS))
    return st.lists(parts, max_size=8).map(lambda found: "The words: " + "".join(found))


@pytest.mark.parametrize("encoding", UNICODE + LEGACY)
@given(data=st.data())
def test_every_span_has_its_bytes(encoding: str, data: st.DataObject) -> None:
    written = data.draw(texts(encoding))
    raw = written.encode(encoding)
    decoded = decode(raw, "a.txt", encoding)
    assert decoded.text == raw.decode(decoded.encoding)
    start = data.draw(st.integers(0, len(decoded.text)))
    span = Span(start, data.draw(st.integers(start, len(decoded.text))))
    first, last = decoded.map.hull(span)
    # A piece in the middle has no byte order mark, so take the byte order of the file's.
    exact = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(decoded.encoding, decoded.encoding)
    assert raw[first:last].decode(exact) == span.of(decoded.text)
    assert (decoded.map.point(first), decoded.map.point(last)) == span


@pytest.mark.parametrize("encoding", UNICODE)
@given(data=st.data())
def test_unicode_is_detected(encoding: str, data: st.DataObject) -> None:
    raw = data.draw(texts("ascii" if "-le" in encoding or "-be" in encoding else "utf-8")).encode(encoding)
    decoded = decode(raw, "a.txt")
    assert decoded.text == raw.decode(encoding) == raw.decode(decoded.encoding)


@given(st.binary(min_size=1, max_size=200))
def test_any_bytes_give_their_text_or_a_reason(raw: bytes) -> None:
    try:
        decoded = decode(raw, "a.txt")
    except UnreadableError as error:
        problem = error.problem
    else:
        assert decoded.text == raw.decode(decoded.encoding)
        assert decoded.map.byte(len(decoded.text)) == len(raw)
        return
    assert problem.code in ("empty", "binary", "undecodable", "unmappable")
    assert problem.byte is None or problem.byte < len(raw)
