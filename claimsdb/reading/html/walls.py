"""Pages that are not what was asked for: frames, scripts without text, consent walls and error pages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claimsdb.model.errors import Problem
from claimsdb.reading.html.scanner import Kind, Token

_FEW = 150  # words of a wall; an article about one has more
_SOME = 40
_WORD = re.compile(r"\w+")
_ERROR = re.compile(
    r"\b(?:40[0134]|410|429|50[0234])\b.{0,40}\b(?:error|not found|forbidden|denied|unavailable|gone|bad gateway|time-?out)\b"
    r"|\b(?:page|file|article) (?:(?:was|could) )?(?:not|n[’']t) (?:be )?(?:found|available|exist)\b|\berror 40[34]\b|^(?:40[34]|50[0234])$"
    r"|\b(?:access denied|just a moment|attention required|are you a (?:robot|human)|verify(?:ing)? (?:that )?you are (?:a )?human"
    r"|service (?:temporarily )?unavailable|internal server error|domain (?:is )?for sale)\b",
    re.IGNORECASE | re.MULTILINE,
)
_CONSENT = re.compile(
    r"\b(?:before you continue|we (?:value|care about|respect) your privacy|(?:accept|agree to|reject) (?:all )?(?:the )?cookies"
    r"|(?:we|our partners|partners) (?:and our partners )?(?:store|use|process)[^.]{0,60}cookies|consent to (?:the use of )?cookies)\b",
    re.IGNORECASE,
)


def wall(path: str, titles: Sequence[str], article: str, seen: str, tokens: Sequence[Token]) -> Problem | None:
    """The problem of a page that is a wall or has nothing to read; None for any other.

    `article` is the text that was chosen, `seen` all the text that a browser shows.
    """
    count = len(_WORD.findall(article))
    if count >= _FEW:
        return None
    around = len(_WORD.findall(seen))
    names = {token.name for token in tokens if token.kind is Kind.START}
    if "frameset" in names or ("frame" in names and not count):
        return Problem(
            "frames",
            path,
            "Its text is in frames, which are files of their own.",
            "Save the page that is inside the frame.",
        )
    head = "\n".join(titles)
    if around < 4 * _FEW and (_ERROR.search(head) or (count < _SOME and _ERROR.search(seen[:500]))):
        what = "It is an error page or a check for robots, not the page that was asked for."
        return Problem(
            "error_page", path, what, "Open the address in a browser, and save the page when it is displayed."
        )
    if around < 4 * _FEW and len(_CONSENT.findall(f"{head}\n{seen}")) > 1:
        what = "It asks for consent to cookies, and is not the page behind that."
        return Problem("consent_wall", path, what, "Answer in a browser, and save the page when it is displayed.")
    if around < _SOME and "script" in names:
        what = "This page has no text without its scripts."
        return Problem("needs_scripts", path, what, "Save it from the browser when it is displayed.")
    if not count:
        what = "No part of it is an article: all its text was read as boilerplate."
        return Problem("no_article", path, what, "If its text matters, save that text as a .txt file.")
    return None
