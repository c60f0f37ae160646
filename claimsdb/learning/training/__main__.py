"""Make the model of the package from corpora, in one command.

    python -m claimsdb.learning.training --corpora CORPORA --annotated FOLDER --encoder MPNET_FOLDER --work FOLDER

First five large teachers are trained, each without a fifth of the documents; then the student, which learns from the judgement of each
document by the teacher that has not seen it; then, upon it and in seven rounds, the reader of claims, from annotated documents and from
what a large reader, and later both, expect of the corpora's texts. Then the model's files are written, and it is measured and
calibrated. Every part resumes where it stopped, so that the command may be repeated.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from claimsdb.english.networks.files import FOLDER
from claimsdb.learning.training.claims import joint, judging
from claimsdb.learning.training.claims import release as claims_release
from claimsdb.learning.training.claims import train as claims_train
from claimsdb.learning.training.tagger import calibrate, release, train

FOLDS = 5
TEACHER = "--epochs 5 --treebank-epochs 3 --rate 1.2e-4 --moves 50"
STUDENT = "--pieces 4096 --taught 0.7 --epochs 20 --treebank-epochs 8 --rate 3e-4 --average 0.998"
STUDENT_AGAIN = "--pieces 4096 --taught 0.7 --seed 2 --epochs 16 --treebank-epochs 5 --rate 2e-4 --average 0.998"
SECOND = "--epochs 4 --taught 0.3 --rate 1.5e-4"
THIRD = "--epochs 3 --short 0.6 --rate 1e-4"
FOURTH = "--epochs 3 --taught 0.4 --short 0.6 --rate 1.5e-4 --seed 5"
FIFTH = "--epochs 3 --short 0.6 --rate 1e-4 --seed 7"
SIXTH = "--epochs 3 --taught 0.1 --short 0.4 --gaps 1.5 --rate 1e-4 --seed 9"
LAST = "--epochs 2 --taught 0.05 --short 0.5 --gaps 3 --rate 7e-5 --seed 11"
LARGE = "--epochs 6 --rate 6e-5 --heads 16 --moves 16 --dropout 0.1 --short 0"


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
    alone, large = (args.work / name for name in ("tagger", "large-reader"))
    release.main([str(a) for a in (student, *data, "--weights", alone)])
    texts = ("--annotated", *args.annotated, "--treebank", treebank)
    upon = ("--encoder", args.encoder)
    claims_train.main([str(a) for a in (*texts, *upon, "--attributions", attributions, *LARGE.split(), "--out", large)])
    judged, both = large / "judged.pt", args.work / "both" / "judged.pt"
    if not judged.exists():
        judging.main([str(a) for a in (last(large), *upon, "--corpora", args.corpora, "--out", judged)])

    def read(name: str, settings: str, by: Path | None, *start: Path) -> list[Path]:
        _say(name)
        out, given = args.work / name, ("--judged", by) if by else ("--taught", 0)
        begun = ("--start", *start) if start else ()
        claims_train.main(
            [str(a) for a in (*texts, *given, *begun, *settings.split(), "--tagger", alone, "--out", out)]
        )
        return epochs(out)

    first = read("reader", "", judged)
    second = read("reader-2", SECOND, judged, *first[-4:])
    third = read("reader-3", THIRD, None, second[-1])
    if not both.exists():
        joint.main([str(a) for a in (third[-1], judged, "--tagger", alone, "--out", both)])
    fourth = read("reader-4", FOURTH, both, *third[-2:])
    fifth = read("reader-5", FIFTH, None, *fourth[-2:])
    sixth = read("reader-6", SIXTH, both, *fourth[-2:])
    made = read("reader-7", LAST, both, *fifth[-2:], sixth[0], sixth[-1])
    _say("writing the model")
    claims_release.main([str(a) for a in (made[-1], "--tagger", alone, "--weights", args.weights)])
    _say("measuring it")
    calibrate.main([str(dev), "--weights", str(args.weights)])


def epochs(out: Path) -> list[Path]:
    """The weights after each epoch of a training, in order."""
    return sorted(out.glob("average-*.pt"), key=lambda path: int(path.stem.split("-")[1]))


def _say(what: str) -> None:
    print(f"claimsdb.learning.training: {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
