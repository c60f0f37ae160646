"""Write a trained network as the package carries it: ONNX file, vocabulary, manifest."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from claimsdb.tagger.confidence import IDENTITY
from claimsdb.tagger.labels import NAMES
from claimsdb.tagger.model import FORMAT, MANIFEST, NETWORK, VOCABULARY
from claimsdb.training.export import write
from claimsdb.training.network import Network

ROUNDS = "rounds.json"
"""Beside a training's weights: the settings of all trainings that led there."""
TEACHER_ROUNDS = "rounds"
"""Among a teacher's chances: the same of the teacher, as JSON."""


def release(network: Network, tokenizer: Path, folder: Path, name: str, about: Mapping[str, Any]) -> None:
    """Write the model's files and its manifest, with `about` (settings, data, scores, calibration) in it."""
    folder.mkdir(parents=True, exist_ok=True)
    write(network, folder / NETWORK)
    shutil.copyfile(tokenizer, folder / VOCABULARY)
    crf = network.crf
    data = {
        "name": name,
        "format": FORMAT,
        "labels": list(NAMES),
        "files": {f: hashlib.sha256((folder / f).read_bytes()).hexdigest() for f in (NETWORK, VOCABULARY)},
        "calibration": IDENTITY,
        **about,
        "crf": {n: _rounded(getattr(crf, n).tolist()) for n in ("move", "begin", "end")},
        "near": _rounded(network.near.tolist()),
    }
    (folder / MANIFEST).write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _rounded(value: Any) -> Any:
    return [_rounded(v) for v in value] if isinstance(value, list) else round(value, 4)
