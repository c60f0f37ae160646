"""Which column of a table has which role: as somebody says, or else by its name if that is plain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from claimsdb.english.listed import listed
from claimsdb.model.errors import Problem
from claimsdb.streams.kinds import NO_TEXT

ROLES = ("text", "title", "published", "author", "publisher", "url", "language")
"""What a column may be: the text of the article, or what is known about it."""
_SHOWN = 30  # columns in a message
_LONGEST = 60  # code points of a name in a message
_SEPARATORS = re.compile(r"[\W_]+")


def roles(columns: Iterable[str], wanted: Mapping[str, str], path: str) -> Mapping[str, str] | Problem:
    """The column of each role that one has; the problem if a `wanted` column is missing, or if none is plainly the text."""
    names = list(dict.fromkeys(columns))
    wanted = {role: column for role, column in wanted.items() if role in ROLES}
    if missing := [column for column in wanted.values() if not has(names, column)]:
        what = f"It has no column {missing[0]!r}: its columns are {_listed(names)}."
        return Problem("column", path, what, "Correct --map.")
    plain = {_folded(name): name for name in reversed(names)}
    made = dict(wanted)
    for role in ROLES:
        names_of_role = (plain.get(_folded(word)) for word in listed("columns", role))
        found = next((name for name in names_of_role if name is not None and name not in made.values()), None)
        if found is not None:
            made.setdefault(role, found)
    if "text" not in made:
        what = f"No column of it is plainly the text of an article: its columns are {_listed(names)}."
        remedy = "Say which it is with: claimsdb ingest FILE --map text=COLUMN"
        return Problem("column" if wanted else NO_TEXT, path, what, remedy)
    return made


def has(names: Iterable[str], column: str) -> bool:
    """Whether there is a column; a name such as `content.body` is also that of a field in a field."""
    return column in names or column.partition(".")[0] in names


def distinct(names: Iterable[str]) -> list[str]:
    """The names of a header, each once: "text", "text (2)", and "column 3" for one without a name."""
    made: list[str] = []
    for number, given in enumerate(names, 1):
        name = given.strip() or f"column {number}"
        again = next((f"{name} ({k})" for k in range(2, number + 1) if f"{name} ({k})" not in made), name)
        made.append(again if name in made else name)
    return made


def _folded(name: str) -> str:
    return _SEPARATORS.sub("", name).casefold()


def _listed(names: list[str]) -> str:
    shown = [name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…" for name in names[:_SHOWN]]
    return ", ".join(shown) + (f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else "") if names else "none"
