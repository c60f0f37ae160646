"""What Datasette shows: a plugin with pages of our own, and the settings and the metadata for the rest.

Datasette finds the plugin by its entry point, this package, and beside it the folders `templates` and `static`.
"""

from claimsdb.web.plugin import (
    asgi_wrapper,
    extra_template_vars,
    handle_exception,
    menu_links,
    register_facet_classes,
    register_routes,
    render_cell,
)

__all__ = [
    "asgi_wrapper",
    "extra_template_vars",
    "handle_exception",
    "menu_links",
    "register_facet_classes",
    "register_routes",
    "render_cell",
]
