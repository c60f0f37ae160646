"""An attribution corpus (PolNeAR, JSON lines) as labelled paragraphs: each word has a label, each source and content its cue."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict, cast

import numpy as np
from tokenizers import Tokenizer as Pieces

from claimsdb.english.networks.labels import ATTRIBUTIONS, PARTS, Labels
from claimsdb.english.networks.windows import Ints, Paragraph, paragraphs
from claimsdb.english.quotations import quotations
from claimsdb.learning.jsonl import objects
from claimsdb.model.spans import Span, lines


class MarkedText(TypedDict):
    """A document of the corpus: its text, and its attributions as lists of `[start, end)` in code points, part by part (`PARTS`)."""

    id: str
    text: str
    attributions: list[dict[str, list[list[int]]]]


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of an attribution: its part (index in `PARTS`), its paragraph with the words `[low, high)`, and the attribution's index."""

    part: int
    paragraph: int
    low: int
    high: int
    attribution: int


@dataclass(frozen=True, slots=True)
class Labelled:
    """A document to learn from: paragraphs, the label of each of their words, and the fragments."""

    id: str
    read: list[Paragraph]
    labels: list[Ints]
    fragments: list[Fragment]


def documents(path: Path) -> Iterator[MarkedText]:
    """The documents of the corpus, in the order of the file."""
    yield from cast(Iterator[MarkedText], objects(path))


def labelled(document: MarkedText, tokenizer: Pieces) -> Labelled:
    """One document of the corpus with its labels. A fragment that spans several lines is cut into one for each line."""
    text = document["text"]
    spans = list(lines(text, Span(0, len(text))))
    read = paragraphs(text, spans, quotations(text, spans), tokenizer)
    labels = [np.zeros(len(p), np.int64) for p in read]
    fragments = []
    for number, attribution in enumerate(document["attributions"]):
        for part, name in enumerate(PARTS):
            for start, end in attribution[name]:
                for k, low, high in touched(read, spans, start, end):
                    if labels[k][low:high].any():
                        continue  # two annotations of one word: the first stays
                    fragments.append(Fragment(part, k, low, high, number))
                    labels[k][low:high] = bioes(ATTRIBUTIONS, name, high - low)
    return Labelled(document["id"], read, labels, fragments)


def touched(read: Sequence[Paragraph], spans: Sequence[Span], start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """The words that `[start, end)` touches, as paragraph and range, paragraph by paragraph."""
    for k, span in enumerate(spans):
        if span.start < end and start < span.end:
            paragraph = read[k]
            low = bisect_left(paragraph.ends, start + 1)
            high = bisect_left(paragraph.starts, end)
            if low < high:
                yield k, low, high


def bioes(labels: Labels, part: str, size: int) -> list[int]:
    """The labels of the words of a piece of `size` words."""
    begins, inside, ends, alone = (labels.names.index(f"{place}-{part}") for place in "BIES")
    return [alone] if size == 1 else [begins, *[inside] * (size - 2), ends]
