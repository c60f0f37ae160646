"""A document as the encoder reads it: paragraphs of words, each with its pieces and a feature, packed into windows.

The encoder's vocabulary is uncased and its tokenizer drops white space. What that loses (case, spacing, quotation) is given to it as
a feature of each word. The same code makes the windows for training, so that the tagger reads text in the form that it learnt from.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer as Pieces

from claimsdb.english.quotations import Quotation
from claimsdb.model.spans import Span

CLS, SEP, MASK = 101, 102, 103
"""The vocabulary's numbers of the marks that begin a window, separate paragraphs, and hide a piece."""

CASES, QUOTES, SPACES = 6, 6, 2
FEATURES = CASES * QUOTES * SPACES
PLAIN, OPENING, CLOSING, INSIDE, GOING_ON, UNCLOSED = range(QUOTES)

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The words of one block: `starts` and `ends` in code points of the document, a feature for each word, and their pieces.

    `pieces` are the numbers of all word pieces; those of word `w` are at `[first[w], first[w + 1])`.
    """

    starts: list[int]
    ends: list[int]
    features: Ints
    pieces: Ints
    first: Ints

    def __len__(self) -> int:
        return len(self.starts)


@dataclass(frozen=True, slots=True)
class WordRange:
    """A range of words in one paragraph: the paragraph's index and the words `[low, high)`."""

    paragraph: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Window:
    """What the encoder reads at once: piece numbers, features, and the index of each word's first piece, stretch after stretch."""

    pieces: Ints
    features: Ints
    words: Ints
    stretches: tuple[WordRange, ...]


def paragraphs(text: str, spans: Sequence[Span], quotes: Sequence[Quotation], tokenizer: Pieces) -> list[Paragraph]:
    """The blocks of a document as paragraphs; `quotes` are the quotations of those blocks, sorted."""
    encoded = tokenizer.encode_batch([s.of(text) for s in spans], add_special_tokens=False)
    starts_of = [q.span.start for q in quotes]
    made = []
    for span, encoding in zip(spans, encoded, strict=True):
        starts: list[int] = []
        ends: list[int] = []
        first: list[int] = []
        last = None
        for at, (word, (start, end)) in enumerate(zip(encoding.word_ids, encoding.offsets, strict=True)):
            if word != last:
                starts.append(span.start + start)
                ends.append(span.start + end)
                first.append(at)
                last = word
            else:
                ends[-1] = span.start + end
        first.append(len(encoding.ids))
        inside = quotes[bisect_left(starts_of, span.start) : bisect_left(starts_of, span.end)]
        features = _features(text, span, starts, ends, inside)
        made.append(Paragraph(starts, ends, features, np.array(encoding.ids, np.int64), np.array(first, np.int64)))
    return made


def _features(text: str, span: Span, starts: list[int], ends: list[int], quotes: Sequence[Quotation]) -> Ints:
    """One number for each word: its case, its position in a quotation, and whether white space precedes it."""
    quoted = [PLAIN] * len(starts)
    for quote in quotes:
        low, high = bisect_left(starts, quote.span.start), bisect_left(starts, quote.span.end)
        kind = GOING_ON if quote.continues or not quote.opened else INSIDE if quote.closed else UNCLOSED
        quoted[low:high] = [kind] * (high - low)
        if low < high and quote.opened:
            quoted[low] = OPENING
        if low < high and quote.closed:
            quoted[high - 1] = CLOSING
    made = []
    before = span.start - 1
    for start, end, quote_state in zip(starts, ends, quoted, strict=True):
        made.append((_case(text, start, end) * QUOTES + quote_state) * SPACES + (start > before))
        before = end
    return np.array(made, np.int64)


def _case(text: str, start: int, end: int) -> int:
    """0 lower case, 1 a capital first, 2 all capitals, 3 mixed, 4 a number, 5 a mark."""
    word = text[start:end]
    if word.islower():
        return 0
    if not word[0].isalnum():
        return 5
    if word[0].isdigit():
        return 4
    if word.isupper():
        return 2 if len(word) > 1 else 1
    return 1 if word[0].isupper() else 3


def pack(
    read: Sequence[Paragraph], size: int, margin: int = 0, first_size: int | None = None
) -> Iterator[tuple[WordRange, ...]]:
    """Stretches for windows of at most `size` pieces with their marks: whole paragraphs if they fit.

    `margin` is how many pieces of a window the next one repeats; `first_size` limits the first window (in training, so that
    windows begin elsewhere in each epoch). A paragraph too long for a window is cut between words.
    """
    room, used = (first_size or size) - 1, 0
    held: list[WordRange] = []
    for stretch in _short(read, size - 2 - margin):
        cost = _cost(read, stretch)
        if held and used + cost > room:
            yield tuple(held)
            held = _tail(read, held, margin)
            used, room = sum(_cost(read, s) for s in held), size - 1
        if held and (held[-1].paragraph, held[-1].high) == (stretch.paragraph, stretch.low):
            held[-1] = WordRange(stretch.paragraph, held[-1].low, stretch.high)
        else:
            held.append(stretch)
        used += cost
    if held:
        yield tuple(held)


def _cost(read: Sequence[Paragraph], stretch: WordRange) -> int:
    first = read[stretch.paragraph].first
    return int(first[stretch.high] - first[stretch.low]) + 1


def _short(read: Sequence[Paragraph], most: int) -> Iterator[WordRange]:
    """Every paragraph with words, cut into stretches of at most `most` pieces."""
    for k, paragraph in enumerate(read):
        low = 0
        while low < len(paragraph):
            high = int(np.searchsorted(paragraph.first, paragraph.first[low] + most, side="right")) - 1
            high = max(min(high, len(paragraph)), low + 1)
            yield WordRange(k, low, high)
            low = high


def _tail(read: Sequence[Paragraph], held: Sequence[WordRange], margin: int) -> list[WordRange]:
    """The last stretches, cut to at most `margin` pieces with their marks."""
    kept: list[WordRange] = []
    for stretch in reversed(held):
        cost = _cost(read, stretch)
        if cost > margin:
            first = read[stretch.paragraph].first
            low = int(np.searchsorted(first, first[stretch.high] - (margin - 1)))
            if margin > 1 and low < stretch.high:
                kept.append(WordRange(stretch.paragraph, low, stretch.high))
            break
        kept.append(stretch)
        margin -= cost
    return kept[::-1]


def window(read: Sequence[Paragraph], stretches: Sequence[WordRange]) -> Window:
    """The window with the stretches: `[CLS] stretch [SEP] stretch [SEP] …`."""
    pieces, features, words = [np.array([CLS])], [np.array([0])], []
    at = 1
    for stretch in stretches:
        paragraph = read[stretch.paragraph]
        first = paragraph.first[stretch.low : stretch.high + 1]
        pieces += [paragraph.pieces[first[0] : first[-1]], np.array([SEP])]
        features += [np.repeat(paragraph.features[stretch.low : stretch.high], np.diff(first)), np.array([0])]
        words.append(first[:-1] - first[0] + at)
        at += int(first[-1] - first[0]) + 1
    return Window(np.concatenate(pieces), np.concatenate(features), np.concatenate(words), tuple(stretches))
