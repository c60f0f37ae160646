r"""Train the tagger's network on an attribution corpus and treebanks, and write the model's files.

python -m claimsdb.training.train --attributions TRAIN.jsonl --dev DEV.jsonl --treebank EWT.conllu --out FOLDER \
    --weights claimsdb/tagger/weights

A teacher is trained with another `--encoder`; what it says of the words (`claimsdb.training.soften`) is learnt from with `--soft`.
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import json
import random
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TextIO

import numpy as np
import torch
from torch.nn import functional

from claimsdb.training.batches import Batch, Example, Halves, batch, examples, grouped, treebank_examples
from claimsdb.training.corpus import Labelled, documents, labelled
from claimsdb.training.network import TEACHER, Network, batched, syntax_loss
from claimsdb.training.pieces import ENCODER, VOCABULARY, tokenizer
from claimsdb.training.release import release
from claimsdb.training.soften import cut
from claimsdb.training.treebank import IGNORED, paragraphs_of

NAME = "minilm-polnear"


@dataclass
class Settings:
    """What decides a training."""

    seed: int = 1
    epochs: int = 6
    treebank_epochs: int = 4
    window: int = 256
    pieces: int = 2048
    rate: float = 2e-4
    heads: float = 5.0
    moves: float = 25.0
    decay: float = 0.01
    warmup: float = 0.06
    dropout: float = 0.1
    hide: float = 0.05
    average: float = 0.996
    links: float = 0.5
    syntax: float = 0.3
    share: float = 0.6
    precision: str = "bfloat16"


def losses(network: Network, given: Batch, settings: Settings) -> dict[str, torch.Tensor]:
    """The losses of a batch by name, each a mean over words or fragments."""
    states = network(given.pieces, given.features, given.mask, given.first)
    if given.examples[0].syntax is not None:
        syntax = [e.syntax for e in given.examples if e.syntax is not None]
        fills = (IGNORED, IGNORED, 0, 0)
        columns = [batched([torch.from_numpy(s[k]) for s in syntax], fill) for k, fill in enumerate(fills)]
        clauses = network.clauses(states)
        words = batched([torch.ones(len(e.window.words)) for e in given.examples])
        wanted = torch.stack(columns[2:], -1).float()
        apart = functional.binary_cross_entropy_with_logits(clauses, wanted, reduction="none").sum(-1)
        taught = {}
        if given.examples[0].soft is not None:
            lengths = words.sum(1).long()
            soft = batched([torch.from_numpy(e.soft).float() for e in given.examples if e.soft is not None])
            loss = network.crf.taught(network.labels(states), soft, lengths)
            taught["taught"] = settings.share * loss / lengths.sum()
        return taught | {
            "classes": settings.syntax * syntax_loss(network.classes(states), columns[0]),
            "relations": settings.syntax * syntax_loss(network.relations(states), columns[1]),
            "clauses": 3 * (apart * words).sum() / words.sum(),
        }
    scores, links = network.labels(states), network.links(states)
    rows, wanted_rows, soft_rows, at_end = [], [], [], []
    linked: list[torch.Tensor] = []
    for k, example in enumerate(given.examples):
        assert example.labels is not None
        assert example.links is not None
        at = 0
        for stretch in example.window.stretches:
            size = stretch.high - stretch.low
            rows.append(scores[k, at : at + size])
            wanted_rows.append(torch.from_numpy(example.labels[at : at + size]))
            if example.soft is not None:
                soft_rows.append(torch.from_numpy(example.soft[at : at + size]).float())
            at_end.append(size)
            at += size
        one = example.links
        if one.froms:
            tensors = (torch.tensor(x) for x in (one.froms, one.cues, one.parts, one.buckets))
            pointed = network.link_scores(links[k], *tensors)
            linked.append(functional.cross_entropy(pointed, torch.tensor(one.wanted), reduction="none"))
    labels = batched(wanted_rows)
    soft = batched(soft_rows) if soft_rows else None
    loss = network.crf.loss(batched(rows), labels, torch.tensor(at_end), soft, settings.share)
    made = {"labels": loss / sum(at_end)}
    if linked:
        made["links"] = settings.links * torch.cat(linked).mean()
    return made


def train(args: argparse.Namespace, settings: Settings) -> None:
    """Train, with a checkpoint and the loss on the development part after every epoch; resume where a checkpoint is."""
    out: Path = args.out
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(settings.seed)
    pieces = tokenizer()
    soft = dict(np.load(args.soft)) if args.soft else {}
    taught = [labelled(d, pieces) for d in documents(args.attributions)]
    chances = {d.id: cut(soft[d.id], d.read) for d in taught if soft}
    dev = [labelled(d, pieces) for d in documents(args.dev)]
    trees = [
        e
        for path in args.treebank
        for k, p in enumerate(paragraphs_of(path, pieces))
        for e in treebank_examples(p, settings.window, cut(soft[f"{path.name} {k}"], p.read) if soft else None)
    ]
    network = Network(TEACHER if args.teacher else None, settings.dropout, getattr(torch, settings.precision))
    network.load(args.encoder / "model.safetensors")
    if args.start:
        network.load_state_dict(torch.load(args.start, weights_only=True))
    average = copy.deepcopy(network).eval()
    encoder, moves = {id(p) for p in network.encoder}, {id(p) for p in network.crf.parameters()}
    optimizer = torch.optim.AdamW(
        [
            {"params": network.encoder, "lr": settings.rate},
            {
                "params": [p for p in network.parameters() if p.requires_grad and id(p) not in encoder | moves],
                "lr": settings.rate * settings.heads,
            },
            {"params": network.crf.parameters(), "lr": settings.rate * settings.moves},
        ],
        weight_decay=settings.decay,
        betas=(0.9, 0.98),
        fused=True,
    )
    epochs = [_epoch(taught, chances, trees, settings, n) for n in range(settings.epochs)]
    total = sum(len(e) for e in epochs)
    ramp = max(1, int(settings.warmup * total))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda k: min((k + 1) / ramp, max(total - k, 1) / max(total - ramp, 1))
    )
    log = (out / "log.jsonl").open("a", encoding="utf-8")
    _write(log, {"settings": asdict(settings), "steps": total, "torch": torch.__version__})
    done = 0
    saved = out / "checkpoint.pt"
    if saved.exists():
        state = torch.load(saved, weights_only=True)
        network.load_state_dict(state["network"])
        average.load_state_dict(state["average"])
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        done = state["done"]
    started = time.monotonic()
    seen: dict[str, list[float]] = {}
    for number, groups in enumerate(epochs[done:], done):
        chance = random.Random(settings.seed * 1000 + number)
        torch.manual_seed(settings.seed * 1000 + number)
        network.train()
        for k, group in enumerate(groups):
            made = losses(network, batch(group, settings.hide, chance), settings)
            sum(made.values()).backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad(set_to_none=False)
            step = schedule.last_epoch
            keep = min(settings.average, (step + 1) / (step + 20))
            with torch.no_grad():
                for a, p in zip(average.parameters(), network.parameters(), strict=True):
                    if p.requires_grad:
                        a.lerp_(p, 1 - keep)
            for name, value in made.items():
                seen.setdefault(name, []).append(value.item())
            if k % 25 == 24 or k + 1 == len(groups):
                line = {
                    "epoch": number,
                    "step": k + 1,
                    "of": len(groups),
                    "minutes": round((time.monotonic() - started) / 60, 2),
                }
                _write(log, line | {n: round(sum(v) / len(v), 4) for n, v in seen.items()})
                seen = {}
            if args.steps and k + 1 >= args.steps:
                return
        torch.save(
            {
                "network": network.state_dict(),
                "average": average.state_dict(),
                "optimizer": optimizer.state_dict(),
                "schedule": schedule.state_dict(),
                "done": number + 1,
            },
            saved,
        )
        torch.save(average.state_dict(), out / f"average-{number + 1}.pt")
        with torch.no_grad():
            held = [losses(average, batch([e]), settings) for d in dev for e in examples(d, settings.window, None)]
        _write(
            log,
            {"dev": number + 1} | {n: round(sum(h[n].item() for h in held if n in h) / len(held), 4) for n in held[0]},
        )


def _epoch(
    taught: Sequence[Labelled],
    chances: Mapping[str, Sequence[Halves]],
    trees: list[Example],
    settings: Settings,
    number: int,
) -> list[list[Example]]:
    """The groups of windows of one epoch: windows begin elsewhere in each."""
    chance = random.Random(settings.seed * 77 + number)
    made = []
    for document in taught:
        first = chance.randint(settings.window // 4, settings.window)
        made += list(examples(document, settings.window, first, chances.get(document.id)))
    groups = grouped(made, settings.pieces, chance)
    if number < settings.treebank_epochs:
        groups += grouped(trees, settings.pieces, chance)
        chance.shuffle(groups)
    return groups


def _write(log: TextIO, line: dict[str, Any]) -> None:
    log.write(json.dumps(line) + "\n")
    log.flush()
    print(json.dumps(line), file=sys.stderr, flush=True)


def publish(args: argparse.Namespace, settings: Settings) -> None:
    """Write the averaged weights of the last epoch as the model's files, with what they were trained on."""
    network = Network()
    network.load_state_dict(torch.load(args.out / f"average-{settings.epochs}.pt", weights_only=True))
    files = [args.attributions, args.dev, *args.treebank]
    data = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    about = {"settings": asdict(settings), "data": data, "torch": torch.__version__}
    release(network, VOCABULARY, args.weights, NAME, about)


def main() -> None:
    """Read the command line, train, and write the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--attributions", type=Path, required=True)
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument("--treebank", type=Path, action="append", default=[])
    parser.add_argument(
        "--encoder", type=Path, default=ENCODER, help="folder of a BERT checkpoint, or of MPNet for a teacher"
    )
    parser.add_argument(
        "--teacher", action="store_true", help="train a teacher: a large network, which is not released"
    )
    parser.add_argument("--soft", type=Path, help="a teacher's chances, as claimsdb.training.soften writes them")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--weights", type=Path, help="the folder of the package to write the model to")
    parser.add_argument("--start", type=Path, help="weights of an earlier training to go on from, with a new schedule")
    parser.add_argument("--steps", type=int, help="stop after so many steps (to try things out)")
    for name, value in asdict(Settings()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    args = parser.parse_args()
    settings = Settings(**{name: getattr(args, name) for name in asdict(Settings())})
    train(args, settings)
    if args.weights and not args.steps:
        publish(args, settings)


if __name__ == "__main__":
    main()
