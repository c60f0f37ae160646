r"""Learn the weights by which two claims are judged, by logistic regression over the features of `claimsdb/comparison/claims/likeness.py`.

    pip install scikit-learn
    python -m claimsdb.learning.training.comparison.judged CORPORA/polnear/train.jsonl CORPORA/polnear/dev.jsonl --out judged
    claimsdb ingest judged --db judged.db
    python -m claimsdb.learning.training.comparison.same judged.db

Several databases may be given. Learns from the judged pairs of the stories for learning, each counted as often as it was drawn for,
except those that a rule decides (a conflict, who acts on whom, too little in common, another person). Prints the model, and precision,
recall and F1 at each threshold, on these stories (each judged by weights learned on the others) and on those for judging.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from claimsdb.comparison.claims.conflicts import conflicts, turned_round
from claimsdb.comparison.claims.judging import other_subject, unlike
from claimsdb.comparison.claims.likeness import Likeness, likeness
from claimsdb.comparison.update.statements import statements
from claimsdb.english.networks.codes import vectors
from claimsdb.learning.training.comparison.judged import Pair, joined
from claimsdb.lookup.index.embeddings import codes_of
from claimsdb.model.faults import Faults
from claimsdb.store.engine import Connection
from claimsdb.store.migrations import open_for_reading

Floats = NDArray[np.float64]
HARD = 0.5
"""The weight of a pair of PolNeAR dev relative to one of a story: they were drawn where another method was not sure."""


def features(connection: Connection, pairs: list[Pair]) -> tuple[Floats, NDArray[np.bool_]]:
    """The features of the pairs, and which of them no rule decides."""
    keys = sorted({key for pair in pairs for key in (pair.claim, pair.other)})
    read = statements(connection, keys, Faults())
    meanings = dict(zip(keys, vectors(codes_of(connection, keys)), strict=True))
    rows: list[Likeness] = []
    undecided: list[bool] = []
    for pair in pairs:
        a, b = read[pair.claim], read[pair.other]
        rows.append(likeness(a, b, float(meanings[pair.claim] @ meanings[pair.other])))
        differ = conflicts(a, b, rows[-1].less) or turned_round(a, b)
        undecided.append(not differ and not unlike(a, b) and not other_subject(a, b))
    return np.array(rows), np.array(undecided)


def fitted(x: Floats, pairs: list[Pair]) -> tuple[float, Floats]:
    """The bias and the weights that fit the pairs best."""
    from sklearn.linear_model import LogisticRegression

    mean, scale = x.mean(0), np.maximum(x.std(0), 1e-9)
    weights = [p.weight * (HARD if p.story == "september-2016" else 1) for p in pairs]
    model = LogisticRegression(C=1, max_iter=3000).fit(
        (x - mean) / scale, [p.same for p in pairs], sample_weight=weights
    )
    coefficients = model.coef_[0] / scale
    return float(model.intercept_[0] - coefficients @ mean), coefficients


def scored(x: Floats, undecided: NDArray[np.bool_], model: tuple[float, Floats]) -> Floats:
    """The score of each pair; 0 if a rule decides it."""
    scores: Floats = np.where(undecided, 1 / (1 + np.exp(-(model[0] + x @ model[1]))), 0)
    return scores


def table(scores: Floats, pairs: list[Pair]) -> None:
    """Print precision, recall and F1 at each threshold, each pair counted as often as it was drawn for."""
    same, weight = np.array([p.same for p in pairs]), np.array([p.weight for p in pairs])
    for t in np.arange(0.2, 0.72, 0.04):
        right = float(weight[(scores >= t) & same].sum())
        p, r = right / max(float(weight[scores >= t].sum()), 1e-9), right / float(weight[same].sum())
        print(f"  {t:.2f} precision {p:.3f} recall {r:.3f} F1 {2 * p * r / max(p + r, 1e-9):.3f}")


def main(databases: list[Path]) -> None:
    """Fit, and print what goes into `claimsdb/comparison/claims/same_claim.json`."""
    every: list[Pair] = []
    rows: list[Floats] = []
    undecided_rows: list[NDArray[np.bool_]] = []
    for database in databases:
        with open_for_reading(database).connect() as connection:
            pairs, lost = joined(connection)
            x, undecided = features(connection, pairs)
        print(f"{database}: {len(pairs)} judged pairs; of {lost} others it does not have both claims")
        every, rows, undecided_rows = every + pairs, [*rows, x], [*undecided_rows, undecided]
    x, undecided = np.vstack(rows), np.concatenate(undecided_rows)
    learn, stories = np.array([p.part == "learn" for p in every]), np.array([p.story for p in every])

    def of(chosen: NDArray[np.bool_]) -> list[Pair]:
        return [p for p, use in zip(every, chosen, strict=True) if use]

    def fit(chosen: NDArray[np.bool_]) -> tuple[float, Floats]:
        return fitted(x[chosen & undecided], of(chosen & undecided))

    scores = np.zeros(len(every))
    for story in sorted(set(stories[learn])):
        here = stories == story
        scores[here] = scored(x[here], undecided[here], fit(learn & ~here))
    told = learn & (stories != "september-2016")
    print("stories for learning, each by the others")
    table(scores[told], of(told))
    bias, weights = fit(learn)
    print("stories for judging")
    table(scored(x[~learn], undecided[~learn], (bias, weights)), of(~learn))
    named = {name: round(float(w), 2) for name, w in zip(Likeness._fields, weights, strict=True)}
    print(json.dumps({"bias": round(bias, 2), "weights": named}))


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
