"""Write a trained network as ONNX file, vocabulary and manifest; `claimsdb.learning.training.claims.release` adds the reader of claims.

python -m claimsdb.learning.training.tagger.release RUN/average-5.pt --data TRAIN.jsonl --data DEV.jsonl --data EWT.conllu --weights FOLDER
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch

from claimsdb.english.networks.calibration import IDENTITY
from claimsdb.english.networks.files import FORMAT, NETWORK, VOCABULARY
from claimsdb.english.networks.labels import ATTRIBUTIONS
from claimsdb.learning.training import manifests
from claimsdb.learning.training.tagger.crf import Crf
from claimsdb.learning.training.tagger.export import write
from claimsdb.learning.training.tagger.network import Network
from claimsdb.learning.training.wordpieces import VOCABULARY as PIECES

NAME = "minilm-polnear"
ROUNDS = "rounds.json"
"""The file next to a training's weights with the settings of all trainings that led to them, the last one last."""


def release(network: Network, folder: Path, about: Mapping[str, object]) -> None:
    """Write the model's files, and its manifest with `about` (settings, data) in it."""
    folder.mkdir(parents=True, exist_ok=True)
    write(network, folder / NETWORK)
    shutil.copyfile(PIECES, folder / VOCABULARY)
    data = {
        "name": NAME,
        "format": FORMAT,
        "labels": {"attributions": list(ATTRIBUTIONS.names)},
        "files": {name: manifests.digest(folder / name) for name in (NETWORK, VOCABULARY)},
        "calibration": IDENTITY,
        "own": IDENTITY,
        **about,
        "crf": {"attributions": learnt(network.crf)},
        "near": {"links": manifests.rounded(network.near.tolist())},
    }
    manifests.write(folder, data)


def learnt(crf: Crf) -> dict[str, manifests.Nested]:
    """What a CRF has learnt, as manifests have it."""
    return {name: manifests.rounded(getattr(crf, name).tolist()) for name in ("move", "begin", "end")}


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and write the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("network", type=Path, help="averaged weights, as training writes them")
    parser.add_argument(
        "--data", type=Path, action="append", default=[], help="a file that was learnt from or measured with"
    )
    parser.add_argument("--weights", type=Path, required=True, help="the folder to write to")
    args = parser.parse_args(arguments)
    network = Network.of(torch.load(args.network, weights_only=True))
    hashes = {f"{p.parent.name}/{p.name}": manifests.digest(p) for p in args.data}
    rounds = json.loads((args.network.parent / ROUNDS).read_text("utf-8"))
    release(network, args.weights, {"rounds": rounds, "data": hashes, "torch": torch.__version__})


if __name__ == "__main__":
    main()
