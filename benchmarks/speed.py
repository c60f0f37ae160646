"""Measures the words per second from bytes to rows, the tagger's share of the time, and the speed of a plain tokenizer.

    pip install spacy
    python benchmarks/speed.py CORPORA/polnear/dev.jsonl [--jobs 2]

One run measures `claimsdb ingest` of the corpus's articles as a separate process, including its start and the loading of the model; the
tagger, the sentence encoder, and a blank spaCy pipeline with its sentencizer, each alone in this process; and the time to the first
result for one file.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import spacy

from claimsdb.english.analysis import Analysis
from claimsdb.english.networks.sentences import Encoder
from claimsdb.english.sentences import sentences
from claimsdb.lookup.index.contexts import contexts
from claimsdb.model.faults import Faults
from claimsdb.normalizer.attribution.tagging import TrainedTagger
from claimsdb.reading.blocks.blocks import blocks
from claimsdb.reading.read import read
from claimsdb.store.migrations import open_for_reading


def seconds(of: Callable[[], object]) -> float:
    start = time.perf_counter()
    of()
    return time.perf_counter() - start


def ingest(folder: Path, what: list[str], database: Path) -> float:
    command = [sys.executable, "-m", "claimsdb", "ingest", *what, "--db", str(database)]
    return seconds(lambda: subprocess.run(command, cwd=folder, check=True, capture_output=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--jobs", type=int, help="number of reader processes (default: one per core)")
    parser.add_argument("--times", type=int, default=3, help="number of repetitions; the fastest counts")
    args = parser.parse_args()
    texts = [json.loads(line)["text"] for line in args.corpus.read_text("utf-8").split("\n") if line]
    words = sum(len(text.split()) for text in texts)
    print(f"{len(texts)} articles, {words} words")
    with TemporaryDirectory() as place:
        folder = Path(place) / "texts"
        folder.mkdir()
        for k, text in enumerate(texts):
            (folder / f"{k:05}.txt").write_text(text, encoding="utf-8", newline="")
        jobs = ["--jobs", str(args.jobs)] if args.jobs else []
        whole = min(ingest(folder, [".", *jobs], Path(place) / f"{n}.db") for n in range(args.times))
        with open_for_reading(Path(place) / "0.db").connect() as connection:
            keys = list(connection.exec_driver_sql("SELECT id FROM claims").scalars())
            claims = list(dict.fromkeys(contexts(connection, keys, Faults()).values()))
        first = min(ingest(folder, ["00000.txt"], Path(place) / f"first{n}.db") for n in range(args.times))
    tagger = TrainedTagger()
    documents = [read(text.encode(), "article.txt") for text in texts]
    laid_out = [(d.reading, b, sentences(d.reading, b)) for d in documents for b in [blocks(d)]]
    tagger.tag(Analysis(*laid_out[0]))
    tagging = min(seconds(lambda: [tagger.tag(Analysis(*each)) for each in laid_out]) for _ in range(args.times))
    encoder = Encoder()
    encoder.embed(claims[:50])
    embedding = min(seconds(lambda: encoder.embed(claims)) for _ in range(args.times))
    pipeline = spacy.blank("en")
    pipeline.add_pipe("sentencizer")
    pipeline.max_length = max(map(len, texts)) + 1
    yardstick = min(seconds(lambda: [pipeline(text) for text in texts]) for _ in range(args.times))
    rows = [
        ("claimsdb ingest, from bytes to rows", whole),
        ("the tagger alone, one thread", tagging),
        ("the sentence encoder alone, one thread", embedding),
        ("spaCy, blank with sentencizer, one thread", yardstick),
    ]
    for what, took in rows:
        print(f"{what:45} {took:6.2f} s  {words / took:9.0f} words/s  {len(texts) / took:6.1f} articles/s")
    print(f"{len(claims)} distinct texts; the encoder takes {embedding / tagging:.2f} of the tagger's time")
    print(f"claimsdb takes {whole / yardstick:.1f} times as long as spaCy")
    print(f"the first result of one file: {first:.2f} s after the start")


if __name__ == "__main__":
    main()
