"""What our pages share: responses, the context of templates, and error pages."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypedDict

from datasette.utils.asgi import NotFound, Request, Response

from claimsdb.model.errors import (
    AmbiguousIdError,
    BadQueryError,
    ClaimsdbError,
    NotServedError,
    TooBusyError,
    TooSlowError,
    UnknownIdError,
    UnknownVersionError,
)
from claimsdb.web.adding import may_add
from claimsdb.web.databases import MovedError, served
from claimsdb.web.gate import STRICT
from claimsdb.web.glossary import SIGNS, SYMBOLS, WORDS

if TYPE_CHECKING:
    from datasette.app import Datasette

STATUS: Mapping[type[ClaimsdbError], int] = {
    UnknownIdError: 404,
    AmbiguousIdError: 409,
    UnknownVersionError: 404,
    BadQueryError: 400,
    TooSlowError: 503,
    TooBusyError: 503,
    NotServedError: 503,
}
TITLES = {
    400: "Invalid request",
    403: "Not permitted",
    404: "Not found",
    405: "Method not allowed",
    409: "Ambiguous id",
    503: "Not available",
}
_OWN = ("description", "license", "license_url", "source", "source_url")
"""What metadata of one's own may say of the site, for all pages."""
View = Callable[[Request, "Datasette"], Awaitable[Response]]


class Surroundings(TypedDict):
    """The context that all our templates share: `own` is what the metadata say of the site, `words` is the glossary, `at` gives the
    address of one of our pages.
    """

    site: str
    own: Mapping[str, str]
    databases: list[str]
    claims_address: str
    static: str
    words: Mapping[str, str]
    symbols: Mapping[str, str]
    signs: Mapping[str, str]
    at: Callable[[str], str]
    may_add: bool


def page(view: View) -> View:
    """The view, which now redirects short ids to full ones and shows our errors as pages (or as JSON, if the address ends in `.json`)."""

    @functools.wraps(view)
    async def guarded(request: Request, datasette: Datasette) -> Response:
        try:
            await datasette.ensure_permissions(request.actor, ["view-instance"])
            return await view(request, datasette)
        except MovedError as moved:
            return Response.redirect(datasette.urls.path(moved.path))
        except ClaimsdbError as error:
            answer = await failed(datasette, request, error)
            if isinstance(error, TooBusyError):
                answer.headers["retry-after"] = str(error.seconds)
            return answer

    return guarded


async def render(
    datasette: Datasette, request: Request, template: str, context: Mapping[str, object], status: int = 200
) -> Response:
    """One of our templates as a response."""
    shared = await surroundings(datasette, request)
    html = await datasette.render_template(f"claimsdb/{template}", {**shared, **context}, request=request)
    request.scope[STRICT].append(True)
    return Response.html(html, status=status)


async def surroundings(datasette: Datasette, request: Request) -> Surroundings:
    """The shared context of our templates, for this request."""
    databases = [d.name for d in (await served(datasette, request)).databases]
    return {
        "site": datasette.metadata("title") or "Claims",
        "own": {key: value for key in _OWN if (value := datasette.metadata(key))},
        "databases": databases,
        "claims_address": datasette.urls.table(databases[0], "claims") if databases else datasette.urls.instance(),
        "static": datasette.urls.path("/-/static-plugins/claimsdb/"),
        "words": WORDS,
        "symbols": SYMBOLS,
        "signs": SIGNS,
        "at": lambda path: datasette.urls.path(f"/-/{path}"),
        "may_add": may_add(datasette, request),
    }


def absolute(request: Request, datasette: Datasette, path: str) -> str:
    """The whole address of one of our pages, as the reader reaches this server, whatever prefix it has there."""
    return str(datasette.absolute_url(request, datasette.urls.path(path)))


def sent_json(datasette: Datasette, value: object, status: int = 200) -> Response:
    """A value as a JSON response, open to other sites if Datasette's `--cors` is set."""
    headers = {"access-control-allow-origin": "*"} if datasette.cors else {}
    text = json.dumps(value, ensure_ascii=False, indent=1)
    return Response(text, status, headers, "application/json; charset=utf-8")


async def failed(datasette: Datasette, request: Request, error: ClaimsdbError) -> Response:
    """The error as a page with links to go on, or as JSON."""
    status = STATUS.get(type(error), 500)
    candidates, folder = (error.candidates, f"{error.what}s/") if isinstance(error, AmbiguousIdError) else ([], "")
    said = str(error).split("\n", 1)[0]
    if request.path.endswith(".json"):
        return sent_json(datasette, {"ok": False, "status": status, "error": said, "candidates": candidates}, status)
    if isinstance(error, UnknownIdError):
        said = said.split(". ")[0] + "."  # the rest is about the command line
    context = {"heading": TITLES.get(status, "Error"), "said": said, "candidates": candidates, "folder": folder}
    return await render(datasette, request, "error.html", context, status)


async def nothing(request: Request, datasette: Datasette) -> Response:
    """A page that is not there, instead of one of Datasette's."""
    raise NotFound("404")


@page
async def glossary(request: Request, datasette: Datasette) -> Response:
    """The page of the glossary."""
    return await render(datasette, request, "glossary.html", {})


def flags(request: Request, name: str, known: tuple[str, ...]) -> list[str]:
    """The values of a repeatable query parameter. Raises `BadQueryError` if one is not known."""
    given = [value for value in request.args.getlist(name) if value]
    for value in given:
        if value not in known:
            raise BadQueryError(name, value, f"give one of {', '.join(known)}")
    return given


def known(request: Request, names: Sequence[str], more: re.Pattern[str] | None = None) -> None:
    """Raises `BadQueryError` if the query has a parameter that the page does not know."""
    for name in request.args:
        if name not in names and not (more and more.fullmatch(name)):
            raise BadQueryError(name, request.args[name], f"this page knows {', '.join(names)}")


def number(request: Request, name: str, default: int, most: int) -> int:
    """The value of a query parameter that is an integer. Raises `BadQueryError` if it is not one from 1 to `most`."""
    given = request.args.get(name) or str(default)
    if not (given.isascii() and given.isdigit() and 1 <= int(given[:9]) <= most and len(given) < 10):
        raise BadQueryError(name, given, f"give a number from 1 to {most}")
    return int(given)
