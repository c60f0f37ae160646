"""How often findings of each confidence are right, against a corpus of attributions.

    python benchmarks/calibration.py CORPORA/polnear/dev.jsonl [--every N]

An attribution is right where its content shares half its words with an annotated one, and cue and source touch that one's. An asserted
claim is right where less than half its words stand in annotated contents.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from claimsdb.model import AttributionKind
from claimsdb.normalizer import normalize
from claimsdb.readers import read
from claimsdb.tagger.plain import PlainTagger
from claimsdb.verbs import WORD


def covered(text: str, spans: Iterable[Iterable[int]]) -> set[int]:
    """Where the words inside the spans begin."""
    return {start + m.start() for start, end in spans for m in WORD.finditer(text[start:end])}


def right(found: dict[str, set[int]], gold: list[dict[str, set[int]]]) -> bool:
    for one in gold:
        shared = len(one["content"] & found["content"])
        parts = all(not one[p] or one[p] & found[p] for p in ("cue", "source"))
        if shared and 2 * shared >= len(one["content"] | found["content"]) and parts:
            return True
    return False


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--every", type=int, default=1, help="read every N-th article only")
    args = parser.parse_args()
    tagger = PlainTagger()
    bins: dict[float, list[bool]] = defaultdict(list)
    asserted: list[bool] = []
    for k, line in enumerate(args.corpus.read_text("utf-8").split("\n")):
        if k % args.every or not line:
            continue
        article: dict[str, Any] = json.loads(line)
        text = article["text"]
        made = normalize(read(text.encode(), "article.txt"), tagger)
        gold = [{p: covered(text, a[p]) for p in ("source", "cue", "content")} for a in article["attributions"]]
        for a in made.attributions:
            found = {p: covered(text, getattr(a, p)) for p in ("source", "cue", "content")}
            bins[round(a.confidence, 1)].append(right(found, gold))
        contents = set().union(*(g["content"] for g in gold))
        for claim in made.claims:
            if claim.attribution is AttributionKind.ASSERTED and (words := covered(text, claim.segments)):
                asserted.append(2 * len(words & contents) < len(words))
    print("confidence  right  of")
    for confidence, hits in sorted(bins.items()):
        print(f"{confidence:10.1f}  {sum(hits) / len(hits):5.2f}  {len(hits)}")
    print(f"  asserted  {sum(asserted) / len(asserted):5.2f}  {len(asserted)}")


if __name__ == "__main__":
    main()
