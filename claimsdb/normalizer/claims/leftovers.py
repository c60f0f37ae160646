"""Whether words in the document's own voice are a claim: a sentence or clause, or what is left next to an attribution."""

from __future__ import annotations

import re

from claimsdb.english.clauses import Words
from claimsdb.english.listed import either, listed
from claimsdb.english.quotations import ENDING
from claimsdb.model.document import BlockKind, Reason

_OCCASION = re.compile(
    r"(?:when |after being |once )?(?:asked|pressed|questioned) (?:about|by|to|if|whether|what|why|how|on|over|for|in|during)\b",
    re.IGNORECASE,
)
_WHERE_SAID = re.compile(
    r"in (?:an?|the|his|her|its|their|one|another) (?:[\w-]+ ){0,3}(?:paper|post|statement|letter|interview|speech|report|e-?mail|memo"
    r"|commentary|note|tweet|filing|ruling|editorial|article|conference|briefing|message|video|book|document|study|text|release|address|call|cable)\b"
    r"(?!.*\b(?-i:is|are|was|were|has|have|had|will|would|can|could|may|might|must)\b)",
    re.IGNORECASE,
)
_COMMENT = re.compile(
    r"(?:(?:apparently|seemingly|presumably|evidently|possibly|probably|likely|perhaps|clearly|obviously) )?(?:in )?an? (?:[\w-]+ )?"
    r"(?:reference|allusion|swipe|dig|jab|nod|rebuke|hint|response|reply|answer|thrust|barb)\b",
    re.IGNORECASE,
)  # a comment of the document on an act of speech
_REPLY = re.compile(rf"(?:(?:{either(listed('turns', 'reply'))})\b[\s,.!—–-]*)+", re.IGNORECASE)
_COURTESY = re.compile(
    rf"(?:{either(listed('turns', 'courtesy'))})\b(?!.*\b(?:is|are|was|were|has|have|had)\b)", re.IGNORECASE
)
_HEADLINES = frozenset({BlockKind.TITLE, BlockKind.STANDFIRST, BlockKind.CAPTION})


def why_none(said: Words, block_kind: BlockKind, *, inner: bool, spoken: bool = False) -> Reason | None:
    """Why the words are not a claim; None if they are one.

    `inner`: they are a clause that is not the main one. `spoken`: they are somebody's turn, in which questions count, and answers
    without a verb.
    """
    count = said.count()
    if spoken:  # in a turn, all says something but a mere *yes*, or thanks
        return (
            Reason.FRAGMENT if _REPLY.fullmatch(said.text) else Reason.ACT_ONLY if _COURTESY.match(said.text) else None
        )
    if said.text.rstrip(ENDING + " )").endswith("?"):
        return Reason.QUESTION
    if count > 1 and (said.has_finite_verb() or (said.may_have_finite_verb() and count > 2)):
        return None
    if inner:
        return None if count > 2 else Reason.FRAGMENT
    if count < 4 or said.text.endswith(":"):
        return Reason.LABEL
    if block_kind is BlockKind.CAPTION and not said.has_verb():
        return Reason.FRAGMENT
    return None if block_kind in _HEADLINES or count > 5 else Reason.FRAGMENT


def left_over(said: Words, *, inner: bool, whole: bool) -> bool:
    """Whether words next to an attribution say something by themselves, and not only when or how it was said.

    `inner`: they are in a clause that is not the main one; `whole`: they are all of it.
    """
    count = said.count()
    if _OCCASION.match(said.text) or _WHERE_SAID.match(said.text):
        return False
    if _COMMENT.match(said.text) and count > 3:
        return True
    alone = said.begins_with_pronoun() or (inner and said.opens_clause())
    clause = said.has_finite_verb() or (alone and said.may_have_finite_verb()) or (whole and said.is_relative())
    return clause and count > 2
