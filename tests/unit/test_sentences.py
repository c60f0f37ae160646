"""Exact sentences of strings from news."""

from __future__ import annotations

import pytest

from claimsdb.english.sentences import LONGEST, sentences
from claimsdb.model.document import Block, BlockKind, Sentence
from claimsdb.model.spans import Span


def split(text: str) -> list[str]:
    block = Block(BlockKind.PARAGRAPH, Span(0, len(text)))
    return [sentence.span.of(text) for sentence in sentences(text, [block])]


@pytest.mark.parametrize(
    "expected",
    [
        ["Trump wins again"],
        ["“We won’t go.”", "He left."],
        ["“Why?” she asked.", "“It’s over,” he said.", "“Go home.”"],
        ["He said: “It’s over.", "Go home.”", "She left."],
        ['"It is over," Mr. Smith said.', '"Go home."', "Gov. Deal vetoed it."],
        ["U.S. officials met in the U.S.", "The talks cost $2.5m.", "No. 2 spoke."],
        ["See www.Lumen.Example.Org and a/b.Txt of Amazon.Com."],
        ["Sen. Bob Corker (R-Tenn.) said no.", "Rep. Ed Poe (D-Calif.) agreed."],
        ["Rep. Zoe Lofgren (D-Calif.), who wrote it, spoke.", "Reps. Ann Lee and Bob Roe left."],
        ["Sen. Bernie Sanders (I-Vt.) on Saturday rose.", "The G.O.P. base fell."],
        ["Lt. Gen. Smith of St. Louis lost Roe v. Wade.", "He paused…", "Then he went on."],
        ["He spoke in May of then-Sen. Obama.", "“Mr. Trump did,” she said."],
        ["It fell last week.", "He made a call.", "She would win.", "They came in.", "That was all."],
        ["The “Girls Rock! awards” came.", "Girls Rock! aired on Tuesday.", "Jeb! was better."],
        ["He came at 5 p.m. Monday.", "She came at 5 p.m.", "It rained on Jan. 5.", "George W. Bush spoke."],
        ["“My plan will be great!”—is wearing thin.", "He knows."],
        ["It was (or was it?): odd.", "Yes."],
        ["• Prices rose.", "• Wages fell."],
        ["It is called First!", "... There will be more."],
        ["He left. ***"],
        ["1. Prices rose.", "2. Wages fell."],
        ["“U.S. Embassy staff left,” he said.", "“Sept. 11 was bad.”"],
        ["PORTLAND, Ore. — It sells ore.", "Prices rose."],
        ["« Il part. »", "Elle reste."],
    ],
    ids=lambda expected: expected[0],
)
def test_sentences_end_where_a_reader_ends_them(expected: list[str]) -> None:
    assert split(" ".join(expected)) == expected


def test_a_closing_mark_belongs_to_the_sentence_it_closes_without_a_space_after_it() -> None:
    assert split("“So do voters!”After that he left.") == ["“So do voters!”", "After that he left."]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("He sold it in May.", "The town paid."),
        ("“It is ours,” she said.”", "He left."),
        ("He left in 2019.", "Nobody knew."),
    ],
)
def test_a_space_may_be_missing_between_sentences(first: str, second: str) -> None:
    assert split(first + second) == [first, second]


def test_offsets_count_code_points_of_the_document() -> None:
    text = "Byline\n\n 😀 Ça dort. Cafe\u0301 good.\r\nA man left.\n\nHead"
    blocks = [
        Block(BlockKind.BYLINE, Span(0, 6)),
        Block(BlockKind.PARAGRAPH, Span(8, len(text) - 6)),
        Block(BlockKind.TITLE, Span(len(text) - 4, len(text))),
    ]
    assert sentences(text, blocks) == [
        Sentence(1, Span(9, 19)),
        Sentence(1, Span(20, 31)),
        Sentence(1, Span(33, 44)),
        Sentence(2, Span(46, 50)),
    ]
    assert Span(20, 31).of(text) == "Cafe\u0301 good."


@pytest.mark.parametrize("kind", BlockKind)
def test_only_blocks_that_bear_claims_have_sentences(kind: BlockKind) -> None:
    found = sentences("One.", [Block(kind, Span(0, 4))])
    assert found == ([Sentence(0, Span(0, 4))] if kind.bears_claims else [])


def test_a_sentence_never_crosses_a_block() -> None:
    text = "He saw Mr.\nSmith left."
    blocks = [Block(BlockKind.TITLE, Span(0, 10)), Block(BlockKind.PARAGRAPH, Span(11, 22))]
    assert sentences(text, blocks) == [Sentence(0, Span(0, 10)), Sentence(1, Span(11, 22))]


def test_a_sentence_without_end_is_cut_between_words() -> None:
    text = f"{'He left, and ' * 2_000}{'x' * 9_000} {'and so on ' * 500}"
    found = split(text)
    assert " ".join(" ".join(found).split()) == " ".join(text.split())
    assert [len(one) > LONGEST for one in found].count(True) == 1
    assert "x" * 9_000 in found
