"""Which claims a page is about, as positions in the arrays of `claim_columns`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from claimsdb.store.facet_columns import Array, Columns
from claimsdb.store.read.published import Condition
from claimsdb.store.tables.columns import table
from claimsdb.store.tables.findings import ClaimRow

COLUMNS = frozenset(table(ClaimRow).c.keys())
"""The columns of claims."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The claims that pass all of these filters: values that columns equal, a full-text query, conditions on their documents, and a
    condition in SQL, with its parameters, for all other filters, if there are any.
    """

    equal: Mapping[str, str] = field(default_factory=dict)
    search: str | None = None
    documents: tuple[Condition, ...] = ()
    other: str | None = None
    values: Mapping[str, object] = field(default_factory=dict)

    def among(self, columns: Columns) -> Array | None:
        """Their positions; None stands for all claims."""
        found = None if self.search is None else columns.matching(self.search)
        found = found if self.other is None else columns.meeting(self.other, self.values, found)
        found = columns.equal(self.equal, found)
        for condition in self.documents:
            found = columns.of_documents(condition.sql, condition.values, found)
        return found
