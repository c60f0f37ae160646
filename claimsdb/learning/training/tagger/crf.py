"""A linear-chain CRF over the labels of a paragraph's words (Lafferty et al. 2001), for learning and for teaching.

The target is given as expectations, of each word's label and of how often one label follows another: those of one
sequence, or those of all sequences weighted by another CRF. So the loss is the cross entropy between the two.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from claimsdb.english.networks.labels import Labels

IMPOSSIBLE = -1e4


@dataclass
class Expected:
    """Expected labels: `words` (paragraphs, words, labels), 0 after a paragraph's end; `moves` (labels, labels), how often
    one label follows another in all paragraphs together.
    """

    words: Tensor
    moves: Tensor

    def mixed(self, other: Expected, share: float) -> Expected:
        """The mean of both, in which the other has this share."""
        return Expected(torch.lerp(self.words, other.words, share), torch.lerp(self.moves, other.moves, share))


def certain(labels: Tensor, lengths: Tensor, size: int) -> Expected:
    """The expectations of one known sequence for each paragraph: `labels` (paragraphs, words) of `size` labels, `lengths` (paragraphs)."""
    inside = torch.arange(labels.shape[1], device=labels.device)[None] < lengths[:, None]
    words = nn.functional.one_hot(labels, size).float() * inside[..., None]
    return Expected(words, torch.einsum("nki,nkj->ij", words[:, :-1], words[:, 1:]))


class Crf(nn.Module):
    """The CRF's scores of moves from label to label of a set, and of labels at either end of a paragraph."""

    forbidden: Tensor
    no_begin: Tensor
    no_end: Tensor

    def __init__(self, labels: Labels) -> None:
        super().__init__()
        size = len(labels)
        self.begin, self.end = nn.Parameter(torch.zeros(size)), nn.Parameter(torch.zeros(size))
        self.move = nn.Parameter(torch.zeros(size, size))
        limits = {"forbidden": labels.follows, "no_begin": labels.begins, "no_end": labels.ends}
        for name, allowed in limits.items():
            self.register_buffer(name, torch.where(torch.from_numpy(allowed), 0.0, IMPOSSIBLE))

    def loss(self, scores: Tensor, lengths: Tensor, expected: Expected) -> Tensor:
        """The cross entropy, summed over the paragraphs. `scores` (paragraphs, words, labels)."""
        ends = expected.words[torch.arange(len(lengths), device=lengths.device), lengths - 1].sum(0)
        own = (scores * expected.words).sum() + (self.move * expected.moves).sum()
        own = own + (self.begin * expected.words[:, 0].sum(0)).sum() + (self.end * ends).sum()
        return self._total(scores, lengths, self.move + self.forbidden) - own

    def expected(self, scores: Tensor, lengths: Tensor) -> Expected:
        """The CRF's own expectations: the gradients of the total are the marginals."""
        with torch.enable_grad():
            scores = scores.detach().requires_grad_()
            move = (self.move + self.forbidden).detach().requires_grad_()
            total = self._total(scores, lengths, move)
            words, moves = torch.autograd.grad(total, (scores, move), materialize_grads=True)  # one word has no moves
        return Expected(words, moves)

    def _total(self, scores: Tensor, lengths: Tensor, move: Tensor) -> Tensor:
        """The log of the sum over all sequences, summed over the paragraphs.

        Moves are joined in pairs, so that a paragraph of 200 words takes eight steps.
        """
        n, words, size = scores.shape
        steps = move + scores[:, 1:, None, :]
        still = torch.full((size, size), IMPOSSIBLE, device=scores.device).fill_diagonal_(0.0)
        inside = torch.arange(1, words, device=scores.device)[None] < lengths[:, None]
        steps = torch.where(inside[..., None, None], steps, still)
        while steps.shape[1] > 1:
            if steps.shape[1] % 2:
                steps = torch.cat([steps, still.expand(n, 1, size, size)], 1)
            steps = torch.logsumexp(steps[:, ::2, :, :, None] + steps[:, 1::2, None], 3)
        first = scores[:, 0] + self.begin + self.no_begin
        if steps.shape[1]:
            first = torch.logsumexp(first[..., None] + steps[:, 0], 1)
        return torch.logsumexp(first + self.end + self.no_end, 1).sum()
