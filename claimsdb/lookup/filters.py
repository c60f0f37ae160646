"""Which claims are asked for: filters that combine, as SQL over `c` (claims), `d` (documents) and `s` (speakers)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from claimsdb.lookup.short_ids import looks_like_id
from claimsdb.model.attribution import AttributionKind

_PATHS = "(SELECT group_concat(path, char(10)) FROM paths WHERE document = d.id AND retired_by IS NULL)"
"""Where a document lies now: the same bytes may lie at several paths."""


DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)
"""An ISO 8601 date or its beginning, as `since` and `until` take it."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a claim must be: attributed so, by a speaker and in a document whose name has these letters, published in this time.

    `since` and `until` are ISO 8601 dates or their beginnings, both ends in; with one of them documents without a date are left out.
    """

    attribution: AttributionKind | None = None
    speaker: str | None = None
    document: str | None = None
    since: str | None = None
    until: str | None = None

    def __bool__(self) -> bool:
        return any(v is not None for v in (self.attribution, self.speaker, self.document, self.since, self.until))

    def sql(self) -> tuple[list[str], dict[str, Any]]:
        """The conditions, all of which hold, and their parameters."""
        where: list[str] = []
        values: dict[str, Any] = {}
        if self.attribution is not None:
            where.append("c.attribution = :attribution")
            values["attribution"] = str(self.attribution)
        if self.speaker is not None:
            where.append(names(("s.name",), "s.speaker_id", "speaker", self.speaker))
            values["speaker"] = self.speaker
        if self.document is not None:
            where.append(names(("d.path", "d.title", _PATHS), "d.document_id", "document", self.document))
            values["document"] = self.document
        if self.since is not None:
            where.append("d.published >= :since")
            values["since"] = self.since
        if self.until is not None:
            where.append("substr(d.published, 1, length(:until)) <= :until")
            values["until"] = self.until
        return where, values


def every_word(text: str) -> str:
    """A full-text query for claims that have every word of the text, in any order; for none where it has no words."""
    return " ".join('"' + word.replace('"', '""') + '"' for word in text.split()) or '""'


def names(columns: Sequence[str], identity: str, parameter: str, given: str) -> str:
    """A condition that one of the columns holds what is given as the parameter, or that the column `identity` begins with it."""
    tests = [f"instr(folded({column}), folded(:{parameter})) > 0" for column in columns]
    if looks_like_id(given):
        tests.append(f"{identity} LIKE :{parameter} || '%'")
    return f"({' OR '.join(tests)})"
