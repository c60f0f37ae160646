"""What is checked of every request before Datasette sees it, and added to every response after it."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from claimsdb.web import policies, prefixes
from claimsdb.web.forms import unfit, with_form
from claimsdb.web.hosts import answering
from claimsdb.web.known import begin_request
from claimsdb.web.limits import CHOSEN, PARAMETERS, objection
from claimsdb.web.robots import HEADER, is_listed, rule

if TYPE_CHECKING:
    from datasette.app import Datasette

Event = MutableMapping[str, Any]
"""A message or a scope of ASGI."""
Send = Callable[[Event], Awaitable[None]]
Receive = Callable[[], Awaitable[Event]]
App = Callable[[Event, Receive, Send], Awaitable[None]]
STRICT = "claimsdb.strict"
"""Key in a request's scope: a list that is not empty once Datasette itself sends one of our pages, made from our template."""
_READING = ("GET", "HEAD", "OPTIONS")
_METHODS = (*_READING, "POST", "PUT", "PATCH", "DELETE")
_OURS = re.compile(
    r"/$|/-/(claims|documents|speakers)/|/-/static(-plugins)?/"
    r"|/-/(documents|speakers|cite|citations|oembed|comparison|matrix|pictures|glossary|add|judge)(\.\w+)?$"
)
_WRITING, _CHOOSING = ("/-/add", "/-/judge"), "/-/citations"
"""The pages that forms are sent to, and the one that takes many parameters."""
_STATIC = "/-/static-plugins/claimsdb/"
"""Where our style is. A card in a frame without an origin of its own (`sandbox`) loads it as another site would."""
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
Answer = tuple[int, str, list[tuple[bytes, bytes]]]
"""A status, what is wrong, and more headers."""


def gate(datasette: Datasette, app: App) -> App:
    """The application, which now answers only well-formed requests to its own names, and tells browsers what its responses may do."""
    config = datasette.plugin_config("claimsdb") or {}
    answers, policy = answering(config), config.get("content_security_policy")
    base = datasette.setting("base_url")
    rule(config)  # a word that is not known shall not be found by a request
    if wrong := prefixes.objection(base, datasette.databases):
        raise ValueError(f"base_url: {wrong}")

    def within(path: str) -> str:
        """The path below that of the site."""
        return "/" + path[len(base) :] if base != "/" and path.startswith(base) else path

    def answered(scope: Event) -> Answer | None:
        given = [(name.lower(), value) for name, value in scope["headers"]]
        for name in (value.decode("latin-1") for header, value in given if header == b"host"):
            if answers and name and not answers(name):
                said = f"This server does not answer to the name {name}. If it is yours, start the server with --allow-host and the name."
                return 421, said, []
        if not all(value.isascii() for header, value in given if header == b"cookie"):
            return 400, "The Cookie header is not ASCII.", []
        raw = (scope.get("raw_path") or scope["path"].encode()).partition(b"?")[0]
        if not raw.startswith(b"/") or not raw.isascii() or _is_malformed(raw.decode("ascii")):
            return 400, "The address is malformed: it must be UTF-8, percent-encoded, without NUL characters.", []
        path = within(raw.decode("ascii"))
        if f"{path}/" == base:
            return 302, "", [(b"location", base.encode())]
        if wrong := objection(scope["query_string"], CHOSEN if path == _CHOOSING else PARAMETERS):
            return 400, wrong, []
        is_ours, is_writing = _OURS.match(path) is not None, path in _WRITING
        allowed = (*_READING, "POST") if is_writing else _READING if is_ours else _METHODS
        headers = [(b"allow", ", ".join(allowed).encode())]
        if scope["method"] not in allowed:
            return 405, f"The method {scope['method']} is not allowed here.", headers
        if is_writing and scope["method"] == "POST" and (wrong_form := unfit(dict(given))):
            return *wrong_form, []
        return (204, "", headers) if is_ours and scope["method"] == "OPTIONS" else None

    async def guarded(scope: Event, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        policies.begin()
        begin_request()
        ours: list[bool] = []

        async def sending(event: Event) -> None:
            if event["type"] == "http.response.start":
                shared = datasette.cors or within(scope["path"]).startswith(_STATIC)
                headers = policies.added(event.get("headers", ()), ours=bool(ours), policy=policy, shared=shared)
                if not is_listed(config, within(scope["path"]), scope["query_string"]):
                    headers.append(HEADER)
                event = {**event, "headers": headers}
            elif scope["method"] == "HEAD" and event["type"] == "http.response.body":
                event = {**event, "body": b""}
            await send(event)

        if (answer := answered(scope)) is None:
            # Datasette puts the site's path before that of a request, in links to what the request asks for: it shall be there once.
            scope = {**scope, "path": within(scope["path"])}
            if scope.get("raw_path"):
                scope["raw_path"] = within(scope["raw_path"].decode("ascii")).encode()
            if scope["method"] == "POST" and scope["path"] in _WRITING:
                scope, receive = await with_form(scope, receive)
            await app({**scope, STRICT: ours}, receive, sending)
            return
        status, said, headers = answer
        headers += [(b"content-type", b"text/plain; charset=utf-8")] if said else []
        await sending({"type": "http.response.start", "status": status, "headers": headers})
        await sending({"type": "http.response.body", "body": said.encode("utf-8", "replace")})

    return guarded


def _is_malformed(path: str) -> bool:
    """Whether the path has an escape that is not one, or encodes NUL or what is not UTF-8."""
    if _BAD_ESCAPE.search(path):
        return True
    try:
        return "\0" in unquote_to_bytes(path).decode("utf-8")
    except UnicodeDecodeError:
        return True
