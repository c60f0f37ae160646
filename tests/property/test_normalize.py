"""The whole pipeline over generated documents: spans are correct for any bytes (550 documents, and lines of 200 kB)."""

import sys

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from claimsdb.lookup.verify.proofs.text import slice_codec
from claimsdb.model.attribution import AttributionKind
from claimsdb.model.claim import Normalized
from claimsdb.model.document import Document
from claimsdb.model.errors import UnreadableError
from claimsdb.model.spans import Span
from claimsdb.normalizer.attribution.tagger import Tagger
from claimsdb.normalizer.attribution.tagging import TrainedTagger
from claimsdb.normalizer.normalize import normalize
from claimsdb.reading.read import read
from tests.given import Fixed, Given, Marked

SENTENCES = [
    Marked.of(notation)
    for notation in (
        "<1s:The mayor> <1c:said> on Monday <1t:that the old bridge would close in May>.",
        "<1t:“The bridge is safe,”> <1c:said> <1s:Jo Hill, the city’s engineer>, <1t:“and it will stay open.”>",
        "<1c:According to> <1s:a report by the Water Board>, <1t:the river rose by three metres<k:, while the town slept>>.",
        "<1s:Mr. Hill<k:, who was not at the meeting>,> <1c:warned against> <1t:“hasty moves”> and <2c:promised> <2t:a study>.",
        '<1t:"We are concerned about it">, <1s:she> <1c:added>. <1t:"It is not our fault.">',
        "<1s:Officials> <1c:believe> <1t:that the bridge<k:, which was built in 1902>, may fail>.",
        "<1s:China> <1c:said> <1t:<2s:it> <2c:was troubled by> <2t:the report>>; <3s:Tokyo> <3c:plans> <3t:to buy missiles>.",
        "<1t:Will it hold? <2s:No one> <2c:knows>>, <1s:the minister> <1c:told> reporters.",
        "<1c:It is believed> <1t:that 1,200 people left>.",
        "<1t:‘Never,’> <1s:he> <1c:said>.",
        "Read more: the bridge",
        "• First, <1s:they> <1c:said>, <1t:comes the money>.",
        "# The bridge closes",
        "By Jo Hill",
    )
]
TAGGER = TrainedTagger()
GIVEN = Given(*SENTENCES)
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
    st.sampled_from(SENTENCES).flatmap(lambda s: st.integers(0, len(s.text)).map(s.after)),
    st.one_of(
        st.sampled_from(MARKS), st.sampled_from(ODD), st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
    ).map(Marked),
)
TEXTS = st.lists(st.tuples(PIECES, st.sampled_from(ENDS).map(Marked)), min_size=1, max_size=16).map(
    lambda found: Marked.together([part for pair in found for part in pair])
)
PATHS = st.sampled_from(["a.txt", "a.md"])
ENCODINGS = ["utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030"]


def check_findings(made: Normalized, raw: bytes) -> None:
    """Check every span in code points, bytes and words, that sources and cues are outside claims, and that the ledger is complete."""
    text, at = made.document.text, made.document.map
    codec = slice_codec(made.document.encoding, raw)

    def same(span: Span) -> None:
        first, last = at.hull(span)
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


def check(made: Marked, encoding: str, path: str, tagger: Tagger) -> None:
    raw = made.text.encode(encoding)
    refused: str | None = None
    try:
        document = read(raw, path, encoding=encoding)
    except UnreadableError as error:
        refused = error.problem.code
    else:
        check_findings(normalize(document, tagger), raw)
    assert refused in (None, "empty", "binary")


@settings(max_examples=300, suppress_health_check=list(HealthCheck))
@given(TEXTS, st.sampled_from(ENCODINGS), PATHS)
def test_nothing_is_out_of_place(made: Marked, encoding: str, path: str) -> None:
    check(made, encoding, path, Fixed(made.tags))


@pytest.mark.network
@settings(max_examples=50, suppress_health_check=list(HealthCheck))
@given(TEXTS, st.sampled_from(ENCODINGS), PATHS)
def test_nothing_that_the_network_finds_is_out_of_place(made: Marked, encoding: str, path: str) -> None:
    check(made, encoding, path, TAGGER)


@example(
    b"\x01\t\x01\t!\t!0.\xe2\x80\x98\n#\tA #\na", "a.md"
)  # a heading after a sentence with a stray mark is no page header
@settings(max_examples=200)
@given(st.one_of(st.binary(max_size=300), TEXTS.map(lambda t: t.text.encode("utf-8"))), PATHS)
def test_detected_or_refused(raw: bytes, path: str) -> None:
    try:
        document = read(raw, path)
    except UnreadableError:
        return
    check_findings(normalize(document, GIVEN), raw)


PARAGRAPHS = Marked.together([part for sentence in SENTENCES for part in (sentence, Marked("\n\n"))])


@pytest.mark.parametrize(
    "tagger", [GIVEN, Fixed(PARAGRAPHS.tags), pytest.param(TAGGER, marks=pytest.mark.network)], ids=lambda t: t.name
)
def test_the_sentences_give_attributions(tagger: Tagger) -> None:
    made = normalize(read(PARAGRAPHS.text.encode(), "a.txt"), tagger)
    assert len(made.attributions) > 8
    assert {c.attribution for c in made.claims} == set(AttributionKind)


LONG = {
    "news": "".join(s.text + " " for s in SENTENCES[:10]),
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
    "said said": "<1c:said> ",
    "commas": "<1s:he> <1c:said>, ",
    "nested": "<1s:she> <1c:said> <1t:that> ",
    "opening marks": "“",
    "straight marks": '"a ',
    "combining": "e\u0301",
    "hashes": "# ",
    "stars": "*a",
    "brackets": "[a](",
}


def line(unit: str, size: int, path: str) -> Document:
    """A document of one long line."""
    return read(("It began. " + unit * (size // len(unit.encode()))).encode(), path)


def hold_segments(made: Normalized) -> None:
    raw = made.document.text.encode()
    for claim in made.claims:
        for span in claim.segments:
            first, last = made.document.map.hull(span)
            assert raw[first:last].decode() == span.of(made.document.text)


@pytest.mark.slow
@pytest.mark.parametrize("sort", LONG)
def test_a_long_line(sort: str) -> None:
    """Quadratic time on a line of this length would exceed the suite's time limit."""
    hold_segments(normalize(line(LONG[sort], 200_000, "a.txt"), GIVEN))


@pytest.mark.network
@pytest.mark.parametrize("sort", ["news", "one word"])
def test_a_long_line_through_the_network(sort: str) -> None:
    hold_segments(normalize(line(LONG[sort], 40_000, "a.txt"), TAGGER))


def calls(notation: str, size: int, path: str) -> int:
    """The number of function calls to normalize a line, which is the same each time and on any machine."""
    unit = Marked.of(notation)
    document, tagger, count = line(unit.text, size, path), Given(unit), 0

    def called(frame: object, event: str, value: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(called)
    try:
        made = normalize(document, tagger)
    finally:
        sys.setprofile(None)
    hold_segments(made)
    return count


@pytest.mark.parametrize("path", ["a.txt", "a.md"])
@pytest.mark.parametrize("sort", DENSE)
def test_work_grows_with_the_text_and_not_faster(sort: str, path: str) -> None:
    calls(DENSE[sort], 2_500, path)  # fills the caches
    short, long = calls(DENSE[sort], 2_500, path), calls(DENSE[sort], 10_000, path)
    assert long < 5 * short  # for four times the text; quadratic work would be sixteen times as much
