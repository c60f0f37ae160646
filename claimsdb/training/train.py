"""Train the tagger's network on an attribution corpus and treebanks.

python -m claimsdb.training.train --attributions TRAIN.jsonl --dev DEV.jsonl --treebank EWT.conllu --out FOLDER

The weights, averaged over steps, are kept after each epoch; `claimsdb.training.release` makes the model's files of them.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TextIO

import torch

from claimsdb.training.batches import Example, batch, examples, grouped, treebank_examples
from claimsdb.training.corpus import Labelled, documents, labelled
from claimsdb.training.losses import Settings, losses
from claimsdb.training.network import Network
from claimsdb.training.pieces import ENCODER, tokenizer
from claimsdb.training.release import ROUNDS
from claimsdb.training.treebank import paragraphs_of

TOLD = 25  # steps between two lines of the log


def train(args: argparse.Namespace, settings: Settings) -> None:
    """Train, with a checkpoint and the loss on the development part after every epoch; resume where a checkpoint is."""
    out: Path = args.out
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(settings.seed)
    pieces = tokenizer()
    parsed = (p for path in args.treebank for p in paragraphs_of(path, pieces))
    trees = [e for p in parsed for e in treebank_examples(p, settings.window)]
    lessons = Lessons([labelled(d, pieces) for d in documents(args.attributions)], trees)
    dev = [labelled(d, pieces) for d in documents(args.dev)]
    network = Network(dropout=settings.dropout, precision=getattr(torch, settings.precision))
    network.load(ENCODER / "model.safetensors")
    if args.start:
        network.load_state_dict(torch.load(args.start, weights_only=True))
    epochs = [lessons.epoch(settings, n) for n in range(settings.epochs)]
    (out / ROUNDS).write_text(json.dumps(rounds(args, settings), indent=1) + "\n", encoding="utf-8")
    course = Course(network, settings, sum(len(e) for e in epochs))
    with (out / "log.jsonl").open("a", encoding="utf-8") as log:
        _write(log, {"settings": asdict(settings), "steps": course.steps, "torch": torch.__version__})
        saved = out / "checkpoint.pt"
        done = course.resume(saved) if saved.exists() else 0
        for number, groups in enumerate(epochs[done:], done):
            chance = random.Random(settings.seed * 1000 + number)
            torch.manual_seed(settings.seed * 1000 + number)
            for k, seen in course.run(groups, chance):
                _write(log, {"epoch": number, "step": k, "of": len(groups), "minutes": course.minutes()} | seen)
                if args.steps and k >= args.steps:
                    return
            course.save(saved, number + 1)
            torch.save(course.average.state_dict(), out / f"average-{number + 1}.pt")
            with torch.no_grad():
                windows = (e for d in dev for e in examples(d, settings.window, None))
                held = [losses(course.average, batch([e]), settings) for e in windows]
            means = {n: round(sum(h[n].item() for h in held if n in h) / len(held), 4) for n in held[0]}
            _write(log, {"dev": number + 1} | means)


@dataclass
class Lessons:
    """What is learnt from: attributed documents, and windows of treebanks."""

    documents: Sequence[Labelled]
    trees: list[Example]

    def epoch(self, settings: Settings, number: int) -> list[list[Example]]:
        """The groups of windows of one epoch: windows begin elsewhere in each."""
        chance = random.Random(settings.seed * 77 + number)
        made = []
        for document in self.documents:
            first = chance.randint(settings.window // 4, settings.window)
            made += list(examples(document, settings.window, first))
        groups = grouped(made, settings.pieces, chance)
        if number < settings.treebank_epochs:
            groups += grouped(self.trees, settings.pieces, chance)
            chance.shuffle(groups)
        return groups


class Course:
    """A network on its way: AdamW with a linear schedule, and the average of its weights over steps."""

    def __init__(self, network: Network, settings: Settings, steps: int) -> None:
        self.network, self.settings, self.steps = network, settings, steps
        self.average = copy.deepcopy(network).eval()
        encoder, moves = {id(p) for p in network.encoder}, {id(p) for p in network.crf.parameters()}
        heads = [p for p in network.parameters() if p.requires_grad and id(p) not in encoder | moves]
        rates = ((network.encoder, 1.0), (heads, settings.heads), (list(network.crf.parameters()), settings.moves))
        self._optimizer = torch.optim.AdamW(
            [{"params": params, "lr": settings.rate * times} for params, times in rates],
            weight_decay=settings.decay,
            betas=(0.9, 0.98),
            fused=True,
        )
        ramp = max(1, int(settings.warmup * steps))
        self._schedule = torch.optim.lr_scheduler.LambdaLR(
            self._optimizer, lambda k: min((k + 1) / ramp, max(steps - k, 1) / max(steps - ramp, 1))
        )
        self._started = time.monotonic()

    def minutes(self) -> float:
        """How long it has been running."""
        return round((time.monotonic() - self._started) / 60, 2)

    def run(self, groups: Sequence[Sequence[Example]], chance: random.Random) -> Iterator[tuple[int, dict[str, float]]]:
        """Learn from the groups; yields how many are done and the mean losses since it last did, every so often."""
        self.network.train()
        seen: dict[str, list[float]] = {}
        for k, group in enumerate(groups, 1):
            made = losses(self.network, batch(group, self.settings.hide, chance), self.settings)
            sum(made.values()).backward()
            torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
            self._optimizer.step()
            self._schedule.step()
            self._optimizer.zero_grad(set_to_none=False)
            self._follow()
            for name, value in made.items():
                seen.setdefault(name, []).append(value.item())
            if k % TOLD == 0 or k == len(groups):
                yield k, {n: round(sum(v) / len(v), 4) for n, v in seen.items()}
                seen = {}

    def _follow(self) -> None:
        """Move the average towards the weights, quickly at first."""
        step = self._schedule.last_epoch
        keep = min(self.settings.average, (step + 1) / (step + 20))
        with torch.no_grad():
            for a, p in zip(self.average.parameters(), self.network.parameters(), strict=True):
                if p.requires_grad:
                    a.lerp_(p, 1 - keep)

    def _parts(self) -> dict[str, Any]:
        return {
            "network": self.network,
            "average": self.average,
            "optimizer": self._optimizer,
            "schedule": self._schedule,
        }

    def save(self, path: Path, done: int) -> None:
        """Keep all that is needed to go on after `done` epochs."""
        torch.save({name: part.state_dict() for name, part in self._parts().items()} | {"done": done}, path)

    def resume(self, path: Path) -> int:
        """Go on from what was kept; how many epochs were done."""
        state = torch.load(path, weights_only=True)
        for name, part in self._parts().items():
            part.load_state_dict(state[name])
        return int(state["done"])


def _write(log: TextIO, line: dict[str, Any]) -> None:
    log.write(json.dumps(line) + "\n")
    log.flush()
    print(json.dumps(line), file=sys.stderr, flush=True)


def rounds(args: argparse.Namespace, settings: Settings) -> list[dict[str, Any]]:
    """The settings of all trainings that led here, this one last: each keeps those before it beside its weights."""
    known = json.loads((args.start.parent / ROUNDS).read_text("utf-8")) if args.start else []
    return [*known, asdict(settings)]


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--attributions", type=Path, required=True)
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument("--treebank", type=Path, action="append", default=[])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="weights of an earlier training to go on from, with a new schedule")
    parser.add_argument("--steps", type=int, help="stop after so many steps (to try things out)")
    for name, value in asdict(Settings()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    args = parser.parse_args(arguments)
    settings = Settings(**{name: getattr(args, name) for name in asdict(Settings())})
    train(args, settings)


if __name__ == "__main__":
    main()
