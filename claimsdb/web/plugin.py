"""The hooks of the Datasette plugin; a database without our tables is shown as without the plugin."""

from __future__ import annotations

import re
import sys
from collections.abc import Awaitable, Callable, Generator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from datasette import hookimpl
from datasette.facets import ColumnFacet
from datasette.filters import FilterArguments
from datasette.utils.asgi import Request
from markupsafe import Markup, escape

from claimsdb.model.ids import LENGTH
from claimsdb.store import borrowed
from claimsdb.store.engine import Driver
from claimsdb.web import policies
from claimsdb.web.add import add
from claimsdb.web.adding import may_add
from claimsdb.web.adding import settings as of_adding
from claimsdb.web.browsing import IDS, template_functions
from claimsdb.web.chosen import TABLE, of_documents
from claimsdb.web.citations import citations
from claimsdb.web.cite import look_up
from claimsdb.web.claim import claim
from claimsdb.web.databases import is_ours, may_see, served
from claimsdb.web.document import document
from claimsdb.web.elsewhere import elsewhere, judge
from claimsdb.web.embed import card, oembed
from claimsdb.web.facets import ClaimFacet
from claimsdb.web.failures import failure
from claimsdb.web.feed import feed
from claimsdb.web.gate import STRICT, App, gate
from claimsdb.web.home import home
from claimsdb.web.known import remember_schemas
from claimsdb.web.lists import documents, row, speakers
from claimsdb.web.matrix import matrix, renamed
from claimsdb.web.pages import View, glossary, nothing, surroundings
from claimsdb.web.picture import page_of_claim
from claimsdb.web.pictures import show_pictures
from claimsdb.web.robots import robots
from claimsdb.web.speaker import speaker
from claimsdb.web.versions import changes, claim_history

if TYPE_CHECKING:
    from datasette.app import Datasette
    from jinja2 import Environment
    from pluggy import Result

Later = Callable[[], Awaitable[object]]
"""An answer to a hook that Datasette awaits."""
_ID = re.compile(f"[0-9a-f]{{{LENGTH}}}")
_OURS = ("table.html", "query.html", "database.html", "row.html")
"""Templates of Datasette's that we have our own of, for databases of ours."""
_OF_NONE = ("show_json.html", "logout.html", "messages_debug.html", "allow_debug.html", "permissions_debug.html")
"""Templates of Datasette's for pages about no database, which get our frame."""
_ONE = r"/(?P<id>[^/.]+)(?P<json>\.json)?$"
_OF_ONE = r"/(?P<id>[^/.]+)/(?P<page>{})(?P<json>\.json)?$"


@hookimpl
def startup(datasette: Datasette) -> Later:
    """Let the databases remember their schemas, and threads take turns more often than every 5 ms, for which each row read would wait."""
    sys.setswitchinterval(0.001)
    return partial(remember_schemas, datasette)


@hookimpl
def register_routes(datasette: Datasette) -> list[tuple[str, View]]:
    """The routes of our pages."""
    config = datasette.plugin_config("claimsdb") or {}
    closed = (
        [(r"^/-/threads(\.json)?$", nothing)] if config.get("host") else []
    )  # it says where Python is on this machine
    return [
        *closed,
        (r"^/(?P<format>(?!))?$", home),  # Datasette's own page, if there is nothing of ours to show, reads `format`
        (r"^/-/claims" + _ONE, claim),
        (r"^/-/claims" + _OF_ONE.format("history"), claim_history),
        (r"^/-/claims" + _OF_ONE.format("elsewhere"), elsewhere),
        (r"^/-/claims/(?P<id>[^/.]+)/(?P<page>page-(?P<number>[0-9]{1,6})\.png)(?P<json>(?!))?$", page_of_claim),
        (r"^/-/documents(?P<json>\.json)?$", documents),
        (r"^/-/documents" + _ONE, document),
        (r"^/-/documents" + _OF_ONE.format("changes"), changes),
        (r"^/-/speakers(?P<json>\.json)?$", speakers),
        (r"^/-/speakers" + _ONE, speaker),
        (r"^/(?P<database>[^/.]+)/(?P<table>claims|documents|speakers)/(?P<pks>\d+)(?P<format>(?!))?$", row),
        (r"^/-/claims" + _OF_ONE.format("card"), card),
        (r"^/-/cite(?P<json>\.json)?$", look_up),
        (r"^/-/cite\.atom$", feed),
        (r"^/-/citations$", citations),
        (r"^/-/oembed$", oembed),
        (r"^/-/comparison(?P<ending>\.json|\.csv)?$", matrix),
        (r"^/-/matrix(?P<ending>\.json|\.csv)?$", renamed),
        (r"^/-/pictures(?P<json>\.json)?$", show_pictures),
        (r"^/-/glossary$", glossary),
        (r"^/robots\.txt$", robots),
        *([(r"^/-/add$", add), (r"^/-/judge$", judge)] if of_adding(datasette) else []),
    ]


@hookimpl
def extra_template_vars(template: str, database: str, table: str, request: Request, datasette: Datasette) -> Later:
    """The context of our templates for Datasette's pages, if it is about to show one of a database of ours, or one of none."""

    async def found() -> Mapping[str, object]:
        if database is None:
            here = request is not None and template in _OF_NONE and (await served(datasette, request)).databases
            return {**await surroundings(datasette, request), "claimsdb": True} if here else {}
        if template in _OURS and await _ours(datasette, request, database):
            request.scope[STRICT].append(True)
            return {
                **await surroundings(datasette, request),
                "claimsdb": template_functions(datasette, request, database),
            }
        return {}

    return found


@hookimpl
def filters_from_request(request: Request, database: str, table: str, datasette: Datasette) -> Later:
    """The claims whose documents meet the conditions of the address, on the page of the claims table."""

    async def found() -> FilterArguments | None:
        ours = table == TABLE and await is_ours(datasette.get_database(database))
        return of_documents(request) if ours else None

    return found


@hookimpl(hookwrapper=True)
def register_facet_classes() -> Generator[None, Result[list[list[type]]], None]:
    """Replace Datasette's column facets with ours: if both were registered, each facet would be counted twice."""
    outcome = yield
    plugins = outcome.get_result()
    outcome.force_result([[ClaimFacet if c is ColumnFacet else c for c in classes] for classes in plugins])


@hookimpl
def render_cell(value: object, column: str, database: str, datasette: Datasette) -> Later | None:
    """Link public ids to their pages in every table and query."""
    if column not in IDS or not isinstance(value, str) or not _ID.fullmatch(value):
        return None

    async def link() -> Markup | None:
        if not await is_ours(datasette.get_database(database)):
            return None
        address = datasette.urls.path(f"/-/{IDS[column]}/{value}")
        return Markup(f'<a href="{escape(address)}">{escape(value)}</a>')

    return link


@hookimpl
def menu_links(datasette: Datasette, request: Request | None) -> Later:
    """Links to our pages in the menu of Datasette's own pages."""

    async def links() -> list[dict[str, str]]:
        databases = (await served(datasette, request)).databases if request else []
        if not databases:
            return []
        ours = [
            ("Comparison", "/-/comparison"),
            ("Pictures", "/-/pictures"),
            ("Look up a phrase", "/-/cite"),
            ("Glossary", "/-/glossary"),
        ]
        claims = {"href": datasette.urls.table(databases[0].name, "claims"), "label": "Claims"}
        ours += [("Add", "/-/add")] if request and may_add(datasette, request) else []
        return [claims, *({"href": datasette.urls.path(path), "label": label} for label, path in ours)]

    return links


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[App], App]:
    """Check requests before Datasette does, and add security headers to every response."""
    return partial(gate, datasette)


@hookimpl
def prepare_connection(conn: Driver) -> None:
    """Limit what the SQL of readers may do to a database of ours."""
    borrowed.prepare(conn)


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    """Let the scripts in Datasette's own templates run under our policy."""
    policies.install(env)


@hookimpl(hookwrapper=True)
def handle_exception(
    datasette: Datasette, request: Request, exception: Exception
) -> Generator[None, Result[list[object]], None]:
    """Answer requests that failed, in the place of Datasette's own handler."""
    outcome = yield
    outcome.force_result([partial(failure, datasette, request, exception)])


async def _ours(datasette: Datasette, request: Request, database: str) -> bool:
    return await is_ours(datasette.get_database(database)) and await may_see(datasette, request.actor, database)
