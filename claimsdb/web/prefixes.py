"""The path below which people find a site. A proxy may pass it on or take it away, so nothing of the site may begin with it."""

from __future__ import annotations

from collections.abc import Iterable

from datasette.utils import tilde_decode


def objection(base: str, databases: Iterable[str]) -> str | None:
    """What is wrong with a path for a site with these databases; None if nothing is. It has `/` at both ends."""
    first = tilde_decode(base.split("/")[1])
    if first == "-":
        return "The pages of the site begin with /-/, so its own path cannot. Choose another, such as /words/."
    if first in databases:
        return f"The pages of the database {first} begin with /{first}/, so the site's own path cannot. Choose another, such as /words/."
    return None
