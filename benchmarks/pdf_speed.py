"""Measures how long PDF pages take to read, against the claim reader, and how much memory reading takes.

    python benchmarks/pdf_speed.py [TEXTS] [--pages 500]

Makes a PDF of the texts in a folder (default: `seeds`), over and over, with about 500 words on a page, and reads it. The claim reader reads
a tenth of the pages.
"""

import argparse
import gc
import resource
import textwrap
import time
from itertools import cycle, islice
from pathlib import Path

from claimsdb.normalizer.attribution.tagging import TrainedTagger
from claimsdb.normalizer.normalize import normalize
from claimsdb.reading.read import read
from tests.made_pdf import lines, pdf

LINES, WIDTH = 52, 84  # on a page, and letters in a line


def made(texts: Path, pages: int) -> bytes:
    """A PDF of so many pages."""
    words = [
        line
        for path in sorted(texts.rglob("*.txt")) + sorted(texts.rglob("*.md"))
        for part in path.read_text("utf-8").encode("cp1252", "ignore").decode("cp1252").split("\n\n")
        for line in (*textwrap.wrap(" ".join(part.split()), WIDTH), "")
    ]
    if not words:
        raise SystemExit(f"{texts}: There are no texts (.txt, .md) in this folder. Name a folder with some.")
    every = cycle(words)
    return pdf([lines(20, 580, "\n".join(islice(every, LINES)), size=9, step=10.5) for _ in range(pages)])


def main(texts: Path, pages: int) -> None:
    small, part = made(texts, 1), made(texts, max(pages // 10, 1))
    tagger = TrainedTagger()
    read(small, "warm.pdf")
    gc.freeze()  # as a reader process does
    gc.set_threshold(100_000)
    raw = made(texts, pages)
    start = time.process_time()
    document = read(raw, "a.pdf")
    reading = time.process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    words = len(document.text.split())
    print(
        f"reading: {pages} pages, {words} words in {reading:.1f} s: {words / reading:,.0f} words a second, {memory:.0f} MB"
    )
    tenth = read(part, "b.pdf")
    start = time.process_time()
    found = normalize(tenth, tagger)
    claims = (time.process_time() - start) * 10
    print(
        f"claim reader: {claims:.1f} s for as many pages ({len(found.claims)} claims in a tenth); share {reading / claims:.3f}"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path, nargs="?", default=Path("seeds"), metavar="TEXTS")
    parser.add_argument("--pages", type=int, default=500)
    main(**vars(parser.parse_args()))
