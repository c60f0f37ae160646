"""Make the model of the package from corpora, in one command.

    python -m claimsdb.learning.training --corpora CORPORA --annotated FOLDER --encoder MPNET_FOLDER --work FOLDER

First five large teachers are trained, each without a fifth of the documents; then the student, which learns from the judgement of each
document by the teacher that has not seen it; then, upon it, the reader of claims, from annotated documents and from what a large reader
expects of the corpora's texts. Then the model's files are written, and it is measured and calibrated. Every part resumes where it
stopped, so that the command may be repeated.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from claimsdb.english.networks.files import FOLDER
from claimsdb.learning.training.claims import judging
from claimsdb.learning.training.claims import release as claims_release
from claimsdb.learning.training.claims import train as claims_train
from claimsdb.learning.training.tagger import calibrate, release, train

FOLDS = 5
TEACHER = "--epochs 5 --treebank-epochs 3 --rate 1.2e-4 --moves 50"
STUDENT = "--pieces 4096 --taught 0.7 --epochs 20 --treebank-epochs 8 --rate 3e-4 --average 0.998"
STUDENT_AGAIN = "--pieces 4096 --taught 0.7 --seed 2 --epochs 16 --treebank-epochs 5 --rate 2e-4 --average 0.998"
AGAIN = "--epochs 4 --taught 0.3 --rate 1.5e-4"
LARGE = "--epochs 6 --rate 6e-5 --heads 16 --moves 16 --dropout 0.1 --short 0"
MEAN = 4
"""Number of epochs of which the second round starts from the mean."""


def main() -> None:
    """Read the command line and run the parts, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True, help="folder with polnear/, gum/ and ud_ewt/")
    parser.add_argument("--annotated", type=Path, nargs="+", required=True, help="folders of annotated documents")
    parser.add_argument("--encoder", type=Path, required=True, help="folder of all-mpnet-base-v2 (model.safetensors)")
    parser.add_argument("--work", type=Path, required=True, help="folder for checkpoints and logs")
    parser.add_argument("--weights", type=Path, default=FOLDER, help="folder for the model's files")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--workers", type=int, default=0, help="processes that make batches")
    args = parser.parse_args()
    attributions, dev = args.corpora / "polnear/train.jsonl", args.corpora / "polnear/dev.jsonl"
    treebank = args.corpora / "ud_ewt/train.conllu"
    corpora: list[object] = ["--attributions", attributions, "--dev", dev, "--treebank", treebank]
    data: list[object] = [a for path in corpora[1::2] for a in ("--data", path)]
    machine: list[object] = ["--device", args.device, "--workers", args.workers]

    def last(out: Path) -> Path:
        return epochs(out)[-1]

    def learn(name: str, settings: str, *others: object) -> Path:
        _say(name)
        out: Path = args.work / name
        train.main([str(a) for a in (*corpora, *machine, "--out", out, *settings.split(), *others)])
        return last(out)

    folds: list[object] = ["--folds", FOLDS]
    taught = list(folds)
    for k in range(FOLDS):
        kept = learn(f"teacher-{k}", TEACHER, *folds, "--without", k, "--seed", 10 + k, "--encoder", args.encoder)
        taught += ["--teacher", kept]
    student = learn("student-again", STUDENT_AGAIN, *taught, "--start", learn("student", STUDENT, *taught))
    _say("the reader of claims")
    alone, large, reader = (args.work / name for name in ("tagger", "large-reader", "reader"))
    release.main([str(a) for a in (student, *data, "--weights", alone)])
    texts = ("--annotated", *args.annotated, "--treebank", treebank)
    upon = ("--encoder", args.encoder)
    claims_train.main([str(a) for a in (*texts, *upon, "--attributions", attributions, *LARGE.split(), "--out", large)])
    judged = large / "judged.pt"
    if not judged.exists():
        judging.main([str(a) for a in (last(large), *upon, "--corpora", args.corpora, "--out", judged)])
    taught_by = (*texts, "--judged", judged, "--tagger", alone)
    claims_train.main([str(a) for a in (*taught_by, "--out", reader)])
    start, again = epochs(reader)[-MEAN:], args.work / "reader-again"
    claims_train.main([str(a) for a in (*taught_by, "--start", *start, *AGAIN.split(), "--out", again)])
    _say("writing the model")
    claims_release.main([str(a) for a in (last(again), "--tagger", alone, "--weights", args.weights)])
    _say("measuring it")
    calibrate.main([str(dev), "--weights", str(args.weights)])


def epochs(out: Path) -> list[Path]:
    """The weights after each epoch of a training, in order."""
    return sorted(out.glob("average-*.pt"), key=lambda path: int(path.stem.split("-")[1]))


def _say(what: str) -> None:
    print(f"claimsdb.learning.training: {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
