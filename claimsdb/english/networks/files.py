"""The tagger's model in the package: its manifest and its files, whose hashes are checked before anything is read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer as Pieces

from claimsdb.english.networks.crf import Crf
from claimsdb.english.networks.labels import NAMES
from claimsdb.english.networks.manifest import MANIFEST, Manifest, checked
from claimsdb.english.networks.manifest import manifest as read_manifest
from claimsdb.english.networks.tagger import Encoder
from claimsdb.model.errors import ModelError

FOLDER = Path(__file__).parent / "weights" / "tagger"
NETWORK, VOCABULARY = "tagger.onnx", "tokenizer.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Model:
    """A model in memory. `near` (parts, buckets) are the linker's weights of nearness."""

    tokenizer: Pieces
    encoder: Encoder
    crf: Crf
    near: NDArray[np.float32]


def manifest(folder: Path = FOLDER) -> Manifest:
    """Read the manifest. Raises `ModelError` if it is missing, broken, or of another format or label set."""
    found = read_manifest(folder, FORMAT)
    if found.data.get("labels") != list(NAMES):
        raise ModelError(folder / MANIFEST, "its labels are not those of this version")
    return found


def load(of: Manifest) -> Model:
    """Read the model's files. Raises `ModelError` if one is missing or differs from the manifest's hash."""
    files = {name: checked(of, name) for name in (NETWORK, VOCABULARY)}
    tokenizer = pieces(files[VOCABULARY])
    crf = of.data["crf"]
    near = np.array(of.data["near"], np.float32)
    return Model(tokenizer, Encoder(files[NETWORK]), Crf.of(crf["move"], crf["begin"], crf["end"]), near)


def pieces(vocabulary: bytes) -> Pieces:
    """A tokenizer into word pieces, without padding or truncation."""
    made = Pieces.from_buffer(vocabulary)
    made.no_padding()
    made.no_truncation()
    return made
