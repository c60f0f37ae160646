"""Marks in a text: however they overlap, every word is there once, in order, and every element is closed."""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from claimsdb.model.spans import Span
from claimsdb.web.marks import Mark, marked

TEXT = st.text(alphabet=st.sampled_from("ab <>&\"'\u0301🙂\n"), max_size=30)


@st.composite
def marks(draw: st.DrawFn) -> Mark:
    start = draw(st.integers(0, 40))
    tag = draw(st.sampled_from(["a", "mark", "span"]))
    return Mark(Span(start, start + draw(st.integers(1, 15))), tag, {"title": draw(TEXT)}, {"id": "one"})


class Read(HTMLParser):
    """Parses words with the elements around each character; fails if elements do not nest or a link is inside a link."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.around: list[tuple[str, list[str]]] = []
        self.ids = 0
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += "id" in dict(attrs)
        self.open.append(tag)
        assert self.open.count("a") <= 1

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.around += [(c, list(self.open)) for c in data]


@given(TEXT, st.integers(0, 10), st.lists(marks(), max_size=8))
def test_every_word_is_once_in_its_marks(text: str, at: int, given_marks: list[Mark]) -> None:
    read = Read(marked(text, at, given_marks))
    assert "".join(c for c, _ in read.around) == text
    for k, (_, tags) in enumerate(read.around):
        here = [m.tag for m in given_marks if m.span.start <= at + k < m.span.end]
        assert sorted(tags) == sorted([t for t in here if t != "a"] + ["a"] * ("a" in here))
    assert read.ids <= len(given_marks)
