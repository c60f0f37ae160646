"""The trained tagger as an ONNX graph.

It reads one window at a time: padding or a second window would change the scales of its eight-bit activations, and with them the result.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray

from claimsdb.english.networks.windows import FEATURES
from claimsdb.learning.training.graph import Graph, array
from claimsdb.learning.training.tagger.network import Network

HEADS = ("labels", "links")
INPUTS: dict[str, list[object]] = {"pieces": [1, "t"], "features": [1, "t"], "words": ["w"]}
STATES = "layer{}.after.inner"
"""The name of a layer's output."""


def graph(network: Network) -> onnx.ModelProto:
    """The network for one window: `pieces`, `features` (1, t) and `words` (w) to `labels`, `links` (w, …)."""
    g = Graph()
    x = g.embedded(network)
    feature = g.node("Gather", [g.constant("feature.table", _features(network)), "features"], "feature")
    x = g.placed(network, g.node("Add", [x, feature], "with.features"))
    x = g.norm(x, "read", network.norm, network.shape.epsilon)
    x = g.layers(x, network.layers, network.shape)
    flat = words_of(g, x, "words")
    for name in HEADS:
        g.head(flat, name, getattr(network, name))
    return g.model(
        "tagger",
        INPUTS,
        {name: ["w", None] for name in HEADS},
    )


def words_of(g: Graph, x: str, name: str) -> str:
    """The states of each word's first piece."""
    return g.node("Gather", [g.node("Squeeze", [x, "zero"], f"{name}.pieces"), "words"], f"{name}.states", axis=0)


def _features(network: Network) -> NDArray[np.float32]:
    """The vectors of all combinations of case, quotation and spacing."""
    case, quote, space = (array(t.weight) for t in network.features)
    joined = case[:, None, None] + quote[None, :, None] + space[None, None]
    table: NDArray[np.float32] = joined.reshape(FEATURES, -1).astype(np.float32)
    return table


def write(network: Network, path: Path) -> None:
    """Write the graph."""
    onnx.save(graph(network.eval()), str(path))
