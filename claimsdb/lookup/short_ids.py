"""Short ids, as in git: any unambiguous prefix of at least four digits."""

from __future__ import annotations

from claimsdb.model.errors import AmbiguousIdError, UnknownIdError
from claimsdb.store.engine import Connection
from claimsdb.store.read.ids import ids_from

_MOST = 11
"""Maximum number of candidates to name if an id is ambiguous."""


def full_id(connection: Connection, what: str, given: str) -> str:
    """The full id of the claim, document or speaker (`what`) whose id begins with `given`.

    Raises `UnknownIdError` if there is none, `AmbiguousIdError` if there are several.
    """
    found = ids_from(connection, what, given.lower(), _MOST)
    if not found:
        raise UnknownIdError(what, given)
    if len(found) > 1:
        raise AmbiguousIdError(what, given, [(identity, " ".join(words.split())[:80]) for identity, words in found])
    return found[0][0]
