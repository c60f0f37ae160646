"""Learn the weights by which look-up ranks claims, and the calibration of its scores, from queries with known answers.

    claimsdb ingest POLNEAR_DEV_AS_FILES --db dev.db
    python -m claimsdb.learning.training.lookup dev.db benchmarks/queries/lookup_dev.json … --also other.db other.json

For each query, the right claims together should be likelier than all others and than "nothing", whose logit is 0: a softmax over the
gathered claims. If no claim answers a query, "nothing" is right. Prints the weights learnt from all files, and for each file the results
of the weights learnt from the other files.

The calibration makes of the logit of a claim, and of its likelihood among all claims and "nothing", the probability that it is right. It is
learnt from the best claims of each query, with weights that were not learnt from its file, and from other kinds of text (`--also`, pairs of
a database and queries), each database weighing the same.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from claimsdb.lookup.gathering import gathered, likenesses
from claimsdb.lookup.scoring import WEIGHTS
from claimsdb.store.engine import Connection
from claimsdb.store.migrations import open_for_reading
from claimsdb.store.read.claims import Extent, extents
from claimsdb.store.read.filters import Filters

SMALL = 0.001
"""The cost of the square of a weight, for features of about the same size."""
SIZES = np.array([0.1, 0.1, 0.33, 0.33, 1, 1, 1, 1], np.float32)
"""The approximate size of each feature."""

BEST = 10
"""Number of the best claims of each query from which the calibration is learnt."""

Example = tuple[torch.Tensor, torch.Tensor]


def examples(connection: Connection, file: Path) -> list[Example]:
    """The features of the claims gathered for each query, (claims, features), and which of these claims are right."""
    made = []
    where = extents(connection)
    for query in json.loads(file.read_text("utf-8")):
        asked = gathered(connection, query["query"], Filters())
        if asked is None:
            continue
        found = [
            (like, _right(where[candidate.key], query["expected"]))
            for candidate, like in likenesses(asked, list(asked.candidates.found.values()))
            if candidate.cosine is not None
        ]
        if found and (query["kind"] == "nothing" or any(right for _, right in found)):
            features = torch.tensor([like.features for like, _ in found]) / torch.tensor(SIZES)
            made.append((features, torch.tensor([right for _, right in found])))
    return made


def _right(claim: Extent, expected: list[tuple[str, int, int]]) -> bool:
    return any(
        claim.path == f"{document}.txt" and claim.start < high and claim.end > low for document, low, high in expected
    )


def fit(some: list[Example]) -> torch.Tensor:
    """Fit the weights: those by which the right claims are likeliest."""
    weights = torch.zeros(len(WEIGHTS), requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=500, line_search_fn="strong_wolfe")

    def loss() -> float:
        optimizer.zero_grad()
        lost = sum((lose(weights, one) for one in some), torch.tensor(0.0)) / len(some)
        lost = lost + SMALL * (weights[:-1] ** 2).sum()
        lost.backward()
        return float(lost.detach())

    optimizer.step(loss)
    return weights.detach()


def lose(weights: torch.Tensor, one: Example) -> torch.Tensor:
    """The negative log-likelihood of the right claims of a query, or of "nothing" if no claim is right."""
    features, right = one
    chances = torch.log_softmax(torch.cat([torch.zeros(1), features @ weights]), 0)
    return -(torch.logsumexp(chances[1:][right], 0) if right.any() else chances[0])


def calibrate(corpora: list[list[tuple[Example, torch.Tensor]]]) -> torch.Tensor:
    """Fit the calibration on queries, each with the weights to score it with: those of logit, likelihood and bias."""
    inputs, truths, counts = [], [], []
    for corpus in corpora:
        best = [_best(one, weights) for one, weights in corpus]
        inputs += [features for features, _ in best]
        truths += [right for _, right in best]
        size = sum(len(right) for _, right in best)
        counts += [torch.full((len(right),), 1 / size) for _, right in best]
    features, right, share = torch.cat(inputs), torch.cat(truths).float(), torch.cat(counts)
    made = torch.zeros(3, requires_grad=True)
    optimizer = torch.optim.LBFGS([made], max_iter=500, line_search_fn="strong_wolfe")

    def loss() -> float:
        optimizer.zero_grad()
        lost = torch.nn.functional.binary_cross_entropy_with_logits(features @ made, right, share, reduction="sum")
        lost.backward()
        return float(lost.detach())

    optimizer.step(loss)
    return made.detach()


def _best(one: Example, weights: torch.Tensor) -> Example:
    """The logit and the likelihood of the best claims of a query, and 1; and which of these claims are right."""
    features, right = one
    logits = features @ weights
    every = torch.logsumexp(torch.cat([torch.zeros(1), logits]), 0)
    best = torch.argsort(-logits)[:BEST]
    return torch.stack([logits[best], logits[best] - every, torch.ones(len(best))], 1), right[best]


def main() -> None:
    """Read the command line, fit and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("database", type=Path)
    parser.add_argument("queries", type=Path, nargs="+")
    parser.add_argument("--also", type=Path, nargs=2, action="append", default=[], metavar=("DATABASE", "QUERIES"))
    args = parser.parse_args()
    with open_for_reading(args.database).connect() as connection:
        sets = {path: examples(connection, path) for path in args.queries}
    scored: list[tuple[Example, torch.Tensor]] = []
    for path, held in sets.items():
        others = fit([one for other, some in sets.items() if other != path for one in some])
        scored += [(one, others) for one in held]
        lost = sum(float(lose(others, one)) for one in held) / len(held)
        best = [(features @ others).max(0) for features, _ in held]
        first = [bool(right[b.indices]) for b, (_, right) in zip(best, held, strict=True) if right.any()]
        nothing = [float(b.values) < 0 for b, (_, right) in zip(best, held, strict=True) if not right.any()]
        print(
            f"{path.name}: loss {lost:.3f}, first {sum(first)} of {len(first)}, nothing {sum(nothing)} of {len(nothing)}"
        )
    weights = fit([one for some in sets.values() for one in some])
    shown = weights.numpy() / SIZES
    print("for claimsdb/lookup/weights.json, in its order:", *(round(float(w), 2) for w in shown))
    corpora = [scored]
    for database, queries in args.also:
        with open_for_reading(database).connect() as connection:
            corpora.append([(one, weights) for one in examples(connection, queries)])
    print("calibration (logit, likelihood, bias):", *(round(float(w), 2) for w in calibrate(corpora)))


if __name__ == "__main__":
    main()
