"""The marks that lead to notes and back: raised numbers, letters and signs, which are no words of the sentence that they stand in."""

from __future__ import annotations

import re

_MARK = re.compile(r"\s*[\[(]?(?:\d{1,4}|[a-z]{1,2}|[*†‡§¶]{1,3}|[ivxl]{1,6})[\])]?\s*")
_BACK = re.compile(r"\s*[\[(]?(?:↩|↑|↵|⏎|\^|back|return)\ufe0e?[\])]?\s*", re.IGNORECASE)


def is_mark(words: str) -> bool:
    """Whether words can be the mark of a note, if they are raised and lead to another place."""
    return _MARK.fullmatch(words) is not None


def leads_back(words: str) -> bool:
    """Whether words can be what leads back from a note, if they lead to another place."""
    return _BACK.fullmatch(words) is not None
