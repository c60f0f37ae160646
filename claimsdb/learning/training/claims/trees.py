"""Lessons of claims from treebanks: each sentence is a claim, and so is each of its clauses that is one by the standard.

Trees do not know what is attributed, and much of what they have (questions, greetings) is no claim; so they are an auxiliary lesson.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from tokenizers import Tokenizer as Pieces

from claimsdb.english.networks.ties import Stretch
from claimsdb.learning.training.claims.lessons import Lesson
from claimsdb.learning.training.claims.spelling import spelled
from claimsdb.learning.training.tagger.treebank import Token, clauses, groups, together

LEAST = 3
"""Minimum number of tokens of a sentence that is a claim."""


def trees(path: Path, tokenizer: Pieces) -> list[Lesson]:
    """The lessons of a treebank, each of a few sentences."""
    return [tree_lesson(group, tokenizer) for group in groups(path)]


def tree_lesson(group: Sequence[Sequence[Token]], tokenizer: Pieces) -> Lesson:
    """The lesson of sentences that are read as one paragraph."""
    read, tokens = together(group, tokenizer)
    pieces, first, begins = [], 0, []
    for k, tree in enumerate(group):
        start = bisect_left(read.starts, tokens[first][0].start)
        begins.append(start)
        for low, high, clause in _runs(tree):
            words = (
                bisect_left(read.ends, tokens[first + low][0].start + 1),
                bisect_left(read.starts, tokens[first + high - 1][0].end),
            )
            if words[0] < words[1]:
                pieces.append((Stretch(0, *words), k * 1000 + clause))
        first += len(tree)
    labels, told = spelled(pieces, [len(read)])
    return Lesson([read], [[at for at in begins if at < len(read)]], labels, told)


def _runs(tree: Sequence[Token]) -> Iterator[tuple[int, int, int]]:
    """The ranges of tokens of one clause each, without marks at their ends, and the number of the clause: 0 is the rest of the sentence."""
    if len(tree) < LEAST:
        return
    inside = [0] * len(tree)
    for number, (low, high) in enumerate(sorted(clauses(tree), key=lambda c: (c[0], -c[1])), 1):
        inside[low:high] = [number] * (high - low)
    for clause, run in groupby(range(len(tree)), key=inside.__getitem__):
        words = [k for k in run if tree[k].pos != "PUNCT"]
        if words:
            yield words[0], words[-1] + 1, clause
