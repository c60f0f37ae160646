"""For any text, sentences are in order, inside their blocks, and leave out only white space."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from claimsdb.english.sentences import sentences
from claimsdb.model.document import Block, BlockKind
from claimsdb.model.spans import Span

WORDS = ("Mr.", "U.S.", "He left.", "no", "(R-Fla.", "1.", "a", "É", "e\u0301", "😀", "שלום.")
MARKS = (")", "“", "”", '"', "'", "…", "...", ".", "?!", "•", "\x00", "\u00ad", "\u200b", "\u202e", "\ufeff")
SPACES = (" ", "\n", "\r\n", "\r", "\t", "\x1c", "\x85", "\u00a0", "\u2028")
PIECES = st.sampled_from(WORDS + MARKS + SPACES)
BODIES = st.one_of(st.lists(PIECES, max_size=40).map("".join), st.text(max_size=80))
PARTS = st.lists(st.tuples(st.sampled_from(BlockKind), BODIES, st.sampled_from(["", " ", "\n\n"])), max_size=6)


def laid_out(parts: list[tuple[BlockKind, str, str]]) -> tuple[str, list[Block]]:
    text, blocks = "", []
    for kind, body, gap in parts:
        blocks.append(Block(kind, Span(len(text), len(text) + len(body))))
        text += body + gap
    return text, blocks


@given(PARTS)
def test_sentences_cover_every_word_of_the_claim_bearing_blocks(parts: list[tuple[BlockKind, str, str]]) -> None:
    text, blocks = laid_out(parts)
    covered = {at for sentence in sentences(text, blocks) for at in range(*sentence.span)}
    bearing = {at for block in blocks if block.kind.bears_claims for at in range(*block.span)}
    assert covered <= bearing
    assert "".join(text[at] for at in sorted(bearing - covered)).strip() == ""


@given(PARTS)
def test_sentences_are_in_order_inside_their_blocks_without_white_space_at_their_ends(
    parts: list[tuple[BlockKind, str, str]],
) -> None:
    text, blocks = laid_out(parts)
    found = sentences(text, blocks)
    assert all(blocks[sentence.block].span.contains(sentence.span) for sentence in found)
    assert all(first.block <= second.block for first, second in pairwise(found))
    assert all(first.span.end <= second.span.start for first, second in pairwise(found))
    words = [sentence.span.of(text) for sentence in found]
    assert all(said and said == said.strip() for said in words)


@given(BODIES)
def test_only_a_block_without_words_has_a_sentence_without_words(body: str) -> None:
    found = sentences(body, [Block(BlockKind.PARAGRAPH, Span(0, len(body)))])
    assert len(found) <= 1 or all(any(map(str.isalnum, sentence.span.of(body))) for sentence in found)


@given(BODIES)
def test_the_same_text_gives_the_same_sentences_at_any_offset(body: str) -> None:
    alone = sentences(body, [Block(BlockKind.TITLE, Span(0, len(body)))])
    later = sentences("😀\n" + body, [Block(BlockKind.TITLE, Span(2, 2 + len(body)))])
    assert [sentence.span.shift(2) for sentence in alone] == [sentence.span for sentence in later]
