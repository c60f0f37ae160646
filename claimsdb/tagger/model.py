"""The trained model that the package carries: its manifest, its files, and their hashes, which are checked before anything is read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer as Pieces

from claimsdb.errors import ModelError
from claimsdb.tagger.crf import Crf
from claimsdb.tagger.encoder import Encoder
from claimsdb.tagger.labels import NAMES

FOLDER = Path(__file__).parent / "weights"
MANIFEST, NETWORK, VOCABULARY = "manifest.json", "tagger.onnx", "tokenizer.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the manifest says: `digest` is the hash of all of it, and so of the model, whose files' hashes it holds."""

    folder: Path
    digest: str
    data: Mapping[str, Any]

    @property
    def name(self) -> str:
        """What the model is called."""
        return str(self.data["name"])


@dataclass(frozen=True, slots=True)
class Model:
    """A model in memory. `near` (parts, buckets) is what nearness is worth to the linker."""

    tokenizer: Pieces
    encoder: Encoder
    crf: Crf
    near: NDArray[np.float32]


def manifest(folder: Path = FOLDER) -> Manifest:
    """Read the manifest. Raises `ModelError` where it is missing, broken, or of another format or label set."""
    try:
        raw = (folder / MANIFEST).read_bytes()
        data = json.loads(raw)
    except (OSError, ValueError) as error:
        raise ModelError(folder / MANIFEST, f"it cannot be read ({error})") from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ModelError(folder / MANIFEST, f"it is not of format {FORMAT}")
    if data.get("labels") != list(NAMES):
        raise ModelError(folder / MANIFEST, "its labels are not those of this version")
    return Manifest(folder, hashlib.sha256(raw).hexdigest(), data)


def load(of: Manifest) -> Model:
    """Read the model's files. Raises `ModelError` where one is missing or is not the one that the manifest names."""
    files = {name: _checked(of, name) for name in (NETWORK, VOCABULARY)}
    tokenizer = Pieces.from_buffer(files[VOCABULARY])
    tokenizer.no_padding()
    tokenizer.no_truncation()
    crf = of.data["crf"]
    near = np.array(of.data["near"], np.float32)
    return Model(tokenizer, Encoder(files[NETWORK]), Crf.of(crf["move"], crf["begin"], crf["end"]), near)


def _checked(of: Manifest, name: str) -> bytes:
    path = of.folder / name
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ModelError(path, f"it cannot be read ({error.strerror})") from error
    wanted = of.data["files"].get(name)
    found = hashlib.sha256(raw).hexdigest()
    if found != wanted:
        raise ModelError(path, f"its sha256 is {found[:12]}…, not {str(wanted)[:12]}…, which the manifest names")
    return raw
