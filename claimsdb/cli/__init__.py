"""The command line: commands, and where errors become messages and exit codes.

0 is done; 1 is done with problems, nothing found, or a check that failed; 2 is usage; 130 is interrupted.
"""

from __future__ import annotations

import os
import sys

import click

from claimsdb.cli.app import app
from claimsdb.errors import ClaimsdbError


def main() -> None:
    """Run the command that the arguments name; never a traceback for a user's mistake."""
    try:
        code = app(standalone_mode=False)
    except ClaimsdbError as error:
        code = _say(str(error), 2)
    except click.exceptions.Exit as ended:
        code = ended.exit_code
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.exceptions.Abort, KeyboardInterrupt):
        code = _say("Interrupted. What was finished is kept; run the same command again to go on.", 130)
    except BrokenPipeError:
        os.dup2(
            os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno()
        )  # the reader has gone; what is buffered goes nowhere
        code = 0
    sys.exit(code if isinstance(code, int) else 0)


def _say(message: str, code: int) -> int:
    print(f"claimsdb: {message}", file=sys.stderr)
    return code
