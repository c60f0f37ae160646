r"""From corpora to the model that the package carries, in one command.

python -m claimsdb.training --attributions TRAIN.jsonl --dev DEV.jsonl --treebank EWT.conllu --work FOLDER

Two rounds, one after the other; then the model's files are written, and it is measured and calibrated. Every part goes on from where it
stopped, so that the command may be given again.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from claimsdb.tagger.model import FOLDER
from claimsdb.training import calibrate, release, train

FIRST = "--seed 1 --epochs 6 --treebank-epochs 4"
SECOND = "--seed 2 --epochs 5 --treebank-epochs 2 --rate 1.5e-4 --average 0.998"


def main() -> None:
    """Read the command line and run the parts, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--attributions", type=Path, required=True)
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument("--treebank", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True, help="where checkpoints and logs are kept")
    parser.add_argument("--weights", type=Path, default=FOLDER, help="where the model's files are written")
    args = parser.parse_args()
    corpora: list[object] = ["--attributions", args.attributions, "--dev", args.dev, "--treebank", args.treebank]
    first, second = args.work / "first", args.work / "second"
    _say("the first round")
    train.main([str(a) for a in (*corpora, "--out", first, *FIRST.split())])
    _say("the second round")
    train.main([str(a) for a in (*corpora, "--out", second, *SECOND.split(), "--start", first / "average-6.pt")])
    _say("writing the model")
    data = [a for path in (args.attributions, args.dev, args.treebank) for a in ("--data", path)]
    release.main([str(a) for a in (second / "average-5.pt", *data, "--weights", args.weights)])
    _say("measuring it")
    calibrate.main([str(args.dev), "--weights", str(args.weights)])


def _say(what: str) -> None:
    print(f"claimsdb.training: {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
