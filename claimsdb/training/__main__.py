r"""From corpora to the model that the package carries, in one command.

python -m claimsdb.training --attributions TRAIN.jsonl --dev DEV.jsonl --treebank EWT.conllu --work FOLDER

Two rounds on the corpora alone, a larger teacher, and a third round that learns from the teacher's chances too; then the model's files
are written and its confidence is calibrated. Every part goes on from where it stopped, so that the command may be given again.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from claimsdb.tagger.model import FOLDER
from claimsdb.training import calibrate, soften, train
from claimsdb.training.pieces import teacher_encoder

FIRST = "--seed 1 --epochs 6 --treebank-epochs 4"
SECOND = "--seed 2 --epochs 5 --treebank-epochs 2 --rate 1.5e-4 --average 0.998"
TEACHER = "--seed 1 --epochs 2 --treebank-epochs 0 --rate 6e-5 --heads 10 --moves 80 --warmup 0.1 --average 0.99"
THIRD = "--seed 3 --epochs 4 --treebank-epochs 4 --rate 1.2e-4 --average 0.998"


def main() -> None:
    """Read the command line and run the parts, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--attributions", type=Path, required=True)
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument("--treebank", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True, help="where checkpoints and logs are kept")
    parser.add_argument("--weights", type=Path, default=FOLDER, help="where the model's files are written")
    args = parser.parse_args()
    corpora = ["--attributions", args.attributions, "--dev", args.dev]
    trees = ["--treebank", args.treebank]
    one, two, teacher, three = (args.work / name for name in ("first", "second", "teacher", "third"))
    soft = args.work / "soft.npz"
    _train(corpora, trees, one, FIRST)
    _train(corpora, trees, two, SECOND, "--start", one / "average-6.pt")
    _train(corpora, [], teacher, TEACHER, "--teacher", "--encoder", teacher_encoder(args.work / "mpnet"))
    if not soft.exists():
        _say("the teacher's chances")
        learnt = ["--network", teacher / "average-2.pt", "--attributions", args.attributions]
        soften.main([str(a) for a in (*learnt, *trees, "--output", soft)])
    third = ("--start", two / "average-5.pt", "--soft", soft, "--weights", args.weights)
    _train(corpora, trees, three, THIRD, *third)
    _say("calibration")
    calibrate.main([str(args.dev), "--weights", str(args.weights)])


def _train(corpora: Sequence[object], trees: Sequence[object], out: Path, settings: str, *more: object) -> None:
    _say(out.name)
    train.main([str(a) for a in (*corpora, *trees, "--out", out, *settings.split(), *more)])


def _say(what: str) -> None:
    print(f"claimsdb.training: {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
