"""Naming is no attribution (section 3 of the standard): "Locals refer to it as “the Strip”" is asserted, as a whole."""

from __future__ import annotations

import re

from claimsdb.english.inflection import forms
from claimsdb.english.letters import latin
from claimsdb.english.words import LETTERS
from claimsdb.model.attribution import Attribution
from claimsdb.model.spans import together

_HEADS = forms("know") | forms("refer")
_NAME = re.compile(
    latin(
        r"[^.!?;:]{1,80}? as (?:the )?[“\"‘'`]*(?:[Tt]he )?[A-Z][\w’'-]*+(?: (?:of |and |the )*[A-Z][\w’'-]*+){0,4}[.”\"’'`]*"
    )
)


def names(text: str, by: Attribution) -> bool:
    """Whether the cue and the content say what something is called, and no more."""
    cue = LETTERS.findall(together(text, by.cue).lower())
    return not _HEADS.isdisjoint(cue) and _NAME.fullmatch(together(text, by.content)) is not None
