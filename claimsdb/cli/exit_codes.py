"""Turning errors into messages and exit codes."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext, suppress
from typing import Any

import typer
from typer.core import TyperGroup

from claimsdb.cli.common import log
from claimsdb.ingestion.interruption import interrupted
from claimsdb.model.errors import ClaimsdbError


class Commands(TyperGroup):
    """The group of all commands. It shows errors in one line on standard error, except usage errors, which typer shows."""

    def invoke(self, ctx: Any) -> object:
        """Run the command that the arguments name, within the context manager that is typer's `obj`, if one is given."""
        try:
            with ctx.obj or nullcontext():
                try:
                    return super().invoke(ctx)
                finally:  # a closed pipe or a full disk is handled too; if interrupted, nobody may be reading any more
                    if not isinstance(sys.exception(), KeyboardInterrupt):
                        sys.stdout.flush()
        except (Exception, KeyboardInterrupt) as error:
            raise _exit(error) from None


def _exit(error: BaseException) -> BaseException:
    """The exit that shows the error, or the error itself if it is typer's business or our fault."""
    if isinstance(error, typer.Exit):
        return error
    if number := interrupted(error):
        _discard_output()
        return said("Interrupted. Finished work is kept; run the same command again to continue.", 128 + number)
    match error:
        case ClaimsdbError():
            return said(str(error), 2)
        case BrokenPipeError():
            _discard_output()
            return typer.Exit(0)
        case UnicodeEncodeError():
            return said("An argument is not valid Unicode. Write it in UTF-8.", 2)
        case OSError():
            _discard_output()
            where = error.filename or "Standard output"
            return said(f"{where}: {error.strerror or error}. Check the name and the free space on the disk.", 2)
    return error


def said(message: str, code: int) -> typer.Exit:
    """Show the message on standard error. Returns the exit with this code."""
    log(f"claimsdb: {message}", always=True)
    return typer.Exit(code)


def _discard_output() -> None:
    """Discard what is still buffered when the interpreter ends."""
    with suppress(OSError):  # it may not be a real file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
