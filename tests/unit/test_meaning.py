"""The sentence encoder: similar meanings have near vectors, batches do not change a vector, damaged files are refused."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from claimsdb.english.networks.codes import bits, codes, vectors
from claimsdb.english.networks.manifest import MANIFEST
from claimsdb.english.networks.sentences import FOLDER, LONGEST, NETWORK, Encoder, default
from claimsdb.model.errors import ModelError

pytestmark = pytest.mark.network

TEXTS = [
    "The old bridge will be closed in May.",
    "They shut the ancient crossing in spring.",
    "Interest rates rose by half a point.",
    "Le pont sera fermé.",
    "",
    "…",
    *(f"Bridge number {n} is safe{' and sound' * (n % 5)}." for n in range(60)),
]


def test_texts_that_say_the_same_are_near() -> None:
    bridge, crossing, rates = default().embed(TEXTS[:3])
    assert bridge @ crossing > 0.4 > 0.2 > bridge @ rates


def test_the_same_vector_in_any_company() -> None:
    together = default().embed(TEXTS)
    assert together.shape == (len(TEXTS), 384)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-6)
    alone = np.concatenate([default().embed([text]) for text in TEXTS])
    assert np.array_equal(together, alone)
    assert np.array_equal(default().embed(TEXTS[::-1], threads=2), together[::-1])
    assert default().embed([]).shape == (0, 384)


def test_a_long_text_is_read_to_its_limit() -> None:
    words = "bridge " * (LONGEST - 2)
    assert np.array_equal(*default().embed([words, words + "and then rates rose"]))


def test_codes_keep_cosines() -> None:
    made = default().embed(TEXTS)
    stored = codes(made)
    assert stored.dtype == np.int8
    assert bits(stored).shape == (len(TEXTS), 48)
    again = vectors(stored)
    assert np.abs(again @ again.T - made @ made.T).max() < 0.01
    assert np.array_equal(np.unpackbits(bits(stored), axis=1).astype(bool), stored > 0)


def test_a_model_that_was_tampered_with(tmp_path: Path) -> None:
    folder = tmp_path / "weights"
    shutil.copytree(FOLDER, folder)
    network = folder / NETWORK
    network.write_bytes(network.read_bytes()[:-1] + b"\0\0")
    with pytest.raises(ModelError, match=r"encoder\.onnx cannot be used: its sha256 is .*, which the manifest names"):
        Encoder(folder)
    network.unlink()
    with pytest.raises(ModelError, match="it cannot be read"):
        Encoder(folder)
    (folder / MANIFEST).write_text('{"format": 0}')
    with pytest.raises(ModelError, match="not of format"):
        Encoder(folder)
