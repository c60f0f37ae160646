"""What the commands share: the option for the database, and output for people and for programs."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from claimsdb.cli.words import is_quiet

Database = Annotated[Path, typer.Option("--db", help="The claims database.", envvar="CLAIMSDB_DB", show_default=True)]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
DEFAULT = Path("claims.db")
SHORT = 10
"""Number of digits of an id in output for people."""

COLOURS = {"quoted": "green", "reported": "cyan", "asserted": "yellow"}


def counted(number: int, what: str) -> str:
    """A number of things, such as “1 document” or “2,000 documents”."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def places_of(given: Sequence[str] | None) -> dict[str, Path]:
    """The folders that `--folder NAME=PLACE` gives, by name. Raises `typer.BadParameter` for one that does not exist."""
    places: dict[str, Path] = {}
    for one in given or []:
        name, _, place = one.partition("=")
        if not place or not Path(place).is_dir():
            raise typer.BadParameter(f"{one!r} is not NAME=FOLDER with a folder that exists.", param_hint="--folder")
        places[name] = Path(place)
    return places


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave it to the command line's edge."""
        raise


def console() -> Console:
    """Standard output for people, as wide as the terminal; without a terminal, lines are not wrapped."""
    return _Console(width=None if sys.stdout.isatty() else 240, soft_wrap=not sys.stdout.isatty(), highlight=False)


def log(message: str, *, always: bool = False) -> None:
    """Print lines for people on standard error: notes, which are left out if nobody wants them, unless `always`."""
    if is_quiet() and not always:
        return
    print("\n".join(map(_escaped, message.split("\n"))), file=sys.stderr)


def is_piped() -> bool:
    """Whether tables are for programs: standard output is not a terminal. `CLAIMSDB_OUTPUT` (table or tsv) overrules it."""
    wanted = os.environ.get("CLAIMSDB_OUTPUT")
    return wanted == "tsv" or (wanted != "table" and not sys.stdout.isatty())


def show_table(
    heads: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    right: Sequence[str] = (),
    columns: Sequence[str],
    records: Iterable[object],
    none: str = "",
) -> None:
    """Print a table for people, or `none` if it has no rows; or else the `columns` of the `records`, which are keys of JSON, as
    tab-separated lines.
    """
    if is_piped():
        print_tsv(columns, records)
    else:
        found = list(rows)
        console().print(table(heads, found, right=right) if found or not none else none)


def one_more(limit: int) -> int | None:
    """How many results to ask for, to know whether there are more than the limit; 0 is no limit."""
    return limit + 1 if limit else None


def tell_more(number: int, limit: int) -> None:
    """Tell people if there are more results than the limit."""
    if 0 < limit < number:
        log(f"There are more: --limit 0 lists all of them, --limit {limit * 2} twice as many.")


def print_tsv(columns: Sequence[str], records: Iterable[object]) -> None:
    """Print a line with the names of the columns and one for each record, separated by tabs; there are no tabs or line ends in cells."""
    sys.stdout.write("\t".join(columns) + "\n")
    for record in records:
        assert isinstance(record, Mapping)
        sys.stdout.write("\t".join(_cell(record[column]) for column in columns) + "\n")


def _cell(value: object) -> str:
    if isinstance(value, list | tuple):
        return "; ".join(map(_cell, value))
    return "" if value is None else printable(str(value))


def print_json(value: object) -> None:
    """Print a JSON value on standard output."""
    ascii_only = not sys.stdout.encoding.lower().startswith("utf")
    print(json.dumps(value, ensure_ascii=ascii_only, indent=2))


def table(heads: Sequence[str], rows: Sequence[Sequence[object]], *, right: Sequence[str] = ()) -> Table:
    """A plain table, whose cells are text and never markup."""
    made = Table(box=None, pad_edge=False, header_style="bold")
    for head in heads:
        made.add_column(head, justify="right" if head in right else "left", no_wrap=head == "id", overflow="fold")
    for row in rows:
        made.add_row(
            *(cell if isinstance(cell, Text) else Text("" if cell is None else printable(str(cell))) for cell in row)
        )
    return made


def printable(text: str) -> str:
    """The text in one line, with control characters escaped, so that the terminal does not interpret them."""
    return _escaped(" ".join(text.split()))


def _escaped(line: str) -> str:
    return "".join(c if c.isprintable() else _escape(ord(c)) for c in line)


def _escape(code: int) -> str:
    if 0xDC80 <= code <= 0xDCFF:  # a byte of a name that is not UTF-8
        code -= 0xDC00
    return f"\\x{code:02x}" if code < 256 else "\ufffd"
