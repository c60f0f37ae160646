"""The command line: the commands, and `exit_codes`, which turns errors into messages and exit codes.

Exit codes: 0 for success; 1 for problems, nothing found, or a failed check; 2 for wrong usage and other errors; 130 if interrupted.
"""

from __future__ import annotations

import gc
import os
import sys

from claimsdb.ingestion.loading import loading


def main() -> None:
    """Run the command that the arguments name. A user's mistake never causes a traceback."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by the process that started us
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
        else:
            stream.reconfigure(errors="backslashreplace")
    with loading():
        from claimsdb.cli.app import app  # not at the top: reader processes import this module again
    try:
        app()
    finally:
        gc.freeze()  # saves half a second: the process ends, so nothing needs a last collection
