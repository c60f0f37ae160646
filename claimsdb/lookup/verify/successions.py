"""What became of claims against their words: a claim that is the same or has moved has them where it is said to have them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claimsdb.english.tokens import Tokens
from claimsdb.model.fault import Fault
from claimsdb.model.succession import SuccessionStatus
from claimsdb.store.engine import Connection
from claimsdb.store.read.changes import compared_versions, stored_successions
from claimsdb.store.read.versions import version

_STAYING = (SuccessionStatus.SAME, SuccessionStatus.MOVED)


def successions(connection: Connection) -> Iterator[Fault]:
    """The faults in the successions of all pairs of versions: claims that are not accounted for, and words that are not there."""
    for pair in compared_versions(connection):
        old, new = version(connection, pair.earlier), version(connection, pair.document)
        row = f"{pair.earlier_id} {pair.document_id}"
        found = stored_successions(connection, pair.earlier, pair.document) or []
        told = {s.claim for s in found} - {None}, {s.successor for s in found} - {None}
        if pair.is_latest and told != ({c.key for c in old.claims}, {c.key for c in new.claims}):
            yield Fault("successions", "successions", row, note="they are not those of the claims of the two versions")
        segments = {claim.key: claim.segments for claim in old.claims}
        for one in found:
            if one.claim is None or one.claim not in segments or one.status not in _STAYING:
                continue
            words = None if one.words is None else one.words.of(new.text)
            sought = [segment.of(old.text) for segment in segments[one.claim]]
            if words is None or not _has(Tokens(words).keys, [Tokens(part).keys for part in sought]):
                what = "the newer version does not have the words of the claim there"
                yield Fault("successions", "successions", row, one.status, words, " … ".join(sought), what)


def _has(keys: Sequence[str], runs: Sequence[Sequence[str]]) -> bool:
    """Whether the runs of tokens are among these, one after the other."""
    at = 0
    for run in runs:
        while list(keys[at : at + len(run)]) != list(run):
            at += 1
            if at > len(keys):
                return False
        at += len(run)
    return True
