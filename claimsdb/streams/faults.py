"""The problems with files that hold others, and with their members."""

from __future__ import annotations

from claimsdb.model.errors import ClaimsdbError, Problem, UnreadableError

_AGAIN = "Copy or download it again."


class BombError(ClaimsdbError):
    """A compressed file gives far more bytes than it has."""


def damaged(path: str, why: object) -> Problem:
    """The problem with a file that is not as its kind should be."""
    words = " ".join(str(why).split()) or type(why).__name__
    return Problem("damaged", path, f"It is damaged: {words.rstrip('.')[:200]}.", _AGAIN)


def bomb(path: str) -> Problem:
    """The problem with compressed bytes that give too many."""
    return Problem("bomb", path, "It gives far more bytes than it has, as if to do harm.", "Unpack it if you trust it.")


def too_deep(path: str) -> Problem:
    """The problem with a container in too many others."""
    return Problem("depth", path, "It is in too many other files.", "Unpack it, and ingest the folder.")


def too_many(path: str) -> Problem:
    """The problem with an archive of too many members."""
    return Problem("bomb", path, "Its directory has far too many members.", "Unpack it, and ingest the folder.")


def encrypted(path: str) -> Problem:
    """The problem with what is read with a password alone."""
    return Problem("encrypted", path, "It is encrypted.", "Unpack it with its password, and ingest the folder.")


def empty(path: str) -> Problem:
    """The problem with a container of nothing."""
    return Problem("empty", path, "There is nothing in it.", _AGAIN)


def repeated(path: str) -> Problem:
    """The problem with a member that has the name of an earlier one."""
    return Problem("member", path, "An earlier member has the same name.", "Unpack it, and ingest the folder.")


def not_a_file(path: str, what: str) -> Problem:
    """The problem with a member that is not a file."""
    return Problem("member", path, f"It is {what}, not a file.", "Put a copy of the file in its place.")


def misnamed(path: str, why: str) -> Problem:
    """The problem with a member whose name is not that of a file in a folder."""
    return Problem("member", path, f"Its name {why}.", "Pack it again under another name.")


def of_error(path: str, error: Exception) -> Problem:
    """The problem that an error, of ours or of a library, is about."""
    if isinstance(error, UnreadableError):
        return error.problem
    return bomb(path) if isinstance(error, BombError) else damaged(path, error)
