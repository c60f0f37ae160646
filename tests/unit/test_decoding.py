import pytest

from claimsdb.model.errors import EncodingNameError, UnreadableError
from claimsdb.model.spans import Span
from claimsdb.streams.encodings.decoding import decode


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (b"plain", "utf-8"),
        ("na\u00efve".encode(), "utf-8"),
        ("na\u00efve".encode("utf-8-sig"), "utf-8-sig"),
        ("na\u00efve \U0001f600".encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + "na\u00efve".encode("utf-16-be"), "utf-16"),
        ("A plain line\n".encode("utf-16-le"), "utf-16-le"),
        ("A plain line\n".encode("utf-16-be"), "utf-16-be"),
        ("会谈富有成果，2月物价上涨3%。 他说。\n".encode("utf-16-le"), "utf-16-le"),
        ("A line".encode("utf-32"), "utf-32"),
        ("A line".encode("utf-32-le"), "utf-32-le"),
        ("A line".encode("utf-32-be"), "utf-32-be"),
        ("“We’re done” – she said…".encode("cp1252"), "cp1252"),
        ("The café closed, José Núñez said.".encode("mac-roman"), "mac-roman"),
        ("Rząd zapowiedział, że żywność podrożeje.".encode("cp1250"), "cp1250"),
        ("Rząd zapowiedział, że żywność podrożeje.".encode("iso8859-2"), "iso8859-2"),
        ("Правительство обещало деньги школам до конца сентября.".encode("koi8-r"), "koi8-r"),
        ("外務大臣は水曜日、協議は有意義だったと述べた。組合は譲歩しない。".encode("shift_jis"), "cp932"),
    ],
)
def test_the_encoding_is_found_and_decodes_the_bytes(raw: bytes, encoding: str) -> None:
    decoded = decode(raw, "a.txt")
    assert (decoded.encoding, decoded.text) == (encoding, raw.decode(encoding))


@pytest.mark.parametrize(
    ("text", "encoding", "span", "expected"),
    [
        ("aé€😀b", "utf-8", Span(1, 4), (1, 10)),
        ("aé", "utf-8-sig", Span(0, 2), (3, 6)),
        ("a😀b", "utf-16", Span(1, 3), (4, 10)),
        ("a😀b", "utf-16-le", Span(1, 3), (2, 8)),
        ("a😀b", "utf-32", Span(1, 3), (8, 16)),
        ("aéb", "cp1252", Span(1, 3), (1, 3)),
        ("aあb丂", "shift_jisx0213", Span(1, 4), (1, 6)),
        ("a中\U00020000b", "gb18030", Span(1, 4), (1, 8)),
    ],
)
def test_bytes_of_a_span(text: str, encoding: str, span: Span, expected: tuple[int, int]) -> None:
    raw = text.encode(encoding)
    index = decode(raw, "a.txt", encoding).map
    assert index.hull(span) == expected
    assert index.byte(len(text)) == len(raw)


@pytest.mark.parametrize(
    ("given", "raw", "encoding"),
    [
        ("latin1", b"caf\xe9", "iso8859-1"),
        ("UTF8", b"\xef\xbb\xbfx", "utf-8-sig"),
        ("utf-8-sig", b"x", "utf-8"),
        ("utf-16", b"x\0", "utf-16-le"),
        ("utf-16-le", b"\xff\xfex\0", "utf-16"),
        ("utf-16-be", b"\xff\xfex\0", "utf-16-be"),
    ],
)
def test_a_given_encoding_is_taken_with_the_mark_that_the_bytes_show(
    given: str | None, raw: bytes, encoding: str
) -> None:
    decoded = decode(raw, "a.txt", given)
    assert (decoded.encoding, decoded.text) == (encoding, raw.decode(encoding))


@pytest.mark.parametrize("name", ["klingon", "rot13", "base64", ""])
def test_an_unknown_encoding(name: str) -> None:
    with pytest.raises(EncodingNameError, match="No text encoding is called"):
        decode(b"x", "a.txt", name)


def test_quotation_marks_of_ebcdic_are_not_control_characters() -> None:
    said = '"Yes," she said. "No," he said.'
    assert decode(said.encode("cp037"), "a.txt", "cp037").text == said


@pytest.mark.parametrize(
    ("raw", "given", "code", "byte"),
    [
        (b"", None, "empty", None),
        (b" \r\n\t\0", None, "empty", None),
        (b"\xef\xbb\xbf\n", None, "empty", None),
        (b"\x89PNG\r\n\x1a\n\0\0", None, "binary", 0),
        (b"%PDF-1.7\n", None, "binary", 0),
        (b"PK\x03\x04rest", None, "binary", 0),
        (b"text and then \x01\x02\x03\x04", None, "binary", 14),
        ("text and then \x01\x02\x03\x04".encode("cp037"), "cp037", "binary", 14),
        ("“one” “two” ".encode() + b"\xff rest", None, "undecodable", 20),
        (b"abc\xe9", "utf-8", "undecodable", 3),
        (b"\xef\xbb\xbfabc\xe9", "utf-8", "undecodable", 6),
        (b"\xff\xfea\0b", None, "undecodable", 4),
        (b"ab\x81", "cp1252", "undecodable", 2),
        (b"2+AG8-3", "utf-7", "unmappable", None),
        ("日本".encode("iso2022_jp"), "iso2022_jp", "unmappable", None),
        (b"ab\x88\x62", "big5hkscs", "unmappable", 2),
    ],
)
def test_undecodable_files(raw: bytes, given: str | None, code: str, byte: int | None) -> None:
    with pytest.raises(UnreadableError) as caught:
        decode(raw, "a.txt", given)
    assert (caught.value.problem.code, caught.value.problem.byte) == (code, byte)


def test_the_message_names_the_byte_and_a_remedy() -> None:
    with pytest.raises(UnreadableError) as caught:
        decode(b"abc\xe9", "in/a.txt", "utf-8")
    assert str(caught.value).startswith("in/a.txt, byte 3: Byte 0xE9 is not utf-8: ")
    assert "Save the file as UTF-8" in str(caught.value)


def test_a_stray_nul_is_a_problem_and_the_text_is_kept() -> None:
    decoded = decode("é one\0 two three four five".encode(), "a.txt")
    assert decoded.text == "é one\0 two three four five"
    assert [(p.code, p.byte) for p in decoded.problems] == [("control_character", 6)]
