"""The trained network as an ONNX graph with eight-bit weights, for onnxruntime alone.

The graph is written node by node from onnxruntime's fused operators rather than traced, so that it is the same on every machine.
It reads one window: padding would change the scales of its eight-bit activations, and with them the result.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from claimsdb.tagger.encoding import CASES, QUOTES, SPACES
from claimsdb.training.network import Network

FUSED = "com.microsoft"
OPSET = 17
HEADS = ("labels", "links", "clauses")


class Graph:
    """Nodes and constants in the making; each method returns the name of what it computes."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, NDArray[np.generic]] = {}

    def constant(self, name: str, value: torch.Tensor | NDArray[np.generic]) -> str:
        """Hold a constant."""
        self.constants[name] = value.detach().numpy() if isinstance(value, torch.Tensor) else value
        return name

    def node(self, operator: str, inputs: list[str], output: str, fused: bool = False, **attributes: object) -> str:
        """Add one operator with one output."""
        domain = FUSED if fused else ""
        made = helper.make_node(operator, inputs, [output], name=output, domain=domain, **attributes)
        self.nodes.append(made)
        return output

    def dense(self, x: str, name: str, layer: torch.nn.Module) -> str:
        """`x` times the layer's weights, without its bias."""
        weight = layer.weight
        assert isinstance(weight, torch.Tensor)
        return self.node("MatMul", [x, self.constant(f"{name}.weight", weight.T.contiguous())], name)

    def bias(self, name: str, layer: torch.nn.Module) -> str:
        """The layer's bias."""
        assert isinstance(layer.bias, torch.Tensor)
        return self.constant(f"{name}.bias", layer.bias)


def graph(network: Network) -> onnx.ModelProto:
    """The network for one window: `pieces`, `features` (1, t) and `words` (w) to `labels`, `links`, `clauses` (w, …)."""
    g, shape = Graph(), network.shape
    table = network.words.weight.detach().numpy()
    scale = np.abs(table).max(1, keepdims=True).astype(np.float32) / 127
    g.constant("table", np.round(table / scale).astype(np.int8))
    g.constant("scale", scale)
    rows = g.node("Cast", [g.node("Gather", ["table", "pieces"], "rows")], "rows.float", to=TensorProto.FLOAT)
    x = g.node("Mul", [rows, g.node("Gather", ["scale", "pieces"], "row.scale")], "embedded")
    x = g.node(
        "Add",
        [x, g.node("Gather", [g.constant("feature.table", _features(network)), "features"], "feature")],
        "with.features",
    )
    g.constant("zero", np.array([0], np.int64))
    g.constant("one", np.array([1], np.int64))
    length = g.node(
        "Slice", [g.node("Shape", ["pieces"], "shape"), "one", g.constant("two", np.array([2], np.int64))], "length"
    )
    places = g.node("Slice", [g.constant("positions", network.positions.weight), "zero", length, "zero"], "places")
    x = g.node("Add", [x, places], "placed")
    norm = [g.constant("norm.weight", network.norm.weight), g.bias("norm", network.norm)]
    x = g.node("LayerNormalization", [x, *norm], "read", axis=-1, epsilon=shape.epsilon)
    for k, layer in enumerate(network.layers):
        at = f"layer{k}"
        weight, bias = layer.qkv.weight, layer.qkv.bias
        assert isinstance(weight, torch.Tensor)
        inputs = [x, g.constant(f"{at}.qkv.weight", weight.T.contiguous()), g.constant(f"{at}.qkv.bias", bias)]
        a = g.node("Attention", inputs, f"{at}.attention", True, num_heads=shape.heads)
        x = _added(
            g,
            g.dense(a, f"{at}.out", layer.out),
            x,
            f"{at}.after.attention",
            layer.after_attention,
            layer.out,
            shape.epsilon,
        )
        up = g.dense(x, f"{at}.up", layer.up)
        up = g.node("BiasGelu", [up, g.bias(f"{at}.up", layer.up)], f"{at}.gelu", True)
        x = _added(
            g,
            g.dense(up, f"{at}.down", layer.down),
            x,
            f"{at}.after.inner",
            layer.after_inner,
            layer.down,
            shape.epsilon,
        )
    flat = g.node("Squeeze", [x, "zero"], "states")
    flat = g.node("Gather", [flat, "words"], "words.states", axis=0)
    for name in HEADS:
        head = getattr(network, name)
        g.node("Add", [g.dense(flat, f"{name}.scores", head), g.bias(f"{name}.scores", head)], name)
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


def _added(
    g: Graph, x: str, skipped: str, name: str, norm: torch.nn.LayerNorm, dense: torch.nn.Linear, epsilon: float
) -> str:
    """`x` with its bias and what went around it, normalised."""
    inputs = [x, skipped, g.constant(f"{name}.weight", norm.weight), g.bias(name, norm), g.bias(f"{name}.dense", dense)]
    return g.node("SkipLayerNormalization", inputs, name, True, epsilon=epsilon)


def _features(network: Network) -> NDArray[np.float32]:
    """The vectors of all combinations of case, quotation and spacing."""
    case, quote, space = (t.weight.detach().numpy() for t in network.features)
    joined = case[:, None, None] + quote[None, :, None] + space[None, None]
    table: NDArray[np.float32] = joined.reshape(CASES * QUOTES * SPACES, -1).astype(np.float32)
    return table


def write(network: Network, path: Path) -> None:
    """Write the graph with eight-bit weights. Seven bits of them are used, as processors without VNNI overflow with eight."""
    with TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        onnx.save(graph(network.eval()), str(whole))
        quantize_dynamic(
            whole,
            path,
            op_types_to_quantize=["MatMul", "Attention"],
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
            nodes_to_exclude=[f"{n}.scores" for n in HEADS],
            extra_options={"DefaultTensorType": TensorProto.FLOAT},
        )
