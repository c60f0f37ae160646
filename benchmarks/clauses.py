"""Measures how many clauses that are claims of their own the model finds, compared with the trees of a treebank.

    python benchmarks/clauses.py TREEBANK.conllu

A clause is right if its first word is the tree's; a span, if its last word is too. The trees are read as in training.
"""

import argparse
from pathlib import Path

import numpy as np

from claimsdb.english.networks.files import load, manifest
from claimsdb.english.networks.fragments import clauses
from claimsdb.learning.evaluation.measures import Tally
from claimsdb.learning.training.tagger.treebank import paragraphs_of
from claimsdb.model.document import Sentence
from claimsdb.model.spans import Span


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("treebank", type=Path)
    model = load(manifest())
    starts, spans = Tally(), Tally()
    for parsed in paragraphs_of(parser.parse_args().treebank, model.tokenizer):
        (paragraph,) = parsed.read
        (scores,) = model.encoder.read(parsed.read).scores
        whole = Sentence(0, Span(paragraph.starts[0], paragraph.ends[-1]))
        found = clauses(paragraph, scores.clauses, [whole], {})
        first = {paragraph.starts[k] for k in np.flatnonzero(parsed.starts[0])}
        last = {paragraph.ends[k] for k in np.flatnonzero(parsed.ends[0])}
        starts.add(sum(c.start in first for c in found), len(found), len(first))
        spans.add(sum(c.start in first and c.end in last for c in found), len(found), len(first))
    for what, tally in (("starts", starts), ("starts with their ends", spans)):
        print(what, tally.scores())


if __name__ == "__main__":
    main()
