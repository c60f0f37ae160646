r"""Learn the weights by which two claims are judged, by logistic regression over three features: the cosine of their vectors, and
the share of each claim's words that the other has, the lower first.

    pip install scikit-learn
    claimsdb ingest POLNEAR_DEV_AS_FILES --db dev.db
    python -m claimsdb.learning.training.comparison.same dev.db \
        claimsdb/learning/training/comparison/same_claims.json CORPORA/propsegment/dev.jsonl

Learns from pairs of claims of PolNeAR dev that one reader judged (`same_claims.json`: path and first character of
each, and whether they say the same). These were chosen because the judgement is hard; both answers have the same total weight. Also
learns from PropSegmEnt dev (a proposition, and the stretch of another text that entails it, or a sentence that does not), with
little weight, as encyclopaedias repeat words more than news does. Prints the weights, and precision, recall and F1 at
each threshold on the judged pairs. F1 is flat on them from 0.50 to 0.58; the threshold within that range was
chosen knowing the judgements of the seeds.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from claimsdb.comparison.claims.statements import Statement
from claimsdb.comparison.update.statements import statements
from claimsdb.english.networks.codes import vectors
from claimsdb.english.networks.sentences import default
from claimsdb.english.quantities.quantities import quantities
from claimsdb.learning.training.propositions import Entailment, Proposition
from claimsdb.lookup.index.embeddings import codes_of
from claimsdb.model.faults import Faults
from claimsdb.model.spans import Span
from claimsdb.store.migrations import open_for_reading
from claimsdb.store.read.claims import extents

Floats = NDArray[np.float64]
ENCYCLOPAEDIA = 0.05
"""The weight of PropSegmEnt relative to the judged pairs of news."""
NEAR = 0.45
"""Minimum cosine of a sentence with a proposition to be an example of what is not the same."""


def features(a: Statement, b: Statement, meaning: float) -> list[float]:
    """The features of a pair, as in `claimsdb/comparison/claims/judging.py`."""
    both = a.shared(b)
    return [meaning, *sorted((both / max(a.total, 1e-9), both / max(b.total, 1e-9)))]


def news(database: Path, judged: Path) -> tuple[Floats, Floats]:
    """Features and judgements of the judged pairs."""
    with open_for_reading(database).connect() as connection:
        keys = {(claim.path, claim.start): key for key, claim in extents(connection).items()}
        every = json.loads(judged.read_text("utf-8"))
        pairs = [(keys[p, s], keys[q, t], same) for p, s, q, t, same in every if {(p, s), (q, t)} <= keys.keys()]
        print(f"{len(pairs)} of {len(every)} judged pairs; of the others a claim begins elsewhere now")
        named = sorted({k for a, b, _ in pairs for k in (a, b)})
        read = statements(connection, named, Faults())
        meanings = dict(zip(named, vectors(codes_of(connection, named)), strict=True))
    rows = [features(read[a], read[b], float(meanings[a] @ meanings[b])) for a, b, _ in pairs]
    return np.array(rows), np.array([same for *_, same in pairs], np.float64)


def encyclopaedia(file: Path) -> tuple[Floats, Floats]:
    """Features and labels of propositions against what entails them, and against sentences that do not."""
    pairs = []
    for line in file.open(encoding="utf-8"):
        row: Entailment = json.loads(line)
        hypothesis = _joined(row["hypothesis"])
        if row["agree"] < 2 or row["label"] not in ("entails", "neither_entails_nor_contradicts"):
            continue
        support = {s["sentence"]: _joined(s) for s in row["support"]}
        pairs += [(hypothesis, words, 1) for words in support.values()]
        pairs += [(hypothesis, sentence, 0) for sentence in row["premise"] if sentence not in support]
    texts = sorted({t for a, b, _ in pairs for t in (a, b)})
    at = {t: k for k, t in enumerate(texts)}
    made = default().embed(texts)
    read = [Statement(t, t, tuple(quantities(t, Span(0, len(t)), None)), k, None) for k, t in enumerate(texts)]
    rows, labels = [], []
    for a, b, label in pairs:
        meaning = float(made[at[a]] @ made[at[b]])
        if label or meaning > NEAR:
            rows.append(features(read[at[a]], read[at[b]], meaning))
            labels.append(label)
    return np.array(rows), np.array(labels, np.float64)


def _joined(proposition: Proposition) -> str:
    return " … ".join(proposition["sentence"][a:b] for a, b in proposition["spans"])


def main(database: Path, judged: Path, propositions: Path) -> None:
    """Fit, and print what goes into `claimsdb/comparison/claims/same_claim.json`."""
    from sklearn.linear_model import LogisticRegression

    x, y = news(database, judged)
    u, v = encyclopaedia(propositions)
    even = np.where(y == 1, len(y) / 2 / y.sum(), len(y) / 2 / (len(y) - y.sum()))
    weak = ENCYCLOPAEDIA * np.where(v == 1, len(y) * 1.5 / v.sum(), 1)
    model = LogisticRegression(C=1, max_iter=3000).fit(np.vstack([x, u]), np.r_[y, v], sample_weight=np.r_[even, weak])
    print("bias", model.intercept_[0], "meaning, words of one, words of the other", model.coef_[0])
    scores = 1 / (1 + np.exp(-model.decision_function(x)))
    for t in np.arange(0.4, 0.75, 0.02):
        right = int(((scores >= t) & (y == 1)).sum())
        p, r = right / max(int((scores >= t).sum()), 1), right / int(y.sum())
        print(f"{t:.2f} precision {p:.3f} recall {r:.3f} F1 {2 * p * r / max(p + r, 1e-9):.3f}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
