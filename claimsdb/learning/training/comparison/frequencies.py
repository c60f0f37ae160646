"""Count how common the terms of news are, and which of them are names; `claimsdb/english/terms.py` weights words by these counts.

    python -m claimsdb.learning.training.comparison.frequencies CORPORA

Counts sentences of PolNeAR's train and dev parts, UD English EWT train and UD English PUD.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from claimsdb.english import terms

OUT = Path(terms.__file__).parent / "data" / "frequencies.json"
SHORTEST = 15
"""Minimum number of code points in a line: a shorter one is a heading or a scrap."""
FEWEST = 3
NAME = 0.7
"""Minimum share of a name's sightings within sentences that have a capital."""


def sentences(corpora: Path) -> Iterator[str]:
    """The sentences, roughly: for counting, a wrong end does no harm."""
    for part in ("train", "dev"):
        for line in (corpora / "polnear" / f"{part}.jsonl").open(encoding="utf-8"):
            yield from re.split(r"(?<=[.!?”\"])\s+", json.loads(line)["text"])
    for name in ("ud_ewt/train", "ud_pud/test"):
        for line in (corpora / f"{name}.conllu").open(encoding="utf-8"):
            if line.startswith("# text = "):
                yield line[9:]


def main(corpora: Path) -> None:
    """Count, and write the file."""
    terms.news = lambda: terms.News(1, {}, frozenset())  # type: ignore[assignment]  # nothing is known yet
    count, seen, inside, capital = 0, Counter[str](), Counter[str](), Counter[str]()
    for sentence in sentences(corpora):
        if len(sentence) < SHORTEST:
            continue
        count += 1
        found = terms.terms(sentence)
        seen.update({t.form for t in found})
        for t in found:
            if t.start > 3 and not t.form.startswith("@"):
                inside[t.form] += 1
                capital[t.form] += sentence[t.start].isupper()
    kept = {form: n for form, n in sorted(seen.items()) if n >= FEWEST}
    names = [f for f in sorted(inside) if f in kept and inside[f] > 1 and capital[f] >= NAME * inside[f]]
    made = {"sentences": count, "terms": kept, "names": names}
    OUT.write_text(json.dumps(made, ensure_ascii=False, separators=(",", ":")), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
