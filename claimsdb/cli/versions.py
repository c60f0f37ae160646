"""`claimsdb diff`, `claimsdb history` and `claimsdb original`: versions of documents, and of their claims."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

import claimsdb
from claimsdb.cli import completing
from claimsdb.cli.common import DEFAULT, SHORT, AsJson, Database, console, counted, print_json, printable, table
from claimsdb.cli.exit_codes import said

if TYPE_CHECKING:
    from claimsdb.lookup.verify.verify import ChangedFile
    from claimsdb.lookup.versions.changes import ChangeRecord, DiffRecord
    from claimsdb.lookup.versions.history import HistoryRecord
    from claimsdb.lookup.versions.wordings import Edit
    from claimsdb.store.read.changes import VersionClaim, VersionRecord

DIFF_EXAMPLE = "Examples: claimsdb diff reports/harbour.txt; claimsdb diff reports/harbour.txt --from 1 --json"
HISTORY_EXAMPLE = "Example: claimsdb history 3f9a"
ORIGINAL_EXAMPLE = "Example: claimsdb original reports/harbour.txt --output harbour-as-read.txt"
_STYLES = {"edited": "yellow", "gone": "red", "new": "green", "moved": "cyan", "ambiguous": "magenta", "same": ""}
_EDITS = {"delete": ("[-", "-]", "red strike"), "insert": ("{+", "+}", "green underline"), "equal": ("", "", "")}

Document = Annotated[
    str,
    typer.Argument(
        metavar="DOCUMENT",
        help="Path of the document, also in its folder, its web address, or its id or a unique prefix.",
        show_default=False,
        autocompletion=completing.documents,
    ),
]


def diff(
    document: Document,
    since: Annotated[
        str | None,
        typer.Option(
            "--from",
            help="The earlier version: its number, or a document's id. Default: the last but one.",
            show_default=False,
        ),
    ] = None,
    until: Annotated[
        str | None, typer.Option("--to", help="The later version. Default: the latest.", show_default=False)
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="List claims that are the same, too.")] = False,
    db: Database = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Show what changed between two versions of a document, claim by claim: edited, moved, gone, new or ambiguous, and who says it now.

    In edited claims, [-these words-] are gone and {+these+} are new. JSON has all claims. Exits with 1 if the document has one version,
    or if no claim has changed.
    """
    given = named(document, db)
    with claimsdb.open(db) as database:
        found = database.diff(given, since, until)
    changed = [] if found is None else [c for c in found["changes"] if c["status"] != "same" or c["reattributed"]]
    if as_json:
        print_json(found)
    elif found is None:
        console().print(Text(f"{printable(given)} has one version."))
    else:
        _print_diff(found, found["changes"] if every else changed)
    raise typer.Exit(0 if changed else 1)


def named(document: str, db: Path) -> str:
    """The document as it is given, or, if that is a file in a folder that was ingested, its path after the folder's name."""
    from claimsdb.store.folders import Folders

    given, folders = Path(document), Folders(db)
    file = given.parent.resolve() / given.name  # which may itself be a link
    root = folders.around(file) if file.is_file() else None
    return document if root is None else f"{folders.name(root)}/{file.relative_to(root).as_posix()}"


def _print_diff(found: DiffRecord, shown: Iterable[ChangeRecord]) -> None:
    out = console()
    one, other = found["earlier"], found["later"]
    out.print(Text(printable(found["path"]), style="bold"))
    for version in (one, other):
        out.print(f"version {version['version']}  {_time(version)}  {version['document'][:SHORT]}")
    others = f"; {found['reattributed']} attributed otherwise" if found["reattributed"] else ""
    out.print(Text(f"Claims: {_counts(found['counts'])}{others}."))
    _print_changes(shown)


def _time(version: VersionRecord) -> str:
    """When the version was captured, or else read."""
    return f"captured {version['captured_at']}" if version["captured_at"] else f"read {version['read_at']}"


def print_changed_file(found: ChangedFile) -> None:
    """Print what became of the claims of a file that has changed on the disk."""
    counts = found["problem"] or f"Claims: {_counts(found['counts'])}."
    console().print(Text(f"{printable(found['path'])} as it is now. {printable(counts)}"))
    _print_changes(change for change in found["changes"] if change["status"] != "same")


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{n} {status}" for status, n in counts.items() if n) or "none"


def _print_changes(shown: Iterable[ChangeRecord]) -> None:
    rows = [
        (
            (change["claim"] or change["successors"][0])["id"][:SHORT],
            Text(change["status"], style=_STYLES[change["status"]]),
            _worded(change),
            _who(change),
        )
        for change in shown
    ]
    if rows:
        console().print(table(("id", "status", "claim", "who says it"), rows))


def _worded(change: ChangeRecord) -> Text:
    """The words of the claim, with its edits."""
    if change["edits"]:
        return _edited(change["edits"])
    return Text(printable((change["claim"] or change["successors"][0])["text"]))


def _edited(edits: Iterable[Edit]) -> Text:
    """Words that are gone and new, marked so that colour is not needed."""
    made = Text()
    for one in edits:
        before, after, style = _EDITS[one["edit"]]
        words = printable(one["text"])
        made.append(f"{before}{words}{after}", style)
        made.append(" " if one["text"][-1:].isspace() or one["edit"] == "delete" else "")
    made.rstrip()
    return made


def _who(change: ChangeRecord) -> str:
    claim, heirs = change["claim"], change["successors"]
    now = _said(heirs[0]) if heirs else ""
    if claim is None:
        return now
    return f"{_said(claim)} → {now}" if change["reattributed"] else _said(claim)


def _said(claim: VersionClaim) -> str:
    who = claim["speaker"] or claim["source"]
    return f"{who} ({claim['attribution']})" if who else claim["attribution"]


def history(
    identity: Annotated[
        str, typer.Argument(metavar="ID", help="A claim's id or a unique prefix.", autocompletion=completing.claims)
    ],
    db: Database = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Show the history of a claim: what it came from, and what became of it in each version of its document, with times.

    It is given for each path at which the document is or was.
    """
    with claimsdb.open(db) as database:
        found = database.history(identity)
    if as_json:
        print_json(found)
        return
    for one in found:
        _print_history(one)


def _print_history(found: HistoryRecord) -> None:
    out = console()
    out.print(Text(f"{printable(found['path'])}, {counted(found['versions'], 'version')}", style="bold"))
    rows: list[list[object]] = []
    for entry in found["entries"]:
        status = entry["status"] or "first version"
        version = entry["version"]
        first: list[object] = [version["version"], _time(version)]
        word = Text(status, style=_STYLES.get(status, ""))
        if entry["edits"] and len(entry["claims"]) == 1:
            (claim,) = entry["claims"]
            rows.append([*first, claim["id"][:SHORT], word, _edited(entry["edits"]), _said(claim)])
        else:
            rows += ([*first, claim["id"][:SHORT], word, claim["text"], _said(claim)] for claim in entry["claims"])
        if not entry["claims"]:
            rows.append([*first, "", word, _edited(entry["edits"]), ""])
        if version["removed_at"]:
            rows.append(
                [version["version"], f"removed {version['removed_at']}", "", Text("removed", style="red"), "", ""]
            )
    out.print(table(("version", "time", "id", "status", "claim", "who says it"), rows))


def original(
    document: Document,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The file to write. Default: standard output.", show_default=False),
    ] = None,
    db: Database = DEFAULT,
) -> None:
    """Write the bytes of a document's file as they were read, if they were kept by `ingest --keep-sources`.

    For a path, these are the bytes of the latest version that is kept. Exits with 1 if none is.
    """
    from claimsdb.model.errors import NotKeptError
    from claimsdb.store.whole import whole

    if output is None and sys.stdout.isatty():
        raise typer.BadParameter("The bytes of a file are not for a terminal: give a file.", param_hint="--output")
    with claimsdb.open(db) as database:
        try:
            raw = database.original(named(document, db))
        except NotKeptError as error:
            raise said(str(error), 1) from None
    if output is None:
        sys.stdout.buffer.write(raw)
    else:
        with whole(output) as to:
            to.write(raw)
