"""The network: an encoder with heads for labels (a linear-chain CRF) and links, and during training for syntax and clauses.

The encoder is all-MiniLM-L6-v2 (BERT, 6 layers of 384; Wang et al. 2020), or, for a teacher, all-mpnet-base-v2 (12 of 768,
with relative positions in each layer; Song et al. 2020); their weights are read unchanged. A feature of each word (case,
quotation, spacing) is added to its pieces. Links: a pointer from each source and content to its cue.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from claimsdb.english.networks.labels import ATTRIBUTIONS, PARTS
from claimsdb.english.networks.links import BUCKETS, WIDTH
from claimsdb.english.networks.windows import CASES, CLS, MASK, QUOTES, SEP, SPACES
from claimsdb.learning.training.tagger.crf import IMPOSSIBLE, Crf
from claimsdb.learning.training.tagger.treebank import CLASSES, RELATIONS

FAR = 128
"""Maximum distance between pieces: an encoder with relative positions treats all larger ones alike."""
OTHERS = 4
"""Number of MPNet's own marks before the words that it shares with BERT; the first begins, the third ends a text, the last hides a word."""


@dataclass(frozen=True)
class Shape:
    """The encoder's size; `distances` is the number of ranges of distance that its attention distinguishes."""

    vocabulary: int = 30522
    positions: int = 512
    hidden: int = 384
    layers: int = 6
    heads: int = 12
    inner: int = 1536
    epsilon: float = 1e-12
    distances: int = 0


MPNET = Shape(hidden=768, layers=12, inner=3072, epsilon=1e-5, distances=32)


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
        """Apply the layer to `x` (windows, pieces, hidden); `mask` (windows, 1, 1, pieces) is added to each score of attention."""
        n, t, d = x.shape
        q, k, v = self.qkv(x).view(n, t, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        a = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        a = self.out(a.transpose(1, 2).reshape(n, t, d))
        x = self.after_attention(x + locked(a, self.p, self.training))
        inner = self.down(functional.gelu(self.up(x)))
        return self.after_inner(x + locked(inner, self.p, self.training))


def locked(x: Tensor, p: float, training: bool) -> Tensor:
    """Dropout with one mask for all pieces of a window (Gal and Ghahramani 2016): as good here, and a quarter faster on a CPU."""
    if not training or not p:
        return x
    return x * (torch.rand(x.shape[0], 1, x.shape[2], device=x.device) >= p).div(1 - p)


def through(
    layers: Iterable[nn.Module], x: Tensor, mask: Tensor, precision: torch.dtype, apart: Tensor | None = None
) -> Tensor:
    """The states after the layers. `mask` (n, t) is where there are pieces; `apart` (heads, t, t) is added to the scores of attention."""
    seen = torch.where(mask, 0.0, IMPOSSIBLE)[:, None, None, :]
    seen = (seen if apart is None else seen + apart).to(precision)
    with torch.autocast(x.device.type, precision, enabled=precision is not torch.float32):
        for layer in layers:
            x = layer(x, seen)
    return x


def of_words(x: Tensor, first: Tensor) -> Tensor:
    """The states of each word's first piece; `first` (n, words) are places in the windows' pieces."""
    return x.float().gather(1, first[..., None].expand(-1, -1, x.shape[2]))


class Features(nn.ModuleList):
    """The vectors of a word's case, quotation and spacing, which begin as nothing."""

    def __init__(self, hidden: int) -> None:
        super().__init__(nn.Embedding(n, hidden) for n in (CASES, QUOTES, SPACES))
        for table in self:
            nn.init.zeros_(table.weight)

    def forward(self, x: Tensor, features: Tensor) -> Tensor:
        """The states `x` (n, t, hidden) with the vectors of the features (n, t), which are numbers of combinations."""
        case, quote, space = features // (QUOTES * SPACES), features // SPACES % QUOTES, features % SPACES
        for table, number in zip(self, (case, quote, space), strict=True):
            x = x + table(number)
        return x


class Network(nn.Module):
    """Encoder and heads. All word-wise results have the words of a window in order, `(windows, words, …)`.

    `precision` is that of the encoder's products: bfloat16 takes half the time if the processor supports it.
    """

    def __init__(
        self, shape: Shape | None = None, dropout: float = 0.1, precision: torch.dtype = torch.float32
    ) -> None:
        super().__init__()
        self.shape, self.p, self.precision = shape or Shape(), dropout, precision
        hidden = self.shape.hidden
        self.words = nn.Embedding(self.shape.vocabulary, hidden)
        self.positions = nn.Embedding(self.shape.positions, hidden)
        self.distances = nn.Embedding(self.shape.distances, self.shape.heads) if self.shape.distances else None
        self.features = Features(hidden)
        self.norm = nn.LayerNorm(hidden, self.shape.epsilon)
        self.layers = nn.ModuleList(Layer(self.shape, dropout) for _ in range(self.shape.layers))
        self.labels = nn.Linear(hidden, len(ATTRIBUTIONS))
        self.links = nn.Linear(hidden, 4 * WIDTH)
        self.clauses = nn.Linear(hidden, 2)
        self.classes = nn.Linear(hidden, len(CLASSES))
        self.relations = nn.Linear(hidden, len(RELATIONS))
        self.crf = Crf(ATTRIBUTIONS)
        self.near = nn.Parameter(torch.zeros(len(PARTS), BUCKETS))
        self.words.requires_grad_(False)

    @property
    def encoder(self) -> list[nn.Parameter]:
        """The pretrained parameters that are trained further. The words' own vectors are not, which saves a tenth of the time."""
        parts = [self.positions, self.norm, self.layers, self.distances]
        return [p for part in parts if part is not None for p in part.parameters()]

    @classmethod
    def of(cls, state: Mapping[str, Tensor], precision: torch.dtype = torch.float32) -> Network:
        """The network with these weights, for inference."""
        layers = 1 + max(int(name.split(".")[1]) for name in state if name.startswith("layers."))
        made = cls(replace(MPNET if "distances.weight" in state else Shape(), layers=layers), 0.0, precision)
        made.load_state_dict(state)
        made.eval()
        return made

    @classmethod
    def large(cls, folder: Path, precision: torch.dtype = torch.float32) -> Network:
        """The encoder all-mpnet-base-v2 from a folder with its weights, for inference."""
        made = cls(MPNET, 0.0, precision)
        made.load(folder / "model.safetensors")
        made.eval()
        return made

    def load(self, path: Path, layers: Sequence[int] | None = None) -> None:
        """Read the encoder's weights from a checkpoint of BERT or MPNet (safetensors); only the given layers."""
        weights = load_file(path)
        names = _BERT
        words, places = (weights[f"embeddings.{n}_embeddings.weight"] for n in ("word", "position"))
        if self.shape.distances:
            names = _MPNET
            marks = words[[0, 2, len(words) - 1]]
            words, places = words[OTHERS : OTHERS + self.shape.vocabulary].clone(), places[2:]
            words[[CLS, SEP, MASK]] = marks
        else:
            places = places + weights["embeddings.token_type_embeddings.weight"][0]
        made = {
            "words.weight": words,
            "positions.weight": places,
            "norm.weight": weights["embeddings.LayerNorm.weight"],
            "norm.bias": weights["embeddings.LayerNorm.bias"],
        }
        if self.distances is not None:
            made["distances.weight"] = weights["encoder.relative_attention_bias.weight"]
        for k, theirs in enumerate(range(self.shape.layers) if layers is None else layers):
            for end in ("weight", "bias"):
                for ours, parts in names.items():
                    read = [weights[f"encoder.layer.{theirs}.{part}.{end}"] for part in parts]
                    made[f"layers.{k}.{ours}.{end}"] = torch.cat(read)
        missing = self.load_state_dict(made, strict=False)
        assert not missing.unexpected_keys, missing.unexpected_keys

    def forward(self, pieces: Tensor, features: Tensor, mask: Tensor, first: Tensor) -> Tensor:
        """The encoder's state of each word's first piece. `pieces`, `features`, `mask` (n, t); `first` (n, words) places in t."""
        x = of_words(self.lower(pieces, features, mask, len(self.layers)), first)
        return locked(x, self.p, self.training)

    def lower(self, pieces: Tensor, features: Tensor, mask: Tensor, layers: int) -> Tensor:
        """The states of all pieces after the first layers, (n, t, hidden)."""
        x = self.words(pieces) + self.positions(torch.arange(pieces.shape[1], device=pieces.device))
        x = locked(self.norm(self.features(x, features)), self.p, self.training)
        return through(self.layers[:layers], x, mask, self.precision, apart(self.distances, pieces.shape[1]))

    def link_scores(self, states: Tensor, froms: Tensor, cues: Tensor, parts: Tensor, buckets: Tensor) -> Tensor:
        """Scores of cues for fragments, (fragments, cues).

        `states` (words, 4 × WIDTH) from the head `links`, the words of all windows one after the other, `froms` (fragments, 2) and `cues`
        (fragments, cues, 2) first and last words, `parts` (fragments) and `buckets` (fragments, cues) how far apart they are.
        """
        first, last, key_first, key_last = states.split(WIDTH, -1)
        query = first[froms[:, 0]] + last[froms[:, 1]]
        key = key_first[cues[..., 0]] + key_last[cues[..., 1]]
        return (key @ query[..., None]).squeeze(-1) / math.sqrt(WIDTH) + self.near[parts[:, None], buckets]


def apart(table: nn.Embedding | None, length: int) -> Tensor | None:
    """What is added to the scores of attention between each two pieces, (heads, length, length); None without a table."""
    if table is None:
        return None
    learnt: Tensor = table(distances(length, table.num_embeddings, table.weight.device))
    return learnt.permute(2, 0, 1)


def distances(length: int, ranges: int, device: torch.device) -> Tensor:
    """The range of distance between each two pieces, (length, length): exact if near, logarithmic up to `FAR`.

    Ranges ahead and behind are different (Raffel et al. 2020, as MPNet has it).
    """
    places = torch.arange(length, device=device)
    apart = places[None] - places[:, None]
    half = ranges // 2
    exact = half // 2
    size = apart.abs()
    log = exact + (size.clamp(min=1) / exact).log().div(math.log(FAR / exact)).mul(half - exact).long()
    return torch.where(apart > 0, half, 0) + torch.where(size < exact, size, log.clamp(max=half - 1))


_REST = {
    "up": ("intermediate.dense",),
    "down": ("output.dense",),
    "after_inner": ("output.LayerNorm",),
}
_BERT = {
    "qkv": tuple(f"attention.self.{part}" for part in ("query", "key", "value")),
    "out": ("attention.output.dense",),
    "after_attention": ("attention.output.LayerNorm",),
} | _REST
_MPNET = {
    "qkv": tuple(f"attention.attn.{part}" for part in "qkv"),
    "out": ("attention.attn.o",),
    "after_attention": ("attention.LayerNorm",),
} | _REST
"""The names of a layer's parts in a checkpoint."""


def mean(of: Sequence[Mapping[str, Tensor]]) -> dict[str, Tensor]:
    """The mean of several weights (Izmailov et al. 2018); what is not a number with a point is the first one's."""
    return {
        name: torch.stack([one[name] for one in of]).mean(0) if first.is_floating_point() else first
        for name, first in of[0].items()
    }


def batched(rows: Sequence[Tensor], fill: int = 0) -> Tensor:
    """Rows of different lengths as one padded matrix."""
    return nn.utils.rnn.pad_sequence(list(rows), batch_first=True, padding_value=fill)
