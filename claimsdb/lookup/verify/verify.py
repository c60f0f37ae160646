"""Verify a database: that it is what claimsdb wrote, and that every claim is where it says in the source files."""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypedDict

from claimsdb.lookup.verify.sources import Checked, Sources, check_sources
from claimsdb.lookup.verify.successions import successions
from claimsdb.lookup.verify.turns import Tell, Turns
from claimsdb.lookup.versions.changes import ChangeRecord
from claimsdb.model.errors import ClaimsdbError, DatabaseBusyError
from claimsdb.model.fault import Fault, FaultRecord
from claimsdb.model.ids import ROOT_DIGITS
from claimsdb.store.checks import derived, structure
from claimsdb.store.checks.findings import findings
from claimsdb.store.checks.full_text import search
from claimsdb.store.engine import DRIVER_ERRORS, Connection, driver
from claimsdb.store.seals.checking import BrokenSeal, check_seals, labels

MOST = 1000
"""Maximum number of faults that one check reports."""
_UNREADABLE = (ClaimsdbError, *DRIVER_ERRORS, OSError, ValueError, LookupError, TypeError, struct.error)
"""What a damaged database makes a check raise."""


class CheckedRecord(TypedDict):
    """A file and its status."""

    folder: str
    path: str
    status: str
    note: str


class ReportRecord(TypedDict):
    """A report for programs."""

    holds: bool
    root_hash: str
    seals: int
    counts: dict[str, int]
    segments: int
    withheld: int
    proofs: dict[str, int]
    drawn: dict[str, int]
    faults: list[FaultRecord]
    broken: list[str]
    other_rules: list[str]
    unknown_folders: list[str]
    files: list[CheckedRecord]
    changes: list[ChangedFile]


class ChangedFile(TypedDict):
    """What became of the claims of a document in the bytes that its file has now; `problem` says why that is not known."""

    folder: str
    path: str
    counts: dict[str, int]
    changes: list[ChangeRecord]
    problem: str | None


@dataclass(slots=True)
class Report:
    """What was found: `faults` of the database, files, how many stretches were checked in them, `broken` ones, and folders whose location
    is `unknown`.

    `withheld` is how many could not be checked, since the database was published without their words.
    `proofs` says how many stretches are proved by each class of proof (`claimsdb.model.proof_class`). `drawn` says how many of those on
    pages are the "same" as when they were read, "holds, by place" (read otherwise by now, but with the same letters in the same place),
    "differs", or "not read again" (the picture is the one that a program has read; the program was not asked). `changes` says what became
    of the claims of files that changed, if somebody has compared them (`claimsdb.comparison.on_disk`). `root` is the root hash of
    the rows as they are, `seals` the number of seals. `other_rules` says what reading the files again found otherwise, if they were read by
    other rules or with other metadata: that is not a fault.
    """

    files: list[Checked] = field(default_factory=list)
    segments: int = 0
    withheld: int = 0
    proofs: dict[str, int] = field(default_factory=dict)
    drawn: dict[str, int] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    seals: int = 0
    root: str = ""
    other_rules: list[str] = field(default_factory=list)
    changes: list[ChangedFile] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether the database is as claimsdb wrote it, and every file is there with its bytes, or kept with them, and matches it."""
        return not self.faults and not self.broken and all(f.status in ("same", "moved", "kept") for f in self.files)

    def counts(self) -> dict[str, int]:
        """How many files have each status."""
        counted = Counter(f.status for f in self.files)
        return {status: counted[status] for status in ("same", "moved", "kept", "changed", "missing")}

    def as_record(self) -> ReportRecord:
        """The report for programs."""
        return ReportRecord(
            holds=self.holds,
            root_hash=self.root,
            seals=self.seals,
            counts=self.counts(),
            segments=self.segments,
            withheld=self.withheld,
            proofs=self.proofs,
            drawn=self.drawn,
            faults=[fault.as_record() for fault in self.faults],
            broken=self.broken,
            other_rules=self.other_rules,
            unknown_folders=self.unknown,
            files=[{"folder": f.folder, "path": f.path, "status": f.status, "note": f.note} for f in self.files],
            changes=self.changes,
        )


def verify(
    connection: Connection,
    database: Path,
    places: Mapping[str, Path],
    *,
    root: str | None = None,
    pictures: bool = False,
    tell: Tell = lambda *_: None,
) -> Report:
    """Check the database against itself, its seals and its source files.

    `places` says where ingested folders are now, by name. `root` is a root hash that was noted earlier: it is a fault if the rows have
    another. `pictures`: those that a program has read are read again, if it is there. `tell` is called with each task, how much of it is
    done, and the total. Raises `DatabaseBusyError`.
    """
    report, turns = Report(), Turns(connection, tell)
    own = driver(connection)

    def run(check: str, task: str, faults: Callable[[], Iterable[Fault]]) -> None:
        turns.pause(task, 0, 1)
        for fault in _guarded(check, faults):
            report.faults.append(fault)

    run("file", "Checking the file", partial(structure.file, own, database))
    run("keys", "Checking keys", partial(structure.keys, own))
    run("schema", "Checking the schema", partial(structure.schema, own))
    run("search", "Checking the search index", partial(search, database))
    run("texts", "Checking findings", partial(findings, own, partial(turns.pause, "Checking findings")))
    run("ids", "Checking speakers", partial(derived.speakers, own))
    run("counts", "Checking totals", partial(derived.compared, own))
    run("columns", "Checking facet columns", partial(derived.facet_columns, own))
    run("successions", "Checking versions", partial(successions, connection))
    run("seals", "Checking seals", partial(_seals, connection, report, turns))
    run("sources", "Reading files", partial(_sources, connection, database, places, report, turns, pictures))
    if root is not None and not (len(root) >= ROOT_DIGITS and report.root.startswith(root.lower())):
        note = "the database is not the one whose root hash was noted, or somebody has changed it since"
        report.faults.append(Fault("root", stored=report.root, expected=root, note=note))
    return report


def _guarded(check: str, faults: Callable[[], Iterable[Fault]]) -> list[Fault]:
    """The faults, up to `MOST`; that the check cannot be done is one too."""
    found: list[Fault] = []
    try:
        for fault in faults():
            found.append(fault)
            if len(found) == MOST:
                found.append(Fault(check, note=f"and more: only {MOST} faults of this check are listed"))
                break
    except DatabaseBusyError:
        raise
    except _UNREADABLE as error:
        found.append(Fault(check, note=f"cannot be checked, the database is damaged ({error})"))
    return found


def _seals(connection: Connection, report: Report, turns: Turns) -> Iterable[Fault]:
    checked = check_seals(connection, turns.pause)
    report.seals, report.root = checked.seals, checked.root
    names = labels(connection, checked.broken)
    return [_fault(broken, names.get((broken.subject, broken.key))) for broken in checked.broken]


def _fault(broken: BrokenSeal, name: str | None) -> Fault:
    if broken.error is not None:
        note = f"its rows cannot be read: {broken.error}"
    elif broken.found is None:
        note = "its rows are missing"
    elif broken.stored is None:
        note = "its rows were not written by claimsdb, or their seal is missing"
    else:
        note = "its rows are not as claimsdb wrote them"
    row = f"{broken.subject} {name or broken.key}"
    return Fault("seals", "seals", row, "sha256", broken.stored, broken.found, note)


def _sources(
    connection: Connection, database: Path, places: Mapping[str, Path], report: Report, turns: Turns, pictures: bool
) -> Iterable[Fault]:
    found: Sources = check_sources(connection, database, places, turns, pictures=pictures)
    report.files, report.segments, report.broken = found.files, found.segments, found.broken
    report.withheld = found.withheld
    report.proofs, report.drawn = dict(found.proofs), dict(found.drawn)
    report.unknown = found.unknown
    return found.faults
