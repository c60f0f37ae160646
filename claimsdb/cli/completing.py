"""Completion of ids, speakers, publishers and documents in a shell, from the database that the command line names. It is never an error."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import typer

from claimsdb.cli.common import DEFAULT

_SPECIAL = re.compile(r"([^\w@%+=:,./-])")
_LONG = 60
"""Number of characters of the words about what is offered."""
Complete = Callable[[typer.Context, str], list[tuple[str, str]]]


def _offering(what: str) -> Complete:
    def offered(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        from claimsdb.store.completion import completions

        try:
            found = completions(_database(context), what, incomplete)
        except Exception:  # a shell would show it in the middle of the line
            return []
        return [(_quoted(value), " ".join(about.split())[:_LONG]) for value, about in found]

    return offered


def _database(context: typer.Context) -> Path:
    """The database that is named before what is completed, or by the environment, or else the default."""
    given = context.params.get("db")
    return Path(given or os.environ.get("CLAIMSDB_DB") or DEFAULT)


def _quoted(value: str) -> str:
    """The value as bash takes it, which does not quote what it is given; other shells do."""
    return _SPECIAL.sub(r"\\\1", value) if os.environ.get("_CLAIMSDB_COMPLETE", "").endswith("bash") else value


claims, groups, speakers, publishers, documents = map(_offering, ("claim", "group", "speaker", "publisher", "document"))
