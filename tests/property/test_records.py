"""Records of tables: what the standard library writes is read as it was, each word with its bytes."""

import csv
import io
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from claimsdb.model.errors import UnreadableError
from claimsdb.model.spans import Span
from claimsdb.reading.read import read
from claimsdb.streams.expanding import expanded
from claimsdb.streams.member import Limits, Member, Step
from tests.proving import prove

PIECES = [
    "The bridge is safe. ", '"', '""', ",", ";", "\t", "\n", "\r\n", "\r", "\\", "\\n", "/", "é", "–", "😀", "\u0301", "\u2028",
    "&amp;",
    "<", "<p>", "</p>", "<b>bold</b>", "<br>", "&nbsp;", "&#8217;", "<script>", "</script>", " ", "שלום", "{", "]", "'", "\u200b",
]  # fmt: skip
WORDS = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
ROWS = st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=5)


def read_all(raw: bytes, path: str, data: Any) -> dict[str, str]:
    """The texts of the documents, each proved where it is in the file."""
    found = {}
    for one in expanded(io.BytesIO(raw), path, Limits()):
        if isinstance(one, Member):
            step = one.steps[0] if one.steps else Step(0, len(raw))
            assert step.offset is not None
            assert raw[step.offset : step.offset + step.size] == one.raw
            try:
                document = read(
                    one.raw, one.path, media_type=one.media_type, transport=one.transport, fields=one.fields
                )
            except UnreadableError:
                continue
            if not document.raw:
                continue  # a damaged table may be a text
            begin = data.draw(st.integers(0, len(document.text)))
            prove(document, Span(begin, data.draw(st.integers(begin, len(document.text)))))
            found[one.path] = document.text
    return found


def is_plain(words: str) -> bool:
    return "<" not in words and any(c.isalnum() for c in words)


@given(
    ROWS,
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from([("\r\n", csv.QUOTE_MINIMAL), ("\n", csv.QUOTE_ALL), ("\r", csv.QUOTE_ALL)]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.data(),
)
def test_csv(
    rows: list[tuple[str, str, str]], delimiter: str, style: tuple[str, Any], encoding: str, data: Any
) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=style[0], quoting=style[1])
    writer.writerows([("a", "text", "z"), *rows])
    texts = read_all(out.getvalue().encode(encoding), "a.csv", data)
    for number, row in enumerate(csv.reader(io.StringIO(out.getvalue(), newline=""), delimiter=delimiter), 1):
        if number > 1 and is_plain(row[1]):
            assert texts.pop(str(number)) == row[1]
    assert all(not is_plain(rows[int(number) - 2][1]) for number in texts)


@given(ROWS, st.booleans(), st.sampled_from(["lines", "list", "indented"]), st.data())
def test_json(rows: list[tuple[str, str, str]], escaped: bool, form: str, data: Any) -> None:
    objects = [dict(zip(("a", "text", "z"), row, strict=True)) for row in rows]
    if form == "lines":
        made = "".join(json.dumps(one, ensure_ascii=escaped) + "\n" for one in objects)
    else:
        made = json.dumps(objects, ensure_ascii=escaped, indent=2 if form == "indented" else None)
    texts = read_all(made.encode(), "a.jsonl" if form == "lines" else "a.json", data)
    for number, (_, words, _) in enumerate(rows, 1):
        if is_plain(words):
            assert texts[str(number)] == words


@given(st.binary(max_size=200), st.sampled_from(["a.csv", "a.tsv", "a.jsonl", "a.json"]), st.data())
def test_damage(damage: bytes, path: str, data: Any) -> None:
    whole = {
        "a.csv": b'text,title\r\n"It ""is"" safe.",A\r\nNobody was hurt.,B\r\n',
        "a.tsv": b'text\ttitle\nIt is safe.\tA\n"Nobody"\tB\n',
        "a.jsonl": b'{"text": "It \\"is\\" safe.", "title": "A"}\n{"text": "Nobody was hurt."}\n',
        "a.json": b'[{"text": "It \\"is\\" safe.", "title": "A"}, {"text": "Nobody \\u00e9."}]',
    }[path]
    at = data.draw(st.integers(0, len(whole)))
    until = data.draw(st.integers(at, len(whole)))
    read_all(whole[:at] + damage + whole[until:], path, data)
