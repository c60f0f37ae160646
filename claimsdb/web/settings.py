"""Datasette's settings, in one place for `claimsdb serve` and for the plain command in the README."""

from __future__ import annotations

from types import MappingProxyType

SETTINGS = MappingProxyType(
    {
        "suggest_facets": "off",  # suggesting costs 50 ms for each column and kind of facet
        "default_page_size": 50,
        "sql_time_limit_ms": 3000,
        "facet_time_limit_ms": 1000,  # a facet that runs out of time disappears without a word
        "default_allow_sql": "on",
    }
)
