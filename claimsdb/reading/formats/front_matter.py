"""Front matter: YAML between `---` lines at the head of a Markdown file, and what it states about the document."""

from __future__ import annotations

import re

import yaml

from claimsdb.english import dates
from claimsdb.model.document import Metadata
from claimsdb.model.errors import Problem
from claimsdb.model.spans import Span

_OPENING = re.compile(r"---[ \t]*(?:\r\n|\n|\r)")
_CLOSING = re.compile(r"(?<=[\r\n])(?:---|\.\.\.)(?=[ \t]*(?:[\r\n]|\Z))")
_LARGEST = 64 * 1024  # code points
_DEEPEST = 20
_LONGEST_MESSAGE = 300
_REMEDY = "The text was read without it. Correct its YAML."


class _Loader(yaml.SafeLoader):
    """Reads data without aliases, which make a small text large, and not deeper than fields need."""

    _depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
        if self.check_event(yaml.AliasEvent):
            raise yaml.composer.ComposerError(None, None, "it contains an alias (*)", mark)
        if self._depth == _DEEPEST:
            raise yaml.composer.ComposerError(None, None, f"it is nested more than {_DEEPEST} levels deep", mark)
        self._depth += 1
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node


def front_matter(text: str, path: str) -> tuple[Span | None, Metadata, tuple[Problem, ...]]:
    """The span of the front matter (None if there is none), what it states, and a problem if it is not a YAML mapping."""
    opening = _OPENING.match(text)
    closing = _CLOSING.search(text, opening.end()) if opening else None
    if opening is None or closing is None:
        return None, Metadata(), ()
    span = Span(0, closing.end())

    def without(what: str) -> tuple[Span, Metadata, tuple[Problem, ...]]:
        return span, Metadata(), (Problem("front_matter", path, what, _REMEDY),)

    if closing.start() - opening.end() > _LARGEST:
        return without(f"The front matter has more than {_LARGEST:,} characters.")
    try:
        values = yaml.load(text[opening.end() : closing.start()], _Loader)  # a safe loader
    except (yaml.YAMLError, ValueError) as error:
        what = " ".join(str(error).split())
        what = what if len(what) <= _LONGEST_MESSAGE else f"{what[:_LONGEST_MESSAGE]}…"
        return without(f"The front matter cannot be read: {what}.")
    except Exception:  # then the library raises almost anything
        return without("The front matter cannot be read: a value does not fit its tag (!!).")
    if values is None:
        return span, Metadata(), ()
    if not isinstance(values, dict):
        return without("The front matter has no fields.")
    return span, _stated({key.lower(): value for key, value in values.items() if isinstance(key, str)}), ()


def _stated(fields: dict[str, object]) -> Metadata:
    url = _words(fields.get("url") or fields.get("source_url") or fields.get("link"))
    language = _words(fields.get("lang") or fields.get("language"))
    return Metadata(
        title=_words(fields.get("title")),
        publisher=_words(fields.get("publisher")),
        author=_words(fields.get("author") or fields.get("authors")),
        published=dates.of_value(fields.get("date") or fields.get("published")),
        url=url if url and re.match(r"https?://\S+$", url) else None,
        language=language.lower() if language and re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]+)*", language) else None,
    )


def _words(value: object) -> str | None:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_words, value))) or None
    if isinstance(value, dict):
        return _words(value.get("name"))
    return " ".join(value.split()) or None if isinstance(value, str) else None
