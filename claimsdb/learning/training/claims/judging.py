"""Texts as a teacher judges them: windows with the labels and ties that it expects, from which a reader learns as from annotated ones.

    python -m claimsdb.learning.training.claims.judging TEACHER.pt --encoder MPNET_FOLDER --corpora CORPORA --out FOLDER/judged.pt

judges the texts of PolNeAR, GUM and UD EWT, but for those from which documents are set aside. What is taught are the chances themselves
(Hinton et al. 2015), for labels those of whole sequences. `--part 0/2` and `--part 1/2` divide the work between two processes. What is
judged stands next to the teacher's weights and settings.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from claimsdb.english.networks.claims import joined
from claimsdb.english.networks.fragments import stretches
from claimsdb.english.networks.labels import ACTS, INSIDE, WITHIN
from claimsdb.english.networks.ties import OUTER, OWNER, SOURCE, Stretch
from claimsdb.english.networks.windows import Window, WordRange, pack, window
from claimsdb.learning.jsonl import objects
from claimsdb.learning.training.claims.annotations import ANNOTATED
from claimsdb.learning.training.claims.batches import Batch, Example, Pointer, batch, joined_rows, pointer, with_states
from claimsdb.learning.training.claims.corpora import texts
from claimsdb.learning.training.claims.lessons import as_read
from claimsdb.learning.training.claims.losses import Settings
from claimsdb.learning.training.claims.measuring import numbers
from claimsdb.learning.training.claims.network import Reader
from claimsdb.learning.training.claims.records import SETS
from claimsdb.learning.training.tagger.crf import IMPOSSIBLE, Crf, Expected
from claimsdb.learning.training.tagger.network import Network
from claimsdb.learning.training.wordpieces import tokenizer
from claimsdb.reading.read import read

CORPORA = ("polnear/train", "gum/train", "ud_ewt/train")
EVERY = 50
"""Number of texts after which what is judged is written."""


class Teacher:
    """A reader upon its encoder, whose expectations are to be learnt from; a large one, or both together."""

    def __init__(self, reader: Reader, encoder: Network) -> None:
        self.reader, self._encoder = reader, encoder
        self.tokenizer = tokenizer()
        self._crfs = numbers(reader)

    def judge(self, cut: Window, begins: Sequence[int]) -> Example:
        """What the teacher expects of a window, in which sentences begin at these words: there no claim goes on."""
        return self.expect(cut, begins, None)

    def expect(self, cut: Window, begins: Sequence[int], ties: Sequence[Pointer] | None) -> Example:
        """The same; of these ties, or, if they are None, of those that there may be between what it reads."""
        with torch.no_grad():
            (example,) = with_states(self._encoder, [Example(cut)], self.reader.lower)
            given = batch([example])
            states = self.reader(given).flatten(0, 1)
            claims, acts = self.reader.claims(states), self.reader.acts(states)
            claims[torch.tensor(begins, dtype=torch.long)[:, None], torch.tensor([INSIDE, WITHIN])] = IMPOSSIBLE
            found = self._pointers(cut, claims, acts) if ties is None else ties
            likely = self._likely(example, found, states)
        return Example(
            cut,
            self._expected(given, claims, self.reader.claims_crf),
            self._expected(given, acts, self.reader.acts_crf),
            pointers=likely,
        )

    @staticmethod
    def _expected(given: Batch, scores: Tensor, of: Crf) -> Expected:
        """The expected labels of the window's words, one after the other."""
        made = joined_rows(of.expected(scores[given.rows], given.lengths), given.lengths)
        return Expected(made.words.half(), made.moves)

    def _pointers(self, cut: Window, claims: Tensor, acts: Tensor) -> list[Pointer]:
        """The ties that there may be between what the teacher reads in the window."""
        sizes = [s.high - s.low for s in cut.stretches]
        starts = [0, *torch.tensor(sizes).cumsum(0).tolist()]
        labels = [
            of.best([x.numpy() for x in scores.split(sizes)])
            for of, scores in zip(self._crfs, (claims, acts), strict=True)
        ]

        def place(of: Stretch) -> tuple[int, int]:
            return starts[of.paragraph] + of.low, starts[of.paragraph] + of.high - 1

        found: dict[str, list[Stretch]] = {"source": [], "cue": []}
        for k, (of, sure) in enumerate(zip(*labels[1], strict=True)):
            for part, low, high, _ in stretches(ACTS, of, sure):
                found[part].append(Stretch(k, low, high))
        pointing = [(OWNER, pieces[0], "cue") for pieces, _ in joined(*labels[0])]
        for cue in found["cue"]:
            pointing += [(SOURCE, cue, "source"), (OUTER, cue, "cue")]
        made = []
        for kind, at, part in pointing:
            same = [cut.stretches[s.paragraph].paragraph == cut.stretches[at.paragraph].paragraph for s in found[part]]
            made.append(pointer(kind, place(at), [place(s) for s in found[part]], same))
        return made

    def _likely(self, example: Example, found: Sequence[Pointer], states: Tensor) -> list[Pointer]:
        """The ties with their chances."""
        of = batch([replace(example, pointers=found)]).pointers
        if of is None:
            return []
        chances = self.reader.tie_scores(self.reader.ties(states), of).softmax(-1)
        return [p._replace(wanted=row[: len(p.wanted)].clone()) for p, row in zip(found, chances, strict=True)]


def judged(teacher: Teacher, raw: bytes, name: str, size: int) -> Iterator[Example]:
    """The windows of one text, as the program reads it, judged."""
    _, made, begins = as_read(read(raw, name), teacher.tokenizer)
    for inside in pack(made, size):
        yield teacher.judge(window(made, inside), _inside(begins, inside))


def _inside(begins: Sequence[Sequence[int]], inside: Sequence[WordRange]) -> list[int]:
    """The words of a window at which sentences begin."""
    made, at = [], 0
    for s in inside:
        made += [at + word - s.low for word in begins[s.paragraph] if s.low <= word < s.high]
        at += s.high - s.low
    return made


def stored(of: Sequence[Example]) -> list[dict[str, Any]]:
    """Windows as plain numbers and tensors."""
    return [
        {
            "pieces": torch.from_numpy(e.window.pieces),
            "features": torch.from_numpy(e.window.features),
            "words": torch.from_numpy(e.window.words),
            "stretches": [(s.paragraph, s.low, s.high) for s in e.window.stretches],
            "pointers": [(p.kind, p.pointing, p.targets, torch.from_numpy(p.buckets), p.wanted) for p in e.pointers],
        }
        | {name: (one.words, one.moves) for name, one in (("claims", e.claims), ("acts", e.acts)) if one is not None}
        for e in of
    ]


def load(path: Path) -> list[Example]:
    """The windows that were stored."""
    made = []
    for row in torch.load(path, weights_only=True):
        cut = Window(
            row["pieces"].numpy(),
            row["features"].numpy(),
            row["words"].numpy(),
            tuple(WordRange(*s) for s in row["stretches"]),
        )
        pointers = [
            Pointer(kind, at, targets, near.numpy(), wanted) for kind, at, targets, near, wanted in row["pointers"]
        ]
        made.append(Example(cut, Expected(*row["claims"]), Expected(*row["acts"]), pointers=pointers))
    return made


def pool(corpora: Path, without: Sequence[str]) -> list[tuple[str, str]]:
    """The names and texts of the corpora, without these and those from which documents are set aside."""
    records = (record for path in sorted(ANNOTATED.glob("*.jsonl")) for record in objects(path))
    left_out = {record["from"]["id"] for record in records if record["set"] != SETS[0]} | set(without)
    return [(name, text) for corpus in CORPORA for name, text in texts(corpora, corpus).items() if name not in left_out]


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("teacher", type=Path, help="averaged weights, as training writes them")
    parser.add_argument("--encoder", type=Path, required=True, help="folder of all-mpnet-base-v2 (model.safetensors)")
    parser.add_argument("--corpora", type=Path, required=True, help="folder with polnear/, gum/ and ud_ewt/")
    parser.add_argument(
        "--without", type=Path, help="a JSON list of names of texts to leave out, besides those set aside"
    )
    parser.add_argument("--part", default="0/1", help="which part of how many to judge (default: all)")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args(arguments)
    precision = getattr(torch, Settings.precision)
    reader = Reader.of(torch.load(args.teacher, weights_only=True), precision)
    teacher = Teacher(reader, Network.large(args.encoder, precision))
    part, parts = map(int, args.part.split("/"))
    found = pool(args.corpora, json.loads(args.without.read_text("utf-8")) if args.without else [])[part::parts]
    made: list[Example] = []
    for k, (name, text) in enumerate(found, 1):
        made += judged(teacher, text.encode("utf-8"), f"{name}.txt", Settings.window)
        if k % EVERY == 0 or k == len(found):
            torch.save(stored(made), args.out)
            print(f"{k} of {len(found)} texts, {len(made)} windows", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
