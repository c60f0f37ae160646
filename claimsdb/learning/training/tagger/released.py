"""A released tagger as a torch network again, with its eight-bit weights as numbers: to build on, without the training that made it."""

from __future__ import annotations

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper

from claimsdb.english.networks.files import NETWORK
from claimsdb.english.networks.manifest import Manifest, checked
from claimsdb.english.networks.windows import CASES, QUOTES, SPACES
from claimsdb.learning.training.tagger.export import HEADS
from claimsdb.learning.training.tagger.network import Network

Floats = NDArray[np.float32]

NORMS = {"after_attention": "after.attention", "after_inner": "after.inner"}
UNRELEASED = ("clauses", "classes", "relations")
"""The heads that serve only to train, and are at random here."""


def released(of: Manifest) -> Network:
    """The network of a released tagger, for inference. Raises `ModelError` if its file is missing or has another hash."""
    network = Network(dropout=0.0)
    weights = _weights(onnx.load_from_string(checked(of, NETWORK)), len(network.layers))
    weights |= {f"crf.{name}": np.array(learnt, np.float32) for name, learnt in of.data["crf"]["attributions"].items()}
    weights["near"] = np.array(of.data["near"]["links"], np.float32)
    state = {name: torch.tensor(np.ascontiguousarray(value)) for name, value in weights.items()}
    known = {name: value for name, value in network.state_dict().items() if _unreleased(name)}
    network.load_state_dict(known | state)
    network.eval()
    return network


def _unreleased(name: str) -> bool:
    return name.split(".")[0] in UNRELEASED or name in ("crf.forbidden", "crf.no_begin", "crf.no_end")


def _weights(model: onnx.ModelProto, layers: int) -> dict[str, Floats]:
    """The weights of a graph of `export`, by their names in the network."""
    constants = {c.name: numpy_helper.to_array(c) for c in model.graph.initializer}
    made = {
        "words.weight": constants["table"].astype(np.float32) * constants["scale"],
        "positions.weight": constants["positions"],
        "norm.weight": constants["read.weight"],
        "norm.bias": constants["read.bias"],
    }
    for k, table in enumerate(_features(constants["feature.table"])):
        made[f"features.{k}.weight"] = table
    for k in range(layers):
        for name in ("qkv", "out", "up", "down"):
            at = f"layer{k}.{name}"
            levels = constants[f"{at}.weight"].astype(np.float32)
            made[f"layers.{k}.{name}.weight"] = (levels * constants[f"{at}.scale"]).T
            made[f"layers.{k}.{name}.bias"] = constants[f"{at}.bias"]
        for ours, name in NORMS.items():
            for end in ("weight", "bias"):
                made[f"layers.{k}.{ours}.{end}"] = constants[f"layer{k}.{name}.{end}"]
    for name in HEADS:
        made |= {f"{name}.weight": constants[f"{name}.weight"].T, f"{name}.bias": constants[f"{name}.bias"]}
    return made


def _features(joined: Floats) -> tuple[Floats, Floats, Floats]:
    """The vectors of case, quotation and spacing, from those of all combinations, each of which is a sum of three.

    What part of a sum belongs to which is not known, and makes no difference.
    """
    table = joined.reshape(CASES, QUOTES, SPACES, -1)
    mean = table.mean((0, 1, 2))
    return table.mean((1, 2)), table.mean((0, 2)) - mean, table.mean((0, 1)) - mean
