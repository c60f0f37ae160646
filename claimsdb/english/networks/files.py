"""The tagger's model in the package: its manifest and its files, whose hashes are checked before anything is read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer as Pieces

from claimsdb.english.networks.crf import Crf
from claimsdb.english.networks.labels import ACTS, ATTRIBUTIONS, CLAIMS, Labels
from claimsdb.english.networks.manifest import MANIFEST, Manifest, checked
from claimsdb.english.networks.manifest import manifest as read_manifest
from claimsdb.english.networks.tagger import Encoder
from claimsdb.model.errors import ModelError

FOLDER = Path(__file__).parent / "weights" / "tagger"
NETWORK, VOCABULARY = "tagger.onnx", "tokenizer.json"
FORMAT = 2
LABELS = {"attributions": ATTRIBUTIONS, "claims": CLAIMS, "acts": ACTS}


@dataclass(frozen=True, slots=True)
class Model:
    """A model in memory: the CRF of each set of labels, and the weights of nearness of links (parts, buckets) and ties (kinds, buckets)."""

    tokenizer: Pieces
    encoder: Encoder
    attributions: Crf
    claims: Crf
    acts: Crf
    links: NDArray[np.float32]
    ties: NDArray[np.float32]


def manifest(folder: Path = FOLDER) -> Manifest:
    """Read the manifest. Raises `ModelError` if it is missing, broken, or of another format or label set."""
    found = read_manifest(folder, FORMAT)
    if found.data.get("labels") != {name: list(labels.names) for name, labels in LABELS.items()}:
        raise ModelError(folder / MANIFEST, "its labels are not those of this version")
    return found


def load(of: Manifest) -> Model:
    """Read the model's files. Raises `ModelError` if one is missing or differs from the manifest's hash."""
    files = {name: checked(of, name) for name in (NETWORK, VOCABULARY)}

    def crf(name: str, labels: Labels) -> Crf:
        learnt = of.data["crf"][name]
        return Crf.of(labels, learnt["move"], learnt["begin"], learnt["end"])

    links, ties = (np.array(of.data["near"][name], np.float32) for name in ("links", "ties"))
    attributions, claims, acts = (crf(name, labels) for name, labels in LABELS.items())
    return Model(pieces(files[VOCABULARY]), Encoder(files[NETWORK]), attributions, claims, acts, links, ties)


def pieces(vocabulary: bytes) -> Pieces:
    """A tokenizer into word pieces, without padding or truncation."""
    made = Pieces.from_buffer(vocabulary)
    made.no_padding()
    made.no_truncation()
    return made
