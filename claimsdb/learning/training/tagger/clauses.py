r"""Learn where clauses begin and end: the last step, which fits only this head and leaves the encoder as it is.

    python -m claimsdb.learning.training.tagger.clauses STUDENT.pt \
        --judge FOLDER --treebank EWT.conllu --attributions TRAIN.jsonl --out FOLDER

The teachers have seen too few trees to know clauses in news, so a student taught by them does not find them either (F1 of
starts on UD PUD 0.73; of the plain network 0.87). So a model without a teacher judges some of the news, and the head is fitted
to its judgements and to the trees together: F1 on PUD 0.91.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from claimsdb.english.networks.files import load, manifest
from claimsdb.english.networks.tagger import WINDOW, Encoder
from claimsdb.learning.training.tagger.batches import Example, batch, examples, treebank_examples
from claimsdb.learning.training.tagger.corpus import documents, labelled
from claimsdb.learning.training.tagger.network import Network
from claimsdb.learning.training.tagger.release import ROUNDS
from claimsdb.learning.training.tagger.treebank import paragraphs_of
from claimsdb.learning.training.wordpieces import tokenizer

AT_ONCE = 8
EVERY = 8
"""Every `EVERY`th document is judged: about 90,000 words, in addition to the 218,000 of the trees."""
SMALL = 3.0
"""The cost of the square of a weight; the cost of a word is its cross entropy."""

Lesson = tuple[Tensor, Tensor]


def states(network: Network, of: Sequence[Example]) -> Tensor:
    """The encoder's states of the windows' words, concatenated: (words, hidden)."""
    made: dict[int, Tensor] = {}
    order = sorted(range(len(of)), key=lambda k: len(of[k].window.pieces))
    with torch.inference_mode():
        for start in range(0, len(order), AT_ONCE):
            some = order[start : start + AT_ONCE]
            given = batch([of[k] for k in some])
            read = network(given.pieces, given.features, given.mask, given.first)
            made |= {k: read[i, : len(of[k].window.words)] for i, k in enumerate(some)}
    return torch.cat([made[k] for k in range(len(of))]).clone()


def trees(network: Network, path: Path) -> Lesson:
    """The states of a treebank's words, and whether a clause starts and ends with each."""
    windows = [e for p in paragraphs_of(path, tokenizer()) for e in treebank_examples(p, WINDOW)]
    edges = [torch.stack([torch.from_numpy(c) for c in e.syntax[2:]], 1) for e in windows if e.syntax is not None]
    return states(network, windows), torch.cat(edges).float()


def news(network: Network, path: Path, judge: Encoder) -> Lesson:
    """The states of the words of some documents, and the chances, by another model, that a clause starts and ends with each."""
    windows, held, pieces = [], [], tokenizer()
    for k, document in enumerate(documents(path)):
        if k % EVERY == 0:
            read = labelled(document, pieces)
            scores = judge.read(read.read).scores
            for example in examples(read, WINDOW, None):
                windows.append(example)
                held += [
                    torch.from_numpy(scores[s.paragraph].clauses[s.low : s.high]) for s in example.window.stretches
                ]
    return states(network, windows), torch.cat(held).sigmoid()


def fit(network: Network, lessons: Sequence[Lesson]) -> None:
    """Fit the head to the words of all lessons together, by logistic regression."""
    head = network.clauses
    optimizer = torch.optim.LBFGS(head.parameters(), max_iter=150, line_search_fn="strong_wolfe")

    def loss() -> float:
        optimizer.zero_grad()
        costs = [functional.binary_cross_entropy_with_logits(head(x), y, reduction="sum") for x, y in lessons]
        cost = (sum(costs, torch.tensor(0.0)) + SMALL * (head.weight**2).sum()) / 1000
        cost.backward()
        return float(cost.detach())

    optimizer.step(loss)


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and fit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("network", type=Path, help="averaged weights, as training writes them")
    parser.add_argument("--judge", type=Path, required=True, help="folder of a released model that had no teacher")
    parser.add_argument("--treebank", type=Path, required=True)
    parser.add_argument("--attributions", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args(arguments)
    network = Network.of(torch.load(args.network, weights_only=True))
    judge = load(manifest(args.judge)).encoder
    fit(network, [trees(network, args.treebank), news(network, args.attributions, judge)])
    args.out.mkdir(parents=True, exist_ok=True)
    torch.save(network.state_dict(), args.out / args.network.name)
    shutil.copyfile(args.network.parent / ROUNDS, args.out / ROUNDS)


if __name__ == "__main__":
    main()
