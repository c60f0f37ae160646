"""Facets of the claims, all counted together from the arrays in `claim_columns`; Datasette would read the claims once for each facet.

`ClaimFacet` replaces Datasette's `ColumnFacet` and returns results of the same shape. Other columns, other tables, and databases that are
not ours, are counted as Datasette does. Facets of the type `document` are about the documents of the claims: when they were published, and
columns of one's own. The JSON includes facets that could not be counted in time, without results and with `timed_out`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, NotRequired, TypedDict, cast

from datasette.facets import ColumnFacet, load_facet_configs
from datasette.utils import path_with_added_args, path_with_removed_args, path_with_replaced_args

from claimsdb.model.errors import TooSlowError
from claimsdb.store.borrowed import within
from claimsdb.store.engine import Driver
from claimsdb.store.facet_columns import FACETS, Columns, Count
from claimsdb.store.read.chosen import Chosen
from claimsdb.store.read.own_columns import count_own
from claimsdb.store.read.published import DateChoice, choices
from claimsdb.store.read.timeline import Counted, of_claims
from claimsdb.web.chosen import OWN, PUBLISHED, TABLE, chosen

if TYPE_CHECKING:
    from datasette.database import Database

KEPT = "claim_columns"
_MOST_MISSING = 8  # missing rows of claim_columns: each takes a tenth of a second to read
OF_DOCUMENTS = "document"
PERIODS, OWN_COLUMNS = "published", "columns"
"""The facets of the type `document`."""
TIME = "claimsdb.time"
"""Key in a request's scope: what a timeline of the claims on a page of the claims table takes."""


class Counts(NamedTuple):
    """The counts of the facets of columns, of those of one's own, and of claims by time; None if they were not asked for."""

    columns: Mapping[str, list[Count]]
    own: Mapping[str, list[Count]] | None
    time: list[Counted] | None


NONE = Counts({}, None, None)


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


class ClaimFacet(ColumnFacet):  # type: ignore[misc]
    """The facets of columns: of the claims table from `claim_columns`, of other tables as Datasette counts them."""

    _asked: Sequence[Config] | None = None

    def get_configs(self) -> Sequence[Config]:
        """The requested facets, from the metadata and from the address."""
        if self._asked is not None:
            return self._asked
        asked: Mapping[str, Sequence[Config]] = load_facet_configs(self.request, self.metadata)
        return [*asked.get(self.type, ()), *(asked.get(OF_DOCUMENTS, ()) if self.table == TABLE else ())]

    async def facet_results(self) -> tuple[list[Facet], list[str]]:
        """The facets, in the order in which they are requested, and the names of those that could not be counted in time."""
        database: Database = self.ds.get_database(self.database)
        if not await database.table_exists(KEPT):
            self._asked = super().get_configs()
            found: tuple[list[Facet], list[str]] = await super().facet_results()
            return found
        asked = self.get_configs()
        counts, lost = await self._kept(database, {_column(config) for config in asked})
        facets: list[Facet] = []
        for config in asked:
            name = _column(config)
            if name in counts.columns:
                facets.append(await self._shown(config, counts.columns[name]))
            elif name == PERIODS and counts.time is not None:
                facets.append(self._of_time(config, counts.time))
            elif name == OWN_COLUMNS and counts.own is not None:
                facets += [self._of_own(config, own, values) for own, values in counts.own.items() if values]
            elif name in (*lost, *((PERIODS, OWN_COLUMNS) if self.table == TABLE else ())):
                facets.append({**self._facet(config), "timed_out": True})
            else:
                self._asked = [config]
                one, late = await super().facet_results()
                facets += one
                lost += late
        return facets, lost

    async def _kept(self, database: Database, names: set[str]) -> tuple[Counts, list[str]]:
        """Counts of the facets in `claim_columns`, or the names of those facets if counting timed out; neither if they cannot be used."""
        kept = sorted(names.intersection((*FACETS, PERIODS, OWN_COLUMNS))) if self.table == TABLE else []
        if not kept:
            return NONE, []
        which = await chosen(self.ds, self.request, self.database)
        try:
            counts: Counts = await database.execute_fn(lambda connection: self._count(connection, kept, which))
        except LookupError:
            return NONE, []
        except TooSlowError:
            return NONE, kept
        self.request.scope[TIME] = counts.time
        return counts, []

    def _count(self, connection: Driver, names: list[str], which: Chosen) -> Counts:
        """Count in a connection's thread. Raises `LookupError` if it would take long, `TooSlowError` if it took too long."""
        limit = min(self.ds.setting("facet_time_limit_ms"), self.ds.setting("sql_time_limit_ms"))
        with within(connection, limit):
            columns = Columns(connection, _MOST_MISSING)
            among, most = which.among(columns), self.get_facet_size() + 1
            return Counts(
                {name: columns.most(name, most, among) for name in names if name in FACETS},
                count_own(columns, among, most) if OWN_COLUMNS in names else None,
                list(of_claims(columns, among)) if PERIODS in names else None,
            )

    async def _shown(self, config: Config, values: list[Count]) -> Facet:
        name, size = _column(config), self.get_facet_size()
        shown = values[:size]
        labels = await self.ds.expand_foreign_keys(self.database, self.table, name, [value for value, _ in shown])
        results = [self._value(name, value, labels.get((name, value), value), count) for value, count in shown]
        return {**self._facet(config), "results": results, "truncated": len(values) > size}

    def _of_time(self, config: Config, counted: Sequence[Counted]) -> Facet:
        """Years, or what the chosen year, month or day consists of, the newest first."""
        size = self.get_facet_size()
        found = choices(counted, self.request.args.get(PUBLISHED))
        results = [self._chooses(PUBLISHED, choice) for choice in found]
        return {**self._facet(config), "results": results[:size], "truncated": len(results) > size}

    def _of_own(self, config: Config, column: str, values: list[Count]) -> Facet:
        """A column of one's own."""
        size, name = self.get_facet_size(), OWN + column
        given = self.request.args.get(name)
        results = [self._chooses(name, DateChoice(str(v), str(v), n, v == given)) for v, n in values[:size]]
        facet = {
            **self._facet(config),
            "name": name.removeprefix("_"),
            "results": results,
            "truncated": len(values) > size,
        }
        return cast(Facet, facet)

    def _chooses(self, name: str, choice: DateChoice) -> Value:
        if choice.selected:
            path = path_with_removed_args(self.request, {name})
        else:
            path = path_with_replaced_args(self.request, {name: choice.value})
        url = self.ds.absolute_url(self.request, self.ds.urls.path(path))
        return {
            "value": choice.value,
            "label": choice.label,
            "count": choice.claims,
            "toggle_url": url,
            "selected": choice.selected,
        }

    def _facet(self, config: Config) -> Facet:
        name = _column(config)
        return {
            "name": name,
            "type": OF_DOCUMENTS if name in (PERIODS, OWN_COLUMNS) else self.type,
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
