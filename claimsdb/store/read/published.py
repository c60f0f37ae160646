"""When documents were published: days, months and years as they are known, and conditions on them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from claimsdb.model.errors import BadQueryError

DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)
"""An ISO 8601 date, or a year or month, as `since` and `until` take it."""
_KNOWN = re.compile(r"\d{4}(-XX|-\d\d(-XX|-\d\d)?)?|unknown", re.ASCII)
"""What `published` takes: also a year or month of which no more is known, as in EDTF, or no date."""
UNKNOWN = "unknown"
_DATE_BEGINS = re.compile(r"\d{4}(-|\Z)", re.ASCII)


class Condition(NamedTuple):
    """A condition on a row of documents, in SQL, with its parameters, and in words."""

    sql: str
    values: dict[str, object]
    told: str

    @property
    def of_claims(self) -> str:
        """The condition on a row of claims that its document meets this one."""
        return f"document IN (SELECT id FROM documents WHERE {self.sql})"


class DateChoice(NamedTuple):
    """A value that a filter can take, in words, with the number of claims that it leaves."""

    value: str
    label: str
    claims: int
    selected: bool


def published(since: str | None, until: str | None, known: str | None = None) -> Condition | None:
    """The condition that a document was published, or may have been, from `since` to `until` (inclusive ISO 8601 dates, years or months),
    and that its date is known to lie in `known`: a day, month or year, `2016-XX` if no more than the year is known, or `unknown`.

    None if none of these is given. Raises `BadQueryError` if one is not a date.
    """
    for name, given in (("since", since), ("until", until)):
        if given and not DATE.fullmatch(given):
            raise BadQueryError(name, given, "give a date such as 2023-02-22, a year or a month")
    if known and not _KNOWN.fullmatch(known):
        raise BadQueryError("published", known, "give a day, a month, a year, 2023-XX, 2023-02-XX, or unknown")
    clauses, values, told = list[str](), dict[str, object](), list[str]()
    if known == UNKNOWN:
        clauses.append("published IS NULL")
        told.append("on an unknown date")
    elif known:
        exact = known.endswith("-XX")
        date = known.removesuffix("-XX")
        clauses.append(
            "published = :published_known"
            if exact
            else "published >= :published_known AND published < :published_known || '~'"
        )
        values["published_known"] = date
        told.append(f"{'on' if len(date) == 10 else 'in'} {date}{f', {missing(date)} not known' if exact else ''}")
    if since:
        clauses.append("published >= substr(:published_since, 1, length(published))")
        values["published_since"] = since
        told.append(f"from {since}")
    if until:
        clauses.append("substr(published, 1, length(:published_until)) <= :published_until")
        values["published_until"] = until
        told.append(f"to {until}")
    return Condition(" AND ".join(clauses), values, " ".join(["published", *told])) if clauses else None


def missing(date: str) -> str:
    """What is not known of a date that is a year or a month."""
    return "month" if len(date) == 4 else "day"


def choices(counted: Iterable[tuple[str | None, str, int]], known: str | None) -> list[DateChoice]:
    """The years of the claims, or the parts of the year or month that is chosen (`known`), the newest first.

    `counted` are dates of publication, each with an attribution and a number of claims. One year alone is divided, and so is one month.
    """
    counts: dict[str | None, int] = {}
    for date, _, n in counted:
        counts[date] = counts.get(date, 0) + n
    chosen = [DateChoice(known, label(known), sum(counts.values()), selected=True)] if known else []
    if known and (known == UNKNOWN or known.endswith("-XX")):
        return chosen
    dates = {date for date in counts if date and _DATE_BEGINS.match(date)}
    length = {0: 4, 4: 7, 7: 10}.get(len(known or ""), 0)
    while not known and length < 10 and len({date[:length] for date in dates}) == 1 and len(dates) > 1:
        length += 3
    if not length:
        return chosen
    parts: dict[str, int] = {}
    for date, n in counts.items():
        name = UNKNOWN if date not in dates else str(date)[:length] if len(str(date)) >= length else f"{date}-XX"
        parts[name] = parts.get(name, 0) + n
    unknown = parts.pop(UNKNOWN, 0)
    ordered = [*sorted(parts.items(), reverse=True), *([(UNKNOWN, unknown)] if unknown else [])]
    return chosen + [DateChoice(name, label(name), n, selected=False) for name, n in ordered]


def label(known: str) -> str:
    """A day, month or year, or what is not known of it, in words."""
    if known == UNKNOWN:
        return "not known"
    date = known.removesuffix("-XX")
    return date if date == known else f"{date}, {missing(date)} not known"
