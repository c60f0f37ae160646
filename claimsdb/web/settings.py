"""Datasette's settings, shared by `claimsdb serve` and the plain `datasette` command in the documentation."""

from __future__ import annotations

from types import MappingProxyType

SETTINGS: MappingProxyType[str, str | int] = MappingProxyType(
    {
        "suggest_facets": "off",  # suggesting costs 50 ms for each column and kind of facet
        "sql_time_limit_ms": 3000,
        "facet_time_limit_ms": 2000,  # for all facets of the claims together; Datasette ignores it if it exceeds sql_time_limit_ms
    }
)
