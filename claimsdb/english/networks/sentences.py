"""The sentence encoder at work: texts to vectors of length one, whose product is how near two texts are in meaning.

The model has four layers and is the mean of two, taught by all-MiniLM-L6-v2 and all-mpnet-base-v2 (`weights/CARD.md`). Texts of the same
number of pieces are read together, without padding. So a text's vector is the same to the last bit, whatever texts are read with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from itertools import groupby
from pathlib import Path

import numpy as np

from claimsdb.english.networks.codes import SIZE, Floats
from claimsdb.english.networks.files import FOLDER as TAGGER
from claimsdb.english.networks.files import VOCABULARY, pieces
from claimsdb.english.networks.manifest import Manifest, checked, manifest
from claimsdb.english.networks.session import session

FOLDER = Path(__file__).parent / "weights" / "sentences"
NETWORK = "encoder.onnx"
FORMAT = 1
LONGEST = 128
"""Maximum number of pieces of a text that are read, with the marks at its ends; the rest is left out."""
AT_ONCE = 160
"""Approximate number of pieces that are read together: more do not fit into the processor's cache."""
CLS, SEP = 101, 102


class Encoder:
    """The model in a folder, the package's own unless told; it shares the tagger's vocabulary.

    Raises `ModelError` if a file is missing or differs from the manifest's hash.
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        self.manifest: Manifest = manifest(folder, FORMAT)
        self._tokenizer = pieces(checked(self.manifest, VOCABULARY, TAGGER))
        self._session = session(checked(self.manifest, NETWORK))

    @property
    def fingerprint(self) -> str:
        """A hex digest of the model; vectors of different models cannot be compared."""
        return self.manifest.digest

    def embed(self, texts: Sequence[str], threads: int = 1) -> Floats:
        """The texts' vectors, (texts, 384), each of length one, computed on `threads` threads."""
        made = np.empty((len(texts), SIZE), np.float32)
        encoded = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        read = [[CLS, *e.ids[: LONGEST - 2], SEP] for e in encoded]
        order = sorted(range(len(read)), key=lambda k: len(read[k]))
        batches: list[list[int]] = []
        for length, same in groupby(order, key=lambda k: len(read[k])):
            group, most = list(same), max(AT_ONCE // length, 1)
            batches += [group[k : k + most] for k in range(0, len(group), most)]

        def one(batch: list[int]) -> None:
            feed = {"pieces": np.array([read[k] for k in batch], np.int64)}
            pooled = self._session.run(["states"], feed)[0].mean(1)
            made[batch] = pooled / np.linalg.norm(pooled, axis=1, keepdims=True)

        if threads > 1 and len(batches) > 1:
            with ThreadPoolExecutor(threads) as pool:
                list(pool.map(one, batches))
        else:
            for batch in batches:
                one(batch)
        return made


@lru_cache(maxsize=1)
def default() -> Encoder:
    """The package's own encoder, loaded once for each process."""
    return Encoder()
