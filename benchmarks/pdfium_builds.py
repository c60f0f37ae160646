"""Compares the ids of the claims of PDFs, and their proof, between builds of pdfium.

    pip install --target BUILD pypdfium2==5.0.0
    python benchmarks/pdfium_builds.py FOLDER BUILD [BUILD …]

Each PDF under FOLDER is read with the installed pypdfium2 and, in another process, with each build. A claim is the same if its id is; of
the claims of the installed one, each build says whether the file proves them: the same glyphs, the same letters by place, or neither.
"""

import json
import os
import pickle
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from claimsdb.lookup.verify.proofs.drawn import Drawn
from claimsdb.model.boxes import Box, boxes
from claimsdb.model.document import Part
from claimsdb.model.errors import UnreadableError
from claimsdb.model.intervals import Intervals
from claimsdb.model.stretch import Stretch, portions
from claimsdb.normalizer.attribution.tagging import TrainedTagger
from claimsdb.normalizer.normalize import normalize
from claimsdb.reading.read import read

Proofs = tuple[Path, Sequence[Part], list[tuple[Stretch, list[Box]]]]
"""A file, its pages, and the words of its claims with their boxes."""


def main(folder: str, *builds: str) -> None:
    files = sorted(Path(folder).glob("**/*.pdf"))
    ours, proofs = found(files)
    print(f"{version()}: {sum(map(len, ours.values()))} claims in {sum(map(bool, ours.values()))} files")
    for build in builds:
        task = pickle.dumps((files, proofs))
        where = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(build).resolve()), *sys.path])}
        done = subprocess.run(
            [sys.executable, __file__, "--child"], input=task, stdout=subprocess.PIPE, env=where, check=True
        )
        said = json.loads(done.stdout)
        theirs: dict[str, list[str]] = said["ids"]
        same = sum((Counter(ours[name]) & Counter(theirs[name])).total() for name in ours)
        total = sum(map(len, ours.values()))
        print(f"{said['version']}: {same / total:.4f} of {total} claims have the same id; {said['verdicts']}")
        for name in ours:
            if (lost := (Counter(ours[name]) - Counter(theirs[name])).total()) > 0:
                print(f"  {name}: {lost} of {len(ours[name])} have another id")


def child() -> None:
    files, proofs = pickle.loads(sys.stdin.buffer.read())
    ids, _ = found(files)
    verdicts: Counter[str] = Counter()
    for path, parts, stretches in proofs:
        proof = Drawn(path.read_bytes(), "utf-8", parts)
        for stretch, places in stretches:
            verdict = proof.verdict(stretch, places)
            verdicts["holds, by place" if verdict.by_place else "same" if verdict.holds else "differs"] += 1
    print(json.dumps({"version": version(), "ids": ids, "verdicts": verdicts}))


def found(files: list[Path]) -> tuple[dict[str, list[str]], list[Proofs]]:
    """The ids of the claims of each file, and what proves them: pages, words and boxes."""
    tagger = TrainedTagger()
    ids: dict[str, list[str]] = {}
    proofs: list[Proofs] = []
    for path in files:
        ids[path.name] = []
        try:
            made = normalize(read(path.read_bytes(), path.name), tagger)
        except UnreadableError:
            continue
        document = made.document
        if not document.drawn:  # it is called a PDF, and is a text
            continue
        lines = Intervals((line.span, line) for line in document.drawn)
        stretches: list[tuple[Stretch, list[Box]]] = []
        for claim in made.claims:
            ids[path.name].append(claim.id)
            for span in claim.segments:
                where = document.map.hull(span)
                words = Stretch(span, type(span)(*where), span.of(document.text), portions(document.map, span))
                stretches.append((words, boxes(lines, span)))
        proofs.append((path, document.parts, stretches))
    return ids, proofs


def version() -> str:
    import pypdfium2

    return f"pypdfium2 {pypdfium2.PYPDFIUM_INFO}, pdfium {pypdfium2.PDFIUM_INFO}"


if __name__ == "__main__":
    if sys.argv[1] == "--child":
        child()
    else:
        main(*sys.argv[1:])
