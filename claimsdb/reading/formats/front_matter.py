"""Front matter: YAML between `---` lines at the head of a Markdown file, and what it states about the document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

import yaml

from claimsdb.english import dates
from claimsdb.model.document import Metadata
from claimsdb.model.errors import Problem
from claimsdb.model.spans import Span, strip

_OPENING = re.compile(r"---[ \t]*(?:\r\n|\n|\r)")
_CLOSING = re.compile(r"(?<=[\r\n])(?:---|\.\.\.)(?=[ \t]*(?:[\r\n]|\Z))")
_LARGEST = 64 * 1024  # code points
_DEEPEST = 20
_LONGEST_MESSAGE = 300
_NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "title": ("title",),
        "publisher": ("publisher",),
        "author": ("author", "authors"),
        "published": ("date", "published"),
        "modified": ("modified", "updated", "lastmod", "last_modified_at"),
        "url": ("url", "source_url", "link"),
        "language": ("lang", "language"),
    }
)
"""What front matter calls each field."""
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


class FrontMatter(NamedTuple):
    """The `span` of the front matter (None if there is none), what it states and where, and a problem if it is not a YAML mapping.

    The places are spans of the text by field, half-open.
    """

    span: Span | None = None
    stated: Metadata = Metadata()
    places: Mapping[str, Span] = MappingProxyType({})
    problems: tuple[Problem, ...] = ()


def front_matter(text: str, path: str) -> FrontMatter:
    """The front matter of a text."""
    opening = _OPENING.match(text)
    closing = _CLOSING.search(text, opening.end()) if opening else None
    if opening is None or closing is None:
        return FrontMatter()
    span = Span(0, closing.end())

    def without(what: str) -> FrontMatter:
        return FrontMatter(span, problems=(Problem("front_matter", path, what, _REMEDY),))

    if closing.start() - opening.end() > _LARGEST:
        return without(f"The front matter has more than {_LARGEST:,} characters.")
    try:
        loader = _Loader(text[opening.end() : closing.start()])  # a safe one
        node = loader.get_single_node()
        values = None if node is None else loader.construct_document(node)
    except (yaml.YAMLError, ValueError) as error:
        what = " ".join(str(error).split())
        what = what if len(what) <= _LONGEST_MESSAGE else f"{what[:_LONGEST_MESSAGE]}…"
        return without(f"The front matter cannot be read: {what}.")
    except Exception:  # then the library raises almost anything
        return without("The front matter cannot be read: a value does not fit its tag (!!).")
    if node is None or values is None:
        return FrontMatter(span)
    if not isinstance(values, dict):
        return without("The front matter has no fields.")
    fields = {key.lower(): value for key, value in values.items() if isinstance(key, str)}
    stated = _stated(fields)
    places = dict(_places(node, fields, stated, text, opening.end()))
    return FrontMatter(span, stated, places)


def _stated(fields: Mapping[str, object]) -> Metadata:
    said = {field: next(filter(None, map(fields.get, names)), None) for field, names in _NAMES.items()}
    url, language = _words(said["url"]), _words(said["language"])
    return Metadata(
        title=_words(said["title"]),
        publisher=_words(said["publisher"]),
        author=_words(said["author"]),
        published=dates.of_value(said["published"]),
        modified=dates.of_value(said["modified"]),
        url=url if url and re.match(r"https?://\S+$", url) else None,
        language=language.lower() if language and re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]+)*", language) else None,
    )


def _places(
    node: yaml.Node, fields: Mapping[str, object], stated: Metadata, text: str, start: int
) -> Iterator[tuple[str, Span]]:
    """Where the values of fields stand in the text; the front matter's fields begin at `start`."""
    nodes = {str(key.value).lower(): value for key, value in node.value}
    for field, names in _NAMES.items():
        name = next((name for name in names if fields.get(name)), None)
        if name in nodes and getattr(stated, field) is not None:
            found = nodes[name]
            span = strip(text, Span(found.start_mark.index, found.end_mark.index).shift(start))
            if span.length:
                yield field, span


def _words(value: object) -> str | None:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_words, value))) or None
    if isinstance(value, dict):
        return _words(value.get("name"))
    return " ".join(value.split()) or None if isinstance(value, str) else None
