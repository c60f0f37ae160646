"""Layouts that give words to somebody: what is quoted of whom, and what belongs to no claim."""

from __future__ import annotations

from claimsdb.model.attribution import AttributionKind, chain
from claimsdb.model.claim import Normalized
from claimsdb.model.document import Reason
from claimsdb.normalizer.normalize import normalize
from claimsdb.reading.read import read


def normalized(text: str) -> Normalized:
    return normalize(read(text.encode(), "a.txt"))


def said(text: str) -> list[tuple[str, ...]]:
    """Each claim: how it is attributed, its source and those around it, and its words."""
    made = normalized(text)
    found = []
    for claim in made.claims:
        at = claim.attributed if claim.attribution is not AttributionKind.ASSERTED else None
        sources = [
            " ".join(s.of(text) for s in made.attributions[k].source)
            for k in ([] if at is None else [at, *chain(made.attributions, at)])
        ]
        found.append((claim.attribution.value, *([*sources, "", ""][:2]), claim.text(text)))
    return found


TRANSCRIPT = """The evening round

LEE: The bridge is closed, and I think that the ferries are full. Thank you.

MOSS: Who closed it?

LEE: The council, which met on Friday, said the old piers were unsafe.
"""


def test_inside_a_turn_all_is_quoted_and_nested_in_it() -> None:
    assert [s for s in said(TRANSCRIPT) if s[0] != "asserted"] == [
        ("quoted", "LEE", "", "The bridge is closed"),
        ("quoted", "I", "LEE", "the ferries are full"),
        ("quoted", "MOSS", "", "Who closed it?"),
        ("quoted", "LEE", "", "which met on Friday"),
        ("quoted", "The council", "LEE", "the old piers were unsafe"),
    ]


def test_labels_are_in_the_ledger_and_in_no_claim() -> None:
    made = normalized(TRANSCRIPT)
    labels = [s.span.of(TRANSCRIPT) for s in made.sentences if s.reason is Reason.LABEL]
    assert labels[-3:] == ["LEE:", "MOSS:", "LEE:"]
    assert not any(":" in claim.text(TRANSCRIPT) for claim in made.claims)
