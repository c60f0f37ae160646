"""Signals that end the work: Ctrl-C, a polite kill (SIGTERM) and a terminal that closes (SIGHUP) raise `Interrupted`.

The library leaves signals alone; the command line handles them while a command runs.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType

SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
_held: list[int] | None = None
"""The signals received while the work must not be interrupted; None while it may be."""
_raised: list[int] = []


class Interrupted(KeyboardInterrupt):
    """A signal, whose `number` this is, asked to end the work."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


def interrupted(error: BaseException) -> int | None:
    """The number of the signal that caused the error, if one did.

    SQLite replaces an exception raised in its callbacks by its own, so any error after a signal counts as caused by it.
    """
    if isinstance(error, Interrupted):
        return error.number
    if _raised:
        return _raised[0]
    return int(signal.SIGINT) if isinstance(error, KeyboardInterrupt) else None


@contextmanager
def interruptible() -> Iterator[None]:
    """Let signals interrupt the work, except those that are ignored, as by `nohup`. Later ones have no effect: the process ends."""
    global _held
    for number in SIGNALS:
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _interrupt)
    try:
        yield
    finally:
        _held = []


@contextmanager
def shielded() -> Iterator[list[int]]:
    """Delay interruption until the database has answered: in the middle of a statement, it would print errors of the connection.

    Gives the list of signals received in the meantime, so that long work can stop between two statements. Only our own handler and
    Python's for Ctrl-C are delayed, never a caller's.
    """
    global _held
    if _held is not None or current_thread() is not main_thread():
        yield _held if _held is not None else []
        return
    pythons = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    received: list[int] = []
    try:
        if pythons:
            signal.signal(signal.SIGINT, _interrupt)
        _held = received
        yield received
    finally:
        _held = None
        if pythons:
            signal.signal(signal.SIGINT, signal.default_int_handler)
    if received:
        _interrupt(received[0], None)


def _interrupt(number: int, _: FrameType | None) -> None:
    if _held is not None:
        _held.append(number)
        return
    _raised.append(number)
    raise Interrupted(number)
