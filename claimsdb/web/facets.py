"""Facets of the claims, all counted at once from the columns that the store keeps, where Datasette reads the claims once for each.

`ClaimFacet` stands in the place of Datasette's `ColumnFacet` and answers in the same shape. What the store does not keep, other tables, and
databases that are not ours, are counted as Datasette does. A facet that could not be counted in time is in the JSON too: without results,
and with `timed_out`.
"""

from __future__ import annotations

import re
import sqlite3
from typing import Any

from datasette.database import Database, QueryInterrupted
from datasette.facets import ColumnFacet
from datasette.utils import path_with_added_args, path_with_removed_args, sqlite_timelimit

from claimsdb.store.facet_columns import FACETS, KEYS, Columns, Count

TABLE, KEPT = "claims", "claim_columns"
_MOST_MISSING = 8  # rows that are not kept, each read in a tenth of a second
_EQUAL = re.compile(r'[\["]?(\w+)[\]"]? = :(p\d+)')
_SEARCH = re.compile(
    r"(?:id|rowid) in \((select rowid from claims_fts where claims_fts match (?:escape_fts\(:search\)|:search))\)"
)
_KEY = re.compile(r"[1-9]\d{0,9}", re.ASCII)
Counts = dict[str, list[Count]]
Facet = dict[str, Any]


class ClaimFacet(ColumnFacet):  # type: ignore[misc]
    """A column's values with their counts, for the table of claims as for any other."""

    _asked: list[Any] | None = None

    def get_configs(self) -> list[Any]:
        """The facets that are asked for, by the metadata and by the address."""
        asked: list[Any] = super().get_configs() if self._asked is None else self._asked
        return asked

    async def facet_results(self) -> tuple[list[Facet], list[str]]:
        """The facets, in the order in which they are asked for, and the names of those that could not be counted in time."""
        database: Database = self.ds.get_database(self.database)
        if not await database.table_exists(KEPT):
            found: tuple[list[Facet], list[str]] = await super().facet_results()
            return found
        asked = self.get_configs()
        counts, lost = await self._kept(database, {_column(config) for config in asked})
        facets = []
        for config in asked:
            name = _column(config)
            if name in counts:
                facets.append(await self._shown(config, counts[name]))
                continue
            if name not in lost:
                self._asked = [config]
                one, late = await super().facet_results()
                facets += one
                lost += late
            if name in lost:
                facets.append(self._facet(config) | {"timed_out": True})
        return facets, lost

    async def _kept(self, database: Database, names: set[str]) -> tuple[Counts, list[str]]:
        """Counts of the facets that the store keeps, and the names of those if they ran out of time; neither where it keeps nothing."""
        kept = sorted(names.intersection(FACETS)) if self.table == TABLE else []
        try:
            counts: Counts = await database.execute_fn(lambda c: self._count(c, kept)) if kept else {}
        except LookupError:
            return {}, []
        except QueryInterrupted:
            return {}, kept
        return counts, []

    def _count(self, connection: sqlite3.Connection, names: list[str]) -> Counts:
        """Count in the thread of a connection. Raises `LookupError` where it would take long, `QueryInterrupted` where it took too long."""
        limit = min(self.ds.setting("facet_time_limit_ms"), self.ds.setting("sql_time_limit_ms"))
        connection.execute("BEGIN")  # what is read is of one moment, whoever writes meanwhile
        try:
            with sqlite_timelimit(connection, limit):
                columns = Columns(connection, _MOST_MISSING)
                filters, keys = self._where()
                among = None
                if keys is not None:
                    among = columns.places(key for (key,) in connection.execute(keys, self.params))
                among = columns.equal(filters, among)
                return {name: columns.most(name, self.get_facet_size() + 1, among) for name in names}
        except sqlite3.OperationalError as error:
            if error.args != ("interrupted",):
                raise
            raise QueryInterrupted(error, self.sql, self.params) from None
        finally:
            connection.execute("ROLLBACK")

    def _where(self) -> tuple[dict[str, str], str | None]:
        """The page's filters: values that columns equal, and a query for the keys of the claims that pass the others, if there are any.

        The place of the page among others is no filter: a facet counts the same on each.
        """
        where = self.sql.partition(f" from {TABLE} where ")[2].strip()
        if "_next" in self.request.args:
            where = _without_last(where)
        if not where:
            return {}, None
        filters: dict[str, str] = {}
        search = None
        for clause in where.split(" and "):
            if (equal := _EQUAL.fullmatch(clause)) and self._is_plain(equal[1], equal[2], filters):
                filters[equal[1]] = str(self.params[equal[2]])
            elif (found := _SEARCH.fullmatch(clause)) and search is None:
                search = found[1]
            else:
                return {}, f"select id from {TABLE} where {where}"
        return filters, search

    def _is_plain(self, column: str, parameter: str, filters: dict[str, str]) -> bool:
        """Whether a comparison can be made with the kept values: words of closed vocabularies, and keys written as SQLite writes them."""
        value = str(self.params[parameter])
        return column in FACETS and column not in filters and (column not in KEYS or _KEY.fullmatch(value) is not None)

    async def _shown(self, config: Any, values: list[Count]) -> Facet:
        name, size = _column(config), self.get_facet_size()
        shown = values[:size]
        labels = await self.ds.expand_foreign_keys(self.database, self.table, name, [value for value, _ in shown])
        results = [self._value(name, value, labels.get((name, value), value), count) for value, count in shown]
        return self._facet(config) | {"results": results, "truncated": len(values) > size}

    def _facet(self, config: Any) -> Facet:
        name = _column(config)
        return {
            "name": name,
            "type": self.type,
            "hideable": config["source"] != "metadata",
            "toggle_url": self.ds.urls.path(path_with_removed_args(self.request, {"_facet": name})),
            "results": [],
            "truncated": False,
        }

    def _value(self, name: str, value: str | int, label: str | int, count: int) -> Facet:
        selected = (name, str(value)) in self.get_querystring_pairs()
        path = (path_with_removed_args if selected else path_with_added_args)(self.request, {name: str(value)})
        url = self.ds.absolute_url(self.request, self.ds.urls.path(path))
        return {"value": value, "label": label, "count": count, "toggle_url": url, "selected": selected}


def _column(config: Any) -> str:
    return str(config["config"].get("column") or config["config"]["simple"])


def _without_last(where: str) -> str:
    """The clauses without the last one, which stands in brackets."""
    depth = 0
    for at in range(len(where) - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(where[at], 0)
        if depth == 0:
            return where[:at].removesuffix(" and ").strip()
    return where
