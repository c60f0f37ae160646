"""Classified words by span are the same as in a separate analysis of the stretch, whatever was asked for before."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from claimsdb.english.analysis import Analysis
from claimsdb.english.lexicon import default
from claimsdb.english.quotations import quotations
from claimsdb.english.words import TOKEN
from claimsdb.model.document import Block, BlockKind, Sentence
from claimsdb.model.intervals import Intervals
from claimsdb.model.spans import Span, together

WORDS = st.sampled_from(
    """He she it plans has been led said that Plans Bo U.S. Mr. don't
    China’s very only run runs closed closing warned of to and , . “ ” ; 5 3,500 -""".split()
)
TEXTS = st.lists(WORDS, min_size=2, max_size=40).map(" ".join)


@st.composite
def analysed(draw: st.DrawFn) -> Analysis:
    """A text with sentences that cover it, some without white space in between."""
    text = draw(TEXTS)
    cuts = draw(st.sets(st.integers(1, len(text) - 1), max_size=4))
    edges = [0, *sorted(cuts), len(text)]
    sentences = [Sentence(0, Span(a, b)) for a, b in pairwise(edges)]
    return Analysis(text, [Block(BlockKind.PARAGRAPH, Span(0, len(text)))], sentences)


def token_spans(analysis: Analysis) -> list[Span]:
    return [Span(*m.span()) for m in TOKEN.finditer(analysis.text)]


@given(analysed(), st.data())
def test_words_of_a_span_are_those_of_the_stretch_by_itself(analysis: Analysis, data: st.DataObject) -> None:
    classes, tokens = default().classes, token_spans(analysis)
    for _ in range(4):
        low, high = sorted(data.draw(st.tuples(*[st.integers(0, len(tokens) - 1)] * 2)))
        end = data.draw(st.integers(tokens[high].start + 1, tokens[high].end))  # also within a word
        span = Span(tokens[low].start, end)
        found = analysis.words(span)
        assert found.text == span.of(analysis.text)
        assert found.tokens == classes.words(analysis.text, span)
        assert analysis.words(span) is found


@given(analysed(), st.data())
def test_words_of_several_spans_are_those_of_their_texts_together(analysis: Analysis, data: st.DataObject) -> None:
    tokens = token_spans(analysis)
    chosen = sorted(data.draw(st.lists(st.sampled_from(tokens), min_size=1, max_size=4, unique=True)))
    found = analysis.words(*chosen)
    text = together(analysis.text, chosen)
    fresh = default().classes.words(text, Span(0, len(text)))
    assert [(w.form, w.tag) for w in found.tokens] == [(w.form, w.tag) for w in fresh]
    assert [w.form for w in found.tokens] == [s.of(analysis.text).lower().replace("’", "'") for s in chosen]


@given(analysed(), st.integers(0, 200))
def test_the_sentence_at_a_place(analysis: Analysis, at: int) -> None:
    before = [s for s in analysis.sentences if s.span.start <= at]
    assert analysis.sentence(at) == before[-1]
    assert list(analysis.sentences_before(at, 2)) == before[:-3:-1]


def test_no_sentence_precedes_the_first() -> None:
    analysis = Analysis("  It rained.", [], [Sentence(0, Span(2, 12))])
    assert analysis.sentence(1) is None
    assert list(analysis.sentences_before(1, 2)) == []


@given(analysed())
def test_quotations_are_paired_once(analysis: Analysis) -> None:
    assert analysis.quotations == quotations(analysis.text, [Span(0, len(analysis.text))])
    assert analysis.quotations is analysis.quotations


SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 10)).map(lambda s: Span(s[0], s[0] + s[1])), max_size=99)


@given(SPANS, st.integers(0, 40), st.integers(0, 10))
def test_intervals_answer_as_if_each_span_was_looked_at(spans: list[Span], start: int, length: int) -> None:
    asked = Span(start, start + length)
    intervals = Intervals(zip(spans, range(len(spans)), strict=True))
    entries = sorted(zip(spans, range(len(spans)), strict=True))
    assert intervals.over(asked) == [e for e in entries if e[0].overlaps(asked)]
    assert intervals.around(asked) == [e for e in entries if e[0].contains(asked) and e[0].end > start]
    assert intervals.starting(asked) == [e for e in entries if asked.start <= e[0].start < asked.end]
