"""The manual page, `man claimsdb`, made from the commands themselves (`docs/generate.py` writes it)."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

import typer.main

from claimsdb.model.version import __version__

_CODE = re.compile(r"`([^`]*+)`")
_EXAMPLES = re.compile("^Examples?: ")
_END = r"""
.SH TABLES FOR PROGRAMS
On a terminal, lists are tables for people. Otherwise they are lines of tab\-separated columns, with a line of names first; these are keys
of the objects that \fB\-\-json\fR prints, and stay the same.
.SH ENVIRONMENT
.TP
.B CLAIMSDB_DB
The database, instead of claims.db (several for \fBserve\fR, separated by colons).
.TP
.B CLAIMSDB_OUTPUT
\fBtable\fR or \fBtsv\fR, whatever standard output is.
.TP
.B NO_COLOR
Print no colours.
.SH EXIT STATUS
0 done; 1 done with problems, nothing found, or a check failed; 2 wrong usage or another error; 128 plus the number of a signal.
.SH FILES
.TP
.I claims.db.folders.json
Where ingested folders are on this machine. It is not published with the database.
"""


def manual(app: typer.Typer) -> str:
    """The page in roff."""
    program: Any = typer.main.get_command(app)
    lines = [f'.TH CLAIMSDB 1 "" "claimsdb {__version__}" "User Commands"', ".SH NAME"]
    lines += [f"claimsdb \\- {_text(program.help.rstrip('.'))}"]
    lines += [".SH SYNOPSIS", r".B claimsdb", r"\fICOMMAND\fR [\fIARGUMENTS\fR] [\fIOPTIONS\fR]", ".SH COMMANDS"]
    for command in program.commands.values():
        lines += _command(command)
    return "\n".join(lines) + _END


def _command(command: Any) -> Iterator[str]:
    """One command: its synopsis, its description, its parameters, its examples."""
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    given = " ".join(rf"\fI{_text(p.metavar or p.name.upper())}\fR" for p in arguments)
    yield from (f".SS claimsdb {command.name}", rf".B claimsdb {command.name}", f"{given} [\\fIOPTIONS\\fR]", ".PP")
    yield "\n.PP\n".join(_line(_text(part)) for part in inspect.cleandoc(command.callback.__doc__ or "").split("\n\n"))
    for p in command.params:
        names = p.metavar or p.name.upper() if p in arguments else ", ".join((*p.opts, *p.secondary_opts))
        yield from (".TP", rf".B {_text(names)}", _line(_text(p.help or "")))
    for example in _EXAMPLES.sub("", command.epilog or "").split("; "):
        yield from (".PP", ".nf", _line(_text(example)), ".fi")


def _text(words: str) -> str:
    """The words in one line as roff takes them, with code in bold."""
    escaped = " ".join(words.split()).replace("\\", r"\e").replace("-", r"\-")
    return _CODE.sub(r"\\fB\1\\fR", escaped)


def _line(words: str) -> str:
    """The words so that they are no request at the beginning of a line."""
    return rf"\&{words}" if words[:1] in (".", "'") else words
