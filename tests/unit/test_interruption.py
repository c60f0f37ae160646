"""What a signal does while the database answers, and whose handlers are left alone."""

import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from claimsdb.ingestion import interruption
from claimsdb.ingestion.interruption import Interrupted, interrupted, interruptible, shielded
from tests.processes import usual_signals


@pytest.fixture(autouse=True)
def as_found(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in interruption.SIGNALS}
    monkeypatch.setattr(interruption, "_held", None)
    monkeypatch.setattr(interruption, "_raised", [])
    usual_signals()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_ctrl_c_waits_for_the_database() -> None:
    done = []

    def work() -> None:
        with shielded():
            with shielded() as inner:
                signal.raise_signal(signal.SIGINT)
                done.append("inside")
            done.append("outside")
            assert inner == [signal.SIGINT]

    with pytest.raises(KeyboardInterrupt):
        work()
    assert done == ["inside", "outside"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.parametrize("number", interruption.SIGNALS)
def test_every_signal_waits_under_the_command_line(number: signal.Signals) -> None:
    def work() -> None:
        with shielded() as received:
            signal.raise_signal(number)
            signal.raise_signal(signal.SIGTERM)
            assert received == [number, signal.SIGTERM]

    with interruptible():
        with pytest.raises(Interrupted) as raised:
            work()
        assert interrupted(raised.value) == number
        assert interrupted(OSError("what SQLite makes of it")) == number
        with pytest.raises(Interrupted):  # no shield is left behind
            signal.raise_signal(number)
    signal.raise_signal(number)  # the program is ending already


def test_what_is_ignored_stays_ignored() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    with interruptible():
        signal.raise_signal(signal.SIGHUP)
    assert interrupted(OSError()) is None


def test_the_handlers_of_a_caller_are_left_alone() -> None:
    called: list[int] = []
    for number in interruption.SIGNALS:
        signal.signal(number, lambda number, _: called.append(number))
    with shielded() as received:
        for number in interruption.SIGNALS:
            signal.raise_signal(number)
    assert (called, received) == (list(interruption.SIGNALS), [])


def test_another_thread_has_no_signals() -> None:
    def work() -> list[int]:
        with shielded() as received:
            return received

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(work).result() == []
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
