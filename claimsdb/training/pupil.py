r"""A smaller sentence encoder, taught to give the vectors of the one that comes trained: four of its six layers.

    python -m claimsdb.training.pupil POLNEAR_TRAIN.jsonl EWT_TRAIN.conllu WORDNET/data.noun … --out FOLDER

The layers that are kept are those with which the vectors stay nearest before any learning. The pupil then learns, on sentences, on parts of
sentences as claims are, and on the glosses of a dictionary for the words that news lacks, to give the teacher's vector for a
text and the teacher's state for each of its pieces (after Reimers and Gurevych 2020, section 2). Words' own vectors stay as they are.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import re
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import combinations, groupby
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from claimsdb.meaning.encoder import CLS, LONGEST, SEP
from claimsdb.model import Block, BlockKind
from claimsdb.sentences import sentences
from claimsdb.training.corpus import documents, lines
from claimsdb.training.network import Network
from claimsdb.training.pieces import ENCODER, tokenizer

LAYERS = 4
PIECES = 2048
"""Pieces in a batch."""
STATES = 1.0
"""What the states of single pieces weigh beside the texts' vectors."""
TOLD = 25

Batch = list[list[int]]


def texts(path: Path, chance: random.Random) -> Iterator[str]:
    """The texts of a file: attributed documents (.jsonl), trees (.conllu), or WordNet's data."""
    if path.suffix == ".jsonl":
        for document in documents(path):
            yield from _claims(document["text"], chance)
            for a in document["attributions"]:
                parts = (document["text"][s:e] for part in ("source", "cue", "content") for s, e in a[part])
                yield " ".join(" ".join(parts).split())
    elif path.suffix == ".conllu":
        for line in path.read_text("utf-8").split("\n"):
            if line.startswith("# text = "):
                yield line[9:]
    else:
        for line in path.read_text("utf-8").split("\n"):
            if not line.startswith(" ") and " | " in line:
                yield from (part.strip(' "') for part in line.split(" | ", 1)[1].split("; "))


def _claims(text: str, chance: random.Random) -> Iterator[str]:
    """Sentences, and stretches of them from one word to another, which mostly end where a clause does."""
    blocks = [Block(BlockKind.PARAGRAPH, span) for span in lines(text)]
    for sentence in sentences(text, blocks):
        whole = " ".join(sentence.span.of(text).split())
        yield whole
        cuts = [
            0,
            *(m.end() for m in re.finditer(r"[,;:—–-] | (?=(?:that|and|who|which|but|because|to|when|if)\b)", whole)),
            len(whole),
        ]
        if len(cuts) > 2:
            low, high = sorted(chance.sample(range(len(cuts)), 2))
            yield whole[cuts[low] : cuts[high]].strip(" ,;:")


def encoded(all_texts: Sequence[str]) -> list[list[int]]:
    """The pieces of each distinct text that has more than two."""
    read = tokenizer().encode_batch(list(dict.fromkeys(all_texts)), add_special_tokens=False)
    return [[CLS, *e.ids[: LONGEST - 2], SEP] for e in read if len(e.ids) > 2]


def batches(read: Sequence[list[int]], chance: random.Random) -> list[Batch]:
    """Batches of texts of one length, in random order."""
    mixed = sorted(chance.sample(list(read), len(read)), key=len)
    made = []
    for length, same in groupby(mixed, key=len):
        group, most = list(same), max(PIECES // length, 1)
        made += [group[k : k + most] for k in range(0, len(group), most)]
    chance.shuffle(made)
    return made


def states(network: Network, batch: Batch) -> Tensor:
    """What the last layer makes of each piece, (texts, pieces, hidden)."""
    read = torch.tensor(batch)
    x = network.norm(network.words(read) + network.positions(torch.arange(read.shape[1])))
    mask = torch.zeros(1, 1, 1, read.shape[1])
    for layer in network.layers:
        x = layer(x, mask)
    return x


def away(ours: Tensor, theirs: Tensor) -> tuple[Tensor, Tensor]:
    """How far the pupil's states are from the teacher's: one less the mean cosine of texts, and of pieces."""
    whole = functional.cosine_similarity(ours.mean(1), theirs.mean(1), dim=-1)
    return 1 - whole.mean(), 1 - functional.cosine_similarity(ours, theirs, dim=-1).mean()


def kept(teacher: Network, layers: int, sample: Sequence[Batch]) -> Network:
    """The teacher with those `layers` of its layers, the last one among them, that leave the vectors nearest."""
    with torch.inference_mode():
        wanted = [states(teacher, b) for b in sample]
        best: tuple[float, tuple[int, ...]] = (9.0, ())
        last = len(teacher.layers) - 1
        for rest in combinations(range(last), layers - 1):
            made = _with(teacher, (*rest, last))
            far = sum(float(away(states(made, b), w)[0]) for b, w in zip(sample, wanted, strict=True))
            best = min(best, (far / len(sample), (*rest, last)))
    print(f"layers {best[1]}, 1 - cosine {best[0]:.4f} before learning", file=sys.stderr)
    return _with(teacher, best[1])


def _with(teacher: Network, layers: Sequence[int]) -> Network:
    made = copy.copy(teacher)
    made._modules = dict(teacher._modules)
    made.layers = torch.nn.ModuleList(teacher.layers[k] for k in layers)
    return made


def train(read: Sequence[list[int]], out: Path, epochs: float, rate: float, layers: int, seed: int) -> None:
    """Teach, at a rate that falls to nothing; the weights are kept every so often, with how far the pupil is on texts held out."""
    chance = random.Random(seed)
    torch.manual_seed(seed)
    held, learnt = read[:1000], read[1000:]
    teacher = Network(dropout=0)
    teacher.load(ENCODER / "model.safetensors")
    teacher.eval()
    check = batches(held, chance)
    pupil = copy.deepcopy(kept(teacher, layers, check[:12]))
    order = [b for _ in range(int(epochs + 1)) for b in batches(learnt, chance)]
    order = order[: round(len(order) * epochs / int(epochs + 1))]
    params = [p for part in (pupil.positions, pupil.norm, pupil.layers) for p in part.parameters()]
    optimizer = torch.optim.AdamW(params, lr=rate, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    ramp = max(1, len(order) // 20)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda k: min((k + 1) / ramp, max(len(order) - k, 1) / max(len(order) - ramp, 1))
    )
    started, seen = time.monotonic(), []
    for k, batch in enumerate(order, 1):
        with torch.no_grad():
            theirs = states(teacher, batch)
        texts_away, pieces_away = away(states(pupil, batch), theirs)
        (texts_away + STATES * pieces_away).backward()
        torch.nn.utils.clip_grad_norm_(params, 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad(set_to_none=False)
        seen.append((texts_away.item(), pieces_away.item()))
        if k % TOLD == 0 or k == len(order):
            line = {"step": k, "of": len(order), "minutes": round((time.monotonic() - started) / 60, 1)}
            for name, column in zip(("texts", "pieces"), zip(*seen, strict=True), strict=True):
                line[name] = round(sum(column) / len(column), 4)
            if k % (8 * TOLD) == 0 or k == len(order):
                with torch.inference_mode():
                    far = [float(away(states(pupil, b), states(teacher, b))[0]) * len(b) for b in check]
                line["held"] = round(sum(far) / len(held), 4)
                torch.save(pupil.state_dict(), out / "pupil.pt")
            print(json.dumps(line), file=sys.stderr, flush=True)
            seen = []


def main() -> None:
    """Read the command line and teach."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True, help="where the pupil's weights are kept")
    parser.add_argument("--epochs", type=float, default=1.0)
    parser.add_argument("--rate", type=float, default=4e-4)
    parser.add_argument("--layers", type=int, default=LAYERS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--most", type=int, help="learn from so many texts")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    chance = random.Random(args.seed)
    read = encoded([t for path in args.texts for t in texts(path, chance)])
    chance.shuffle(read)
    read = read[: args.most]
    print(f"{len(read)} texts, {sum(map(len, read))} pieces", file=sys.stderr)
    train(read, args.out, args.epochs, args.rate, args.layers, args.seed)


if __name__ == "__main__":
    main()
