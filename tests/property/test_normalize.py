"""The whole pipeline over generated documents: nothing is out of place, whatever the bytes (500 documents, and lines of a megabyte)."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimsdb.lookup.verify import slice_codec
from claimsdb.model.attribution import AttributionKind
from claimsdb.model.claim import Normalized
from claimsdb.model.errors import UnreadableError
from claimsdb.model.spans import Span
from claimsdb.normalizer.attribution.tagging import TrainedTagger
from claimsdb.normalizer.normalize import normalize
from claimsdb.reading.read import read

TAGGER = TrainedTagger()
SENTENCES = [
    "The mayor said on Monday that the old bridge would close in May.",
    "“The bridge is safe,” said Jo Hill, the city’s engineer, “and it will stay open.”",
    "According to a report by the Water Board, the river rose by three metres, while the town slept.",
    "Mr. Hill, who was not at the meeting, warned against “hasty moves” and promised a study.",
    '"We are concerned about it", she added. "It is not our fault."',
    "Officials believe that the bridge, which was built in 1902, may fail.",
    "China said it was troubled by the report; Tokyo plans to buy missiles.",
    "Will it hold? No one knows, the minister told reporters.",
    "It is believed that 1,200 people left.",
    "‘Never,’ he said.",
    "Read more: the bridge",
    "• First, they said, comes the money.",
    "# The bridge closes",
    "By Jo Hill",
]
MARKS = [
    "“",
    "”",
    '"',
    "'",
    "‘",
    "’",
    "«",
    "»",
    "„",
    "``",
    "''",
    "(",
    ")",
    "—",
    "- ",
    "…",
    ",",
    ".",
    ":",
    ";",
    "?",
    "!",
]
ODD = [
    "\0", "\u00ad", "\u200b", "\ufeff", "\u2028", "\u0085", "\x0c", "\x1c", "\t",
    "\u00a0", "\u3000", "e\u0301", "\u0301", "👩‍👩‍👧", "𝔘𝔫", "\U0010ffff",
    "שלום אמר הראש", "قال الوزير", "\u202eabc\u202c", "中文说“好”。", "ﬁ", "İ", "ß", "\ud7ff", "\ufffd",
]  # fmt: skip
ENDS = ["\n", "\r\n", "\r", "\n\n", "\r\n\r\n", "\r\r\n", " ", "  ", ""]
PIECES = st.one_of(
    st.sampled_from(SENTENCES),
    st.sampled_from(SENTENCES).flatmap(lambda s: st.integers(0, len(s)).map(lambda k: s[k:])),
    st.sampled_from(MARKS),
    st.sampled_from(ODD),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
)
TEXTS = st.lists(st.tuples(PIECES, st.sampled_from(ENDS)), min_size=1, max_size=16).map(
    lambda found: "".join(piece + end for piece, end in found)
)
ENCODINGS = ["utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030"]


def hold(made: Normalized, raw: bytes) -> None:
    """Every stored span by code points, by bytes and by words; source and cue outside; one block; a full ledger."""
    text, at = made.document.text, made.document.bytes
    codec = slice_codec(made.document.encoding, raw)

    def same(span: Span) -> None:
        first, last = at.bytes_of(span)
        assert 0 <= span.start < span.end <= len(text)
        assert raw[first:last].decode(codec) == text[span.start : span.end] == span.of(text)

    assert text == raw.decode(made.document.encoding)
    for block in made.blocks:
        same(block.span)
    for a in made.attributions:
        for span in (*a.source, *a.cue, *a.content):
            same(span)
    assert len({c.id for c in made.claims}) == len(made.claims)
    for claim in made.claims:
        block = made.blocks[claim.block]
        assert block.kind.bears_claims
        assert claim.text(text) == " … ".join(text[s.start : s.end] for s in claim.segments)
        for span in (*claim.segments, *claim.quotes):
            same(span)
            assert block.span.contains(span)
        assert all(any(s.contains(q) for s in claim.segments) for q in claim.quotes)
        if claim.attribution is not AttributionKind.ASSERTED:
            assert claim.attributed is not None
            by = made.attributions[claim.attributed]
            assert not any(s.overlaps(f) for s in claim.segments for f in (*by.source, *by.cue))
    covered = {k for s in made.sentences for k in range(*s.span)}
    for block in made.blocks:
        letters = {k for k in range(*block.span) if text[k].isalnum()}
        assert letters <= covered if block.kind.bears_claims else not letters & covered
    assert all((s.claims > 0) == (s.reason is None) for s in made.sentences)


@settings(max_examples=300, suppress_health_check=list(HealthCheck))
@given(TEXTS, st.sampled_from(ENCODINGS), st.sampled_from(["a.txt", "a.md"]))
def test_nothing_is_out_of_place(text: str, encoding: str, path: str) -> None:
    raw = text.encode(encoding)
    refused: str | None = None
    try:
        document = read(raw, path, encoding=encoding)
    except UnreadableError as error:
        refused = error.problem.code
    else:
        hold(normalize(document, TAGGER), raw)
    assert refused in (None, "empty", "binary")


@settings(max_examples=200)
@given(st.one_of(st.binary(max_size=300), TEXTS.map(lambda t: t.encode("utf-8"))), st.sampled_from(["a.txt", "a.md"]))
def test_detected_or_refused(raw: bytes, path: str) -> None:
    try:
        document = read(raw, path)
    except UnreadableError:
        return
    hold(normalize(document, TAGGER), raw)


def test_the_sentences_give_attributions() -> None:
    made = normalize(read("\n\n".join(SENTENCES).encode(), "a.txt"), TAGGER)
    assert len(made.attributions) > 8
    assert {c.attribution for c in made.claims} == set(AttributionKind)


LONG = {
    "news": " ".join(SENTENCES[:10]) + " ",
    "one word": "a",
    "spaces": " " * 99 + "a",
    "full stops": ". ",
    "closing brackets": "a) ",
    "capitals": "Jo Hill ",
    "emoji": "👩‍👩‍👧 ",
    "digits": "1,2 ",
    "which": "the bridge, which ",
}
DENSE = {
    "said said": "said ",
    "commas": "he said, ",
    "nested": "she said that ",
    "opening marks": "“",
    "straight marks": '"a ',
    "combining": "e\u0301",
    "hashes": "# ",
    "stars": "*a",
    "brackets": "[a](",
}


def seconds(unit: str, size: int, path: str) -> float:
    """How long a document of one line takes, its claims held against its bytes."""
    raw = ("It began. " + unit * (size // len(unit.encode()))).encode()
    document = read(raw, path)
    began = time.process_time()
    made = normalize(document, TAGGER)
    took = time.process_time() - began
    for claim in made.claims:
        for span in claim.segments:
            first, last = made.document.bytes.bytes_of(span)
            assert raw[first:last].decode() == span.of(made.document.text)
    return took


@pytest.mark.parametrize("sort", LONG)
def test_a_long_line(sort: str) -> None:
    seconds(LONG[sort], 40_000, "a.txt")


@pytest.mark.parametrize("path", ["a.txt", "a.md"])
@pytest.mark.parametrize("sort", DENSE)
def test_time_grows_with_the_text_and_not_faster(sort: str, path: str) -> None:
    short, long = seconds(DENSE[sort], 5_000, path), seconds(DENSE[sort], 20_000, path)
    assert long < 8 * short + 0.5  # four times the text; sixteen times the time were quadratic
