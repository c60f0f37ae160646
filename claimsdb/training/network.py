"""The network: a small BERT encoder with heads for labels (a linear-chain CRF), links and clauses, and for syntax while it learns.

The encoder is all-MiniLM-L6-v2 (6 layers of 384; Wang et al. 2020), its weights read as they come; a feature of each word (case,
quotation, spacing) is added to its pieces. CRF: Lafferty et al. 2001. Links: a pointer from each source and content to its cue.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from claimsdb.tagger.encoding import CASES, QUOTES, SPACES
from claimsdb.tagger.labels import NAMES, PARTS, may_begin, may_end, may_follow
from claimsdb.tagger.links import BUCKETS, WIDTH
from claimsdb.training.treebank import CLASSES, IGNORED, RELATIONS

IMPOSSIBLE = -1e4


@dataclass(frozen=True)
class Shape:
    """The encoder's size."""

    vocabulary: int = 30522
    positions: int = 512
    hidden: int = 384
    layers: int = 6
    heads: int = 12
    inner: int = 1536
    epsilon: float = 1e-12


class Layer(nn.Module):
    """One layer of the encoder, normalised after each part as BERT is."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.heads, self.p = shape.heads, dropout
        self.qkv = nn.Linear(shape.hidden, 3 * shape.hidden)
        self.out = nn.Linear(shape.hidden, shape.hidden)
        self.after_attention = nn.LayerNorm(shape.hidden, shape.epsilon)
        self.up = nn.Linear(shape.hidden, shape.inner)
        self.down = nn.Linear(shape.inner, shape.hidden)
        self.after_inner = nn.LayerNorm(shape.hidden, shape.epsilon)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """`x` (windows, pieces, hidden), `mask` (windows, 1, 1, pieces): what is added to each score of attention."""
        n, t, d = x.shape
        q, k, v = self.qkv(x).view(n, t, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        a = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        a = self.out(a.transpose(1, 2).reshape(n, t, d))
        x = self.after_attention(x + locked(a, self.p, self.training))
        inner = self.down(functional.gelu(self.up(x)))
        return self.after_inner(x + locked(inner, self.p, self.training))


def locked(x: Tensor, p: float, training: bool) -> Tensor:
    """Dropout with one mask for all pieces of a window (Gal and Ghahramani 2016): as good here, and a quarter faster on a processor."""
    if not training or not p:
        return x
    return x * (torch.rand(x.shape[0], 1, x.shape[2]) >= p).div(1 - p)


class Network(nn.Module):
    """Encoder and heads. All word-wise results have the words of a window in order, `(windows, words, …)`.

    `precision` is that of the encoder's products: bfloat16 takes half the time where the processor knows it.
    """

    def __init__(
        self, shape: Shape | None = None, dropout: float = 0.1, precision: torch.dtype = torch.float32
    ) -> None:
        super().__init__()
        self.shape, self.p, self.precision = shape or Shape(), dropout, precision
        hidden = self.shape.hidden
        self.words = nn.Embedding(self.shape.vocabulary, hidden)
        self.positions = nn.Embedding(self.shape.positions, hidden)
        self.features = nn.ModuleList(nn.Embedding(n, hidden) for n in (CASES, QUOTES, SPACES))
        self.norm = nn.LayerNorm(hidden, self.shape.epsilon)
        self.layers = nn.ModuleList(Layer(self.shape, dropout) for _ in range(self.shape.layers))
        self.labels = nn.Linear(hidden, len(NAMES))
        self.links = nn.Linear(hidden, 4 * WIDTH)
        self.clauses = nn.Linear(hidden, 2)
        self.classes = nn.Linear(hidden, len(CLASSES))
        self.relations = nn.Linear(hidden, len(RELATIONS))
        self.crf = Crf()
        self.near = nn.Parameter(torch.zeros(len(PARTS), BUCKETS))
        self.words.requires_grad_(False)
        for table in self.features:
            nn.init.zeros_(table.weight)

    @property
    def encoder(self) -> list[nn.Parameter]:
        """The parameters that come trained and are trained on. The words' own vectors stay as they came, a tenth of the time less."""
        parts: list[nn.Module] = [self.positions, self.norm, self.layers]
        return [p for part in parts for p in part.parameters()]

    def load(self, path: Path) -> None:
        """Read the encoder's weights from a BERT checkpoint (safetensors)."""
        weights = load_file(path)
        segment = weights["embeddings.token_type_embeddings.weight"][0]
        made = {
            "words.weight": weights["embeddings.word_embeddings.weight"],
            "positions.weight": weights["embeddings.position_embeddings.weight"] + segment,
            "norm.weight": weights["embeddings.LayerNorm.weight"],
            "norm.bias": weights["embeddings.LayerNorm.bias"],
        }
        for k in range(self.shape.layers):
            at = f"encoder.layer.{k}."
            for end in ("weight", "bias"):
                three = [weights[f"{at}attention.self.{name}.{end}"] for name in ("query", "key", "value")]
                made[f"layers.{k}.qkv.{end}"] = torch.cat(three)
                for ours, theirs in (
                    ("out", "attention.output.dense"),
                    ("after_attention", "attention.output.LayerNorm"),
                    ("up", "intermediate.dense"),
                    ("down", "output.dense"),
                    ("after_inner", "output.LayerNorm"),
                ):
                    made[f"layers.{k}.{ours}.{end}"] = weights[f"{at}{theirs}.{end}"]
        missing = self.load_state_dict(made, strict=False)
        assert not missing.unexpected_keys, missing.unexpected_keys

    def forward(self, pieces: Tensor, features: Tensor, mask: Tensor, first: Tensor) -> Tensor:
        """What the encoder makes of each word's first piece. `pieces`, `features`, `mask` (n, t); `first` (n, words) places in t."""
        case, quote, space = features // (QUOTES * SPACES), features // SPACES % QUOTES, features % SPACES
        x = self.words(pieces) + self.positions(torch.arange(pieces.shape[1]))
        for table, number in zip(self.features, (case, quote, space), strict=True):
            x = x + table(number)
        x = locked(self.norm(x), self.p, self.training)
        seen = torch.where(mask, 0.0, IMPOSSIBLE)[:, None, None, :].to(self.precision)
        with torch.autocast("cpu", self.precision, enabled=self.precision is not torch.float32):
            for layer in self.layers:
                x = layer(x, seen)
        x = x.float().gather(1, first[..., None].expand(-1, -1, x.shape[2]))
        return locked(x, self.p, self.training)

    def link_scores(self, states: Tensor, froms: Tensor, cues: Tensor, parts: Tensor, buckets: Tensor) -> Tensor:
        """Scores of cues for fragments of one window, (fragments, cues).

        `states` (words, 4 × WIDTH) from the head `links`, `froms` (fragments, 2) and `cues` (cues, 2) first and last words, `parts`
        (fragments) and `buckets` (fragments, cues) how far apart they are.
        """
        first, last, key_first, key_last = states.split(WIDTH, -1)
        query = first[froms[:, 0]] + last[froms[:, 1]]
        key = key_first[cues[:, 0]] + key_last[cues[:, 1]]
        return query @ key.T / math.sqrt(WIDTH) + self.near[parts[:, None], buckets]


class Crf(nn.Module):
    """A linear-chain CRF over the labels of a paragraph's words."""

    def __init__(self) -> None:
        super().__init__()
        size = len(NAMES)
        self.begin, self.end = nn.Parameter(torch.zeros(size)), nn.Parameter(torch.zeros(size))
        self.move = nn.Parameter(torch.zeros(size, size))
        allowed = torch.tensor([[may_follow(a, b) for b in range(size)] for a in range(size)])
        self.register_buffer("forbidden", torch.where(allowed, 0.0, IMPOSSIBLE))
        self.register_buffer("no_begin", torch.tensor([0.0 if may_begin(a) else IMPOSSIBLE for a in range(size)]))
        self.register_buffer("no_end", torch.tensor([0.0 if may_end(a) else IMPOSSIBLE for a in range(size)]))

    def loss(self, scores: Tensor, labels: Tensor, lengths: Tensor) -> Tensor:
        """The sum of negative log likelihoods. `scores` (paragraphs, words, labels), `labels` (paragraphs, words)."""
        move = self.move + self.forbidden
        words = scores.shape[1]
        inside = torch.arange(words)[None] < lengths[:, None]
        own = scores.gather(2, labels[..., None]).squeeze(2)
        steps = move[labels[:, :-1], labels[:, 1:]]
        last = labels.gather(1, lengths[:, None] - 1).squeeze(1)
        gold = (own * inside).sum(1) + (steps * inside[:, 1:]).sum(1) + self.begin[labels[:, 0]] + self.end[last]
        return (Partition.apply(scores, move, self.begin + self.no_begin, self.end + self.no_end, inside) - gold).sum()


class Partition(torch.autograd.Function):
    """The log of the sum over all label sequences; its gradients are the marginals of the forward-backward algorithm.

    Scores (paragraphs, words, labels), moves (labels, labels), begin and end (labels), inside (paragraphs, words).
    """

    @staticmethod
    def forward(ctx: Any, scores: Tensor, move: Tensor, begin: Tensor, end: Tensor, inside: Tensor) -> Tensor:
        """The log partition of each paragraph. Sums run in probabilities, scaled at each word."""
        chance = move.exp()
        alpha = torch.empty_like(scores)
        alpha[:, 0] = scores[:, 0] + begin
        for k in range(1, scores.shape[1]):
            before = alpha[:, k - 1]
            most = before.max(1, keepdim=True).values
            onward = ((before - most).exp() @ chance).clamp_min(1e-30).log() + most + scores[:, k]
            alpha[:, k] = torch.where(inside[:, k, None], onward, before)
        total = torch.logsumexp(alpha[:, -1] + end, 1)
        ctx.save_for_backward(scores, move, end, inside, alpha, total)
        return total

    @staticmethod
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor | None, ...]:
        """Marginals of labels and of pairs of labels, times the gradient."""
        scores, move, end, inside, alpha, total = ctx.saved_tensors
        chance = move.exp().T
        beta = torch.empty_like(scores)
        beta[:, -1] = end
        for k in range(scores.shape[1] - 2, -1, -1):
            after = beta[:, k + 1] + scores[:, k + 1]
            most = after.max(1, keepdim=True).values
            back = ((after - most).exp() @ chance).clamp_min(1e-30).log() + most
            beta[:, k] = torch.where(inside[:, k + 1, None], back, beta[:, k + 1])
        marginal = (alpha + beta - total[:, None, None]).exp() * inside[..., None] * grad[:, None, None]
        left = alpha[:, :-1]
        right = beta[:, 1:] + scores[:, 1:] - total[:, None, None]
        high = left.max(2, keepdim=True).values
        weight = inside[:, 1:, None] * grad[:, None, None]
        pairs = torch.einsum("nki,nkj->ij", (left - high).exp(), (right + high).exp() * weight) * move.exp()
        last = inside.sum(1) - 1
        at_end = marginal[torch.arange(len(last)), last]
        return marginal, pairs, marginal[:, 0].sum(0), at_end.sum(0), None


def syntax_loss(scores: Tensor, wanted: Tensor) -> Tensor:
    """Mean cross entropy over the words that have a label."""
    return functional.cross_entropy(scores.flatten(0, 1), wanted.flatten(), ignore_index=IGNORED)


def batched(rows: Sequence[Tensor], fill: int = 0) -> Tensor:
    """Rows of different length as one matrix."""
    return nn.utils.rnn.pad_sequence(list(rows), batch_first=True, padding_value=fill)
