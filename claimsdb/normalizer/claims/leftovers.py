"""Whether words in the document's own voice are a claim: a sentence or clause, or what is left next to an attribution."""

from __future__ import annotations

import re

from claimsdb.english.clauses import Words
from claimsdb.english.listed import either, listed
from claimsdb.english.quotations import ENDING
from claimsdb.model.document import BlockKind, Reason

_REPLY = re.compile(rf"(?:(?:{either(listed('turns', 'reply'))})\b[\s,.!—–-]*)+", re.IGNORECASE)
_COURTESY = re.compile(
    rf"(?:{either(listed('turns', 'courtesy'))})\b(?!.*\b(?:is|are|was|were|has|have|had)\b)", re.IGNORECASE
)
EMPHASIS = "*_"
"""Marks that may be left of a text's markup, at the end of a question."""
_HEADLINES = frozenset({BlockKind.TITLE, BlockKind.STANDFIRST, BlockKind.CAPTION})


def why_none(said: Words, block_kind: BlockKind, *, spoken: bool = False) -> Reason | None:
    """Why the words are not a claim; None if they are one.

    `spoken`: they are somebody's turn, in which questions count, and answers without a verb.
    """
    count = said.count()
    if spoken:  # in a turn, all says something but a mere *yes*, or thanks
        return (
            Reason.FRAGMENT if _REPLY.fullmatch(said.text) else Reason.ACT_ONLY if _COURTESY.match(said.text) else None
        )
    if said.text.rstrip(ENDING + EMPHASIS + " )").endswith("?"):
        return Reason.QUESTION
    if count > 1 and (said.has_finite_verb() or (said.may_have_finite_verb() and count > 2)):
        return None
    if count < 4 or said.text.endswith(":"):
        return Reason.LABEL
    if block_kind is BlockKind.CAPTION and not said.has_verb():
        return Reason.FRAGMENT
    return None if block_kind in _HEADLINES or count > 5 else Reason.FRAGMENT
