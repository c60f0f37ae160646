"""What people say about claims, taken into the database: groups, counts and conflicts follow at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from claimsdb.comparison.update.update import judged
from claimsdb.lookup.short_ids import full_id
from claimsdb.model.errors import DatabaseMissingError, VerdictError
from claimsdb.model.verdict import LONGEST, Verdict
from claimsdb.store.engine import Connection
from claimsdb.store.lock import BUSY_SECONDS, acquire
from claimsdb.store.migrations import open_for_writing
from claimsdb.store.read.verdicts import current
from claimsdb.store.write import verdicts


def judge(
    database: str | Path,
    claim: str,
    others: str | Sequence[str],
    *,
    same: bool,
    why: str | None = None,
    by: str | None = None,
) -> list[Verdict]:
    """State that a claim says the same as each of the others, or that it does not (`same`), and update groups, counts and conflicts.

    A verdict comes before what claimsdb finds, in later runs too, and in place of an earlier verdict about the same two claims. Ids may be
    unique prefixes; `why` is the reason, `by` the name of whoever says so. Returns the verdicts.

    Raises `UnknownIdError`, `AmbiguousIdError`, `VerdictError` for a claim and itself, or an error of the database.
    """
    why, by = _line(why), _line(by)

    def write(connection: Connection, run: int, pairs: list[Verdict]) -> None:
        verdicts.give(connection, run, pairs)

    return _changed(Path(database), claim, others, lambda one, other: Verdict(one, other, same, why, by), write)


def withdraw(database: str | Path, claim: str, others: str | Sequence[str], *, by: str | None = None) -> int:
    """Take back what people have said about a claim and each of the others, and compare them anew. Returns how many verdicts stood.

    Raises `UnknownIdError`, `AmbiguousIdError`, `VerdictError`, or an error of the database.
    """
    count = 0
    by = _line(by)

    def write(connection: Connection, _: int, pairs: list[Verdict]) -> None:
        nonlocal count
        count = verdicts.withdraw(connection, [one.pair for one in pairs], by)

    _changed(Path(database), claim, others, lambda one, other: Verdict(one, other, False), write)
    return count


def _changed(
    database: Path,
    claim: str,
    others: str | Sequence[str],
    verdict: Callable[[str, str], Verdict],
    write: Callable[[Connection, int, list[Verdict]], None],
) -> list[Verdict]:
    """Write verdicts about these claims, and what follows from them, in one transaction."""
    if not database.is_file():
        raise DatabaseMissingError(database)
    held = acquire(database, BUSY_SECONDS)
    try:
        engine = open_for_writing(database)
        with engine.begin() as connection:
            one = full_id(connection, "claim", claim)
            against = [
                full_id(connection, "claim", other) for other in ([others] if isinstance(others, str) else others)
            ]
            if one in against:
                raise VerdictError(one)
            pairs = [verdict(one, other) for other in dict.fromkeys(against)]
            run = verdicts.begin(connection)
            touched = current(connection, [one, *against])
            write(connection, run, pairs)
            judged(connection, run, touched)
        engine.dispose()
    finally:
        held.release()
    return pairs


def _line(given: str | None) -> str | None:
    """The words in one line; None if there are none."""
    return " ".join((given or "").split())[:LONGEST] or None
