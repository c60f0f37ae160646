from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from claimsdb.english.analysis import Analysis
from claimsdb.english.networks.files import load, manifest
from claimsdb.english.networks.windows import CLS, FEATURES, SEP, pack, paragraphs, window
from claimsdb.english.quotations import quotations
from claimsdb.model.document import Block, BlockKind, Sentence
from claimsdb.model.spans import Span, strip
from claimsdb.normalizer.attribution.tagging import TrainedTagger

MODEL = load(manifest())
TAGGER = TrainedTagger()
WORDS = (
    st.sampled_from(
        """the minister|Ms. Lee|he|said|told|according to|reportedly|that|which|while|and|it is believed|the rents are high|,|.|:|;|—|(|)
        |“|”|"|'|\u0301|🙂|don’t|e\u0301tat|\u200b|\u00ad|İstanbul|10,000|a_b|中文|\0|ſ|ﬁ""".split("|")
    )
    | st.just("x" * 150)
    | st.text(max_size=12)
)
LINES = st.lists(WORDS, max_size=60).map(" ".join)


def laid_out(lines: list[str]) -> tuple[str, list[Span]]:
    text, spans = "", []
    for line in lines:
        span = strip(text + line, Span(len(text), len(text) + len(line)))
        text += line + "\n\n"
        if span.length:
            spans.append(span)
    return text, spans


@given(st.lists(LINES, max_size=5), st.sampled_from([(16, 0), (24, 8), (64, 16), (256, 48)]))
def test_words_and_windows(lines: list[str], shape: tuple[int, int]) -> None:
    """Words are in order inside their paragraph, and windows of every size contain each of them."""
    text, spans = laid_out(lines)
    read = paragraphs(text, spans, quotations(text, spans), MODEL.tokenizer)
    for span, paragraph in zip(spans, read, strict=True):
        edges = [at for pair in zip(paragraph.starts, paragraph.ends, strict=True) for at in pair]
        assert edges == sorted(edges)
        assert all(span.start <= at <= span.end for at in edges)
        assert len(paragraph.features) == len(paragraph) == len(paragraph.first) - 1
        assert all(0 <= f < FEATURES for f in paragraph.features)
    size, margin = shape
    seen = [set() for _ in read]  # type: list[set[int]]
    for stretches in pack(read, size, margin):
        made = window(read, stretches)
        assert made.pieces[0] == CLS
        assert made.pieces[-1] == SEP
        assert len(made.pieces) == len(made.features)
        assert len(made.words) == sum(s.high - s.low for s in stretches)
        longest = max(
            int(read[s.paragraph].first[k + 1] - read[s.paragraph].first[k])
            for s in stretches
            for k in range(s.low, s.high)
        )
        assert len(made.pieces) <= max(size, longest + 2 + margin)
        at = 0
        for s in stretches:
            first = read[s.paragraph].first
            for word in range(s.low, s.high):
                assert made.pieces[made.words[at]] == read[s.paragraph].pieces[first[word]]
                at += 1
            seen[s.paragraph] |= set(range(s.low, s.high))
    assert seen == [set(range(len(p))) for p in read]


@settings(max_examples=60)
@given(st.lists(LINES, max_size=4))
def test_any_text(lines: list[str]) -> None:
    """For any text, attributions are complete and inside it, and their parts do not overlap; the same text gives the same result."""
    text, spans = laid_out(lines)
    cut = [Block(BlockKind.PARAGRAPH, s) for s in spans]
    ends = [Sentence(k, s) for k, s in enumerate(spans)]
    analysis = Analysis(text, cut, ends)
    tags = TAGGER.tag(analysis)
    for k, found in enumerate(tags.attributions):
        parts = sorted(found.source + found.cue + found.content)
        assert found.cue
        assert found.content
        assert 0 <= found.score <= 1
        assert all(0 <= a.start < a.end <= len(text) for a in parts)
        assert all(a.end <= b.start for a, b in pairwise(parts))
        assert found.shares is None or (found.shares != k and not found.source)
    pieces = sorted(p for c in tags.claims for p in c.pieces)
    assert all(any(s.contains(p) for s in spans) for p in pieces)
    assert all(a.end <= b.start for a, b in pairwise(pieces))
    assert TAGGER.tag(analysis) == TAGGER.tag(Analysis(text, cut, ends)) == tags
