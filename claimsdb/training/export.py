"""The trained network as an ONNX graph with eight-bit weights, for onnxruntime alone.

The graph is written node by node from onnxruntime's operators rather than traced, so that it is the same on every machine and as fast
as it can be: the products quantize what comes in (`DynamicQuantizeMatMul`) and add their bias, attention is one operator. It reads one
window: padding would change the scales of its eight-bit activations, and with them the result.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from claimsdb.tagger.encoding import FEATURES
from claimsdb.training.network import Network

FUSED = "com.microsoft"
OPSET = 17
HEADS = ("labels", "links", "clauses")
LEVELS = 64
"""Weights run from minus to plus so many: seven bits, as processors without VNNI overflow with eight."""

Array = NDArray[np.generic]


class Graph:
    """Nodes and constants in the making; each method returns the name of what it computes."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, Array] = {}

    def constant(self, name: str, value: torch.Tensor | Array) -> str:
        """Hold a constant."""
        self.constants[name] = value.detach().numpy() if isinstance(value, torch.Tensor) else value
        return name

    def node(self, operator: str, inputs: list[str], output: str, fused: bool = False, **attributes: object) -> str:
        """Add one operator with one output."""
        self.several(operator, inputs, [output], fused, **attributes)
        return output

    def several(self, operator: str, inputs: list[str], outputs: list[str], fused: bool, **attributes: object) -> None:
        """Add one operator with several outputs."""
        domain = FUSED if fused else ""
        self.nodes.append(helper.make_node(operator, inputs, outputs, name=outputs[0], domain=domain, **attributes))

    def dense(self, x: str, name: str, layer: torch.nn.Module) -> str:
        """`x` times the layer's weights in eight bits, with its bias; a scale for each number that comes out."""
        weight = _array(layer.weight).T
        scale = (np.abs(weight).max(0) / LEVELS).astype(np.float32)
        levels = np.round(weight / scale).astype(np.int8)
        inputs = [
            x,
            self.constant(f"{name}.weight", np.ascontiguousarray(levels)),
            self.constant(f"{name}.scale", scale),
            self.constant(f"{name}.zero", np.zeros(len(scale), np.int8)),
            self.constant(f"{name}.bias", _array(layer.bias)),
        ]
        return self.node("DynamicQuantizeMatMul", inputs, name, True)

    def norm(self, x: str, name: str, layer: torch.nn.Module, epsilon: float) -> str:
        """`x` normalised."""
        inputs = [
            x,
            self.constant(f"{name}.weight", _array(layer.weight)),
            self.constant(f"{name}.bias", _array(layer.bias)),
        ]
        return self.node("LayerNormalization", inputs, name, axis=-1, epsilon=epsilon)


def graph(network: Network) -> onnx.ModelProto:
    """The network for one window: `pieces`, `features` (1, t) and `words` (w) to `labels`, `links`, `clauses` (w, …)."""
    g, shape = Graph(), network.shape
    g.constant("thirds", np.full(3, shape.hidden, np.int64))
    x = g.norm(_embedded(g, network), "read", network.norm, shape.epsilon)
    for k, layer in enumerate(network.layers):
        at = f"layer{k}"
        parts = [f"{at}.{part}" for part in ("query", "key", "value")]
        g.several("Split", [g.dense(x, f"{at}.qkv", layer.qkv), "thirds"], parts, False, axis=-1)
        a = g.node("MultiHeadAttention", parts, f"{at}.attention", True, num_heads=shape.heads)
        a = g.node("Add", [g.dense(a, f"{at}.out", layer.out), x], f"{at}.attended")
        x = g.norm(a, f"{at}.after.attention", layer.after_attention, shape.epsilon)
        up = g.node("Gelu", [g.dense(x, f"{at}.up", layer.up)], f"{at}.gelu", True)
        down = g.node("Add", [g.dense(up, f"{at}.down", layer.down), x], f"{at}.thought")
        x = g.norm(down, f"{at}.after.inner", layer.after_inner, shape.epsilon)
    flat = g.node("Gather", [g.node("Squeeze", [x, "zero"], "states"), "words"], "words.states", axis=0)
    for name in HEADS:
        head = getattr(network, name)
        weight = g.constant(f"{name}.weight", np.ascontiguousarray(_array(head.weight).T))
        scores = g.node("MatMul", [flat, weight], f"{name}.scores")
        g.node("Add", [scores, g.constant(f"{name}.bias", _array(head.bias))], name)
    inputs_of = [
        helper.make_tensor_value_info("pieces", TensorProto.INT64, [1, "t"]),
        helper.make_tensor_value_info("features", TensorProto.INT64, [1, "t"]),
        helper.make_tensor_value_info("words", TensorProto.INT64, ["w"]),
    ]
    outputs = [helper.make_tensor_value_info(n, TensorProto.FLOAT, ["w", None]) for n in HEADS]
    constants = [numpy_helper.from_array(v, n) for n, v in g.constants.items()]
    made = helper.make_graph(g.nodes, "tagger", inputs_of, outputs, constants)
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(FUSED, 1)]
    return helper.make_model(made, opset_imports=opsets, ir_version=8, producer_name="claimsdb")


def _embedded(g: Graph, network: Network) -> str:
    """The sum of what stands for each piece, its word's feature and its place; the table of pieces in eight bits too."""
    table = _array(network.words.weight)
    scale = np.abs(table).max(1, keepdims=True).astype(np.float32) / 127
    g.constant("table", np.round(table / scale).astype(np.int8))
    g.constant("scale", scale)
    rows = g.node("Cast", [g.node("Gather", ["table", "pieces"], "rows")], "rows.float", to=TensorProto.FLOAT)
    x = g.node("Mul", [rows, g.node("Gather", ["scale", "pieces"], "row.scale")], "embedded")
    feature = g.node("Gather", [g.constant("feature.table", _features(network)), "features"], "feature")
    x = g.node("Add", [x, feature], "with.features")
    g.constant("zero", np.array([0], np.int64))
    g.constant("one", np.array([1], np.int64))
    g.constant("two", np.array([2], np.int64))
    length = g.node("Slice", [g.node("Shape", ["pieces"], "shape"), "one", "two"], "length")
    places = g.constant("positions", _array(network.positions.weight))
    return g.node("Add", [x, g.node("Slice", [places, "zero", length, "zero"], "places")], "placed")


def _features(network: Network) -> NDArray[np.float32]:
    """The vectors of all combinations of case, quotation and spacing."""
    case, quote, space = (_array(t.weight) for t in network.features)
    joined = case[:, None, None] + quote[None, :, None] + space[None, None]
    table: NDArray[np.float32] = joined.reshape(FEATURES, -1).astype(np.float32)
    return table


def _array(parameter: object) -> NDArray[np.float32]:
    assert isinstance(parameter, torch.Tensor)
    array: NDArray[np.float32] = parameter.detach().numpy()
    return array


def write(network: Network, path: Path) -> None:
    """Write the graph."""
    onnx.save(graph(network.eval()), str(path))
