"""The proof of what a document states of itself outside its text: its bytes, decoded, as its kind of element writes values."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator

from claimsdb.lookup.verify.proofs.proof import Proof
from claimsdb.model.provenance import StatedIn


def written(proof: Proof, stated_in: str, start: int, end: int) -> Iterator[str]:
    """What these bytes say, on one line, in each way in which they may be read; in JSON-LD, as a string of JSON."""
    for words in proof.readings(start, end):
        if stated_in == StatedIn.DATA:
            try:
                yield _line(html.unescape(json.loads(f'"{words}"', strict=False)))
            except ValueError:
                continue
        else:
            yield _line(words)


def _line(words: str) -> str:
    return " ".join(words.split())
