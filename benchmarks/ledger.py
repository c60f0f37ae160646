"""Checks that every sentence is accounted for: `python benchmarks/ledger.py DOCUMENTS_DIR`.

Each document is normalized. Every word of every claim-bearing block must be in a sentence of the ledger, and each sentence must have
claims (as many as have a segment in it) or a reason. Prints the reasons; exits with 1 if anything is missing.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from claimsdb.model.claim import Normalized
from claimsdb.model.errors import UnreadableError
from claimsdb.normalizer.attribution.tagging import TrainedTagger
from claimsdb.normalizer.normalize import normalize
from claimsdb.reading.read import READERS, read
from claimsdb.streams.kinds import by_name


def faults(normalized: Normalized) -> list[str]:
    """The faults of a document's ledger."""
    text, found = normalized.document.text, []
    for k, block in enumerate(normalized.blocks):
        lines = [s for s in normalized.sentences if s.block == k]
        if lines and not block.kind.bears_claims:
            found.append(f"a {block.kind} in the ledger at {block.span.start}")
        covered = {at for s in lines for at in range(*s.span)}
        bare = [at for at in range(*block.span) if block.kind.bears_claims and text[at].isalnum() and at not in covered]
        if bare:
            found.append(f"{len(bare)} letters of a {block.kind} in no sentence, the first at {bare[0]}")
    for s in normalized.sentences:
        claims = sum(any(segment.overlaps(s.span) for segment in c.segments) for c in normalized.claims)
        if claims != s.claims or (s.claims == 0) != (s.reason is not None):
            found.append(f"sentence at {s.span.start}: the ledger has {s.claims} ({s.reason}), there are {claims}")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    tagger = TrainedTagger()
    reasons: Counter[str] = Counter()
    sentences = claims = documents = bad = 0
    for file in sorted(p for p in folder.rglob("*") if p.is_file() and by_name(p.name) in READERS):
        try:
            normalized = normalize(read(file.read_bytes(), file.name), tagger)
        except UnreadableError as error:
            print(error)
            continue
        documents += 1
        sentences, claims = sentences + len(normalized.sentences), claims + len(normalized.claims)
        reasons.update(str(s.reason) for s in normalized.sentences if s.reason)
        for fault in faults(normalized):
            bad += 1
            print(f"{file.name}: {fault}")
    without = ", ".join(f"{n} {reason}" for reason, n in reasons.most_common())
    share = sum(reasons.values()) / max(sentences, 1)
    print(
        f"{documents} documents, {sentences} sentences, {claims} claims; {share:.1%} of sentences without one: {without}."
    )
    print(f"{bad} faults in the ledger.")
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
