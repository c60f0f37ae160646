"""Make the cells in which claims are looked for: spherical k-means over the vectors of claims in databases of news.

python -m claimsdb.learning.training.comparison.cells DATABASE...
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

import numpy as np

from claimsdb.comparison.claims import neighbourhoods
from claimsdb.english.networks.codes import codes, vectors
from claimsdb.english.networks.manifest import MANIFEST
from claimsdb.store.migrations import open_for_reading
from claimsdb.store.read.embeddings import all_codes

CELLS, ROUNDS, SEED = 1024, 15, 1


def main(databases: list[str]) -> None:
    """Cluster, and write the file and its manifest."""
    read: list[bytes] = []
    for database in databases:
        with open_for_reading(Path(database)).connect() as connection:
            read += all_codes(connection)
    points = vectors(np.frombuffer(b"".join(read), np.int8).reshape(len(read), -1))
    centres = points[np.random.default_rng(SEED).choice(len(points), CELLS, replace=False)].copy()
    for _ in range(ROUNDS):
        nearest = np.concatenate([(points[k : k + 4096] @ centres.T).argmax(1) for k in range(0, len(points), 4096)])
        for cell in range(CELLS):
            if (members := nearest == cell).any():
                mean = points[members].sum(0)
                centres[cell] = mean / np.linalg.norm(mean)
    file = neighbourhoods.FOLDER / neighbourhoods.FILE
    np.save(file, codes(centres))
    hashed = {file.name: hashlib.sha256(file.read_bytes()).hexdigest()}
    content = {"files": hashed, "format": neighbourhoods.FORMAT, "name": f"cells-{CELLS}"}
    (neighbourhoods.FOLDER / MANIFEST).write_text(json.dumps(content, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
