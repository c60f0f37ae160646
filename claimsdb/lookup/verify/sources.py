"""Check the database against its source files: every file is read again, and every stretch of it in the database is compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from claimsdb.lookup.originals import kept
from claimsdb.lookup.verify.proofs.proof import Proof, Verdict, proof_of
from claimsdb.lookup.verify.proofs.stated import written
from claimsdb.lookup.verify.turns import Turns
from claimsdb.model.document import Part
from claimsdb.model.errors import PlacelessError, UnreadableError
from claimsdb.model.fault import Fault, differing
from claimsdb.model.file_lines import FileLines
from claimsdb.model.ids import BY_CODE_POINTS
from claimsdb.model.proof_class import ProofClass
from claimsdb.model.spans import LineIndex, Span
from claimsdb.model.stretch import Stretch
from claimsdb.model.withheld import MASK
from claimsdb.store.contents import LARGEST
from claimsdb.store.engine import Connection, driver
from claimsdb.store.folders import Folders
from claimsdb.store.read.files import IngestedFile, current_files, encoding_of, positions_of, stretches_of
from claimsdb.store.read.files import Stretch as Said
from claimsdb.store.read.locations import locations_of_document
from claimsdb.store.read.provenance import Stated, stated_outside_the_text
from claimsdb.streams.opening import Opener, hashes


@dataclass(frozen=True, slots=True)
class Checked:
    """A file and its status: "same", "moved" (same bytes at another path in its folder), "changed" (other bytes), "missing", or "kept"
    (missing, but the database has its bytes).
    """

    folder: str
    path: str
    status: str
    note: str = ""


@dataclass(slots=True)
class Sources:
    """What checking the files found: how many stretches were checked, how many are proved, by class of proof, and which are `broken`.

    `withheld` is how many have words that the database was published without, and that cannot be checked.
    `drawn` says how many of those on pages have each status (`Verdict.status`).
    `pictures`: those on pictures were read again.
    """

    files: list[Checked] = field(default_factory=list)
    segments: int = 0
    withheld: int = 0
    proofs: Counter[str] = field(default_factory=Counter)
    drawn: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    pictures: bool = False


def check_sources(
    connection: Connection, database: Path, places: Mapping[str, Path], turns: Turns, *, pictures: bool = False
) -> Sources:
    """Check every current path, and every stretch of its document. `places` says where folders are, and overrides the note. `pictures`:
    those that a program has read are read again.
    """
    folders, found = Folders(database), Sources(pictures=pictures)
    known: dict[str, dict[str, str]] = {}
    current = list(current_files(connection))
    most = max([LARGEST, *(file["size_bytes"] for file in current)])  # larger ones may have been allowed
    with_links, without = Opener(follow=True, most=most), Opener(most=most)
    for done, file in enumerate(current):
        turns.pause("Reading files", done, len(current))
        folder, path = file["folder"], file["path"]
        root = places.get(folder) or folders.place(folder)
        if root is None:
            if folder not in found.unknown:
                found.unknown.append(folder)
            _missing(connection, file, found, "its folder is not found")
            continue
        raw = _bytes(with_links, root, path, file)  # it may have been ingested through a link
        if raw is not None and sha256(raw).hexdigest() == file["sha256"]:
            found.files.append(Checked(folder, path, "same"))
        else:
            if folder not in known:
                known[folder] = {h: p for p, h in sorted(hashes(root.resolve(), most))}
            now = known[folder].get(file["sha256"])
            if now is not None:
                found.files.append(Checked(folder, path, "moved", f"now {now}"))
                raw = _bytes(without, root, now, file)
            elif raw is None:
                _missing(connection, file, found, "the file is not found")
            else:
                note = "other bytes than were ingested; ingest it again for its new version"
                found.files.append(Checked(folder, path, "changed", note))
                raw = None
        if raw is not None:
            _compare(connection, file, raw, found)
    found.files.sort(key=lambda checked: (checked.folder, checked.path))
    return found


def _missing(connection: Connection, file: IngestedFile, found: Sources, why: str) -> None:
    """Note that a file is missing; if the database has its bytes, these are checked in its place."""
    raw = kept(connection, file["sha256"])
    status, note = ("missing", why) if raw is None else ("kept", f"{why}; its bytes in the database are checked")
    found.files.append(Checked(file["folder"], file["path"], status, note))
    if raw is not None:
        _compare(connection, file, raw, found)


def _compare(connection: Connection, file: IngestedFile, raw: bytes, found: Sources) -> None:
    """Compare everything that has words in the file's document with its bytes."""
    found.faults += differing("sources", "documents", file["path"], {"size_bytes": (file["size_bytes"], len(raw))})
    decoded = file["media_type"] in BY_CODE_POINTS
    try:
        text = raw.decode(file["encoding"]) if decoded else ""
        words = _Words(connection, file, raw, found.pictures)
    except (LookupError, ValueError) as error:
        stored, note = file["encoding"], f"the file cannot be decoded: {error}"
        found.faults.append(Fault("sources", "documents", file["path"], "encoding", stored, note=note))
        return
    for one in stretches_of(connection, file["document"]):
        if file["withheld"] == "yes" and MASK in one["text"]:
            found.withheld += 1
            continue
        found.segments += 1
        verdict, problem = words.verdict(one)
        proof = words.proof_class(one)
        on_page = proof in (ProofClass.DRAWN, ProofClass.MACHINE)
        if on_page:
            found.drawn[verdict.status] += 1
        of_points = text[one["start"] : one["end"]] if decoded else one["text"]
        if problem or not verdict.holds or of_points != one["text"]:
            where = f"{file['path']}, {one['name']}, characters {one['start']}–{one['end']}"
            in_file = f"the file {of_points[:60]!r}, " if decoded else ""
            it = "its page" if on_page else "its bytes"
            differs = f"the database has {one['text'][:60]!r}, {in_file}{it} {verdict.words[:60]!r}"
            found.broken.append(f"{where}: {problem or differs}")
        else:
            found.proofs[proof] += 1
    _compare_stated(connection, file, words, found)
    found.faults += (Fault("sources", "parts", file["path"], note=fault) for fault in words.faults())
    if words.in_parts:  # what has parts has no lines but those of its text, and its places have been checked
        return
    lines = LineIndex(text).position if decoded else FileLines(raw, file["encoding"]).position
    for claim in positions_of(connection, file["document"]):
        line, column = lines(min(claim.start, len(text)) if decoded else claim.byte_start)
        pairs: dict[str, tuple[object, object]] = {"line": (claim.line, line), "line_column": (claim.column, column)}
        found.faults += differing("sources", "claims", claim.name, pairs)


def _compare_stated(connection: Connection, file: IngestedFile, words: _Words, found: Sources) -> None:
    """Compare what the document states of itself outside its text with its bytes."""
    for one in stated_outside_the_text(connection, file["document"]):
        found.segments += 1
        if one.text in words.written(one):
            found.proofs[file["proof"]] += 1
        else:
            where = f"{file['path']}, its {one.field}, bytes {one.byte_start}–{one.byte_end}"
            found.broken.append(f"{where}: the database has {one.text[:60]!r}, which its bytes do not say")


class _Words:
    """The words of one document, by its bytes and the parts from which each of its blocks was read."""

    def __init__(self, connection: Connection, file: IngestedFile, raw: bytes, pictures: bool) -> None:
        """Raises `LookupError` for an unknown encoding."""
        self._file, self._raw, self._pictures = file, raw, pictures
        self._where = locations_of_document(driver(connection), file["document"])
        self._proofs: dict[int, Proof] = {}
        self._proof(())

    def proof_class(self, said: Said) -> str:
        """The class of proof of a stretch: that of its file, or that a program has read it on one of its pages."""
        own, block = self._file["proof"], said["block"]
        if own != ProofClass.DRAWN or block is None or not any(part.read_by for part in self._where.parts(block)):
            return own
        span, of = Span(said["start"], said["end"]), Span(said["byte_start"], said["byte_end"])
        by_machine = self._where.is_by_machine(block, self._where.stretch(block, span, of, said["text"]))
        return ProofClass.MACHINE if by_machine else own

    @property
    def in_parts(self) -> bool:
        """Whether the document is read from several parts."""
        return self._where.any_parts

    def verdict(self, said: Said) -> tuple[Verdict, str]:
        """What the bytes of a stretch say, and what is wrong with its bytes, if anything."""
        span, of, block = Span(said["start"], said["end"]), Span(said["byte_start"], said["byte_end"]), said["block"]
        if block is None:
            return self._proof(()).verdict(Stretch(span, of, said["text"])), ""
        try:
            stretch = self._where.stretch(block, span, of, said["text"])
        except PlacelessError as error:
            return Verdict(False, ""), str(error)
        if stretch.bytes != of:
            what = f"the database has bytes {of.start}–{of.end}, and its words are in {stretch.bytes.start}–{stretch.bytes.end}"
            return Verdict(False, ""), what
        stretch = replace(stretch, text=said["text"])
        return self._proof(self._where.parts(block)).verdict(stretch, self._where.boxes(block, span)), ""

    def written(self, one: Stated) -> list[str]:
        """What the bytes say that state a field of the document's metadata outside its text."""
        return list(written(self._proof(()), one.stated_in, one.byte_start, one.byte_end))

    def faults(self) -> Iterator[str]:
        """What is wrong with the parts of the document."""
        for proof in self._proofs.values():
            yield from proof.faults

    def _proof(self, parts: tuple[Part, ...]) -> Proof:
        key = id(parts) if parts else 0  # they may be many, and blocks that were read together have the same
        if key not in self._proofs:
            file = self._file
            self._proofs[key] = proof_of(file["media_type"], self._raw, file["encoding"], parts, again=self._pictures)
        return self._proofs[key]


def _bytes(opener: Opener, root: Path, path: str, file: IngestedFile) -> bytes | None:
    """The bytes at a path, read as the file was."""
    try:
        return opener.opened(root, path, encoding_of(file["settings"])).raw
    except UnreadableError:
        return None
