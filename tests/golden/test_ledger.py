"""Every word of every claim-bearing block of the seeds is in the ledger, with claims or a reason."""

from pathlib import Path

import pytest

from claimsdb.normalizer.attribution.tagging import TrainedTagger
from claimsdb.normalizer.normalize import normalize
from claimsdb.reading.read import read

pytestmark = pytest.mark.network

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))


@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.stem[:3])
def test_every_sentence_is_accounted_for(path: Path) -> None:
    made = normalize(read(path.read_bytes(), path.name), TrainedTagger())
    text = made.document.text
    for k, block in enumerate(made.blocks):
        spans = [s.span for s in made.sentences if s.block == k]
        inside = {at for span in spans for at in range(*span)}
        words = {at for at in range(*block.span) if text[at].isalnum()}
        assert words <= inside if block.kind.bears_claims else not spans
    for s in made.sentences:
        assert s.claims == sum(any(g.overlaps(s.span) for g in c.segments) for c in made.claims)
        assert (s.reason is None) == (s.claims > 0)
    assert sum(s.claims for s in made.sentences) >= len(made.claims) > 10
