"""Train the tagger's network on an attribution corpus and treebanks.

python -m claimsdb.learning.training.tagger.train --attributions TRAIN.jsonl --dev DEV.jsonl --treebank EWT.conllu --out FOLDER

The averaged weights are saved after each epoch; `claimsdb.learning.training.tagger.release` makes the model's files from them.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import torch
from torch import Tensor
from torch.utils.data import DataLoader

from claimsdb.learning.training.tagger.batches import (
    Batch,
    Example,
    Groups,
    batch,
    examples,
    grouped,
    treebank_examples,
)
from claimsdb.learning.training.tagger.corpus import Labelled, documents, labelled
from claimsdb.learning.training.tagger.course import Course, tell
from claimsdb.learning.training.tagger.losses import Settings, losses
from claimsdb.learning.training.tagger.network import MPNET, Network, Shape
from claimsdb.learning.training.tagger.release import ROUNDS
from claimsdb.learning.training.tagger.treebank import paragraphs_of
from claimsdb.learning.training.wordpieces import ENCODER, tokenizer


def train(args: argparse.Namespace, settings: Settings) -> None:
    """Train; after every epoch write a checkpoint and print the loss on the development part. Resume if there is a checkpoint."""
    out: Path = args.out
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(settings.seed)
    device, pieces = torch.device(args.device), tokenizer()
    precision = getattr(torch, settings.precision)
    parsed = (p for path in args.treebank for p in paragraphs_of(path, pieces))
    trees = [e for p in parsed for e in treebank_examples(p, settings.window)]
    folds = max(args.folds, 1)
    read = [(k % folds, labelled(d, pieces)) for k, d in enumerate(documents(args.attributions))]
    lessons = Lessons([(fold, d) for fold, d in read if fold != args.without], trees, folds)
    epochs = lessons.epochs(settings, args.workers)
    teachers = [Network.of(torch.load(p, map_location=device), precision).to(device) for p in args.teacher]
    dev = [labelled(d, pieces) for d in documents(args.dev)]
    shape = MPNET if args.encoder else Shape()
    layers = args.layers or range(shape.layers)
    network = Network(replace(shape, layers=len(layers)), dropout=settings.dropout, precision=precision)
    network.load((args.encoder or ENCODER) / "model.safetensors", layers)
    if args.start:
        network.load_state_dict(torch.load(args.start, weights_only=True))
    network.to(device)
    (out / ROUNDS).write_text(json.dumps(rounds(args, settings), indent=1) + "\n", encoding="utf-8")

    def lost(given: Batch) -> dict[str, Tensor]:
        """The losses of a batch; its teachers are listed by fold, and again from the first fold if there are more."""
        return losses(network, given.to(device), settings, teachers[given.fold :: folds])

    moves = list(network.crf.parameters())
    course = Course(network, network.encoder, moves, settings, sum(len(e) for e in epochs), lost)
    with (out / "log.jsonl").open("a", encoding="utf-8") as log:
        tell(log, {"settings": asdict(settings), "steps": course.steps, "torch": torch.__version__})
        saved = out / "checkpoint.pt"
        done = course.resume(saved) if saved.exists() else 0
        for number, groups in enumerate(epochs[done:], done):
            torch.manual_seed(settings.seed * 1000 + number)
            given = Groups(groups, settings.hide, settings.seed * 1000 + number)
            for k, seen in course.run(DataLoader(given, batch_size=None, num_workers=args.workers)):
                tell(log, {"epoch": number, "step": k, "of": len(groups), "minutes": course.minutes()} | seen)
                if args.steps and k >= args.steps:
                    return
            if args.checkpoints:
                course.save(saved, number + 1)
            if args.checkpoints or number + 1 == settings.epochs:
                torch.save(course.average.state_dict(), out / f"average-{number + 1}.pt")
            with torch.no_grad():
                windows = (e for d in dev for e in examples(d, settings.window, None))
                held = [losses(course.average, batch([e]).to(device), settings) for e in windows]
            means = {n: round(sum(h[n].item() for h in held if n in h) / len(held), 4) for n in held[0]}
            tell(log, {"dev": number + 1} | means)


@dataclass
class Lessons:
    """The training data: attributed documents, each with its fold, and windows of treebanks, which any teacher may judge."""

    documents: Sequence[tuple[int, Labelled]]
    trees: list[Example]
    folds: int

    def epochs(self, settings: Settings, workers: int) -> list[list[list[Example]]]:
        """The groups of all epochs, made by `workers` other processes."""
        if not workers:
            return [self.epoch(settings, n) for n in range(settings.epochs)]
        with get_context("fork").Pool(workers) as pool:
            return pool.map(partial(self.epoch, settings), range(settings.epochs), chunksize=1)

    def epoch(self, settings: Settings, number: int) -> list[list[Example]]:
        """The groups of windows of one epoch; in each epoch windows begin elsewhere."""
        chance = random.Random(settings.seed * 77 + number)
        made = []
        for fold, document in self.documents:
            first = chance.randint(settings.window // 4, settings.window)
            made += list(examples(document, settings.window, first, fold))
        trees: list[Example] = []
        if number < settings.treebank_epochs:
            trees = [replace(tree, fold=chance.randrange(self.folds)) for tree in self.trees]
        groups = []
        for fold in range(self.folds):
            for some in (made, trees):
                groups += grouped([e for e in some if e.fold == fold], settings.pieces, chance)
        chance.shuffle(groups)
        return groups


def rounds(args: argparse.Namespace, settings: Settings) -> list[dict[str, object]]:
    """The settings of all trainings that led to this one, this one last; each training saves them next to its weights."""
    known = json.loads((args.start.parent / ROUNDS).read_text("utf-8")) if args.start else []
    return [*known, asdict(settings)]


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--attributions", type=Path, required=True)
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument("--treebank", type=Path, action="append", default=[])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="weights of an earlier training to continue, with a new schedule")
    parser.add_argument("--encoder", type=Path, help="folder of all-mpnet-base-v2 (model.safetensors): train a teacher")
    parser.add_argument("--layers", type=int, nargs="+", help="the layers of the encoder to use")
    parser.add_argument(
        "--folds", type=int, default=1, help="number of folds into which the documents are dealt in turn"
    )
    parser.add_argument("--without", type=int, help="leave out the documents of this fold")
    parser.add_argument(
        "--teacher", type=Path, action="append", default=[], help="weights of a fold's teacher, in order"
    )
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--workers", type=int, default=0, help="processes that make batches")
    parser.add_argument(
        "--checkpoints",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="save the weights of every epoch, to resume from",
    )
    parser.add_argument("--steps", type=int, help="number of steps to stop after (to try things out)")
    for name, value in asdict(Settings()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    args = parser.parse_args(arguments)
    settings = Settings(**{name: getattr(args, name) for name in asdict(Settings())})
    train(args, settings)


if __name__ == "__main__":
    main()
