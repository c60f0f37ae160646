"""The Datasette plugin: our own pages, and the settings and metadata for Datasette's pages.

This package is the entry point; Datasette finds the folders `templates` and `static` in it.
"""

from claimsdb.web.plugin import (
    asgi_wrapper,
    extra_template_vars,
    filters_from_request,
    handle_exception,
    menu_links,
    prepare_connection,
    prepare_jinja2_environment,
    register_facet_classes,
    register_routes,
    render_cell,
    startup,
)

__all__ = [
    "asgi_wrapper",
    "extra_template_vars",
    "filters_from_request",
    "handle_exception",
    "menu_links",
    "prepare_connection",
    "prepare_jinja2_environment",
    "register_facet_classes",
    "register_routes",
    "render_cell",
    "startup",
]
