"""Addresses of a page with other values of its parameters."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from urllib.parse import urlencode

from datasette.utils.asgi import Request

Address = Callable[..., str]
"""Takes parameters with their new values (None to leave one out), and returns an address."""
_PLACES = frozenset({"page", "columns", "_next"})
"""Parameters for a place in a list, which mean nothing in another list."""


def address_of(path: str, given: Iterable[tuple[str, str]]) -> Address:
    """The addresses of a page whose parameters now have these values, from its first page on."""
    kept = [(name, value) for name, value in given if name not in _PLACES and value]

    def address(**changed: str | int | None) -> str:
        same = [(name, value) for name, value in kept if name not in changed]
        query = urlencode(same + [(name, str(value)) for name, value in changed.items() if value is not None])
        return path + (f"?{query}" if query else "")

    return address


def pairs(request: Request) -> list[tuple[str, str]]:
    """The parameters of a request with their values."""
    return [(name, value) for name in request.args for value in request.args.getlist(name)]
