"""Add a trained reader of claims to a released tagger, in the form that the package contains: ONNX file, vocabulary, manifest.

python -m claimsdb.learning.training.claims.release RUN/average-6.pt RUN/average-7.pt --tagger FOLDER --weights FOLDER

The reader has the mean of the weights after several epochs, also of several trainings that go on from each other (Wortsman et al. 2022).
What the tagger computes stays as it is, to the last digit. If it has a reader already, the new one replaces it.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import onnx
import torch

from claimsdb.english.networks.files import FOLDER, FORMAT, LABELS, NETWORK, VOCABULARY
from claimsdb.english.networks.manifest import Manifest, checked, manifest
from claimsdb.learning.training import manifests
from claimsdb.learning.training.claims.network import LOWER, Reader
from claimsdb.learning.training.claims.train import ABOUT
from claimsdb.learning.training.graph import Graph
from claimsdb.learning.training.tagger.export import HEADS, INPUTS, STATES, words_of
from claimsdb.learning.training.tagger.network import mean
from claimsdb.learning.training.tagger.release import learnt

READS = ("claims", "acts", "ties")


def graph(tagger: onnx.ModelProto, reader: Reader) -> onnx.ModelProto:
    """The tagger's graph with the reader's: the same inputs, and besides the tagger's outputs `claims`, `acts` and `ties` (w, …)."""
    g = Graph.of(tagger, HEADS)
    x = g.layers(STATES.format(LOWER - 1), reader.layers, reader.shape, "upper")
    flat = words_of(g, x, "upper")
    for name in READS:
        g.head(flat, name, getattr(reader, name))
    return g.model("tagger", INPUTS, {name: ["w", None] for name in (*HEADS, *READS)})


def release(reader: Reader, tagger: Manifest, folder: Path, about: Mapping[str, Any]) -> None:
    """Write the model's files, and its manifest with `about` the reader's training in it, as `history` says it."""
    folder.mkdir(parents=True, exist_ok=True)
    made = graph(onnx.load_from_string(checked(tagger, NETWORK)), reader)
    if folder.resolve() != tagger.folder.resolve():
        shutil.copyfile(tagger.folder / VOCABULARY, folder / VOCABULARY)
    onnx.save(made, str(folder / NETWORK))
    crfs = {"claims": learnt(reader.claims_crf), "acts": learnt(reader.acts_crf)}
    data = {
        **tagger.data,
        "labels": {name: list(labels.names) for name, labels in LABELS.items()},
        "files": {name: manifests.digest(folder / name) for name in (NETWORK, VOCABULARY)},
        "reader": dict(about),
        "crf": {"attributions": tagger.data["crf"]["attributions"], **crfs},
        "near": {"links": tagger.data["near"]["links"], "ties": manifests.rounded(reader.near.tolist())},
    }
    manifests.write(folder, data)


def history(weights: Sequence[Path]) -> dict[str, list[Any]]:
    """The trainings that the weights come from, earlier ones first, and those of their teachers."""
    made: dict[str, list[Any]] = {"teachers": [], "rounds": []}

    def add(about: Mapping[str, Any]) -> None:
        for before in about.get("rounds", ()):
            add(before)
        made["teachers"] += [t for t in about.get("teachers", ()) if t not in made["teachers"]]
        alone = {key: value for key, value in about.items() if key not in made}
        made["rounds"] += [alone] if alone not in made["rounds"] else []

    for path in weights:
        add(json.loads((path.parent / ABOUT).read_text("utf-8")))
    return made


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and write the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reader", type=Path, nargs="+", help="averaged weights, as training writes them")
    parser.add_argument("--tagger", type=Path, default=FOLDER, help="folder of the released tagger")
    parser.add_argument("--weights", type=Path, default=FOLDER, help="folder to write the model to")
    args = parser.parse_args(arguments)
    reader = Reader.of(mean([torch.load(path, weights_only=True) for path in args.reader]))
    release(reader, manifest(args.tagger, FORMAT), args.weights, history(args.reader))


if __name__ == "__main__":
    main()
