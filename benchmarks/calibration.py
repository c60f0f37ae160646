"""How often findings of each confidence are right, against a corpus of attributions.

    python benchmarks/calibration.py CORPORA/polnear/dev.jsonl [--every N]

An outermost attribution is right where its content shares half its words with an annotated one, and cue and source touch that
one's. An asserted claim is right where less than half its words stand in annotated contents.
"""

import argparse
import json
from pathlib import Path
from typing import Any

from claimsdb.model import AttributionKind
from claimsdb.normalizer import normalize
from claimsdb.readers import read
from claimsdb.tagger.trained import TrainedTagger
from claimsdb.training.calibrate import covered, judged, reliability


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--every", type=int, default=1, help="read every N-th article only")
    args = parser.parse_args()
    tagger = TrainedTagger()
    results: list[tuple[float, bool]] = []
    asserted: list[bool] = []
    for k, line in enumerate(args.corpus.read_text("utf-8").split("\n")):
        if k % args.every or not line:
            continue
        article: dict[str, Any] = json.loads(line)
        text = article["text"]
        made = normalize(read(text.encode(), "article.txt"), tagger)
        results += judged(article, made)
        contents = {w for a in article["attributions"] for w in covered(text, a["content"])}
        for claim in made.claims:
            if claim.attribution is AttributionKind.ASSERTED and (words := covered(text, claim.segments)):
                asserted.append(2 * len(words & contents) < len(words))
    print("from  confidence  right  of")
    for row in reliability(results):
        print(f"{row['from']:4.1f}  {row['confidence']:10.2f}  {row['right']:5.2f}  {row['attributions']}")
    print(f"        asserted  {sum(asserted) / len(asserted):5.2f}  {len(asserted)}")


if __name__ == "__main__":
    main()
