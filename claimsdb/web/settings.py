"""Datasette's settings, in one place for `claimsdb serve` and for the plain command in the README."""

from __future__ import annotations

from types import MappingProxyType

SETTINGS: MappingProxyType[str, str | int] = MappingProxyType(
    {
        "suggest_facets": "off",  # suggesting costs 50 ms for each column and kind of facet
        "sql_time_limit_ms": 3000,
        "facet_time_limit_ms": 2000,  # for all facets of the claims together; Datasette ignores it where it is above the other
    }
)
