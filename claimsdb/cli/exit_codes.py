"""Turning errors into messages and exit codes."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import Any

import typer
from typer.core import TyperGroup

from claimsdb.model.errors import ClaimsdbError


class Commands(TyperGroup):
    """The group of all commands. It shows errors in one line on standard error, except usage errors, which typer shows."""

    def invoke(self, ctx: Any) -> object:
        """Run the command that the arguments name."""
        try:
            try:
                return super().invoke(ctx)
            finally:
                sys.stdout.flush()  # inside the try, so that a closed pipe or a full disk is handled too
        except ClaimsdbError as error:
            raise _said(str(error), 2) from None
        except KeyboardInterrupt:
            said = "Interrupted. Finished work is kept; run the same command again to continue."
            raise _said(said, 130) from None
        except BrokenPipeError:
            _discard_output()
            raise typer.Exit(0) from None
        except UnicodeEncodeError:
            raise _said("An argument is not valid Unicode. Write it in UTF-8.", 2) from None
        except OSError as error:
            _discard_output()
            where = error.filename or "Standard output"
            raise _said(
                f"{where}: {error.strerror or error}. Check the name and the free space on the disk.", 2
            ) from None


def _said(message: str, code: int) -> typer.Exit:
    print(f"claimsdb: {message}", file=sys.stderr)
    return typer.Exit(code)


def _discard_output() -> None:
    """Discard what is still buffered when the interpreter ends."""
    with suppress(OSError):  # it may not be a real file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
