"""A claim in its context: its words as they are to be understood where they stand, which is what the encoder reads of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claimsdb.english.terms import countries_named
from claimsdb.model.attribution import AttributionKind
from claimsdb.model.ids import fold
from claimsdb.store.engine import Connection
from claimsdb.store.read.texts import InContext, in_context

BEFORE = 160
"""Code points before a claim that begins with a pronoun, in which what it stands for is mostly named."""
_ANAPHORIC = re.compile(
    r"\W*(?:which|who|whom|it|its|they|their|he|she|his|him|her|that|this|these|those|to|and)\b", re.I
)


def contexts(connection: Connection, keys: Sequence[int]) -> dict[int, str]:
    """The claims' words as they are to be understood where they stand: with who says them and how, or, where one begins
    with a pronoun, with the words before it in its block; a capital that stands for its country under the country's
    name.
    """
    return {key: _context(claim) for key, claim in in_context(connection, keys, BEFORE).items()}


def _context(claim: InContext) -> str:
    frame = ""
    if claim.attribution != AttributionKind.ASSERTED:
        frame = " ".join(part for part in (claim.who and fold(claim.who), claim.cue) if part)
    elif _ANAPHORIC.match(claim.text):
        frame = claim.before
    return " ".join(countries_named(f"{frame} {claim.text}").split())
