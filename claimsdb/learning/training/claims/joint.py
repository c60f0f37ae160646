"""What a teacher expects of texts, joined with what a reader that it has taught expects of them by now.

    python -m claimsdb.learning.training.claims.joint READER.pt JUDGED.pt --out FOLDER/judged.pt

After some rounds the small reader judges better than its teacher, and both together better than either: from their mean it learns on.
The ties are those that the teacher saw.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import torch

from claimsdb.english.networks.files import FOLDER, FORMAT
from claimsdb.english.networks.labels import INSIDE, WITHIN
from claimsdb.english.networks.manifest import manifest
from claimsdb.learning.training.claims.batches import Example
from claimsdb.learning.training.claims.judging import Teacher, load, stored
from claimsdb.learning.training.claims.losses import Settings
from claimsdb.learning.training.claims.network import Reader
from claimsdb.learning.training.claims.train import ABOUT
from claimsdb.learning.training.tagger.crf import Expected
from claimsdb.learning.training.tagger.released import released

SHARE = 0.6
"""The reader's share in what is expected."""


def joined(one: Example, reader: Teacher) -> Example:
    """A window with the mean of what it has from the teacher and what the reader expects."""
    assert one.claims is not None
    impossible = one.claims.words[:, [INSIDE, WITHIN]].float().sum(1) == 0  # there a sentence begins
    other = reader.expect(one.window, impossible.nonzero()[:, 0].tolist(), one.pointers)
    ties = [
        p._replace(wanted=torch.lerp(p.wanted, q.wanted, SHARE))
        for p, q in zip(one.pointers, other.pointers, strict=True)
    ]
    return replace(one, claims=_mean(one.claims, other.claims), acts=_mean(one.acts, other.acts), pointers=ties)


def _mean(one: Expected | None, other: Expected | None) -> Expected:
    assert one is not None
    assert other is not None
    return Expected(
        torch.lerp(one.words.float(), other.words.float(), SHARE).half(), torch.lerp(one.moves, other.moves, SHARE)
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and join the judgements."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reader", type=Path, help="averaged weights of a reader upon the tagger")
    parser.add_argument("judged", type=Path, nargs="+", help="windows that its teacher judged")
    parser.add_argument("--tagger", type=Path, default=FOLDER, help="folder of the released tagger that it stands upon")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args(arguments)
    precision = getattr(torch, Settings.precision)
    tagger = released(manifest(args.tagger, FORMAT))
    tagger.precision = precision
    reader = Teacher(Reader.of(torch.load(args.reader, weights_only=True), precision), tagger)
    made = [joined(one, reader) for path in args.judged for one in load(path)]
    args.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save(stored(made), args.out)
    shutil.copyfile(args.judged[0].parent / ABOUT, args.out.parent / ABOUT)
    print(f"{len(made)} windows", file=sys.stderr)


if __name__ == "__main__":
    main()
