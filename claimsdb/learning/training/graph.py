"""Build an ONNX graph with eight-bit weights, for onnxruntime only: what the graphs of the tagger and the sentence encoder have in common.

A graph is written node by node from onnxruntime's operators rather than traced, so that it is the same on every machine and as fast
as possible: products quantize their input and add their bias, and attention is one operator.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from claimsdb.learning.training.tagger.network import Network, Shape

FUSED = "com.microsoft"
OPSET = 17
LEVELS = 64
"""Weights are integers from -64 to 64: seven bits, as processors without VNNI overflow with eight."""

Array = NDArray[np.generic]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Scale:
    """How a product's input is quantized: each number is divided by its channel's `smooth` (in), then by `step`; `zero` is added."""

    smooth: Floats
    step: float
    zero: int


class Graph:
    """The nodes and constants of a graph; each method returns the name of what it computes.

    `scales` say how the input of each product is quantized, by its name. Without them, an input is quantized by its range in
    all that is read at once, so that the result for one text depends on what is read with it.
    """

    def __init__(self, scales: Mapping[str, Scale] | None = None) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, Array] = {}
        self.scales = scales

    @classmethod
    def of(cls, model: onnx.ModelProto, outputs: Sequence[str]) -> Graph:
        """The part of a graph that computes these outputs, to add others to it."""
        made = cls()
        wanted = set(outputs)
        for node in reversed(model.graph.node):  # they are in the order of computation
            if wanted.intersection(node.output):
                made.nodes.insert(0, node)
                wanted.update(node.input)
        made.constants = {c.name: numpy_helper.to_array(c) for c in model.graph.initializer if c.name in wanted}
        return made

    def constant(self, name: str, value: torch.Tensor | Array) -> str:
        """Add a constant."""
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
        """`x` times the layer's eight-bit weights, plus its bias; each output has its own scale."""
        weight = array(layer.weight).T
        given = self.scales and self.scales[name]
        if given:
            weight = weight * given.smooth[:, None]
        scale = (np.abs(weight).max(0) / LEVELS).astype(np.float32)
        levels = np.round(weight / scale).astype(np.int8)
        weights = self.constant(f"{name}.weight", np.ascontiguousarray(levels))
        scales = self.constant(f"{name}.scale", scale)
        zeros = self.constant(f"{name}.zero", np.zeros(len(scale), np.int8))
        bias = self.constant(f"{name}.bias", array(layer.bias))
        if not given:
            return self.node("DynamicQuantizeMatMul", [x, weights, scales, zeros, bias], name, True)
        smooth = self.constant(f"{name}.smooth", (1 / given.smooth).astype(np.float32))
        step = self.constant(f"{name}.step", np.array(given.step, np.float32))
        zero = self.constant(f"{name}.from", np.array(given.zero, np.uint8))
        x = self.node("Mul", [x, smooth], f"{name}.smoothed")
        x = self.node("QuantizeLinear", [x, step, zero], f"{name}.levels")
        return self.node("MatMulIntegerToFloat", [x, weights, step, scales, zero, zeros, bias], name, True)

    def norm(self, x: str, name: str, layer: torch.nn.Module, epsilon: float) -> str:
        """`x` normalised."""
        inputs = [
            x,
            self.constant(f"{name}.weight", array(layer.weight)),
            self.constant(f"{name}.bias", array(layer.bias)),
        ]
        return self.node("LayerNormalization", inputs, name, axis=-1, epsilon=epsilon)

    def head(self, x: str, name: str, layer: torch.nn.Module) -> str:
        """`x` times the layer's weights as they are, plus its bias: for the few outputs of a head."""
        weight = self.constant(f"{name}.weight", np.ascontiguousarray(array(layer.weight).T))
        scores = self.node("MatMul", [x, weight], f"{name}.scores")
        return self.node("Add", [scores, self.constant(f"{name}.bias", array(layer.bias))], name)

    def layers(self, x: str, layers: Iterable[torch.nn.Module], shape: Shape, name: str = "layer") -> str:
        """The layers of an encoder of this shape, one after the other."""
        self.constant("thirds", np.full(3, shape.hidden, np.int64))
        for k, layer in enumerate(layers):
            at = f"{name}{k}"
            parts = [f"{at}.{part}" for part in ("query", "key", "value")]
            self.several("Split", [self.dense(x, f"{at}.qkv", layer.qkv), "thirds"], parts, False, axis=-1)
            a = self.node("MultiHeadAttention", parts, f"{at}.attention", True, num_heads=shape.heads)
            a = self.node("Add", [self.dense(a, f"{at}.out", layer.out), x], f"{at}.attended")
            x = self.norm(a, f"{at}.after.attention", layer.after_attention, shape.epsilon)
            up = self.node("Gelu", [self.dense(x, f"{at}.up", layer.up)], f"{at}.gelu", True)
            down = self.node("Add", [self.dense(up, f"{at}.down", layer.down), x], f"{at}.thought")
            x = self.norm(down, f"{at}.after.inner", layer.after_inner, shape.epsilon)
        return x

    def embedded(self, network: Network) -> str:
        """The embeddings of the input `pieces`, from an eight-bit table."""
        table = array(network.words.weight)
        scale = np.abs(table).max(1, keepdims=True).astype(np.float32) / 127
        self.constant("table", np.round(table / scale).astype(np.int8))
        self.constant("scale", scale)
        rows = self.node("Gather", ["table", "pieces"], "rows")
        rows = self.node("Cast", [rows], "rows.float", to=TensorProto.FLOAT)
        return self.node("Mul", [rows, self.node("Gather", ["scale", "pieces"], "row.scale")], "embedded")

    def placed(self, network: Network, x: str) -> str:
        """`x` plus the embedding of each position."""
        self.constant("zero", np.array([0], np.int64))
        self.constant("one", np.array([1], np.int64))
        self.constant("two", np.array([2], np.int64))
        length = self.node("Slice", [self.node("Shape", ["pieces"], "shape"), "one", "two"], "length")
        places = self.constant("positions", array(network.positions.weight))
        return self.node("Add", [x, self.node("Slice", [places, "zero", length, "zero"], "places")], "placed")

    def model(
        self, name: str, inputs: Mapping[str, Sequence[object]], outputs: Mapping[str, Sequence[object]]
    ) -> onnx.ModelProto:
        """The graph as a model: `inputs` are integers and `outputs` floats, by name and shape."""
        reads = [helper.make_tensor_value_info(n, TensorProto.INT64, shape) for n, shape in inputs.items()]
        gives = [helper.make_tensor_value_info(n, TensorProto.FLOAT, shape) for n, shape in outputs.items()]
        constants = [numpy_helper.from_array(v, n) for n, v in self.constants.items()]
        made = helper.make_graph(self.nodes, name, reads, gives, constants)
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(FUSED, 1)]
        return helper.make_model(made, opset_imports=opsets, ir_version=8, producer_name="claimsdb")


def array(parameter: object) -> Floats:
    """A parameter as an array."""
    assert isinstance(parameter, torch.Tensor)
    numbers: Floats = parameter.detach().numpy()
    return numbers
