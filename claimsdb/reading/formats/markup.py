"""Replace Markdown's inline markup with spaces, code point by code point, so that sentences are read as a person reads them.

Offsets stay those of the file: every character of markup (marks of emphasis and code, brackets and destinations of links, tags,
backslashes of escapes) becomes a space, and nothing else changes.
"""

from __future__ import annotations

import re

# The first group of a pattern, if it has one, consists of words and stays.
_MARKUP = (
    re.compile(r"!?\[([^\[\]\n\r]*)\]\([^()\n\r]*(?:\([^()\n\r]*\)[^()\n\r]*)?\)"),  # link, image
    re.compile(r"!?\[([^\[\]\n\r]+)\]\[[^\[\]\n\r]*\]"),  # link by reference
    re.compile(r"</?[A-Za-z][^<>\n\r]*>"),  # tag, autolink
    re.compile(r"(?<![\w*\\])\*{1,3}(?=[^\s*])|(?<=[^\s*\\])\*{1,3}(?![\w*])"),  # emphasis
    re.compile(r"(?<![\w_\\])_{1,3}(?=[^\s_])|(?<=[^\s_\\])_{1,3}(?![\w_])"),
    re.compile(r"(?<!~)~~(?!~)|`{1,3}"),
    re.compile(r"\\(?=[!-/:-@\[-`{-~])"),  # escape
)


def without_markup(text: str) -> str:
    """The text with a space for each character of inline markup, at the same length in code points."""
    for pattern in _MARKUP:
        text = pattern.sub(_blank, text)
    return text


def _blank(match: re.Match[str]) -> str:
    whole = match.group()
    if not match.re.groups:
        return _spaces(whole)
    start, end = match.start(1) - match.start(), match.end(1) - match.start()
    return _spaces(whole[:start]) + whole[start:end] + _spaces(whole[end:])


def _spaces(words: str) -> str:
    """As many spaces as characters; line ends stay, because they separate lines."""
    return "".join(c if c in "\r\n" else " " for c in words)
