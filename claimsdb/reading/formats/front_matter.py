"""Front matter: YAML between `---` lines at the head of a Markdown file, and what it states about the document."""

from __future__ import annotations

import re

import yaml

from claimsdb.english import dates
from claimsdb.model.document import Metadata
from claimsdb.model.errors import Problem
from claimsdb.model.spans import Span

_LINE = r"(?:\r\n|\n|\r)"
_FENCE = rf"(?:---|\.\.\.)[ \t]*(?:{_LINE}|\Z)"
_MATTER = re.compile(rf"---[ \t]*{_LINE}((?:(?!{_FENCE})[^\r\n]*{_LINE})*)(?={_FENCE})(?:---|\.\.\.)")
_REMEDY = "The text was read without it. Correct its YAML."


def front_matter(text: str, path: str) -> tuple[Span | None, Metadata, tuple[Problem, ...]]:
    """The span of the front matter (None if there is none), what it states, and a problem if it is not a YAML mapping."""
    match = _MATTER.match(text)
    if match is None:
        return None, Metadata(), ()
    span = Span(0, match.end())
    try:
        values = yaml.safe_load(match[1])
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        what = f"The front matter cannot be read: {' '.join(str(error).split())}."
        return span, Metadata(), (Problem("front_matter", path, what, _REMEDY),)
    if values is None:
        return span, Metadata(), ()
    if not isinstance(values, dict):
        return span, Metadata(), (Problem("front_matter", path, "The front matter has no fields.", _REMEDY),)
    fields = {str(key).lower(): value for key, value in values.items()}
    url = _words(fields.get("url") or fields.get("source_url") or fields.get("link"))
    language = _words(fields.get("lang") or fields.get("language"))
    stated = Metadata(
        title=_words(fields.get("title")),
        publisher=_words(fields.get("publisher")),
        author=_words(fields.get("author") or fields.get("authors")),
        published=dates.of_value(fields.get("date") or fields.get("published")),
        url=url if url and re.match(r"https?://\S+$", url) else None,
        language=language.lower() if language and re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]+)*", language) else None,
    )
    return span, stated, ()


def _words(value: object) -> str | None:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_words, value))) or None
    if isinstance(value, dict):
        return _words(value.get("name"))
    return " ".join(value.split()) or None if isinstance(value, str) else None
