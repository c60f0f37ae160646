"""The map between a text and its file: against a file that is made with it, and composed with the map of a stream."""

from itertools import cycle, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimsdb.model.errors import OffsetError, PlacelessError, SourceMapError
from claimsdb.model.file_lines import FileLines
from claimsdb.model.source_map import How, Run, SourceMap
from claimsdb.model.spans import LineIndex, Span

PIECES = st.sampled_from(
    [
        (How.LITERAL, "fish", b"fish"),
        (How.LITERAL, "éü", "éü".encode()),
        (How.REFERENCE, "&", b"&amp;"),
        (How.REFERENCE, "≂̸", b"&NotEqualTilde;"),
        (How.ESCAPE, " ", b" \r\n\t "),
        (How.NONE, "\n\n", b""),
        (None, "", b"<p class='a'>"),
    ]
)
"""How a run is made, its text and its bytes; the last one is markup, which has no text."""


class Made:
    """A text, its file, and the bytes of each code point, with the map that must say the same."""

    def __init__(self, pieces: list[tuple[How | None, str, bytes]]) -> None:
        self.text, self.file, self.of = "", b"", list[bytes]()
        runs = []
        for how, text, raw in pieces:
            if how is not None:
                runs.append(Run(len(self.text), len(text), len(self.file), len(raw), how))
            cut = [c.encode() for c in text] if how is How.LITERAL else [raw] * len(text)
            self.text, self.file, self.of = self.text + text, self.file + raw, self.of + cut
        self.map = SourceMap(len(self.text), len(self.file), runs)

    def cut(self, ranges: tuple[tuple[int, int], ...]) -> bytes:
        return b"".join(self.file[start:end] for start, end in ranges)


MADE = st.lists(PIECES, max_size=12).map(Made)


def spans(data: st.DataObject, length: int) -> Span:
    start = data.draw(st.integers(0, length))
    return Span(start, data.draw(st.integers(start, length)))


@given(MADE, st.data())
def test_ranges_are_the_bytes_of_a_span_and_the_hull_is_around_them(made: Made, data: st.DataObject) -> None:
    span = spans(data, len(made.text))
    ranges = made.map.ranges(span)
    assert all(a[1] < b[0] for a, b in pairwise(ranges)), "in order, apart, neighbours joined"
    expected = b"".join(
        made.of[k]
        for k in range(*span)
        if k == span.start
        or made.of[k] != b"&NotEqualTilde;"
        or made.text[k] == "≂"  # its two characters share their bytes
    )
    assert made.cut(ranges) == expected
    if ranges:
        assert made.map.hull(span) == (ranges[0][0], ranges[-1][1])
    elif span.length:
        with pytest.raises(PlacelessError):
            made.map.hull(span)


@given(MADE)
def test_ranges_of_parts_tile_those_of_the_whole(made: Made) -> None:
    runs = list(made.map.runs())
    assert [k for run in runs for k in range(run.start, run.end)] == list(range(len(made.text)))
    whole = [b for start, end in made.map.ranges(Span(0, len(made.text))) for b in range(start, end)]
    assert [b for run in runs for r in made.map.ranges(Span(run.start, run.end)) for b in range(*r)] == whole


@given(MADE)
def test_a_code_point_and_its_first_byte_lead_to_each_other(made: Made) -> None:
    for run in made.map.runs():
        for at in range(run.start, run.end if run.how is How.LITERAL else run.start + 1):
            if run.how is not How.NONE:
                assert made.map.point(made.map.byte(at)) == at
    end = made.map.byte(len(made.text))
    assert made.file[end:].replace(b"<p class='a'>", b"") == b""


ENCODED = st.sampled_from(
    [(How.LITERAL, 4, 4), (How.LITERAL, 1, 1), (How.ESCAPE, 1, 3), (How.ESCAPE, 3, 4), (None, 0, 3)]
)
"""Runs of a stream in its file, such as those of quoted-printable and base64: how, bytes of the stream, bytes of the file."""


@given(MADE, st.lists(ENCODED, max_size=8))
def test_maps_compose(made: Made, plan: list[tuple[How | None, int, int]]) -> None:
    runs, at, size = [], 0, 0
    for how, length, byte_length in cycle([*plan, (How.LITERAL, 1, 1)]):
        if at == len(made.file):
            break
        if how is not None and at + length <= len(made.file):
            runs.append(Run(at, length, size, byte_length, how))
            at += length
        size += byte_length
    inner = SourceMap(len(made.file), size, runs)
    composed = made.map.through(inner)
    assert [(r.start, r.end) for r in composed.runs() if r.how is How.NONE] == [
        (r.start, r.end) for r in made.map.runs() if r.how is How.NONE
    ]
    for at in range(len(made.text)):
        there = made.map.ranges(Span(at, at + 1))
        steps = [inner.hull(Span(*r)) for r in there]
        got = composed.ranges(Span(at, at + 1))
        assert bool(got) == bool(steps)
        if steps:
            run = next(composed.runs(Span(at, at + 1)))
            if run.how is How.ESCAPE and run.length > 1:  # its characters share their bytes
                assert got[0][0] <= steps[0][0]
                assert got[-1][1] >= steps[-1][1]
            else:
                assert (got[0][0], got[-1][1]) == (steps[0][0], steps[-1][1])
    for one, other in pairwise(run for run in composed.runs() if run.how is not How.NONE):
        assert one.end < other.start or one.byte_end <= other.byte_start


def test_a_stream_of_literal_bytes_keeps_runs_literal() -> None:
    page = SourceMap(6, 8, [Run(0, 2, 0, 2), Run(2, 2, 2, 4), Run(4, 2, 6, 2)])
    stream = SourceMap(8, 30, [Run(0, 4, 10, 4), Run(4, 4, 17, 4)])
    assert list(page.through(stream).runs()) == [Run(0, 2, 10, 2), Run(2, 1, 12, 2), Run(3, 1, 17, 2), Run(4, 2, 19, 2)]


@pytest.mark.parametrize(
    "runs",
    [
        [Run(0, 2, 0, 2)],
        [Run(1, 3, 0, 3)],
        [Run(0, 2, 0, 2), Run(1, 2, 2, 2)],
        [Run(0, 3, 0, 4)],
        [Run(0, 3, 3, 6)],
        [Run(0, 3, 0, 0, How.ESCAPE)],
        [Run(0, 3, 0, 3, How.NONE)],
    ],
)
def test_runs_that_do_not_cover_the_text_are_refused(runs: list[Run]) -> None:
    with pytest.raises(SourceMapError, match="report it"):
        SourceMap(3, 6, runs)


@pytest.mark.parametrize("span", [Span(-1, 2), Span(0, 4), Span(5, 6)])
def test_a_span_outside_the_text(span: Span) -> None:
    with pytest.raises(OffsetError):
        SourceMap(3, 3, [Run(0, 3, 0, 3)]).ranges(span)


def test_no_code_point_begins_inside_a_reference_or_in_markup() -> None:
    made = Made([(How.REFERENCE, "&", b"&amp;"), (None, "", b"<br>"), (How.LITERAL, "éü", "éü".encode())])
    assert [made.map.point(b) for b in (0, 5, 9, 11, 13)] == [0, 1, 1, 2, 3]
    for byte in (1, 7, 10, 14):
        with pytest.raises(OffsetError):
            made.map.point(byte)


@given(
    st.text(st.sampled_from("aé\n\r\u2028😀"), max_size=20),
    st.sampled_from(["utf-8", "utf-16-le", "utf-16", "utf-8-sig"]),
)
def test_lines_of_a_file_are_those_of_its_text(text: str, encoding: str) -> None:
    raw, lines = text.encode(encoding), LineIndex(text)
    mark = len("".encode(encoding))
    for at in range(len(text) + 1):
        if text[at - 1 : at + 1] != "\r\n":  # a line does not begin between the two
            byte = len(text[:at].encode(encoding))
            assert FileLines(raw, encoding).position(byte if at else mark) == lines.position(at)
