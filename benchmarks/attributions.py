"""Write the attributions that the tagger finds in a corpus, as lines that an attribution scorer reads.

    python benchmarks/attributions.py CORPUS.jsonl --output found.jsonl [--limit N]

A line of the corpus is a document: `{"id", "text", …}`. Reader, blocks, sentences and tagger run as they do on files.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from claimsdb.blocks import blocks
from claimsdb.model import Spans
from claimsdb.readers import read
from claimsdb.sentences import sentences
from claimsdb.tagger import Tagged, Tags
from claimsdb.tagger.trained import TrainedTagger


def rows(identifier: str, tags: Tags) -> Iterator[dict[str, Any]]:
    """A line for each attribution; a shared source is written out."""
    for found in tags.attributions:
        giver: Tagged = found if found.shares is None else tags.attributions[found.shares]
        parts: dict[str, Spans] = {"source": giver.source, "cue": found.cue, "content": found.content}
        yield {
            "document": f"{identifier}.txt",
            **{part: [{"start": s.start, "end": s.end} for s in spans] for part, spans in parts.items()},
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--limit", type=int, help="read only so many documents")
    args = parser.parse_args()
    tagger = TrainedTagger()
    words, seconds = 0, 0.0
    with args.corpus.open(encoding="utf-8") as lines, args.output.open("w", encoding="utf-8") as out:
        for line in islice(lines, args.limit):
            entry = json.loads(line)
            document = read(entry["text"].encode(), f"{entry['id']}.txt")
            cut = blocks(document)
            ends = sentences(document.text, cut)
            begun = time.perf_counter()
            tags = tagger.tag(document.text, cut, ends)
            seconds += time.perf_counter() - begun
            words += len(document.text.split())
            for row in rows(entry["id"], tags):
                out.write(json.dumps(row) + "\n")
    print(f"{words} words, {words / max(seconds, 1e-9):.0f} words a second in the tagger", file=sys.stderr)


if __name__ == "__main__":
    main()
