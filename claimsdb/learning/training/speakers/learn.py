"""Learn the weights by which a pronoun or noun is given one of its candidates, or none.

    python -m claimsdb.learning.training.speakers.learn CLAIMS.jsonl TEXTS [CLAIMS.jsonl TEXTS ...] [--coreference GUM.jsonl]

CLAIMS.jsonl are annotated claims with their speakers, TEXTS the folder of their documents, or a file with a `document` and a `text` in
each line; GUM.jsonl has texts with coreference. Writes `claimsdb/normalizer/speakers/weights.json`. `--folds N` prints instead how many are
right on documents that were not learnt from.

A log-linear model: the probability of the right candidates is made as great as possible, with a penalty on the weights' squares. It is
convex, so that the result does not depend on where it begins.
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

import claimsdb.normalizer.speakers
from claimsdb.learning.training.speakers.annotated import annotated
from claimsdb.learning.training.speakers.examples import Example, of_mentions, of_speakers
from claimsdb.normalizer.speakers.antecedents import SURE
from claimsdb.normalizer.speakers.scoring import softmax

PENALTY = 6.0
"""Of the square of each weight, in examples."""
COREFERENCE = 0.3
"""The weight of an example of coreference relative to an annotated source."""
SEEN = 3
"""Minimum number of sightings of a feature."""
SMALL = 0.02
"""Weights below are left out."""
KINDS = ("he", "it", "they", "noun")
_STEPS = 400
_RATE = 0.3


def learn(examples: Sequence[Example]) -> dict[str, dict[str, float]]:
    """The weights of the features, for each kind of question."""
    return {kind: fit([e for e in examples if e.kind == kind]) for kind in KINDS}


def fit(examples: Sequence[Example]) -> dict[str, float]:
    """The weights of the features.

    Each feature of a source counts twice in training, for sources alone and for all that corefers, and its weight is the sum: what is so
    of all pronouns is learnt from all, what is otherwise in sources from these (Daumé 2007).
    """
    seen = Counter(f for e in examples for row in e.features for f in row)
    names = sorted(f for f, n in seen.items() if n >= SEEN)
    number = {f: k for k, f in enumerate(names)}
    r, c, question, right, row = list[int](), list[int](), list[int](), list[bool](), 0
    for k, example in enumerate(examples):
        for candidate, of in enumerate(example.features):
            question.append(k)
            right.append(candidate in example.right)
            known = [number[f] for f in of if f in number]
            known += [n + len(names) for n in known] if example.source else []
            r += [row] * len(known)
            c += known
            row += 1
    rows, columns, asked, hit = np.array(r), np.array(c), np.array(question), np.array(right, float)
    every = np.array([1.0 if e.source else COREFERENCE for e in examples])[asked]
    weights, speed, size = (np.zeros(2 * len(names)) for _ in range(3))
    for step in range(1, _STEPS + 1):
        scores = np.bincount(rows, weights[columns], row)
        top = np.full(len(examples), -np.inf)
        np.maximum.at(top, asked, scores)
        power = np.exp(scores - top[asked])
        chance = power / np.bincount(asked, power)[asked]
        wanted = power * hit / np.bincount(asked, power * hit)[asked]
        slope = np.bincount(columns, (every * (chance - wanted))[rows], len(weights)) + PENALTY * weights
        speed += 0.1 * (slope - speed)
        size += 0.001 * (slope**2 - size)
        rate = _RATE * min(1.0, 2 * (1 - step / _STEPS) + 0.02)
        weights -= rate * (speed / (1 - 0.9**step)) / (np.sqrt(size / (1 - 0.999**step)) + 1e-8)
    total = weights[: len(names)] + weights[len(names) :]
    return {f: round(float(x), 3) for f, x in zip(names, total, strict=True) if abs(x) >= SMALL}


def judge(
    weights: Mapping[str, Mapping[str, float]], examples: Sequence[Example], counts: dict[str, Counter[str]]
) -> None:
    """Count how many of the annotated sources among the examples are given the right candidate."""
    for example in examples:
        chances = softmax([sum(weights[example.kind].get(f, 0.0) for f in of) for of in example.features])
        none = len(chances) - 1
        best = max(range(none), key=chances.__getitem__, default=none)
        answer = best if chances[best] >= SURE else none
        outcome = ("right" if answer in example.right else "wrong" if answer != none else "open") + (
            " none" if example.right == (none,) else ""
        )
        counts[f"{example.kind} {'annotated' if example.annotated else 'source' if example.source else 'coreference'}"][
            outcome
        ] += 1


def main() -> None:
    """Read the corpora, and learn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="+")
    parser.add_argument("--coreference", type=Path)
    parser.add_argument("--folds", type=int, default=0)
    arguments = parser.parse_args()
    pairs = zip(arguments.corpus[::2], arguments.corpus[1::2], strict=True)
    examples = [e for claims, texts in pairs for document in annotated(claims, texts) for e in of_speakers(document)]
    if arguments.coreference:
        examples += of_mentions(arguments.coreference)
    if arguments.folds:
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for fold in range(arguments.folds):
            here = [zlib.crc32(e.document.encode()) % arguments.folds == fold for e in examples]
            weights = learn([e for e, held in zip(examples, here, strict=True) if not held])
            judge(weights, [e for e, held in zip(examples, here, strict=True) if held], counts)
        for kind, of in sorted(counts.items()):
            print(f"{kind:20}", dict(sorted(of.items())))
        return
    weights = learn(examples)
    (folder,) = claimsdb.normalizer.speakers.__path__
    made = {"recipe": "python -m claimsdb.learning.training.speakers.learn", "examples": len(examples)}
    (Path(folder) / "weights.json").write_text(json.dumps(made | {"weights": weights}, indent=1) + "\n", "utf-8")
    print(len(examples), "examples,", sum(map(len, weights.values())), "weights")


if __name__ == "__main__":
    main()
