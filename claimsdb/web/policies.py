"""Headers that tell browsers what a response may do, on every response of the server, Datasette's own and errors included.

Our pages run nothing inline. Datasette's own contain inline scripts, which are allowed by a nonce: it is written into the source of
templates, never into what they show, so a script that gets into a page by any other way does not run.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from contextvars import ContextVar

from jinja2 import Environment
from jinja2.ext import Extension

Headers = list[tuple[bytes, bytes]]
OURS = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'self'"
)
"""Content-Security-Policy of our pages, and of everything that is not a page: nothing from another host, nothing inline."""
_DATASETTES = (
    "default-src 'none'; style-src 'self' 'unsafe-inline' data:; script-src 'self' 'nonce-{nonce}'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
"""That of Datasette's pages: its SQL editor and its tables set styles, and so does the metadata of our databases."""
FRAMED = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"
"""That of the one page that other sites may frame. It has no scripts, no forms and no pictures."""
_ALWAYS = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"x-frame-options": b"SAMEORIGIN",
}
_SCRIPT = re.compile(r"<script(?=[\s>])")
_nonce: ContextVar[str] = ContextVar("nonce")


class _Nonces(Extension):
    """Gives each script in the source of a template the nonce of the response."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return _SCRIPT.sub('<script nonce="{{ claimsdb_nonce() }}"', source)


def install(environment: Environment) -> None:
    """Let the scripts of the environment's templates run under our policy."""
    environment.add_extension(_Nonces)
    environment.globals["claimsdb_nonce"] = lambda: _nonce.get("")


def begin() -> None:
    """Choose the nonce of a response. It is that of everything that this task does from now on."""
    _nonce.set(secrets.token_urlsafe(16))


def added(headers: Iterable[tuple[bytes, bytes]], *, ours: bool, policy: str | None, shared: bool) -> Headers:
    """The headers of a response, with those that it lacks.

    `ours`: our own page; `policy`: the site's own policy for Datasette's pages, with `{nonce}`; `shared`: other sites may read what is
    served (`--cors`).
    """
    given = list(headers)
    have = {name.lower(): value for name, value in given}
    is_html = have.get(b"content-type", b"").startswith(b"text/html")
    rules = (policy or _DATASETTES).replace("{nonce}", _nonce.get("")) if is_html and not ours else OURS
    more = _ALWAYS | {
        b"content-security-policy": rules.encode("latin-1", "replace"),
        b"cross-origin-resource-policy": b"cross-origin" if shared else b"same-origin",
    }
    if b"frame-ancestors *" in have.get(b"content-security-policy", b""):
        del more[b"x-frame-options"]
    return given + [(name, value) for name, value in more.items() if name not in have]
