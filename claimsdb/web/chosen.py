"""The claims that an address chooses, by the parameters of the claims table: Datasette's, and ours for their documents."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from datasette.filters import FilterArguments, Filters
from datasette.plugins import pm
from datasette.utils import await_me_maybe, escape_fts
from datasette.utils.asgi import Request

from claimsdb.model.errors import BadQueryError
from claimsdb.store.facet_columns import FACETS, KEYS
from claimsdb.store.read.chosen import COLUMNS, Chosen
from claimsdb.store.read.own_columns import has_own
from claimsdb.store.read.published import Condition, published

if TYPE_CHECKING:
    from datasette.app import Datasette

TABLE, INDEX = "claims", "claims_fts"
SINCE, UNTIL, PUBLISHED = "_since", "_until", "_published"
"""Parameters for when documents were published."""
OWN = "_column "
"""How parameters for columns of one's own begin; the name of the column follows."""
_KEY = re.compile(r"[1-9]\d{0,9}", re.ASCII)


class OfDocuments(FilterArguments):  # type: ignore[misc]
    """Conditions on the documents of claims, in the shape in which Datasette takes filters of plugins."""

    def __init__(self, conditions: Sequence[Condition]) -> None:
        self.conditions = tuple(conditions)
        super().__init__(
            [one.of_claims for one in conditions],
            {name: value for one in conditions for name, value in one.values.items()},
            [one.told for one in conditions],
        )


def of_documents(request: Request) -> OfDocuments | None:
    """The conditions on documents in an address of the claims table. Raises `BadQueryError` if a date is none."""
    args = request.args
    time = published(*(args.get(name) or None for name in (SINCE, UNTIL, PUBLISHED)))
    conditions = [*([time] if time else []), *has_own(own_columns(request))]
    return OfDocuments(conditions) if conditions else None


def own_columns(request: Request) -> dict[str, str]:
    """The values that an address asks for in columns of one's own."""
    return {
        name[len(OWN) :]: request.args[name] for name in request.args if name.startswith(OWN) and request.args[name]
    }


async def chosen(datasette: Datasette, request: Request, database: str, own: Collection[str] = ()) -> Chosen:
    """The claims that pass the filters of an address and of plugins, on all pages of the claims table.

    `own` are parameters of another page, which are not columns. Raises `BadQueryError` if a parameter of that is not a column.
    """
    pairs = _on_columns(request, own)
    for name, value in pairs if own else ():
        if name.split("__")[0] not in COLUMNS:
            raise BadQueryError(name, value, "it is not a column of the claims")
    filters = Filters(pairs)
    others: list[str] = []
    values: dict[str, object] = {}
    documents: tuple[Condition, ...] = ()
    hooks = pm.hook.filters_from_request(request=request, database=database, table=TABLE, datasette=datasette)
    for hook in hooks:
        more = await await_me_maybe(hook)
        if isinstance(more, OfDocuments):
            documents = more.conditions
        elif more is not None:
            others += more.where_clauses
            values |= more.params
    asked = [(column, value) for column, lookup, value in filters.selections() if lookup == "exact"]
    equal = {column: value for column, value in asked if _is_plain(column, value)}
    search = _search(request, others, values)
    if len(equal) == len(pairs) and (search is not None or not others):
        return Chosen(equal, search, documents)
    clauses, parameters = filters.build_where_clauses(TABLE)
    return Chosen({}, None, documents, " and ".join([*clauses, *others]) or None, parameters | values)


def told(request: Request, own: Collection[str] = ()) -> str:
    """The filters of an address in words, which begin with a space; empty if there are none."""
    search, documents = request.args.get("_search"), of_documents(request)
    more = [f'search matches "{search}"'] if search else []
    more += documents.human_descriptions if documents else []
    words = str(Filters(_on_columns(request, own)).human_description_en(extra=more))
    return f" {words}" if words else ""


def _on_columns(request: Request, own: Collection[str]) -> list[tuple[str, str]]:
    """The filters on columns of the claims in an address."""
    given = request.args
    names = (name for name in given if name not in own and (not name.startswith("_") or "__" in name))
    return sorted((name, value) for name in names for value in given.getlist(name))


def _search(request: Request, others: Sequence[str], values: Mapping[str, object]) -> str | None:
    """The query of the claims' own full-text index, if the only other filters are on columns."""
    if len(others) != 1 or values.keys() != {"search"} or INDEX not in others[0] or "_fts_pk" in request.args:
        return None
    query = str(values["search"])
    return query if others[0].endswith("match :search)") else str(escape_fts(query))


def _is_plain(column: str, value: str) -> bool:
    """Whether the value can be compared with the arrays: a word of a closed vocabulary, or a key written as SQLite writes it."""
    return column in FACETS and (column not in KEYS or _KEY.fullmatch(value) is not None)
