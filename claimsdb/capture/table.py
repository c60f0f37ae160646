"""`captures.csv` in a folder of captures: where each file came from and when, and which addresses could not be captured.

It is what ingestion knows of the captures, wherever the folder is: everything about bytes is stated of their hash, not of a path alone.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from pathlib import Path

from claimsdb.model.errors import SourcesError, UnreadableError
from claimsdb.reading.csv_rows import CsvError, csv_rows
from claimsdb.reading.sources_csv import DATES, stated
from claimsdb.store.contents import contents
from claimsdb.store.whole import whole

CAPTURES = "captures.csv"


@dataclass(frozen=True, slots=True)
class Row:
    """One version of a file, or an address that could not be captured when it was last tried (`problem`, without `path`).

    `address` is what was asked for, empty for what was added by hand; `final` is what answered. `captured` and `seen` are when the bytes
    were had first and last, in UTC. `digest` is that of the response's body in `warc`, a file of the archive. The fields from `title` to
    `language` are what a person stated.
    """

    path: str = ""
    sha256: str = ""
    address: str = ""
    final: str = ""
    captured: str = ""
    seen: str = ""
    content_type: str = ""
    digest: str = ""
    warc: str = ""
    title: str = ""
    publisher: str = ""
    author: str = ""
    published: str = ""
    modified: str = ""
    language: str = ""
    problem: str = ""
    remedy: str = ""


COLUMNS = tuple(f.name for f in fields(Row))


@dataclass(slots=True)
class Table:
    """The rows of a folder of captures, by path and hash, and by address if there is a problem."""

    root: Path
    versions: dict[tuple[str, str], Row] = field(default_factory=dict)
    problems: dict[str, Row] = field(default_factory=dict)

    def path_of(self, address: str) -> str | None:
        """The path of the file that keeps what the address gives."""
        return next((row.path for row in self.versions.values() if row.address == address), None)

    def add(self, row: Row) -> None:
        """Add a row, in place of one about the same version or address; if the address gave a file, its problem is over."""
        self.settle(row.address)
        if row.problem:
            self.problems[row.address] = row
        else:
            self.versions[row.path, row.sha256] = row

    def settle(self, address: str) -> bool:
        """Forget the problem with an address. Returns whether there was one."""
        return self.problems.pop(address, None) is not None

    def save(self) -> None:
        """Write the table. Raises `OSError`."""
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(COLUMNS)
        rows: Iterable[Row] = (*self.versions.values(), *self.problems.values())
        writer.writerows([" ".join(getattr(row, name).split()) for name in COLUMNS] for row in rows)
        with whole(self.root / CAPTURES, follow=False) as to:
            to.write(text.getvalue().encode())


def read_table(root: Path) -> Table:
    """The table of the folder, empty if there is none. Raises `SourcesError` if it is faulty."""
    table, where = Table(root), str(root / CAPTURES)
    if not os.path.exists(root / CAPTURES):  # noqa: PTH110 (false if it may not be entered)
        return table
    try:
        rows = csv_rows(contents(root, CAPTURES))
        header = next(rows, (1, []))[1]
        if missing := [name for name in ("path", "sha256", "address") if name not in header]:
            raise SourcesError(
                where, 1, f"There is no column {missing[0]!r}.", "Put back the header that claimsdb wrote."
            )
        for line, values in rows:
            if len(values) != len(header):
                what = f"{len(values)} fields where the header has {len(header)}."
                raise SourcesError(where, line, what, "Put fields with commas in quotation marks, or remove the line.")
            known = {name: value for name, value in zip(header, values, strict=True) if name in COLUMNS}
            metadata, wrong = stated({**known, "url": known.get("final", "")})
            for _, *fault in wrong:
                raise SourcesError(where, line, *fault)
            table.add(Row(**known | {name: getattr(metadata, name) or "" for name in DATES}))
    except CsvError as fault:
        raise SourcesError(where, fault.line, fault.what, fault.remedy) from None
    except UnreadableError as error:
        raise SourcesError(where, None, error.problem.message, error.problem.remedy) from None
    return table
