"""A claim in its context: its words with what is needed to understand them, which is what the encoder reads."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claimsdb.english.terms import countries_named
from claimsdb.model.attribution import AttributionKind
from claimsdb.model.faults import Faults
from claimsdb.model.ids import fold
from claimsdb.store.engine import Connection
from claimsdb.store.read.texts import InContext, in_context

BEFORE = 160
"""Number of code points to read before a claim that begins with a pronoun: what it refers to is mostly named there."""
_ANAPHORIC = re.compile(
    r"\W*(?:which|who|whom|it|its|they|their|he|she|his|him|her|that|this|these|those|to|and)\b", re.I
)


def contexts(connection: Connection, keys: Sequence[int], faults: Faults) -> dict[int, str]:
    """The claims' words, by key, with what is needed to understand them; claims on which this fails are left out.

    An attributed claim is preceded by its speaker and its cue. A claim of the document's own that begins with a pronoun is preceded by
    the words before it in its block. A capital that stands for its country is replaced by the country's name.
    """
    found: dict[int, str] = {}
    for key, claim in in_context(connection, keys, BEFORE).items():
        with faults.of(claim.document, "reading a claim of it to embed"):
            found[key] = _context(claim)
    return found


def _context(claim: InContext) -> str:
    frame = ""
    if claim.attribution != AttributionKind.ASSERTED:
        frame = " ".join(part for part in (claim.who and fold(claim.who), claim.cue) if part)
    elif _ANAPHORIC.match(claim.text):
        frame = claim.before
    return " ".join(countries_named(f"{frame} {claim.text}").split())
