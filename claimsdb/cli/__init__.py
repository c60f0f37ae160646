"""The command line: commands, and where errors become messages and exit codes (`exit_codes`).

0 is done; 1 is done with problems, nothing found, or a check that failed; 2 is usage; 130 is interrupted.
"""

from __future__ import annotations

import gc
import os
import sys

from claimsdb.ingestion.loading import loading


def main() -> None:
    """Run the command that the arguments name; never a traceback for a user's mistake."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever started us
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
        else:
            stream.reconfigure(errors="backslashreplace")
    with loading():
        from claimsdb.cli.app import app  # here: processes that are started to read import this module again
    try:
        app()
    finally:
        gc.freeze()  # what is there goes with the process, and needs no last collection: half a second
