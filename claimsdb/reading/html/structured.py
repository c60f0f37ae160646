"""What JSON-LD says of the articles and pages that it describes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any, TypeAlias

_ARTICLE = re.compile(r"Article|Posting|Recipe|Report|Review$|NewsItem|Essay")
_PAGE = re.compile(r"Page$|CreativeWork|^Book$")
_DEEPEST = 12
_MOST = 2_000  # objects


Object: TypeAlias = Mapping[str, Any]
"""An object of JSON-LD."""


def works(data: Iterable[str]) -> list[Object]:
    """The objects in the JSON-LD of a page that describe an article, then those that describe a page, outer ones first.

    Scripts that are not JSON have none.
    """
    articles: list[Object] = []
    pages: list[Object] = []
    for script in data:
        with suppress(ValueError, RecursionError):
            for one in _objects(json.loads(script.strip().rstrip(";"), strict=False)):
                kinds = one.get("@type")
                kind = " ".join(map(str, kinds)) if isinstance(kinds, list) else str(kinds)
                if _ARTICLE.search(kind):
                    articles.append(one)
                elif _PAGE.search(kind):
                    pages.append(one)
    return articles + pages


def publishers(works: Iterable[Object]) -> Iterator[str]:
    """The names of those who publish the works."""
    for one in works:
        publisher = one.get("publisher")
        name = publisher.get("name") if isinstance(publisher, dict) else None
        if isinstance(name, str):
            yield name


def authors(works: Iterable[Object]) -> list[str]:
    """The names of those who wrote the first of the works that states them."""
    for one in works:
        stated = one.get("author")
        people = [one for one in (stated if isinstance(stated, list) else [stated]) if isinstance(one, dict)]
        names = [person.get("name") for person in people if person.get("@type") == "Person"]
        if found := [name for name in names if isinstance(name, str) and name.strip()]:
            return found
    return []


def _objects(value: object) -> Iterator[Object]:
    """The objects in JSON, outer ones first."""
    todo: list[tuple[object, int]] = [(value, 0)]
    for k in range(_MOST):
        if k == len(todo):
            break
        one, depth = todo[k]
        if isinstance(one, dict):
            yield one
        inner = one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
        todo += ((each, depth + 1) for each in inner if isinstance(each, dict | list) and depth < _DEEPEST)
