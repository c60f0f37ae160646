"""Filters of claims, which can be combined."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from claimsdb.model.attribution import AttributionKind
from claimsdb.model.document import BlockKind
from claimsdb.model.ids import looks_like_id
from claimsdb.model.status import Status
from claimsdb.store.read.published import published
from claimsdb.store.search import every_word, matching
from claimsdb.store.tables.columns import table
from claimsdb.store.tables.documents import DocumentRow, PathRow, PublisherRow
from claimsdb.store.tables.findings import ClaimRow, SpeakerRow
from claimsdb.store.tables.identities import SameSpeakerRow

CLAIMS, DOCUMENTS, SPEAKERS = table(ClaimRow).alias("c"), table(DocumentRow).alias("d"), table(SpeakerRow).alias("s")
PATHS, SAME, PUBLISHERS = table(PathRow), table(SameSpeakerRow), table(PublisherRow)


def from_claims(claims: sa.FromClause = CLAIMS) -> sa.Join:
    """The FROM clause that filters apply to: claims with their documents and speakers."""
    with_documents = claims.join(DOCUMENTS, DOCUMENTS.c.id == CLAIMS.c.document)
    return with_documents.outerjoin(SPEAKERS, SPEAKERS.c.id == CLAIMS.c.speaker_row)


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions on a claim: its attribution, letters in the names of its speaker (joined ones too), its document and its publisher, its
    date of publication, the kind of its block, and words that it must all contain (`text`).

    `since` and `until` are inclusive ISO 8601 dates, years or months; with either, documents without a date are left out, and those of
    which only the year or the month is known pass if it reaches into that time; `published` is a time in which the date is known to lie
    (`claimsdb.store.read.published`). Claims that the newest run no longer finds are left out unless `retired`.
    """

    attribution: AttributionKind | None = None
    speaker: str | None = None
    document: str | None = None
    since: str | None = None
    until: str | None = None
    block: BlockKind | None = None
    text: str | None = None
    retired: bool = False
    publisher: str | None = None
    published: str | None = None

    def __post_init__(self) -> None:
        """Raises `BadQueryError` if `since` or `until` is not a date, a year or a month, or `published` not a time."""
        published(self.since, self.until, self.published)

    def __bool__(self) -> bool:
        """Whether any filter is set that can leave out current claims."""
        return self != Filters(retired=self.retired)

    def apply(self, query: sa.Select[Any]) -> sa.Select[Any]:
        """The query, over what `from_claims` gives, restricted to the claims that pass all filters."""
        return query.where(*self._conditions())

    def sql(self) -> tuple[str, dict[str, object]]:
        """The filters as an SQL condition on `c`, a row of claims, with its parameters."""
        if not self:
            return "1" if self.retired else "c.status = 'current'", {}
        keys = self.apply(sa.select(CLAIMS.c.id).select_from(from_claims()))
        made = keys.compile(dialect=sqlite.dialect(paramstyle="named"), compile_kwargs={"render_postcompile": True})
        return f"c.id IN ({made})", dict(made.params)

    def _conditions(self) -> list[sa.ColumnElement[bool]]:
        found: list[sa.ColumnElement[bool]] = []
        if not self.retired:
            found.append(CLAIMS.c.status == Status.CURRENT)
        if self.attribution is not None:
            found.append(CLAIMS.c.attribution == self.attribution)
        if self.speaker is not None:
            other = SPEAKERS.alias()  # the record of a name that is joined with the speaker's
            joined = sa.select(SAME.c.same_as).join(other, other.c.id == SAME.c.speaker_row)
            named = joined.where(_named(self.speaker, other.c.speaker_id, other.c.name))
            own = _named(self.speaker, SPEAKERS.c.speaker_id, SPEAKERS.c.name)
            found.append(sa.or_(own, CLAIMS.c.speaker_row.in_(named)))
        if self.document is not None:
            paths = _LIVE_PATHS.where(PATHS.c.document == DOCUMENTS.c.id).scalar_subquery()
            found.append(_named(self.document, DOCUMENTS.c.document_id, DOCUMENTS.c.path, DOCUMENTS.c.title, paths))
        if self.publisher is not None:
            has = sa.func.instr(sa.func.folded(PUBLISHERS.c.name), sa.func.folded(self.publisher)) > 0
            found.append(CLAIMS.c.publisher_row.in_(sa.select(PUBLISHERS.c.id).where(has)))
        if time := published(self.since, self.until, self.published):
            within = sa.text(f"SELECT id FROM documents WHERE {time.sql}").bindparams(**time.values)
            found.append(DOCUMENTS.c.id.in_(within.columns(sa.column("id", sa.Integer)).scalar_subquery()))
        if self.block is not None:
            found.append(CLAIMS.c.block == self.block)
        if self.text is not None:
            found.append(CLAIMS.c.id.in_(matching(every_word(self.text))))
        return found


_LIVE_PATHS = sa.select(sa.func.group_concat(PATHS.c.path, "\n")).where(PATHS.c.retired_by.is_(None))
"""The current paths of a document: the same bytes may be at several."""


def _named(given: str, identity: sa.ColumnElement[Any], *columns: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """The condition that one of the columns contains the given text, in any case, or that the id begins with it."""
    tests = [sa.func.instr(sa.func.folded(column), sa.func.folded(given)) > 0 for column in columns]
    return sa.or_(*tests, identity.like(given + "%")) if looks_like_id(given) else sa.or_(*tests)
