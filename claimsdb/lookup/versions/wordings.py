"""Two wordings, word by word: what both have, what only the older has, what only the newer."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TypedDict

from claimsdb.english.tokens import Tokens

MOST = 400
"""Maximum number of tokens of a wording that is compared word by word: comparing takes up to the square of it."""


class Edit(TypedDict):
    """Words that both wordings have (`equal`), or only the older (`delete`), or only the newer (`insert`)."""

    edit: str
    text: str


def edits(old: str, new: str) -> list[Edit]:
    """The stretches of two wordings, in order, each with the white space after it.

    What differs only in its typesetting is shown as the newer wording has it.
    """
    before, after = Tokens(old), Tokens(new)
    found: list[Edit] = []
    if max(len(before), len(after)) > MOST:
        blocks = [("replace", 0, len(before), 0, len(after))]
    else:
        blocks = list(SequenceMatcher(None, before.keys, after.keys, autojunk=False).get_opcodes())
    for tag, a, b, c, d in blocks:
        if tag == "equal":
            kept, was = _stretch(after, c, d), _stretch(before, a, b)
            found.append(Edit(edit="equal", text=kept if kept[-1].isspace() else kept + was[len(was.rstrip()) :]))
            continue
        if a < b:
            found.append(Edit(edit="delete", text=_stretch(before, a, b)))
        if c < d:
            found.append(Edit(edit="insert", text=_stretch(after, c, d)))
    return found


def _stretch(tokens: Tokens, first: int, after: int) -> str:
    """The words of the tokens, with the white space that follows them."""
    start = tokens.starts[first] if first else 0
    end = tokens.starts[after] if after < len(tokens) else len(tokens.text)
    return tokens.text[start:end]
