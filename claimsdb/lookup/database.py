"""A claims database for Python programs: open it, read its records, cite its claims, verify it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from claimsdb.lookup.alike.corroboration import Corroboration, corroboration
from claimsdb.lookup.citations.citation import Citation, cited
from claimsdb.lookup.find import Hit, find
from claimsdb.lookup.originals import kept
from claimsdb.lookup.short_ids import full_id
from claimsdb.lookup.verify.verify import Report, verify
from claimsdb.lookup.versions.changes import DiffRecord, diff, place_of
from claimsdb.lookup.versions.history import HistoryRecord, history
from claimsdb.model.attribution import AttributionKind
from claimsdb.model.document import BlockKind
from claimsdb.model.errors import BadQueryError, NotKeptError
from claimsdb.store.migrations import open_for_reading
from claimsdb.store.read import attributions, claims, conflicts, documents, groups, reports, runs, speakers, verdicts
from claimsdb.store.read.changes import versions_at
from claimsdb.store.read.claims import EarlierFinding
from claimsdb.store.read.filters import Filters
from claimsdb.store.read.records import (
    AttributionRecord,
    BlockRecord,
    ClaimRecord,
    ConflictRecord,
    DocumentRecord,
    GroupRecord,
    OriginRecord,
    SentenceRecord,
    SpeakerRecord,
    VerdictRecord,
)
from claimsdb.store.read.rows import answered
from claimsdb.store.read.runs import ProblemRecord, RunRecord

Choice = TypeVar("Choice", bound=StrEnum)


class Database:
    """A claims database that is open for reading; `connection` is that of SQLAlchemy.

    Records are dictionaries with the keys of the interchange format. Methods that return iterators read as they go. An id may be given
    as a unique prefix of four digits or more.
    """

    def __init__(self, path: str | Path) -> None:
        """Open the database, which is migrated first if it is older than this version of claimsdb.

        Raises `DatabaseMissingError`, `NotOursError`, `DamagedError`, `DatabaseAheadError` or `DatabaseBusyError`.
        """
        self.path = Path(path)
        self._engine = open_for_reading(self.path)
        self.connection = self._engine.connect()

    def __enter__(self) -> Database:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database; nothing can be asked of it afterwards."""
        self.connection.close()
        self._engine.dispose()

    def claims(
        self,
        *,
        attribution: str | None = None,
        speaker: str | None = None,
        document: str | None = None,
        publisher: str | None = None,
        since: str | None = None,
        until: str | None = None,
        block: str | None = None,
        text: str | None = None,
        retired: bool = False,
        limit: int | None = None,
    ) -> Iterator[ClaimRecord]:
        """The claims that pass all filters, in document order.

        `speaker` is part of a name or an id, `document` part of a path or title or an id,
        `publisher` part of a name; `since` and `until` are ISO 8601 dates or their
        beginnings ("2016-09"), inclusive; `text` is words that the claim contains, in any order. Claims that the newest run no longer finds
        are included if `retired`. Raises `BadQueryError` for a filter that is not understood.
        """
        filters = Filters(
            attribution=_one_of(AttributionKind, "attribution", attribution),
            speaker=speaker or None,
            document=document or None,
            publisher=publisher or None,
            since=since or None,
            until=until or None,
            block=_one_of(BlockKind, "block", block),
            text=text,
            retired=retired,
        )
        return claims.claims(self.connection, filters, limit)

    def find(
        self,
        phrase: str,
        *,
        attribution: str | None = None,
        speaker: str | None = None,
        document: str | None = None,
        publisher: str | None = None,
        since: str | None = None,
        until: str | None = None,
        limit: int = 10,
        unsure: bool = False,
    ) -> list[Hit]:
        """The current claims that say a phrase or answer a question, best first, each with its citation; filters as for `claims`.

        Those that are not sure to (`Hit.sure`) come after them if `unsure`.
        """
        filters = Filters(
            attribution=_one_of(AttributionKind, "attribution", attribution),
            speaker=speaker or None,
            document=document or None,
            publisher=publisher or None,
            since=since or None,
            until=until or None,
        )
        return find(self.connection, phrase, filters, limit=limit, unsure=unsure)

    def cite(self, identity: str) -> Citation:
        """The citation of a claim, current or retired. Raises `UnknownIdError` or `AmbiguousIdError`."""
        (citation,) = cited(self.connection, [full_id(self.connection, "claim", identity)])
        return citation

    def earlier_findings(self, identity: str) -> list[EarlierFinding]:
        """What earlier runs found of a claim, if a newer one found otherwise, oldest first."""
        return claims.earlier_findings(self.connection, full_id(self.connection, "claim", identity))

    def corroboration(self, identity: str) -> Corroboration:
        """Who else says what a claim says, by origin, with why each claim is held for the same, and what people say of them.

        Raises `UnknownIdError` or `AmbiguousIdError`.
        """
        return corroboration(self.connection, full_id(self.connection, "claim", identity))

    def verdicts(self) -> Iterator[VerdictRecord]:
        """What people say about pairs of claims, also what was taken back."""
        return verdicts.verdicts(self.connection)

    def history(self, identity: str) -> list[HistoryRecord]:
        """What became of a claim in later versions of its document, and what it came from, at each path of the document.

        Raises `UnknownIdError` or `AmbiguousIdError`.
        """
        return history(self.connection, full_id(self.connection, "claim", identity))

    def diff(self, document: str, since: str | None = None, until: str | None = None) -> DiffRecord | None:
        """What changed between two versions of a document, claim by claim: by default the latest two; None if it has only one.

        `document` is its path or its id, `since` and `until` are numbers of versions, or ids of documents. Raises
        `UnknownPathError`, `UnknownIdError`, `AmbiguousPathError`, `AmbiguousIdError` or `UnknownVersionError`.
        """
        return diff(self.connection, place_of(self.connection, document), since, until)

    def original(self, document: str) -> bytes:
        """The bytes of a document's file, if they are kept; `document` is its path (for the latest version that is kept) or its id.

        Raises `NotKeptError`, and the errors of `diff`.
        """
        at = place_of(self.connection, document)
        versions = [one for one in versions_at(self.connection, at) if one["kept"]]
        if document not in (at.path, f"{at.folder}/{at.path}"):
            versions = [one for one in versions if one["document"].startswith(document.lower())]
        raw = kept(self.connection, versions[-1]["sha256"]) if versions else None
        if raw is None:
            raise NotKeptError(at.path)
        return raw

    def documents(self) -> Iterator[DocumentRecord]:
        """Every current document."""
        return documents.documents(self.connection)

    def blocks(self) -> Iterator[BlockRecord]:
        """Every block of the current documents."""
        return documents.blocks(self.connection)

    def sentences(self) -> Iterator[SentenceRecord]:
        """The coverage ledger: every sentence of the claim-bearing blocks, with its claims or the reason why it has none."""
        return documents.sentences(self.connection)

    def attributions(self) -> Iterator[AttributionRecord]:
        """Every attribution, nested ones too."""
        return attributions.attributions(self.connection)

    def speakers(self) -> Iterator[SpeakerRecord]:
        """Every speaker, most claims first."""
        return speakers.speakers(self.connection)

    def groups(self) -> Iterator[GroupRecord]:
        """Every group of claims that say the same, most documents first."""
        return groups.groups(self.connection)

    def conflicts(self) -> Iterator[ConflictRecord]:
        """Every pair of claims that conflict, most certain first."""
        return conflicts.conflicts(self.connection)

    def origins(self) -> Iterator[OriginRecord]:
        """Every report that several documents go back to."""
        return reports.origins(self.connection)

    def problems(self, *, resolved: bool = False) -> list[ProblemRecord]:
        """The open problems with files; those that a later run resolved too, if `resolved`."""
        return runs.problems(self.connection, resolved=resolved)

    def runs(self) -> list[RunRecord]:
        """Every run, newest first."""
        return runs.runs(self.connection)

    def sql(self, query: str, **values: object) -> list[dict[str, object]]:
        """The rows of your own SQL, which can read and not write; `:name` in the query stands for the value of that name.

        The views `citations`, `coverage`, `corroboration`, `conflicts` and others are made for it. Raises `sqlalchemy.exc.SQLAlchemyError`
        for a query that the database does not understand.
        """
        return answered(self.connection, query, values)

    def verify(
        self,
        places: Mapping[str, str | Path] | None = None,
        *,
        root: str | None = None,
        pictures: bool = False,
        tell: Callable[[str, int, int], None] = lambda *_: None,
    ) -> Report:
        """Check that the database is as claimsdb wrote it, and that every segment is where it says in the source files.

        `places` says where ingested folders are now, by name. `root` is a root hash that was noted earlier, or at least 16 digits of it.
        `pictures`: those that a program has read are read again, if it is there. `tell` is called with each task, how much of it is done,
        and the total.
        """
        known = {name: Path(place) for name, place in (places or {}).items()}
        return verify(self.connection, self.path, known, root=root, pictures=pictures, tell=tell)


def open(path: str | Path = "claims.db") -> Database:
    """Open a claims database for reading, as a context manager. Raises as `Database` does."""
    return Database(path)


def _one_of(words: type[Choice], name: str, given: str | None) -> Choice | None:
    if given is None:
        return None
    if given not in tuple(words):
        raise BadQueryError(name, given, f"give one of {', '.join(words)}")
    return words(given)
