"""What a request that fails is answered: an error page, or JSON in Datasette's shape.

This replaces Datasette's own handler, which prints a traceback with all local variables each time, also for a page that is not found.
"""

from __future__ import annotations

import errno
import traceback
from typing import TYPE_CHECKING

from datasette.database import QueryInterrupted
from datasette.utils.asgi import Request, Response
from datasette.views.base import DatasetteError
from markupsafe import Markup

from claimsdb.model.errors import ClaimsdbError
from claimsdb.store import borrowed
from claimsdb.web.databases import served
from claimsdb.web.pages import TITLES, failed, render, sent_json

if TYPE_CHECKING:
    from datasette.app import Datasette


async def failure(datasette: Datasette, request: Request, exception: Exception) -> Response:
    """The response. Inside a database that is not ours, it is Datasette's page."""
    now = await served(datasette, request)
    lost = None if getattr(exception, "status", None) in TITLES else now.lost
    if error := exception if isinstance(exception, ClaimsdbError) else lost:
        return await failed(datasette, request, error)
    status, said = _meaning(request, exception)
    if status == 500:
        traceback.print_exception(exception)
    told: dict[str, object] = {"ok": False, "error": said, "status": status, "title": getattr(exception, "title", None)}
    told = {**getattr(exception, "error_dict", {}), **told}
    if request.path.endswith(".json"):
        return sent_json(datasette, told, status)
    route = request.scope.get("url_route", {}).get("kwargs", {}).get("database")
    ours = {database.route for database in now.databases}
    foreign = {database.route for database in datasette.databases.values()} - ours
    is_html = getattr(exception, "message_is_html", False)
    if ours and route not in foreign and not is_html:
        heading = TITLES.get(status, "Error")
        return await render(datasette, request, "error.html", {"heading": heading, "said": said}, status)
    template = datasette.jinja_env.select_template([f"{status}.html", "error.html"])
    context = {
        **told,
        "error": Markup(said) if is_html else said,
        "urls": datasette.urls,
        "app_css_hash": datasette.app_css_hash(),
        "menu_links": list,
    }
    return Response.html(await template.render_async(context), status=status)


def _meaning(request: Request, exception: Exception) -> tuple[int, str]:
    """The status, and what to say: a fault of the request is 400, however Datasette failed at it."""
    said = str(getattr(exception, "message", None) or (exception.args or ("",))[0])
    if request.method == "POST" and isinstance(exception, AssertionError):
        return 405, said  # Datasette's own words: only canned queries may be posted to
    if isinstance(exception, OSError) and exception.errno == errno.ENAMETOOLONG:
        return 404, "There is no page at this address."
    if isinstance(exception, QueryInterrupted):
        return 400, "The query took too long."
    if (isinstance(exception, DatasetteError) and exception.status == 500) or borrowed.is_refused(exception):
        return 400, said  # Datasette means the request by it, such as a column that the table does not have
    if isinstance(exception, ValueError | OverflowError) and "_next" in request.args:
        return 400, "The value of _next is not understood: follow the links between pages."
    if isinstance(exception, KeyError) and request.path.endswith(".csv") and "sql" not in request.args:
        return 400, "Only a table or a query can be read as CSV: add the query to the address (?sql=)."
    status = getattr(exception, "status", 500)
    if status == 500:
        return status, "The server failed at this request. Its log says how."
    return status, "There is no page at this address." if said == "404" else said
