"""Measure a model on a development corpus, calibrate its confidence, and write both into its manifest and its card.

python -m claimsdb.learning.training.tagger.calibrate DEV.jsonl [--weights FOLDER]
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from claimsdb.english.networks.calibration import IDENTITY, calibrated
from claimsdb.english.networks.files import FOLDER, manifest
from claimsdb.learning.evaluation.attributions import PARTS, Marked, evaluate, likeness
from claimsdb.learning.evaluation.measures import Words
from claimsdb.learning.training import manifests
from claimsdb.learning.training.tagger.card import CARD, card
from claimsdb.learning.training.tagger.corpus import MarkedText, documents
from claimsdb.model.attribution import AttributionKind
from claimsdb.model.claim import Normalized
from claimsdb.normalizer.attribution.tagging import TrainedTagger
from claimsdb.normalizer.normalize import normalize
from claimsdb.reading.read import read

BINS = 12


def judged(document: MarkedText, made: Normalized) -> list[tuple[float, bool]]:
    """The confidence of each outermost attribution, and whether it is right by the evaluation's rule."""
    words = Words(document["text"])
    gold = [{p: words.touched(a[p]) for p in PARTS} for a in _gold(document)]
    results = []
    for attribution in made.attributions:
        if attribution.via is None:
            found = {p: words.touched(getattr(attribution, p)) for p in PARTS}
            results.append((attribution.confidence, any(likeness(one, found) for one in gold)))
    return results


def judged_own(document: MarkedText, made: Normalized) -> list[tuple[float, bool]]:
    """The confidence of each claim in the document's own voice, and whether most of its words are outside every annotated content.

    Intentions are left out: by the standard they are the document's own, in the corpus they are contents.
    """
    words = Words(document["text"])
    contents = {w for a in _gold(document) for w in words.touched(a["content"])}
    results = []
    for claim in made.claims:
        if claim.attribution is AttributionKind.ASSERTED and claim.attributed is None:
            own = words.touched(claim.segments)
            results.append((claim.confidence, 2 * len(own & contents) < len(own)))
    return results


def crossed(results: Sequence[Sequence[tuple[float, bool]]]) -> list[tuple[float, bool]]:
    """Calibrate each half of the documents by the other half, so that nothing is measured on the data it was fitted to."""
    one, other = ([r for d in results[k::2] for r in d] for k in (0, 1))
    halves = ((one, other), (other, one))
    return [(calibrated(points(fit), score), right) for fit, measure in halves for score, right in measure]


def points(results: Sequence[tuple[float, bool]]) -> list[list[float]]:
    """Calibration points: scores and how often attributions with that score are right, in bins of equal size, made monotone by isotonic
    regression. Without results, scores are left as they are.
    """
    if not results:
        return [list(point) for point in IDENTITY]
    ordered = sorted(results)
    size = max(1, len(ordered) // BINS)
    pooled: list[tuple[float, float, int]] = []  # mean score, share right, how many
    for start in range(0, len(ordered), size):
        part = ordered[start : start + size]
        pooled.append((sum(s for s, _ in part) / len(part), sum(r for _, r in part) / len(part), len(part)))
        while len(pooled) > 1 and pooled[-2][1] >= pooled[-1][1]:
            (s1, r1, n1), (s2, r2, n2) = pooled[-2:]
            pooled[-2:] = [((s1 * n1 + s2 * n2) / (n1 + n2), (r1 * n1 + r2 * n2) / (n1 + n2), n1 + n2)]
    return [
        [0.0, round(pooled[0][1] / 2, 3)],
        *([round(s, 3), round(r, 3)] for s, r, _ in pooled),
        [1.0, round(pooled[-1][1], 3)],
    ]


def reliability(results: Sequence[tuple[float, bool]]) -> list[dict[str, float]]:
    """For every tenth of confidence: how many results, their mean confidence, and the share that is right."""
    table = []
    for tenth in range(10):
        part = [(s, r) for s, r in results if min(int(s * 10), 9) == tenth]
        if part:
            mean, right = sum(s for s, _ in part) / len(part), sum(r for _, r in part) / len(part)
            table.append({"from": tenth / 10, "of": len(part), "confidence": round(mean, 3), "right": round(right, 3)})
    return table


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, measure, and write manifest and card."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dev", type=Path)
    parser.add_argument("--weights", type=Path, default=FOLDER)
    args = parser.parse_args(arguments)
    dev = list(documents(args.dev))
    of = manifest(args.weights)
    tagger = TrainedTagger(replace(of, data={**of.data, "calibration": IDENTITY, "own": IDENTITY}))
    made = [_normalized(d, tagger) for d in dev]
    attributed = [judged(d, m) for d, m in zip(dev, made, strict=True)]
    own = [judged_own(d, m) for d, m in zip(dev, made, strict=True)]
    fitted = {
        **of.data,
        "calibration": points([r for d in attributed for r in d]),
        "own": points([r for d in own for r in d]),
        "reliability": {"attributions": reliability(crossed(attributed)), "own": reliability(crossed(own))},
    }
    final = TrainedTagger(replace(of, data=fitted))  # nested attributions are selected by calibrated scores
    told = ((d["id"], d["text"], _gold(d), _found(_normalized(d, final))) for d in dev)
    fitted["scores"] = evaluate(told).scores
    manifests.write(args.weights, fitted)
    (args.weights / CARD).write_text(card(fitted), encoding="utf-8")


def _normalized(document: MarkedText, tagger: TrainedTagger) -> Normalized:
    return normalize(read(document["text"].encode(), "article.txt"), tagger)


def _gold(document: MarkedText) -> list[Marked]:
    return [{p: [(s, e) for s, e in a[p]] for p in PARTS} for a in document["attributions"]]


def _found(made: Normalized) -> list[Marked]:
    return [{p: [tuple(s) for s in getattr(a, p)] for p in PARTS} for a in made.attributions]


if __name__ == "__main__":
    main()
