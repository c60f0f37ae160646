"""Taking turns with a writer: checks read for seconds at a time, so that a run that is ingesting need not wait for them."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from claimsdb.store.engine import Connection

Tell = Callable[[str, int, int], None]
_SECONDS = 5.0
"""After how many seconds another transaction begins: far below the time that a writer waits for."""


class Turns:
    """Ends the reading transaction at times, between two checks that each need one state of the database; and tells how far they are."""

    def __init__(self, connection: Connection, tell: Tell) -> None:
        self._connection, self._tell = connection, tell
        self.next()

    def next(self) -> None:
        """Begin another transaction."""
        self._connection.rollback()
        self._connection.begin()
        self._began = monotonic()

    def pause(self, task: str, done: int, total: int) -> None:
        """Say how much of the task is done; begin another transaction if this one has taken long."""
        self._tell(task, done, total)
        if monotonic() - self._began > _SECONDS:
            self.next()
