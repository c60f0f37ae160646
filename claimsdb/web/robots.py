"""What search engines may read and list: `/robots.txt`, and a header on pages that are never listed.

Pages of claims, documents and speakers are listed, unless the plugin's configuration has `robots: deny`. Look-ups, tables with filters,
SQL and data are not: they have no end, and each costs the server work.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from datasette.utils.asgi import Request, Response

if TYPE_CHECKING:
    from datasette.app import Datasette

ALLOW, DENY = "allow", "deny"
HEADER = (b"x-robots-tag", b"noindex")
_LISTED = re.compile(r"/(-/(glossary|documents|speakers)|-/(claims|documents|speakers)/[0-9a-f]+)?")
"""Paths of the pages that are listed, if they have no query."""
_CLOSED = (
    "-/cite",
    "-/citations",
    "-/oembed",
    "-/comparison",
    "-/pictures",
    "-/add",
    "-/auth-token",
    "*?",
    "*.json",
    "*.csv",
    "*.db",
    "*.png",
)
"""What robots are asked to leave alone, below the site's own path."""


def rule(config: Mapping[str, object]) -> str:
    """The rule of the plugin's configuration. Raises `ValueError` if it is neither of the two."""
    given = config.get("robots", ALLOW)
    if given not in (ALLOW, DENY):
        raise ValueError(f"robots of the plugin claimsdb must be {ALLOW} or {DENY}.")
    return str(given)


def is_listed(config: Mapping[str, object], path: str, query: bytes) -> bool:
    """Whether search engines may list the page at the path below that of the site."""
    return rule(config) == ALLOW and not query and _LISTED.fullmatch(path) is not None


async def robots(request: Request, datasette: Datasette) -> Response:
    """The rules for robots. They are asked for at the root of a host: a proxy passes them on from there."""
    config = datasette.plugin_config("claimsdb") or {}
    root = datasette.setting("base_url")
    closed = [root] if rule(config) == DENY else [f"{root}{path}" for path in _CLOSED]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    return Response.text("\n".join(lines) + "\n")
