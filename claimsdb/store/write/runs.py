"""Writing a run, one transaction per document: if it is killed, the database contains only complete documents.

Nothing is deleted. What a newer run no longer finds in a document is marked as retired by that run, and so is everything found in an
older version of a file. A changed finding replaces the current one, and the earlier one is kept as history.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType

import sqlalchemy as sa

from claimsdb.model.claim import Normalized
from claimsdb.model.document import Document, Metadata, Transport
from claimsdb.model.errors import Problem, PublishedError
from claimsdb.model.ids import BY_LETTERS, PICTURES, digest, document_id
from claimsdb.model.recognition import Recognition
from claimsdb.model.stated import Line
from claimsdb.model.status import Outcome, Status
from claimsdb.model.version import __version__
from claimsdb.store import facet_columns
from claimsdb.store.engine import analyse, driver
from claimsdb.store.tables.columns import table
from claimsdb.store.tables.documents import BlockRow, DocumentRow, FolderRow, PathRow, ProblemRow, PublisherRow, RunRow
from claimsdb.store.tables.findings import AttributionRow, ClaimRow
from claimsdb.store.tables.identities import NamingRow
from claimsdb.store.write import problems
from claimsdb.store.write.claims import Changes
from claimsdb.store.write.findings import write_findings
from claimsdb.store.write.identities import write_statements
from claimsdb.store.write.provenance import write_provenance
from claimsdb.store.write.stated import Columns, settle_faults, write_columns
from claimsdb.store.write.target import Target, insert_one
from claimsdb.store.write.versions import keep_original

DOCUMENTS, PATHS, RUNS, PROBLEMS = table(DocumentRow), table(PathRow), table(RunRow), table(ProblemRow)

_NOTHING = Metadata()
_READ_BY = "; "
_NO_FIELDS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Extractor:
    """What extracts: the tagger, its fingerprint, and the settings that change a result; with claimsdb's version, it is the key."""

    tagger: str
    fingerprint: str
    settings: Mapping[str, object]
    columns: Mapping[str, str] = field(default_factory=dict)
    ocr: Recognition | None = None

    @property
    def recorded(self) -> dict[str, object]:
        """The settings of a run; those `columns` that somebody named concern the tables in it alone, and are part of their fields, and
        `ocr` concerns files that may be or have pictures of pages.
        """
        more = {"columns": dict(self.columns)} if self.columns else {}
        return {**self.settings, **more, **({"ocr": self.ocr.language} if self.ocr else {})}

    def key(
        self,
        media_type: str | None,
        given: Metadata,
        transport: Transport,
        around: Metadata = _NOTHING,
        fields: Mapping[str, str] = _NO_FIELDS,
    ) -> str:
        """A digest of everything but the bytes that the result depends on: a file with the same bytes and key is unchanged.

        Of files that may be or have pictures of pages, the program follows that reads these, if they are read.
        """
        settings = json.dumps(dict(self.settings), sort_keys=True)
        container = [*(v or "" for v in around.values()), json.dumps(dict(fields), sort_keys=True)]
        made = digest(
            __version__,
            self.tagger,
            self.fingerprint,
            settings,
            *(v or "" for v in (*given.values(), transport.url, transport.charset)),
            *(container if around != _NOTHING or fields else ()),
        )
        return f"{made}{_READ_BY}{self.ocr.name}" if self.ocr and media_type in BY_LETTERS else made


class RunWriter:
    """Writes one run. Its methods take one transaction each; the caller holds the database's lock."""

    def __init__(self, engine: sa.Engine, extractor: Extractor) -> None:
        """Begin a run. A run that a dead process left as running is marked as interrupted.

        Raises `PublishedError` if the database has no texts.
        """
        self.engine, self.extractor = engine, extractor
        self.kept = 0
        """The number of bytes that the files kept by this run take in the database."""
        with engine.begin() as connection:
            if connection.execute(sa.select(DOCUMENTS.c.id).where(DOCUMENTS.c.withheld == "yes").limit(1)).fetchone():
                raise PublishedError
            left = sa.update(RUNS).where(RUNS.c.outcome == Outcome.RUNNING)
            connection.execute(left.values(outcome=Outcome.INTERRUPTED))
            self.run = insert_one(
                connection,
                RUNS,
                started_at=now(),
                version=__version__,
                tagger=extractor.tagger,
                tagger_fingerprint=extractor.fingerprint,
                settings=json.dumps(extractor.recorded, sort_keys=True),
            )

    def is_current(self, folder: str, path: str, sha256: str, key: str, *, earlier: bool = False) -> bool:
        """Whether the database has this version of the file, read by the extractor with this key, or besides with a program that reads
        pictures. If so, the file is counted as unchanged.

        An `earlier` version, which a later one of the same path follows, is not read again, whoever read it.
        """
        current = (
            PATHS.c.retired_by.is_(None),
            sa.or_(PATHS.c.extractor == key, PATHS.c.extractor.startswith(f"{key}{_READ_BY}", autoescape=True)),
            DOCUMENTS.c.status == Status.CURRENT,
        )
        with self.engine.begin() as connection:
            found = connection.execute(
                sa.select(DOCUMENTS.c.id)
                .join(PATHS, PATHS.c.document == DOCUMENTS.c.id)
                .join(table(FolderRow), table(FolderRow).c.id == PATHS.c.folder)
                .where(
                    table(FolderRow).c.name == folder,
                    PATHS.c.path == path,
                    DOCUMENTS.c.sha256 == sha256,
                    *(() if earlier else current),
                )
            ).fetchone()
            if found:
                self._count(connection, files=1, documents_unchanged=1)
                place = self._folder(connection, folder)
                problems.resolve(connection, self.run, place, path, PROBLEMS.c.code.in_(problems.OF_ACCESS))
        return found is not None

    @property
    def knows_pictures(self) -> bool:
        """Whether the words of any picture are in the database."""
        read = PATHS.c.retired_by.is_(None), DOCUMENTS.c.media_type.in_(PICTURES)
        with self.engine.begin() as connection:
            joined = sa.select(PATHS.c.id).join(DOCUMENTS, PATHS.c.document == DOCUMENTS.c.id)
            return connection.execute(joined.where(*read).limit(1)).fetchone() is not None

    def keep(self, sha256: str, raw: bytes) -> None:
        """Keep the bytes of a document that the database has."""
        with self.engine.begin() as connection:
            self.kept += keep_original(connection, sha256, raw)

    def save(self, folder: str, normalized: Normalized, raw: bytes | None = None) -> None:
        """Write everything found in a document, and its bytes if they are given, in one transaction."""
        document = normalized.document
        with self.engine.begin() as connection:
            place = self._folder(connection, folder)
            problems.resolve(connection, self.run, place, document.path)
            for problem in normalized.problems:
                problems.record(connection, self.run, place, problem)
            row, written = self._document(connection, normalized, place)
            retired = self._path(connection, place, normalized, row)
            if raw is not None:
                self.kept += keep_original(connection, document.sha256, raw)
            publisher = connection.execute(sa.select(DOCUMENTS.c.publisher_row).where(DOCUMENTS.c.id == row)).scalar()
            changes = (
                Changes(0, 0) if written else write_findings(Target(connection, self.run, row), normalized, publisher)
            )
            self._count(
                connection,
                files=1,
                documents_read=1,
                claims_new=changes.new,
                claims_retired=changes.retired + retired,
                problems=len(normalized.problems),
            )

    def state(self, stated: Mapping[str, Sequence[Line]]) -> None:
        """Write what is stated about speakers, by folder, in place of what these folders stated before."""
        with self.engine.begin() as connection:
            for folder, lines in stated.items():
                write_statements(connection, self.run, self._folder(connection, folder), lines)

    def describe(self, columns: Mapping[str, Columns], faults: Mapping[str, Sequence[Problem]]) -> None:
        """Write what is stated about documents in columns of one's own, by folder, and resolve faults that are over."""
        with self.engine.begin() as connection:
            for folder, values in columns.items():
                place = self._folder(connection, folder)
                write_columns(connection, self.run, place, values)
                settle_faults(connection, self.run, place, faults.get(folder, ()))

    def problem(self, folder: str, problem: Problem) -> None:
        """Record a problem with a file that could not be read, unless the same problem is open already."""
        with self.engine.begin() as connection:
            problems.record(connection, self.run, self._folder(connection, folder), problem)
            self._count(connection, files=1, problems=1)

    def settle(self, folder: str, still: Collection[str], code: str | None = None) -> None:
        """Resolve the folder's open problems, or those with this code, with files at other paths than those that `still` have them."""
        those = () if code is None else (PROBLEMS.c.code == code,)
        with self.engine.begin() as connection:
            place = self._folder(connection, folder)
            opened = sa.select(PROBLEMS.c.path).where(
                PROBLEMS.c.folder == place, PROBLEMS.c.resolved_by.is_(None), *those
            )
            for path in set(connection.execute(opened).scalars()) - set(still):
                problems.resolve(connection, self.run, place, path, *those)

    def remove(self, folder: str, path: str) -> int:
        """Retire the path, and the document with its claims if it is nowhere else. Returns the number of claims retired."""
        with self.engine.begin() as connection:
            place = self._folder(connection, folder)
            here = (PATHS.c.folder == place, PATHS.c.path == path, PATHS.c.retired_by.is_(None))
            document = connection.execute(sa.select(PATHS.c.document).where(*here)).scalar()
            if document is None:
                return 0
            retired = self._leave(connection, place, path, document)
            problems.resolve(connection, self.run, place, path)
            self._count(connection, claims_retired=retired)
        return retired

    def finish(self, outcome: Outcome | None = None) -> Outcome:
        """End the run with this outcome (default: complete, or complete with problems if it met any)."""
        with self.engine.begin() as connection:
            if outcome is None:
                met = connection.execute(sa.select(RUNS.c.problems).where(RUNS.c.id == self.run)).scalar_one()
                outcome = Outcome.PROBLEMS if met else Outcome.COMPLETE
            ended = sa.update(RUNS).where(RUNS.c.id == self.run).values(outcome=outcome, finished_at=now())
            connection.execute(ended)
            facet_columns.fill(driver(connection))
            analyse(driver(connection))
        return outcome

    def _count(self, connection: sa.Connection, **by: int) -> None:
        values = {name: RUNS.c[name] + n for name, n in by.items() if n}
        if values:
            connection.execute(sa.update(RUNS).where(RUNS.c.id == self.run).values(values))

    def _folder(self, connection: sa.Connection, name: str) -> int:
        return key_of(connection, table(FolderRow), name)

    def _publisher(self, connection: sa.Connection, metadata: Metadata) -> int | None:
        return key_of(connection, table(PublisherRow), metadata.publisher) if metadata.publisher else None

    def _document(self, connection: sa.Connection, normalized: Normalized, folder: int) -> tuple[int, bool]:
        """The key of the document's row, new or known, and whether this run has already written the document.

        If it is at several paths, the metadata come from the first.
        """
        document, known = normalized.document, normalized.metadata
        values = {
            "encoding": document.encoding,
            "media_type": document.media_type,
            "status": Status.CURRENT,
            "run": self.run,
            "retired_by": None,
        }
        stated = {
            "path": document.path,
            "place": document.container and document.container.place,
            "proof": document.proof,
            "title": known.title,
            "publisher_row": self._publisher(connection, known),
            "author": known.author,
            "published": known.published,
            "modified": known.modified,
            "language": known.language,
            "url": known.url,
        }
        known_row = sa.select(DOCUMENTS.c.id, DOCUMENTS.c.run, DOCUMENTS.c.status)
        if row := connection.execute(known_row.where(DOCUMENTS.c.sha256 == document.sha256)).fetchone():
            found, run, status = row
            if run == self.run and status == Status.CURRENT:  # not retired since, by a later version in the same file
                return found, True
            live = sa.select(PATHS.c.folder, PATHS.c.path).where(
                PATHS.c.document == found, PATHS.c.retired_by.is_(None)
            )
            first = connection.execute(live.order_by(PATHS.c.id)).fetchone()
            if first is None or tuple(first) == (folder, document.path):
                values |= stated
                write_provenance(connection, found, normalized)
            connection.execute(sa.update(DOCUMENTS).where(DOCUMENTS.c.id == found).values(values))
            return found, False
        values |= stated | {"sha256": document.sha256, "size_bytes": document.size_bytes, "ingested_at": now()}
        values["document_id"] = document_id(document.sha256)
        made = insert_one(connection, DOCUMENTS, **values)
        write_provenance(connection, made, normalized)
        return made, False

    def _key(self, read: Document) -> str:
        return self.extractor.key(read.media_type, read.given, read.transport, read.around, read.fields)

    def _path(self, connection: sa.Connection, folder: int, normalized: Normalized, document: int) -> int:
        """Point the path to the document. Returns the number of claims retired with the version that it pointed to before."""
        read = normalized.document
        path, extractor = read.path, self._key(read)
        here = (PATHS.c.folder == folder, PATHS.c.path == path, PATHS.c.retired_by.is_(None))
        container, place = (read.container.path, read.container.place) if read.container else (None, None)
        at = {"extractor": extractor, "container": container, "place": place, "proof": read.proof}
        at["captured_at"] = read.transport.captured_at
        before = connection.execute(sa.select(PATHS.c.document).where(*here)).scalar()
        if before == document:
            connection.execute(sa.update(PATHS).where(*here).values(at))
            return 0
        retired = 0 if before is None else self._leave(connection, folder, path, before)
        row = {"folder": folder, "path": path, "document": document, "run": self.run}
        connection.execute(sa.insert(PATHS).values(row | at))
        return retired

    def _leave(self, connection: sa.Connection, folder: int, path: str, document: int) -> int:
        """Retire the path of the document with this key. Returns the number of claims retired with it, if the document is nowhere else."""
        here = (PATHS.c.folder == folder, PATHS.c.path == path, PATHS.c.retired_by.is_(None))
        connection.execute(sa.update(PATHS).where(*here).values(retired_by=self.run))
        elsewhere = sa.select(PATHS.c.path, PATHS.c.place, PATHS.c.proof)
        elsewhere = elsewhere.where(PATHS.c.document == document, PATHS.c.retired_by.is_(None))
        other = connection.execute(elsewhere.order_by(PATHS.c.id)).mappings().first()
        if other is None:
            return retire_document(connection, document, self.run)
        connection.execute(sa.update(DOCUMENTS).where(DOCUMENTS.c.id == document).values(**other))
        return 0


def retire_document(connection: sa.Connection, document: int, run: int) -> int:
    """Mark a document and everything found in it as retired by the run. Returns the number of claims retired."""
    gone = {"status": Status.RETIRED, "retired_by": run}
    connection.execute(sa.update(DOCUMENTS).where(DOCUMENTS.c.id == document).values(gone))
    for row in (BlockRow, AttributionRow, NamingRow):
        rows = table(row)
        live = sa.update(rows).where(rows.c.document == document, rows.c.retired_by.is_(None))
        connection.execute(live.values(retired_by=run))
    claims = table(ClaimRow)
    live = sa.update(claims).where(claims.c.document == document, claims.c.status == Status.CURRENT)
    return connection.execute(live.values(gone)).rowcount


def key_of(connection: sa.Connection, rows: sa.Table, name: str) -> int:
    """The key of the row with this name, which is inserted if missing."""
    found = connection.execute(sa.select(rows.c.id).where(rows.c.name == name)).scalar()
    return insert_one(connection, rows, name=name) if found is None else int(found)


def now() -> str:
    """The time in UTC, to the second, in ISO 8601."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
