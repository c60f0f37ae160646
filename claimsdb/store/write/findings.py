"""Writing a normalized document: new findings are inserted, known ones kept, and those no longer found retired."""

from __future__ import annotations

from claimsdb.model.claim import Normalized
from claimsdb.store.write.attributions import write_attributions
from claimsdb.store.write.blocks import write_blocks
from claimsdb.store.write.claims import Changes, write_claims
from claimsdb.store.write.places import write_parts, write_places
from claimsdb.store.write.speakers import write_speakers
from claimsdb.store.write.target import Target


def write_findings(to: Target, normalized: Normalized, publisher: int | None) -> Changes:
    """Write parts, blocks with their places and ledger, speakers, attributions and claims."""
    write_parts(to, normalized.document)
    blocks = write_blocks(to, normalized)
    write_places(to, normalized, blocks)
    speakers = write_speakers(to, normalized)
    attributions = write_attributions(to, normalized, blocks, speakers.named)
    return write_claims(to, normalized, blocks, speakers.meant, attributions, publisher)
