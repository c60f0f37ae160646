"""Make the sentence encoder of the package: the mean of two pupils of four layers each, with eight-bit weights.

    python -m claimsdb.learning.training.sentences.sentences TEXTS --pupil ONE.pt --pupil OTHER.pt --teacher MPNET_FOLDER

Pupils come from `pupil.py`, one taught by all-MiniLM-L6-v2, one by all-mpnet-base-v2. As both began as the same layers, the
mean of their weights is an encoder too, and better than either (Wortsman et al. 2022). TEXTS has one sentence in each line. The ranges of
the inputs of each product are measured on a part of them, after outlying channels are evened out (after SmoothQuant; Xiao et al.
2023), so that a text's vector does not depend on what is read with it. On the other texts the result is compared with PyTorch's; the
card says how near the vectors are.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from claimsdb.english.networks.manifest import MANIFEST
from claimsdb.english.networks.sentences import CLS, FOLDER, FORMAT, LONGEST, NETWORK, SEP, Encoder
from claimsdb.learning.training.graph import Graph, Scale, array
from claimsdb.learning.training.sentences.pupil import states
from claimsdb.learning.training.tagger.card import CARD
from claimsdb.learning.training.tagger.network import Network, mean
from claimsdb.learning.training.wordpieces import VOCABULARY as PIECES
from claimsdb.learning.training.wordpieces import tokenizer

NAME = "four layers after all-MiniLM-L6-v2 and all-mpnet-base-v2"
RANGES, CHECKED = 1000, 500
"""Number of texts to measure the ranges on, and of other texts to check."""
EVEN = 0.5
"""How much of a channel's range is moved to the weights: with 0 the cosine with the original is 0.991, with this 0.997."""

Floats = NDArray[np.float32]


class Original:
    """The encoder in PyTorch, one text at a time, which records the input of each product."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.low: dict[str, Floats] = {}
        self.high: dict[str, Floats] = {}

    def __call__(self, pieces: Sequence[int], note: bool = False) -> Floats:
        """The text's vector (384)."""
        with torch.inference_mode():
            return self._vector(pieces, note)

    def _vector(self, pieces: Sequence[int], note: bool) -> Floats:
        network, read = self.network, torch.tensor([pieces])
        x = network.norm(network.words(read) + network.positions(torch.arange(len(pieces))))
        for k, layer in enumerate(network.layers):
            n, t, d = x.shape
            q, key, v = (
                layer.qkv(self._noted(f"layer{k}.qkv", x, note)).view(n, t, 3, layer.heads, -1).permute(2, 0, 3, 1, 4)
            )
            a = functional.scaled_dot_product_attention(q, key, v).transpose(1, 2).reshape(n, t, d)
            x = layer.after_attention(x + layer.out(self._noted(f"layer{k}.out", a, note)))
            up = functional.gelu(layer.up(self._noted(f"layer{k}.up", x, note)))
            x = layer.after_inner(x + layer.down(self._noted(f"layer{k}.down", up, note)))
        return array(functional.normalize(x.mean(1), dim=-1)[0])

    def _noted(self, name: str, x: Tensor, note: bool) -> Tensor:
        if note:
            low, high = array(x.amin((0, 1))), array(x.amax((0, 1)))
            self.low[name] = np.minimum(low, self.low.get(name, low))
            self.high[name] = np.maximum(high, self.high.get(name, high))
        return x

    def scales(self) -> dict[str, Scale]:
        """The scale by which each product's input is quantized, from what was recorded."""
        found = {}
        for name, low in self.low.items():
            high = self.high[name]
            smooth = (np.maximum(np.maximum(-low, high), 1e-5) ** EVEN).astype(np.float32)
            least, most = min(float((low / smooth).min()), 0.0), max(float((high / smooth).max()), 0.0)
            step = (most - least) / 255
            found[name] = Scale(smooth, step, round(-least / step))
        return found


def graph(network: Network, scales: dict[str, Scale]) -> onnx.ModelProto:
    """The network for texts of one length: `pieces` (n, t) to `states` (n, t, hidden), whose mean is a text's vector."""
    g = Graph(scales)
    x = g.norm(g.placed(network, g.embedded(network)), "read", network.norm, network.shape.epsilon)
    states = g.layers(x, network.layers, network.shape)
    g.node("Identity", [states], "states")
    return g.model("sentences", {"pieces": ["n", "t"]}, {"states": ["n", "t", network.shape.hidden]})


def release(pupils: Sequence[Path], texts: Sequence[str], folder: Path, teacher: Path) -> None:
    """Write the encoder's files, its manifest and its card."""
    folder.mkdir(parents=True, exist_ok=True)
    network = Network.of(mean([torch.load(path, weights_only=True) for path in pupils]))
    original = Original(network)
    read = [[CLS, *e.ids[: LONGEST - 2], SEP] for e in tokenizer().encode_batch(list(texts), add_special_tokens=False)]
    order = np.random.default_rng(1).permutation(len(texts))
    for k in order[:RANGES]:
        original(read[k], note=True)
    onnx.save(graph(network, original.scales()), str(folder / NETWORK))
    data = {
        "name": NAME,
        "format": FORMAT,
        "files": {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in (folder / NETWORK, PIECES)},
        "torch": torch.__version__,
    }
    _manifest(folder, data)
    others = order[RANGES : RANGES + CHECKED]
    made = Encoder(folder).embed([texts[k] for k in others])
    near = (made * np.stack([original(read[k]) for k in others])).sum(1)
    pairs = np.triu_indices(len(others), 1)
    theirs = _taught(teacher, [read[k] for k in others])
    like = np.corrcoef((made @ made.T)[pairs], (theirs @ theirs.T)[pairs])[0, 1]
    data["cosine"] = {
        "texts": len(others),
        "mean": round(float(near.mean()), 4),
        "least": round(float(near.min()), 4),
        "pairs": round(float(like), 4),
    }
    _manifest(folder, data)
    text = files("claimsdb.learning.training.sentences").joinpath("sentences.md").read_text("utf-8")
    size = (folder / NETWORK).stat().st_size / 1e6
    (folder / CARD).write_text(
        text.format(size=f"{size:.0f}", layers=len(network.layers), ranges=RANGES, **data["cosine"]), encoding="utf-8"
    )


def _taught(path: Path, read: Sequence[Sequence[int]]) -> Floats:
    """The teacher's vectors, (texts, 768)."""
    teacher = Network.large(path)
    with torch.inference_mode():
        means = [states(teacher, torch.tensor([pieces])).mean(1) for pieces in read]
        return array(functional.normalize(torch.cat(means), dim=-1))


def _manifest(folder: Path, data: dict[str, object]) -> None:
    (folder / MANIFEST).write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def main() -> None:
    """Read the command line and write the encoder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pupil", type=Path, action="append", required=True, help="a pupil's weights")
    parser.add_argument("texts", type=Path, help="sentences, one in each line")
    parser.add_argument("--teacher", type=Path, required=True, help="folder of all-mpnet-base-v2 (model.safetensors)")
    parser.add_argument("--weights", type=Path, default=FOLDER, help="the folder to write to")
    args = parser.parse_args()
    texts = [line for line in args.texts.read_text("utf-8").split("\n") if line.strip()]
    if len(texts) < RANGES + CHECKED:
        parser.error(f"{args.texts} has {len(texts)} sentences; {RANGES + CHECKED} are needed.")
    release(args.pupil, texts, args.weights, args.teacher)
    print((args.weights / CARD).read_text("utf-8"))


if __name__ == "__main__":
    main()
