"""Which of two alternatives is read: the plain text, unless it only says that there is HTML, or says far less."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]{2,}")
_LEAST = 0.5
"""The share of the number of different words of the HTML that a plain text must have."""
_FEW = 80  # words of a text that says that there is HTML
_INSTEAD = re.compile(
    r"\b(?:not|n[’']t|unable to|cannot) (?:be )?(?:display|support|view|read|show|render)\w*\b.{0,60}\bhtml\b"
    r"|\bhtml\b.{0,60}\b(?:not|n[’']t|unable|cannot|required|enabled|capable|compatible)\b"
    r"|\b(?:view|see|read) (?:this|the|it|our) ?(?:e-?mail|message|newsletter|version)?.{0,20}\b(?:online|browser|html)\b",
    re.IGNORECASE | re.DOTALL,
)


def is_whole(text: str, page: str) -> bool:
    """Whether a plain text is the message that the HTML is."""
    said = _WORD.findall(text)
    if len(said) <= _FEW and _INSTEAD.search(text) and len(said) < len(_WORD.findall(page)):
        return False
    return len(set(said)) >= _LEAST * len(set(_WORD.findall(page)))
