"""The best labels of each paragraph and their chances: Viterbi and forward-backward over a linear-chain CRF, paragraphs together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from claimsdb.english.networks.labels import Labels

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
T = TypeVar("T", np.float32, np.int64)

LONGEST = 4_096
"""Maximum number of words of a row. A longer paragraph, several times as long as any in news, is decoded in parts."""
ROOM = 1 << 18
"""Maximum number of words of the rows of a batch, each as long as the longest of them: what one batch takes of memory."""
_NEVER = np.float32(-1e4)


@dataclass(frozen=True, slots=True)
class Crf:
    """The weights of moves between labels (from, to), and of the first and last label; what the labels forbid is excluded."""

    move: Floats
    begin: Floats
    end: Floats

    @staticmethod
    def of(labels: Labels, move: Sequence[Sequence[float]], begin: Sequence[float], end: Sequence[float]) -> Crf:
        """The CRF over these labels with these learnt weights."""
        return Crf(
            np.where(labels.follows, 0, _NEVER).astype(np.float32) + np.array(move, np.float32),
            np.where(labels.begins, 0, _NEVER).astype(np.float32) + np.array(begin, np.float32),
            np.where(labels.ends, 0, _NEVER).astype(np.float32) + np.array(end, np.float32),
        )

    def best(self, scores: Sequence[Floats]) -> tuple[list[Ints], list[Floats]]:
        """For each paragraph's scores (words, labels), the best labels, and the chance of every label at every word."""
        parts = [s[at : at + LONGEST] for s in scores for at in range(0, max(len(s), 1), LONGEST)]
        found = [self._batch(batch) for batch in _batches(parts)]
        labels = iter(one for batch, _ in found for one in batch)
        chances = iter(one for _, batch in found for one in batch)
        counts = [len(range(0, max(len(s), 1), LONGEST)) for s in scores]
        return [_joined(labels, n) for n in counts], [_joined(chances, n) for n in counts]

    def _batch(self, scores: Sequence[Floats]) -> tuple[list[Ints], list[Floats]]:
        order = sorted(range(len(scores)), key=lambda k: -len(scores[k]))
        lengths = np.array([len(scores[k]) for k in order])
        padded = np.zeros((len(order), max(int(lengths[0]), 1), len(self.begin)), np.float32)
        for row, k in enumerate(order):
            padded[row, : lengths[row]] = scores[k] if len(scores[k]) else 0
        steps = np.arange(padded.shape[1])
        alive = (
            len(order) - np.searchsorted(lengths[::-1], steps, side="right")
        ).tolist()  # number of rows that reach this step
        labels = self._viterbi(padded, lengths, alive)
        chances = self._marginals(padded, lengths, alive)
        back = {k: row for row, k in enumerate(order)}
        return (
            [labels[back[k], : len(scores[k])] for k in range(len(scores))],
            [chances[back[k], : len(scores[k])] for k in range(len(scores))],
        )

    def _viterbi(self, scores: Floats, lengths: Ints, alive: list[int]) -> Ints:
        reached = scores[:, 0] + self.begin
        came = np.zeros(scores.shape, np.int64)
        for step in range(1, scores.shape[1]):
            n = alive[step]
            through = reached[:n, :, None] + self.move
            came[:n, step] = through.argmax(1)
            reached[:n] = through.max(1) + scores[:n, step]
        labels = np.zeros(scores.shape[:2], np.int64)
        at = (reached + self.end).argmax(1)
        rows = np.arange(len(lengths))
        for step in range(scores.shape[1] - 1, -1, -1):
            n = alive[step]
            labels[:n, step] = at[:n]
            at[:n] = came[rows[:n], step, at[:n]] if step else at[:n]
        return labels

    def _marginals(self, scores: Floats, lengths: Ints, alive: list[int]) -> Floats:
        chance = np.exp(self.move)
        alpha, beta = np.zeros_like(scores), np.zeros_like(scores)
        alpha[:, 0] = scores[:, 0] + self.begin
        for step in range(1, scores.shape[1]):
            n = alive[step]
            before = alpha[:n, step - 1]
            most = before.max(1, keepdims=True)
            alpha[:n, step] = np.log(np.exp(before - most) @ chance + 1e-30) + most + scores[:n, step]
        for step in range(scores.shape[1] - 1, -1, -1):
            n, m = alive[step], alive[step + 1] if step + 1 < scores.shape[1] else 0
            beta[m:n, step] = self.end
            if m:
                after = beta[:m, step + 1] + scores[:m, step + 1]
                most = after.max(1, keepdims=True)
                beta[:m, step] = np.log(np.exp(after - most) @ chance.T + 1e-30) + most
        alpha += beta
        alpha -= alpha.max(2, keepdims=True)
        np.exp(alpha, out=alpha)
        alpha /= alpha.sum(2, keepdims=True)
        return alpha


def _batches(scores: Sequence[Floats]) -> Iterator[Sequence[Floats]]:
    """The scores in order, in batches that have room; one is enough for nearly every document."""
    first, longest = 0, 1
    for k, one in enumerate(scores):
        longest = max(longest, len(one))
        if k > first and (k + 1 - first) * longest > ROOM:
            yield scores[first:k]
            first, longest = k, len(one)
    if scores:
        yield scores[first:]


def _joined(parts: Iterator[NDArray[T]], count: int) -> NDArray[T]:
    """The next `count` parts as one."""
    found = [next(parts) for _ in range(count)]
    return found[0] if count == 1 else np.concatenate(found)
