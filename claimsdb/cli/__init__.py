"""The command line: the commands, and `exit_codes`, which turns errors into messages and exit codes.

Exit codes: 0 for success; 1 for problems, nothing found, or a failed check; 2 for wrong usage and other errors; 128 plus the number of the
signal if interrupted: 130 by Ctrl-C, 143 by SIGTERM, 129 by a terminal that closes.
"""

from __future__ import annotations

import gc
import io
import os
import sys

from claimsdb.ingestion.loading import loading


def main() -> None:
    """Run the command that the arguments name. A user's mistake never causes a traceback."""
    try:
        _streams()
        with loading():
            from claimsdb.cli.app import app
            from claimsdb.ingestion.interruption import interruptible
        app(obj=interruptible())
    except KeyboardInterrupt:  # before the command has begun
        sys.exit(130)
    finally:
        gc.freeze()  # saves half a second: the process ends, so nothing needs a last collection


class _Unheard(io.FileIO):
    """A stream whose reader may go away: the terminal closes, or `head` has seen enough. The work goes on without it."""

    def write(self, given: object) -> int:
        """Write, or drop what cannot be written."""
        try:
            return super().write(given)  # type: ignore[arg-type]
        except OSError:
            return memoryview(given).nbytes  # type: ignore[arg-type]


def _streams() -> None:
    """Standard output and error that can print any text, and an error stream that never fails."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the process that started us
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    unheard = io.BufferedWriter(_Unheard(sys.stderr.fileno(), "w", closefd=False))
    sys.stderr = io.TextIOWrapper(unheard, sys.stderr.encoding, "backslashreplace", line_buffering=True)
