"""Write a trained network in the form that the package contains: ONNX file, vocabulary, manifest.

python -m claimsdb.learning.training.tagger.release RUN/average-5.pt --data TRAIN.jsonl --data DEV.jsonl --data EWT.conllu
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import torch

from claimsdb.english.networks.calibration import IDENTITY
from claimsdb.english.networks.files import FOLDER, FORMAT, NETWORK, VOCABULARY
from claimsdb.english.networks.labels import NAMES
from claimsdb.english.networks.manifest import MANIFEST
from claimsdb.learning.training.tagger.export import write
from claimsdb.learning.training.tagger.network import Network
from claimsdb.learning.training.wordpieces import VOCABULARY as PIECES

NAME = "minilm-polnear"
Nested: TypeAlias = "float | list[Nested]"
ROUNDS = "rounds.json"
"""The file next to a training's weights with the settings of all trainings that led to them, the last one last."""


def release(network: Network, folder: Path, about: Mapping[str, object]) -> None:
    """Write the model's files, and its manifest with `about` (settings, data) in it."""
    folder.mkdir(parents=True, exist_ok=True)
    write(network, folder / NETWORK)
    shutil.copyfile(PIECES, folder / VOCABULARY)
    crf = network.crf
    data = {
        "name": NAME,
        "format": FORMAT,
        "labels": list(NAMES),
        "files": {f: hashlib.sha256((folder / f).read_bytes()).hexdigest() for f in (NETWORK, VOCABULARY)},
        "calibration": IDENTITY,
        "own": IDENTITY,
        **about,
        "crf": {n: _rounded(getattr(crf, n).tolist()) for n in ("move", "begin", "end")},
        "near": _rounded(network.near.tolist()),
    }
    (folder / MANIFEST).write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _rounded(value: Nested) -> Nested:
    return round(value, 4) if isinstance(value, float) else [_rounded(v) for v in value]


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and write the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("network", type=Path, help="averaged weights, as training writes them")
    parser.add_argument(
        "--data", type=Path, action="append", default=[], help="a file that was learnt from or measured with"
    )
    parser.add_argument("--weights", type=Path, default=FOLDER, help="the folder to write the model to")
    args = parser.parse_args(arguments)
    network = Network.of(torch.load(args.network, weights_only=True))
    hashes = {f"{p.parent.name}/{p.name}": hashlib.sha256(p.read_bytes()).hexdigest() for p in args.data}
    rounds = json.loads((args.network.parent / ROUNDS).read_text("utf-8"))
    release(network, args.weights, {"rounds": rounds, "data": hashes, "torch": torch.__version__})


if __name__ == "__main__":
    main()
