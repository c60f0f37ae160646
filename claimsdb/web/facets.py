"""Facets of the claims, all counted together from the arrays in `claim_columns`; Datasette would read the claims once for each facet.

`ClaimFacet` replaces Datasette's `ColumnFacet` and returns results of the same shape. Other columns, other tables, and databases that are
not ours, are counted as Datasette does. The JSON includes facets that could not be counted in time, without results and with `timed_out`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, NotRequired, TypedDict

from datasette.facets import ColumnFacet
from datasette.filters import Filters
from datasette.plugins import pm
from datasette.utils import await_me_maybe, escape_fts, path_with_added_args, path_with_removed_args

from claimsdb.model.errors import TooSlowError
from claimsdb.store.borrowed import within
from claimsdb.store.engine import Driver
from claimsdb.store.facet_columns import FACETS, KEYS, Columns, Count

if TYPE_CHECKING:
    from datasette.database import Database

TABLE, KEPT, INDEX = "claims", "claim_columns", "claims_fts"
_MOST_MISSING = 8  # missing rows of claim_columns: each takes a tenth of a second to read
_KEY = re.compile(r"[1-9]\d{0,9}", re.ASCII)
Counts = dict[str, list[Count]]


class Value(TypedDict):
    """A value of a facet, with the address that selects it, or clears it if it is selected."""

    value: str | int
    label: str | int
    count: int
    toggle_url: str
    selected: bool


class Facet(TypedDict):
    """A facet, in the shape that Datasette gives it."""

    name: str
    type: str
    hideable: bool
    toggle_url: str
    results: list[Value]
    truncated: bool
    timed_out: NotRequired[bool]


class Config(TypedDict):
    """A request for a facet, by the metadata or by the address (`source`)."""

    config: dict[str, str]
    source: str


class _Chosen(NamedTuple):
    """The claims of a page: the values that columns equal, a full-text query, and Datasette's condition, with parameters, for all other
    filters, if there are any.
    """

    equal: Mapping[str, str]
    search: str | None
    other: str | None
    values: Mapping[str, object]


class ClaimFacet(ColumnFacet):  # type: ignore[misc]
    """The facets of columns: of the claims table from `claim_columns`, of other tables as Datasette counts them."""

    _asked: Sequence[Config] | None = None

    def get_configs(self) -> Sequence[Config]:
        """The requested facets, from the metadata and from the address."""
        asked: Sequence[Config] = super().get_configs() if self._asked is None else self._asked
        return asked

    async def facet_results(self) -> tuple[list[Facet], list[str]]:
        """The facets, in the order in which they are requested, and the names of those that could not be counted in time."""
        database: Database = self.ds.get_database(self.database)
        if not await database.table_exists(KEPT):
            found: tuple[list[Facet], list[str]] = await super().facet_results()
            return found
        asked = self.get_configs()
        counts, lost = await self._kept(database, {_column(config) for config in asked})
        facets: list[Facet] = []
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
                facets.append({**self._facet(config), "timed_out": True})
        return facets, lost

    async def _kept(self, database: Database, names: set[str]) -> tuple[Counts, list[str]]:
        """Counts of the facets in `claim_columns`, or the names of those facets if counting timed out; neither if they cannot be used."""
        kept = sorted(names.intersection(FACETS)) if self.table == TABLE else []
        if not kept:
            return {}, []
        chosen = await self._chosen()
        try:
            counts: Counts = await database.execute_fn(lambda connection: self._count(connection, kept, chosen))
        except LookupError:
            return {}, []
        except TooSlowError:
            return {}, kept
        return counts, []

    def _count(self, connection: Driver, names: list[str], chosen: _Chosen) -> Counts:
        """Count in a connection's thread. Raises `LookupError` if it would take long, `TooSlowError` if it took too long."""
        limit = min(self.ds.setting("facet_time_limit_ms"), self.ds.setting("sql_time_limit_ms"))
        with within(connection, limit):
            columns = Columns(connection, _MOST_MISSING)
            among = None if chosen.search is None else columns.matching(chosen.search)
            among = among if chosen.other is None else columns.meeting(chosen.other, chosen.values)
            among = columns.equal(chosen.equal, among)
            return {name: columns.most(name, self.get_facet_size() + 1, among) for name in names}

    async def _chosen(self) -> _Chosen:
        """The claims that pass the filters of the address and of plugins, on all pages of the table."""
        given = self.request.args
        pairs = sorted((k, v) for k in given if not k.startswith("_") or "__" in k for v in given.getlist(k))
        filters = Filters(pairs)
        others: list[str] = []
        values: dict[str, object] = {}
        for hook in pm.hook.filters_from_request(
            request=self.request, database=self.database, table=self.table, datasette=self.ds
        ):
            if (more := await await_me_maybe(hook)) is not None:
                others += more.where_clauses
                values |= more.params
        asked = [(column, value) for column, lookup, value in filters.selections() if lookup == "exact"]
        equal = {column: value for column, value in asked if _is_plain(column, value)}
        search = self._search(others, values)
        if len(equal) == len(pairs) and (search is not None or not others):
            return _Chosen(equal, search, None, {})
        clauses, parameters = filters.build_where_clauses(self.table)
        return _Chosen({}, None, " and ".join([*clauses, *others]) or None, parameters | values)

    def _search(self, others: Sequence[str], values: Mapping[str, object]) -> str | None:
        """The query of the claims' own full-text index, if the only other filters are on columns."""
        if len(others) != 1 or values.keys() != {"search"} or INDEX not in others[0] or "_fts_pk" in self.request.args:
            return None
        query = str(values["search"])
        return query if others[0].endswith("match :search)") else str(escape_fts(query))

    async def _shown(self, config: Config, values: list[Count]) -> Facet:
        name, size = _column(config), self.get_facet_size()
        shown = values[:size]
        labels = await self.ds.expand_foreign_keys(self.database, self.table, name, [value for value, _ in shown])
        results = [self._value(name, value, labels.get((name, value), value), count) for value, count in shown]
        return {**self._facet(config), "results": results, "truncated": len(values) > size}

    def _facet(self, config: Config) -> Facet:
        name = _column(config)
        return {
            "name": name,
            "type": self.type,
            "hideable": config["source"] != "metadata",
            "toggle_url": self.ds.urls.path(path_with_removed_args(self.request, {"_facet": name})),
            "results": [],
            "truncated": False,
        }

    def _value(self, name: str, value: str | int, label: str | int, count: int) -> Value:
        selected = (name, str(value)) in self.get_querystring_pairs()
        path = (path_with_removed_args if selected else path_with_added_args)(self.request, {name: str(value)})
        url = self.ds.absolute_url(self.request, self.ds.urls.path(path))
        return {"value": value, "label": label, "count": count, "toggle_url": url, "selected": selected}


def _column(config: Config) -> str:
    return config["config"].get("column") or config["config"]["simple"]


def _is_plain(column: str, value: str) -> bool:
    """Whether the value can be compared with the arrays: a word of a closed vocabulary, or a key written as SQLite writes it."""
    return column in FACETS and (column not in KEYS or _KEY.fullmatch(value) is not None)
