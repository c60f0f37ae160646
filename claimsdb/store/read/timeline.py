"""Numbers of claims by the day, month, year or decade in which their documents were published.

A date of which only the year or the month is known is never counted for one of its days or months: it has a place of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import NamedTuple, TypedDict

from claimsdb.model.attribution import AttributionKind
from claimsdb.store.engine import Driver
from claimsdb.store.facet_columns import Array, Columns, Groups
from claimsdb.store.read.remembered import remembered

Counted = tuple[str | None, str, int]
"""When documents were published (ISO 8601), an attribution, and the number of their claims with it."""


class Period(TypedDict):
    """A number of claims by attribution. `name` is a day, month, year or decade (`2010s`), `2016-XX` or `2016-09-XX` if no more is known,
    or `unknown`; `first` and `last` are the numbers of the periods of the timeline that it covers.
    """

    name: str
    counts: dict[str, int]
    claims: int
    first: int
    last: int


class Timeline(TypedDict):
    """Periods of one `unit` without a gap, and beside them, in `vague`, the times that are not known as exactly; `unknown` is no time.

    Without a date, there are no periods.
    """

    unit: str
    periods: list[Period]
    vague: list[Period]
    unknown: Period
    claims: int


@dataclass(frozen=True, slots=True)
class _Unit:
    """A unit of time: the length of its dates, the largest number of periods, and periods as numbers and back."""

    name: str
    length: int
    most: int
    number: Callable[[str], int]
    told: Callable[[int], str]


class _Extent(NamedTuple):
    """The first and the last period."""

    first: int
    last: int


_DATE = re.compile(r"(?!0000)\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
_UNITS = (
    _Unit("day", 10, 62, lambda d: date.fromisoformat(d).toordinal(), lambda n: date.fromordinal(n).isoformat()),
    _Unit("month", 7, 72, lambda d: 12 * int(d[:4]) + int(d[5:]) - 1, lambda n: f"{n // 12:04}-{n % 12 + 1:02}"),
    _Unit("year", 4, 120, int, lambda n: f"{n:04}"),
    _Unit("decade", 4, 1000, lambda d: int(d) // 10, lambda n: f"{n:03}0s"),
)


def timeline(counted: Iterable[Counted]) -> Timeline:
    """The claims by time: in days if they lie close together and most days are known, otherwise in months, years or decades."""
    found: dict[str, dict[str, int]] = {}
    of_date: dict[str | None, dict[str, int]] = {}
    for published, attribution, n in counted:
        if published not in of_date:
            of_date[published] = found.setdefault(_known(published), {kind.value: 0 for kind in AttributionKind})
        of_date[published][attribution] += n
    unknown = _period("unknown", found.pop("", {kind.value: 0 for kind in AttributionKind}), _Extent(0, -1))
    sums = {name: sum(of.values()) for name, of in found.items()}
    dated = sum(sums.values())
    for unit in _UNITS:
        exact = {name for name in found if len(name) >= unit.length}
        if 2 * sum(sums[name] for name in exact) < dated:
            continue
        extent = _extent(found, exact, unit)
        if extent is None or extent.last - extent.first < unit.most or unit is _UNITS[-1]:
            break
    periods, vague = _placed(found, unit, extent) if extent else ([], [])
    return {
        "unit": unit.name,
        "periods": periods,
        "vague": vague,
        "unknown": unknown,
        "claims": dated + unknown["claims"],
    }


def of_claims(columns: Columns, among: Array | None) -> Iterator[Counted]:
    """What `timeline` takes, of the claims at these positions."""
    days, groups = remembered(columns.connection, "days", partial(_days, columns.connection))
    for day, counts in zip(days, columns.by_group("document", groups, "attribution", among), strict=True):
        for attribution, n in counts.items():
            yield day, attribution, n


def _days(connection: Driver) -> tuple[list[str | None], Groups]:
    """The dates of documents without their times, and the documents as groups by these."""
    days: dict[str | None, int] = {None: 0}
    groups: dict[int, int] = {}
    for key, published in connection.execute("SELECT id, published FROM documents ORDER BY published"):
        groups[key] = days.setdefault(published and published[:10], len(days))
    return list(days), Groups(groups)


def _known(published: str | None) -> str:
    """The day, month or year, as far as it is known and exists; empty if it is not."""
    match = _DATE.match(published or "")
    known = match.group() if match else ""
    if len(known) == 10:
        try:
            date.fromisoformat(known)
        except ValueError:
            return known[:7]
    return known


def _bounds(name: str, unit: _Unit) -> _Extent:
    """The periods in which a date may lie of which less is known than the unit."""
    first, last = f"{name}-01", f"{name}-12" if len(name) == 4 else f"{name}-31"
    if unit.name == "month":
        return _Extent(unit.number(first), unit.number(last))
    year, month = int(name[:4]), int(name[5:] or 12)
    start = date(year, int(name[5:] or 1), 1).toordinal()
    following = date(year + month // 12, month % 12 + 1, 1).toordinal() if year < 9999 else date.max.toordinal()
    return _Extent(start, following - 1)


def _extent(found: Mapping[str, object], exact: set[str], unit: _Unit) -> _Extent | None:
    """From the first to the last period that is known, and on to those that may lie wholly outside."""
    if not exact:
        return None
    first, last = (unit.number(end(exact)[: unit.length]) for end in (min, max))
    for name in found.keys() - exact:
        bounds = _bounds(name, unit)
        if bounds.last < first or bounds.first > last:
            first, last = min(first, bounds.first), max(last, bounds.last)
    return _Extent(first, last)


def _placed(found: Mapping[str, dict[str, int]], unit: _Unit, extent: _Extent) -> tuple[list[Period], list[Period]]:
    periods = [
        _period(unit.told(n), {kind.value: 0 for kind in AttributionKind}, _Extent(k, k))
        for k, n in enumerate(range(extent.first, extent.last + 1))
    ]
    vague: list[Period] = []
    for name, counts in sorted(found.items()):
        if len(name) < unit.length:
            bounds = _bounds(name, unit)
            inside = _Extent(
                max(bounds.first, extent.first) - extent.first, min(bounds.last, extent.last) - extent.first
            )
            vague.append(_period(f"{name}-XX", counts, inside))
            continue
        period = periods[unit.number(name[: unit.length]) - extent.first]
        for attribution, n in counts.items():
            period["counts"][attribution] += n
            period["claims"] += n
    return periods, vague


def _period(name: str, counts: dict[str, int], extent: _Extent) -> Period:
    return {"name": name, "counts": counts, "claims": sum(counts.values()), "first": extent.first, "last": extent.last}
