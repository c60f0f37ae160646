"""Train the reader of claims upon a released tagger, on annotated documents and treebanks, and on texts that a teacher judged.

    python -m claimsdb.learning.training.claims.train --annotated FOLDER --treebank EWT.conllu --judged JUDGED.pt --dev FOLDER --out FOLDER

The folders of documents are in the interchange format, as `claimsdb.learning.training.claims.annotations join` writes them. The layers
that the reader shares with the tagger do not learn, so that the states after them are computed once. The averaged weights are saved after
each epoch; `claimsdb.learning.training.claims.release` makes the model's files from them.

With `--encoder MPNET_FOLDER` and `--attributions TRAIN.jsonl` the reader is a large one, with which
`claimsdb.learning.training.claims.judging` judges texts; `claimsdb.learning.training` has the settings.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from functools import partial
from itertools import chain
from pathlib import Path

import numpy as np
import torch

from claimsdb.english.networks.files import FOLDER, FORMAT
from claimsdb.english.networks.labels import INTERRUPTS, RETURNS
from claimsdb.english.networks.manifest import manifest
from claimsdb.learning.training import manifests
from claimsdb.learning.training.claims.batches import Batch, Example, batch, examples, outermost, with_states
from claimsdb.learning.training.claims.judging import load
from claimsdb.learning.training.claims.lessons import Lesson, lessons
from claimsdb.learning.training.claims.losses import Settings, losses
from claimsdb.learning.training.claims.measuring import held, measure
from claimsdb.learning.training.claims.network import Reader
from claimsdb.learning.training.claims.trees import trees
from claimsdb.learning.training.tagger.batches import grouped
from claimsdb.learning.training.tagger.corpus import documents, labelled
from claimsdb.learning.training.tagger.course import Course, tell
from claimsdb.learning.training.tagger.network import Network, mean
from claimsdb.learning.training.tagger.released import released
from claimsdb.learning.training.wordpieces import tokenizer

SHORT = 150
"""Maximum number of words of paragraphs that are learnt from alone."""
ABOUT = "about.json"
"""The file next to a training's weights with its settings and the hashes of its data."""


def train(args: argparse.Namespace, settings: Settings) -> None:
    """Train; after every epoch write a checkpoint and print how good it is on the development part. Resume if there is a checkpoint."""
    out: Path = args.out
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(settings.seed)
    encoder = _encoder(args, getattr(torch, settings.precision))
    (out / ABOUT).write_text(json.dumps(about(args, settings), indent=1) + "\n", encoding="utf-8")
    reader = Reader.upon(encoder, settings.dropout, encoder.precision)
    if args.start:
        reader.load_state_dict(mean([torch.load(path, weights_only=True) for path in args.start]))
    data = Data(args, settings, encoder, reader.lower)
    epochs = [data.epoch(settings, number) for number in range(settings.epochs)]
    lost = partial(_lost, reader, settings)
    course = Course(reader, reader.encoder, reader.moves, settings, sum(map(len, epochs)), lost)
    with (out / "log.jsonl").open("a", encoding="utf-8") as log:
        sizes: dict[str, object] = {
            "windows": [len(cut) for cut in data.cuts],
            **{name: len(getattr(data, name)) for name in ("trees", "marked", "judged")},
            "dev": len(data.dev),
        }
        tell(log, {"settings": asdict(settings), "steps": course.steps, "torch": torch.__version__} | sizes)
        saved = out / "checkpoint.pt"
        done = course.resume(saved) if saved.exists() else 0
        for number, groups in enumerate(epochs[done:], done):
            torch.manual_seed(settings.seed * 1000 + number)
            for k, seen in course.run(map(batch, groups)):
                tell(log, {"epoch": number, "step": k, "of": len(groups), "minutes": course.minutes()} | seen)
                if args.steps and k >= args.steps:
                    break
            course.save(saved, number + 1)
            torch.save(course.average.state_dict(), out / f"average-{number + 1}.pt")
            tell(log, {"dev": number + 1, **measure(course.average, data.dev)})
            if args.steps:
                return


def _encoder(args: argparse.Namespace, precision: torch.dtype) -> Network:
    """What the reader stands upon: all-mpnet-base-v2 if it is a teacher, or else a released tagger."""
    if args.encoder is not None:
        return Network.large(args.encoder, precision)
    made = released(manifest(args.tagger, FORMAT))
    made.precision = precision
    return made


def _lost(reader: Reader, settings: Settings, given: Batch) -> dict[str, torch.Tensor]:
    return losses(reader, given, settings)


class Data:
    """The windows of a training, with their states: those of the documents in several cuts, others to learn from, and to measure with."""

    def __init__(self, args: argparse.Namespace, settings: Settings, encoder: Network, layers: int) -> None:
        pieces, chance = tokenizer(), random.Random(settings.seed)
        self._encoder, self._layers = encoder, layers
        read = list(chain.from_iterable(lessons(folder, pieces) for folder in args.annotated))[: args.documents]
        grown = [lesson for path in args.treebank for lesson in trees(path, pieces)][: args.documents]
        marked = [labelled(d, pieces) for path in args.attributions for d in documents(path)][: args.documents]
        windows = [e for path in args.judged for e in load(path)][: args.documents]
        self.cuts = [self._cut(read, settings, chance) for _ in range(settings.cuts)]
        self.trees = self._with_states(e for lesson in grown for e in examples(lesson, settings.window, None))
        self.marked = self._with_states(e for one in marked for e in outermost(one, settings.window))
        self.judged = self._with_states(windows)
        self.dev = [held(encoder, layers, one) for folder in args.dev for one in lessons(folder, pieces)][
            : args.documents
        ]

    def _with_states(self, of: Iterable[Example]) -> list[Example]:
        return with_states(self._encoder, list(of), self._layers)

    def _cut(self, read: Sequence[Lesson], settings: Settings, chance: random.Random) -> list[Example]:
        """The windows of the lessons, which begin elsewhere in each cut, and some of their paragraphs alone: short documents."""
        made: list[Example] = []
        for lesson in read:
            made += examples(lesson, settings.window, chance.randint(settings.window // 4, settings.window))
            for part in _short(lesson, settings, chance):
                made += examples(part, settings.window, None)
        return self._with_states(made)

    def epoch(self, settings: Settings, number: int) -> list[list[Example]]:
        """The groups of windows of one epoch: one cut, and a share of each of the others."""
        chance = random.Random(settings.seed * 77 + number)
        taught = chance.sample(self.judged, int(len(self.judged) * settings.taught))
        groups = grouped([*self.cuts[number % len(self.cuts)], *taught], settings.pieces, chance)
        for of in (self.trees, self.marked):
            groups += grouped(chance.sample(of, int(len(of) * settings.share)), settings.pieces, chance)
        chance.shuffle(groups)
        return groups


def _short(lesson: Lesson, settings: Settings, chance: random.Random) -> Iterator[Lesson]:
    """One or two short paragraphs at a time; those with interrupted claims, of which there are few, more often."""
    lows = [chance.randrange(len(lesson.read)) for _ in range(int(settings.short * len(lesson.read) + chance.random()))]
    interrupted = [k for k, labels in enumerate(lesson.claims) if np.isin(labels, (RETURNS, INTERRUPTS)).any()]
    if interrupted:
        lows += chance.choices(interrupted, k=int(settings.gaps * len(interrupted) + chance.random()))
    for low in lows:
        high = min(low + chance.choice((1, 1, 2)), len(lesson.read))
        if all(map(len, lesson.read[low:high])) and sum(map(len, lesson.read[low:high])) <= SHORT:
            yield lesson.part(low, high)


def about(args: argparse.Namespace, settings: Settings) -> dict[str, object]:
    """The settings of a training and the hashes of its data, the same of its teachers, and of the rounds that it continues."""
    folders = (*args.annotated, *args.dev)
    files = [*(folder / "claims.jsonl" for folder in folders), *args.treebank, *args.attributions, *args.judged]

    def told(weights: Sequence[Path]) -> list[object]:
        return [json.loads((path.parent / ABOUT).read_text("utf-8")) for path in weights]

    return {
        "settings": asdict(settings),
        "data": {f"{p.parent.name}/{p.name}": manifests.digest(p) for p in files},
        "torch": torch.__version__,
        "teachers": told(args.judged),
        "rounds": told(list({path.parent: path for path in args.start}.values())),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--annotated", type=Path, nargs="+", required=True, help="folders of annotated documents")
    parser.add_argument("--treebank", type=Path, action="append", default=[])
    parser.add_argument(
        "--start", type=Path, nargs="+", default=[], help="weights of an earlier training to continue from their mean"
    )
    parser.add_argument("--judged", type=Path, action="append", default=[], help="windows that a teacher judged")
    parser.add_argument("--encoder", type=Path, help="folder of all-mpnet-base-v2 (model.safetensors): train a teacher")
    parser.add_argument("--attributions", type=Path, action="append", default=[], help="PolNeAR, for a teacher")
    parser.add_argument("--dev", type=Path, nargs="+", default=[], help="folders of documents to measure with")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--tagger", type=Path, default=FOLDER, help="folder of the released tagger to build on")
    parser.add_argument("--steps", type=int, help="number of steps to stop after (to try things out)")
    parser.add_argument("--documents", type=int, help="number of documents of each kind to take (to try things out)")
    for name, value in asdict(Settings()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    args = parser.parse_args(arguments)
    train(args, Settings(**{name: getattr(args, name) for name in asdict(Settings())}))


if __name__ == "__main__":
    main()
