"""A folder of captures: the newest version of each page under a path of its own, the earlier ones and all exchanges in its archive."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath

from filelock import FileLock

from claimsdb.capture.addresses import name_for, plain, suffix_for
from claimsdb.capture.captured import Captured
from claimsdb.capture.fetch import Fetched
from claimsdb.capture.table import Row, Table, read_table
from claimsdb.capture.walls import wall
from claimsdb.capture.warc import Archive, date_of, digest_of
from claimsdb.model.document import Metadata
from claimsdb.model.errors import Problem
from claimsdb.store.contents import ARCHIVE, EARLIER
from claimsdb.store.whole import whole
from claimsdb.streams.types import type_of


class Captures:
    """A folder of captures, made if it is missing. Several processes can add to it. Methods raise `OSError` and `SourcesError`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)
        self.archive = Archive(root / ARCHIVE, datetime.now(UTC))

    def keep(self, address: str, fetched: Fetched) -> Captured:
        """Keep what a checked address gave, or the problem with it."""
        about = {"asked": address, "final": fetched.final}
        if fetched.fault is not None:
            return self._keep_fault(address, fetched, fetched.fault, about)
        last = fetched.exchanges[-1]
        at, digest, hashed = date_of(last.at), digest_of(last.body), sha256(fetched.body).hexdigest()
        with self._table() as table:
            earlier = table.path_of(address)
            if earlier and (wall := self._wall(earlier, fetched)) is not None:
                return self._attempt(table, address, fetched, wall, about)
            path = earlier or name_for(address, fetched.content_type or type_of(fetched.body, "") or "")
            known = table.versions.get((path, hashed))
            same_as = (known.final, known.captured) if known is not None and known.digest == digest else None
            self.archive.keep(fetched.exchanges, {**about, "file": path, "sha256": hashed}, same_as)
            outcome = self._put(path, fetched.body)
            table.add(
                replace(known, seen=at)
                if known is not None
                else Row(path, hashed, address, fetched.final, at, at, fetched.content_type, digest, self.archive.name)
            )
        return Captured(address, outcome, path, hashed)

    def add(self, raw: bytes, name: str, stated: Metadata) -> Captured:
        """Keep bytes that a person gives, with what the person states about them, under a path made from their hash and `name`."""
        hashed, now = sha256(raw).hexdigest(), date_of(datetime.now(UTC))
        unnamed = f"text{suffix_for(type_of(raw, name) or 'text/plain')}"
        given = PurePosixPath(name.replace("\\", "/").rpartition("/")[2] or unnamed)
        path = f"added/{plain(given.stem)[:60].strip('-._') or 'text'}-{hashed[:12]}{plain(given.suffix.lower())}"
        said = {field: value or "" for field, value in asdict(stated).items() if field != "url"}
        with self._table() as table:
            known = table.versions.get((path, hashed))
            outcome = self._put(path, raw)
            since = known.captured if known is not None else now
            table.add(Row(path, hashed, final=stated.url or "", captured=since, seen=now, **said))
        return Captured(stated.url or "", outcome, path, hashed)

    def settle(self, address: str) -> None:
        """Forget an earlier problem with an address that is not a page, such as a feed."""
        with self._table() as table:
            table.settle(address)

    def _keep_fault(self, address: str, fetched: Fetched, fault: Problem, about: dict[str, str]) -> Captured:
        with self._table() as table:
            return self._attempt(table, address, fetched, fault, about)

    def _attempt(self, table: Table, address: str, fetched: Fetched, fault: Problem, about: dict[str, str]) -> Captured:
        """Keep what came in the archive, and the problem with it; the file stays as it was."""
        self.archive.keep(fetched.exchanges, {**about, "problem": fault.message})
        now = date_of(datetime.now(UTC))
        table.add(Row(address=address, final=fetched.final, seen=now, problem=fault.message, remedy=fault.remedy))
        return Captured(address, "problem", table.path_of(address), problem=fault)

    def _wall(self, path: str, fetched: Fetched) -> Problem | None:
        """The problem that what came is a wall or an error page, unless the file at the path is one too."""
        file = self.root / path
        found = wall(fetched.body, fetched.final)
        if found is None or not file.is_file() or wall(file.read_bytes(), path) is not None:
            return None
        return replace(found, path=fetched.final, message=f"{found.message} The version before stays the current one.")

    @contextmanager
    def _table(self) -> Iterator[Table]:
        """The table, which is saved after the block. One process at a time has it."""
        archive = self.root / ARCHIVE
        archive.mkdir(parents=True, exist_ok=True)
        with FileLock(archive / "lock"):
            table = read_table(self.root)
            yield table
            table.save()

    def _put(self, path: str, raw: bytes) -> str:
        """Write the file, keeping what it was before in the archive, under the time at which that was written."""
        file = self.root / path
        before = file.read_bytes() if file.is_file() else None
        if before == raw:
            return "unchanged"
        if before is not None:
            written = datetime.fromtimestamp(file.stat().st_mtime, UTC)
            earlier = (self.root / ARCHIVE / EARLIER / path).with_stem(f"{file.stem}.{written:%Y%m%dT%H%M%S%fZ}")
            earlier.parent.mkdir(parents=True, exist_ok=True)
            with whole(earlier, follow=False) as to:
                to.write(before)
        file.parent.mkdir(parents=True, exist_ok=True)
        with whole(file, follow=False) as to:
            to.write(raw)
        return "new" if before is None else "changed"
