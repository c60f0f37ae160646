r"""Train a small sentence encoder to give the vectors of a larger one: all-mpnet-base-v2, twelve layers of 768, or all-MiniLM-L6-v2.

    python -m claimsdb.learning.training.sentences.pupil POLNEAR_TRAIN.jsonl EWT_TRAIN.conllu WORDNET/data.noun … \
        [--teacher MPNET_FOLDER] --out FOLDER

The pupil begins as some layers of all-MiniLM-L6-v2. The vectors of mpnet are rotated and shortened to the pupil's 384 numbers, so
that cosines hardly change and the pupil is as near to them as possible before it learns (principal components, then an
orthogonal Procrustes rotation; Schönemann 1966). On the texts of `texts.py`, it learns the teacher's vector of each text and the
teacher's state of each piece (after Reimers and Gurevych 2020, section 2). Words' own vectors are not changed.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from claimsdb.learning.training.sentences.texts import encoded, texts
from claimsdb.learning.training.tagger.network import MPNET, Network, Shape, distances
from claimsdb.learning.training.wordpieces import ENCODER

PIECES = 2048
"""Number of pieces in a batch."""
STATES = 0.5
"""The weight of the states of single pieces relative to the texts' vectors."""
SAMPLE = 20_000
"""Number of texts from which the rotation of the teacher's vectors is computed."""
TOLD = 25

Batch = list[list[int]]


def batches(read: Sequence[list[int]], pieces: int, chance: random.Random) -> list[Batch]:
    """Batches of texts of one length, in random order."""
    mixed = sorted(chance.sample(list(read), len(read)), key=len)
    made = []
    for length, same in groupby(mixed, key=len):
        group, most = list(same), max(pieces // length, 1)
        made += [group[k : k + most] for k in range(0, len(group), most)]
    chance.shuffle(made)
    return made


def states(network: Network, read: Tensor) -> Tensor:
    """The last layer's state of each piece, (texts, pieces, hidden), in the network's precision."""
    length, device = read.shape[1], read.device
    x = network.norm(network.words(read) + network.positions(torch.arange(length, device=device)))
    mask = torch.zeros(1, 1, 1, length, device=device)
    if network.distances is not None:
        mask = mask + network.distances(distances(length, network.shape.distances, device)).permute(2, 0, 1)
    mask = mask.to(network.precision)
    with torch.autocast(device.type, network.precision, enabled=network.precision is not torch.float32):
        for layer in network.layers:
            x = layer(x, mask)
    return x.float()


def away(ours: Tensor, theirs: Tensor) -> tuple[Tensor, Tensor]:
    """The distance between the pupil's states and the teacher's: 1 minus the mean cosine of texts, and of pieces."""
    whole = functional.cosine_similarity(ours.mean(1), theirs.mean(1), dim=-1)
    return 1 - whole.mean(), 1 - functional.cosine_similarity(ours, theirs, dim=-1).mean()


class Teacher:
    """The larger encoder; its states are rotated towards the pupil's if they are of another size."""

    def __init__(self, network: Network, pupil: Network, sample: Sequence[Tensor]) -> None:
        self.network = network.eval()
        self.turn: Tensor | None = None
        if network.shape.hidden == pupil.shape.hidden:
            return
        with torch.no_grad():
            theirs = torch.cat([functional.normalize(states(network, b).mean(1), dim=-1) for b in sample])
            ours = torch.cat([functional.normalize(states(pupil, b).mean(1), dim=-1) for b in sample])
            main = torch.linalg.svd(theirs.T @ theirs).U[:, : ours.shape[1]]
            u, _, v = torch.linalg.svd((theirs @ main).T @ ours)
            self.turn = main @ u @ v

    def __call__(self, read: Tensor) -> Tensor:
        """The states of each piece, (texts, pieces, the pupil's hidden)."""
        with torch.no_grad():
            given = states(self.network, read)
            return given if self.turn is None else given @ self.turn


def train(read: Sequence[list[int]], args: argparse.Namespace) -> None:
    """Train, at a rate that falls to zero; save the weights at intervals, and print the distance to the teacher on held-out texts."""
    chance, device, precision = random.Random(args.seed), torch.device(args.device), getattr(torch, args.precision)
    torch.manual_seed(args.seed)

    def tensor(batch: Batch) -> Tensor:
        return torch.tensor(batch, device=device)

    held, learnt = read[:1000], read[1000:]
    large = Network(MPNET if args.teacher else Shape(), 0, precision)
    pupil = Network(Shape(layers=len(args.layers)), 0, precision)
    large.load((args.teacher or ENCODER) / "model.safetensors")
    pupil.load(ENCODER / "model.safetensors", args.layers)
    large.to(device)
    pupil.to(device)
    teacher = Teacher(large, pupil, [tensor(b) for b in batches(learnt[:SAMPLE], args.pieces, chance)])
    check = [tensor(b) for b in batches(held, args.pieces, chance)]
    order = [b for _ in range(args.epochs) for b in batches(learnt, args.pieces, chance)]
    params = [p for part in (pupil.positions, pupil.norm, pupil.layers) for p in part.parameters()]
    optimizer = torch.optim.AdamW(params, lr=args.rate, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    ramp = max(1, len(order) // 20)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda k: min((k + 1) / ramp, max(len(order) - k, 1) / max(len(order) - ramp, 1))
    )
    started, seen = time.monotonic(), []
    for k, batch in enumerate(order, 1):
        given = tensor(batch)
        texts_away, pieces_away = away(states(pupil, given), teacher(given))
        (texts_away + STATES * pieces_away).backward()
        torch.nn.utils.clip_grad_norm_(params, 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad(set_to_none=False)
        seen.append(torch.stack((texts_away.detach(), pieces_away.detach())))
        if k % TOLD == 0 or k == len(order):
            line: dict[str, float] = {"step": k, "of": len(order)}
            line["minutes"] = round((time.monotonic() - started) / 60, 1)
            line |= {
                n: round(v, 4) for n, v in zip(("texts", "pieces"), torch.stack(seen).mean(0).tolist(), strict=True)
            }
            if k % (8 * TOLD) == 0 or k == len(order):
                with torch.inference_mode():
                    far = [float(away(states(pupil, b), teacher(b))[0]) * len(b) for b in check]
                line["held"] = round(sum(far) / len(held), 4)
                torch.save(pupil.state_dict(), args.out / "pupil.pt")
            print(json.dumps(line), file=sys.stderr, flush=True)
            seen = []


def main() -> None:
    """Read the command line and teach."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path, nargs="+")
    parser.add_argument("--teacher", type=Path, help="folder of all-mpnet-base-v2 (default: all-MiniLM-L6-v2 teaches)")
    parser.add_argument("--out", type=Path, required=True, help="folder for the pupil's weights")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--rate", type=float, default=5e-4)
    parser.add_argument(
        "--layers", type=int, nargs="+", default=[0, 2, 4, 5], help="the layers of all-MiniLM-L6-v2 to begin with"
    )
    parser.add_argument("--pieces", type=int, default=PIECES, help="number of pieces in a batch")
    parser.add_argument(
        "--precision", default="float32", help="precision; bfloat16 is faster if the processor supports it"
    )
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    chance = random.Random(args.seed)
    read = encoded([t for path in args.texts for t in texts(path, chance)])
    chance.shuffle(read)
    print(f"{len(read)} texts, {sum(map(len, read))} pieces", file=sys.stderr)
    train(read, args)


if __name__ == "__main__":
    main()
