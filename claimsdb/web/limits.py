"""Limits on the query of an address, and the form of those of its parts that Datasette reads without checking them.

They are looked at before any work is done: Datasette executes a statement for each of 500 facets, and takes seconds for 3,000 filters.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from urllib.parse import parse_qsl

PARAMETERS = 100
"""Maximum number of parameters."""
CHOSEN = 600
"""That of the page of citations, which takes the ids of claims."""
FACETS = 10
"""Maximum number of facets in addition to those of the metadata."""
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)


def objection(query: bytes, most: int = PARAMETERS) -> str | None:
    """What is wrong with a query, if its form is; None if Datasette may read it. `most` is the number of parameters that are allowed."""
    if query.count(b"&") >= most:
        return f"The address has too many parameters: this page takes at most {most}."
    given = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    if sum(name.startswith("_facet") and name != "_facet_size" for name, _ in given) > FACETS:
        return f"The address asks for too many facets: a page takes at most {FACETS} (_facet)."
    for name, value in given:
        for form, is_right, wanted in _FORMS:
            if form.search(name) and not is_right(value):
                return f"{name}={value[:80]} is not understood: give {wanted}."
    return None


def _is_object(*some: set[str]) -> Callable[[str], bool]:
    """Whether a value is a JSON object that has, as text, all keys of one of these sets."""

    def is_right(value: str) -> bool:
        given = _loaded(value)
        texts = {key for key, word in given.items() if isinstance(word, str)} if isinstance(given, dict) else set()
        return any(keys <= texts for keys in some)

    return is_right


def _loaded(value: str) -> object:
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return None


_is_facet, _is_through = _is_object({"column"}, {"simple"}), _is_object({"table", "column", "value"})
_FORMS: tuple[tuple[re.Pattern[str], Callable[[str], bool], str], ...] = (
    (re.compile(r"\A_timelimit\Z"), lambda value: bool(_NUMBER.fullmatch(value)), "a number of milliseconds"),
    (
        re.compile(r"\A_facet(_(array|date))?\Z"),
        lambda v: not v.startswith("{") or _is_facet(v),
        "the name of a column",
    ),
    (re.compile(r"\A_through\Z"), _is_through, "a JSON object with table, column and value"),
    (
        re.compile(r"__(not)?in\Z"),
        lambda value: not value.startswith("[") or isinstance(_loaded(value), list),
        "values separated by commas, or a JSON array",
    ),
)
"""Parameters by their names, whether a value is right, and what to give."""
