"""The roles of paragraphs by the names of their styles, which programs write in English whatever the user's language."""

from __future__ import annotations

import re

_ROLES = (
    ("boilerplate", re.compile(r"toc \d|(?:toc|index|toa|contents) heading|table of (?:figures|authorities)|(?:index|contents) \d+")),
    ("heading", re.compile(r"heading(?: \d+)?")),
    ("title", re.compile(r"title")),
    ("standfirst", re.compile(r"subtitle")),
    ("byline", re.compile(r"author|byline")),
    ("dateline", re.compile(r"date|dateline")),
    ("image", re.compile(r"(?:image |table |figure )?caption")),
    ("quote", re.compile(r"(?:intense )?quote|block text|quotations?|block quotation")),
    ("code", re.compile(r"source code|code(?: block)?")),
    ("list_item", re.compile(r"list (?:bullet|number)(?: \d)?")),
)  # fmt: skip


def role_of(name: str) -> str | None:
    """The role that a style of that name gives to its paragraphs; None if it says nothing."""
    folded = name.lower()
    return next((role for role, pattern in _ROLES if pattern.fullmatch(folded)), None)
