"""Write what a trained teacher says of every word of a corpus: the chance of each label, for a smaller network to learn from.

python -m claimsdb.training.soften --network TEACHER/average-3.pt --attributions TRAIN.jsonl --treebank EWT.conllu -o soft.npz

A student that learns a teacher's chances beside the annotator's labels learns how sure one may be of each (Hinton et al. 2015); of a
sequence under a CRF, the chances are its marginals (Wang et al. 2021). The treebank has no attributions: there the teacher's word is all.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from claimsdb.training.corpus import documents, labelled
from claimsdb.training.network import TEACHER, Network
from claimsdb.training.pieces import tokenizer
from claimsdb.training.reading import NetworkEncoder, crf
from claimsdb.training.release import ROUNDS, TEACHER_ROUNDS
from claimsdb.training.treebank import paragraphs_of


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and write the chances, an array a document."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--network", type=Path, required=True)
    parser.add_argument("--attributions", type=Path, required=True)
    parser.add_argument("--treebank", type=Path, action="append", default=[])
    parser.add_argument("--output", "-o", type=Path, required=True)
    args = parser.parse_args(arguments)
    network = Network(TEACHER, precision=torch.bfloat16)
    network.load_state_dict(torch.load(args.network, weights_only=True))
    pieces = tokenizer()
    read = {d["id"]: labelled(d, pieces).read for d in documents(args.attributions)}
    for path in args.treebank:
        read |= {f"{path.name} {k}": p.read for k, p in enumerate(paragraphs_of(path, pieces))}
    encoder, chain = NetworkEncoder(network), crf(network)
    made = {}
    for name, paragraphs in read.items():
        _, chances = chain.best([s.labels for s in encoder.read(paragraphs).scores])
        made[name] = np.concatenate(chances).astype(np.float16)
    about = np.array((args.network.parent / ROUNDS).read_text("utf-8"))
    np.savez_compressed(args.output, **{TEACHER_ROUNDS: about}, **made)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
