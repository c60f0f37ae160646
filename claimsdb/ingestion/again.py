"""Reading the files of a database again: what is in the database is compared with what they give now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from claimsdb.comparison.method import method
from claimsdb.ingestion.by_settings import ingest_by_settings
from claimsdb.ingestion.progress import Tell
from claimsdb.lookup.verify.verify import Report
from claimsdb.model.fault import Fault
from claimsdb.model.ids import fold
from claimsdb.store.engine import Connection
from claimsdb.store.folders import Folders
from claimsdb.store.migrations import open_for_reading
from claimsdb.store.read import comparison, origins, texts
from claimsdb.store.read.exports import EVERY
from claimsdb.store.read.files import ReadFile, read_files
from claimsdb.store.read.identities import as_named, statements
from claimsdb.streams.opening import place_of

Records = dict[tuple[str, str], dict[str, Any]]
"""Records by the path of their document ("" if they are of several) and by what identifies them."""
OF_DOCUMENTS = ("documents", "blocks", "sentences", "attributions", "namings", "claims")
OF_SEVERAL = ("speakers", "groups", "conflicts", "origins")
_OF_RUNS = {"run", "ingested_at", "group"}
"""Keys of records that depend on when a document was read, or on other documents."""
_OF_OTHERS = {"speaker", "speaker_id"}
"""Keys of records that depend on how other documents name speakers."""
_UNION = {"roles", "mentions"}
"""Keys of a speaker to which earlier versions of documents contribute."""


def read_again(
    connection: Connection,
    database: Path,
    places: Mapping[str, Path],
    report: Report,
    *,
    sources: Path | None = None,
    speakers: Path | None = None,
    jobs: int | None = None,
    tell: Tell = lambda *_: None,
) -> None:
    """Read every file that has the bytes that were ingested again, into a temporary database, and add to the report what differs.

    What differs in a document is a fault if it was read by the same rules and with the same metadata as now; otherwise it is listed in
    `report.other_rules`. What follows from several documents is compared if all of them were.
    """
    same = {(f.folder, f.path) for f in report.files if f.status == "same"}
    files = [f for f in read_files(connection) if (f["folder"], f["path"]) in same]
    with TemporaryDirectory() as folder:
        new = Path(folder) / "again.db"
        _ingest(files, database, new, places, sources, speakers, jobs, tell)
        engine = open_for_reading(new)
        with engine.connect() as fresh:
            _compare(connection, fresh, files, len(same) == len(report.files), report)
        engine.dispose()


def _ingest(
    files: Iterable[ReadFile],
    database: Path,
    new: Path,
    places: Mapping[str, Path],
    sources: Path | None,
    speakers: Path | None,
    jobs: int | None,
    tell: Tell,
) -> None:
    known, folders = Folders(database), Folders(new)
    paths: dict[Path, str | None] = {}  # a file that holds many documents is read once
    for file in files:
        root = places.get(file["folder"]) or known.place(file["folder"])
        assert root is not None  # its bytes have just been read
        folders.note(file["folder"], root)
        paths.setdefault(root / place_of(root, file["path"])[0], file["settings"])
    folders.save()
    ingest_by_settings(paths.items(), new, sources=sources, speakers=speakers, jobs=jobs, follow=True, tell=tell)


def _compare(stored: Connection, fresh: Connection, files: list[ReadFile], whole: bool, report: Report) -> None:
    now = {(f["folder"], f["path"]): f for f in read_files(fresh)}
    other = {
        f["path"] for f in files if (n := now.get((f["folder"], f["path"]))) is None or n["extractor"] != f["extractor"]
    }
    paths = {f["path"] for f in files}
    for file in files:
        if (again := now.get((file["folder"], file["path"]))) is not None and again["url"] != file["url"]:
            _add(
                report, other, file["path"], Fault("again", "documents", file["path"], "url", file["url"], again["url"])
            )
    restated = [line.says for _, line in statements(stored)] != [line.says for _, line in statements(fresh)]
    over_documents = not (not whole or other or restated or _stale(stored))
    for kind in OF_DOCUMENTS:
        for path, fault in _differences(
            kind, _records(kind, stored, over_documents), _records(kind, fresh, over_documents)
        ):
            if path in paths:
                _add(report, other, path, fault)
    if restated:
        report.other_rules.append("What is stated in speakers.csv has changed.")
    if not over_documents:
        report.other_rules.append("Speakers over documents, groups, conflicts and origins were not compared.")
        return
    for kind in OF_SEVERAL:
        report.faults += (fault for _, fault in _differences(kind, _records(kind, stored), _records(kind, fresh)))


def _stale(stored: Connection) -> bool:
    """Whether the comparison of the stored documents is not up to date, or was made by other rules."""
    by = method()
    claims = texts.without_embedding(stored) or comparison.uncompared(stored) or comparison.outdated(stored, by)
    return bool(claims or origins.untraced(stored) or origins.outdated(stored, by))


def _add(report: Report, other: set[str], path: str, fault: Fault) -> None:
    if path in other:
        report.other_rules.append(f"{path}: {fault}")
    else:
        report.faults.append(fault)


def _records(kind: str, connection: Connection, over_documents: bool = True) -> Records:
    """The records of one kind, without what depends on when a document was read or, unless `over_documents`, on other documents."""
    found: Records = {}
    left_out = _OF_RUNS if over_documents else _OF_RUNS | _OF_OTHERS
    for record in as_named(connection) if kind == "namings" else EVERY[kind](connection):
        values = {
            key: _kept(key, value, left_out)
            for key, value in record.items()
            if key not in left_out or kind == "namings"
        }
        path = str(values.get("path" if kind == "documents" else "document", "")) if kind in OF_DOCUMENTS else ""
        name = (
            str(values["id"])
            if "id" in values
            else f"{values.get('kind', values.get('block'))} {values['start']}–{values['end']}"
        )
        found[path, name] = values
    return found


def _kept(key: str, value: Any, left_out: Collection[str]) -> Any:
    if key in ("speaker", "name") and isinstance(value, str):
        return fold(value)
    if isinstance(value, list):
        return [
            {k: _kept(k, v, left_out) for k, v in one.items() if k not in left_out} if isinstance(one, dict) else one
            for one in value
        ]
    return value


def _differences(kind: str, stored: Records, fresh: Records) -> Iterator[tuple[str, Fault]]:
    for path, name in sorted(stored.keys() | fresh.keys()):
        have, want = stored.get((path, name)), fresh.get((path, name))
        row = f"{path} {name}".strip()
        if have is None or want is None:
            note = "is not in the database" if have is None else "is not found in the files"
            yield path, Fault("again", kind, row, note=note)
            continue
        for key, value in have.items():
            expected = want[key]
            if value != expected and not (key in _UNION and set(value) >= set(expected)):
                yield path, Fault("again", kind, row, key, str(value), str(expected))
