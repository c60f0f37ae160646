"""Which claims are asked for: filters that combine."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from claimsdb.model.attribution import AttributionKind
from claimsdb.model.document import BlockKind
from claimsdb.model.ids import looks_like_id
from claimsdb.model.status import Status
from claimsdb.store.search import every_word, matching
from claimsdb.store.tables.columns import table
from claimsdb.store.tables.documents import DocumentRow, PathRow
from claimsdb.store.tables.findings import ClaimRow, SpeakerRow

CLAIMS, DOCUMENTS, SPEAKERS = table(ClaimRow).alias("c"), table(DocumentRow).alias("d"), table(SpeakerRow).alias("s")
PATHS = table(PathRow)
DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)
"""An ISO 8601 date or its beginning, as `since` and `until` take it."""


def beside(claims: sa.FromClause = CLAIMS) -> sa.Join:
    """The claims, or what they are joined to, beside their documents and speakers: what filters are applied to."""
    with_documents = claims.join(DOCUMENTS, DOCUMENTS.c.id == CLAIMS.c.document)
    return with_documents.outerjoin(SPEAKERS, SPEAKERS.c.id == CLAIMS.c.speaker_row)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a claim must be: attributed like this, by a speaker and in a document whose name has these letters, published in this time,
    in a block of this kind, with all words of `text`.

    `since` and `until` are ISO 8601 dates or their beginnings, both ends in; with one of them documents without a date are left out.
    Claims that the newest run no longer finds are left out unless `retired`.
    """

    attribution: AttributionKind | None = None
    speaker: str | None = None
    document: str | None = None
    since: str | None = None
    until: str | None = None
    kind: BlockKind | None = None
    text: str | None = None
    retired: bool = False

    def __bool__(self) -> bool:
        """Whether they leave out any current claims."""
        return self != Filters(retired=self.retired)

    def apply(self, query: sa.Select[Any]) -> sa.Select[Any]:
        """The query, over what `beside` gives, for those claims alone that pass all filters."""
        return query.where(*self._conditions())

    def sql(self) -> tuple[str, dict[str, object]]:
        """The same as a condition on `c`, a row of claims, with its parameters."""
        if not self:
            return "1" if self.retired else "c.status = 'current'", {}
        keys = self.apply(sa.select(CLAIMS.c.id).select_from(beside()))
        made = keys.compile(dialect=sqlite.dialect(paramstyle="named"))
        return f"c.id IN ({made})", dict(made.params)

    def _conditions(self) -> list[sa.ColumnElement[bool]]:
        found: list[sa.ColumnElement[bool]] = []
        if not self.retired:
            found.append(CLAIMS.c.status == Status.CURRENT)
        if self.attribution is not None:
            found.append(CLAIMS.c.attribution == self.attribution)
        if self.speaker is not None:
            found.append(_named(self.speaker, SPEAKERS.c.speaker_id, SPEAKERS.c.name))
        if self.document is not None:
            paths = _LIVE_PATHS.where(PATHS.c.document == DOCUMENTS.c.id).scalar_subquery()
            found.append(_named(self.document, DOCUMENTS.c.document_id, DOCUMENTS.c.path, DOCUMENTS.c.title, paths))
        if self.since is not None:
            found.append(DOCUMENTS.c.published >= self.since)
        if self.until is not None:
            found.append(sa.func.substr(DOCUMENTS.c.published, 1, len(self.until)) <= self.until)
        if self.kind is not None:
            found.append(CLAIMS.c.block == self.kind)
        if self.text is not None:
            found.append(CLAIMS.c.id.in_(matching(every_word(self.text))))
        return found


_LIVE_PATHS = sa.select(sa.func.group_concat(PATHS.c.path, "\n")).where(PATHS.c.retired_by.is_(None))
"""Where a document lies now: the same bytes may lie at several paths."""


def _named(given: str, identity: sa.ColumnElement[Any], *columns: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """That one of the columns holds what is given, in whatever case, or that the id begins with it."""
    tests = [sa.func.instr(sa.func.folded(column), sa.func.folded(given)) > 0 for column in columns]
    return sa.or_(*tests, identity.like(given + "%")) if looks_like_id(given) else sa.or_(*tests)
