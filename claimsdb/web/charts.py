"""Claims by time of publication as a picture: where its bars are, in percent of its width and in pixels of its height."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from claimsdb.model.attribution import AttributionKind
from claimsdb.store.read.published import label
from claimsdb.store.read.timeline import Period, Timeline
from claimsdb.web.addresses import Address

HEIGHT = 110
"""Height of the longest bar."""
TICKS = 4
"""Maximum number of dates on the axis."""
_AXIS, _TEXT, _LANE = HEIGHT + 6, 20, 18
_FILLED = 0.86  # of the width of a period


class Segment(NamedTuple):
    """The claims with one attribution in a bar."""

    attribution: str
    y: float
    height: float


class Bar(NamedTuple):
    """A period with claims."""

    told: str
    address: str
    x: float
    width: float
    segments: list[Segment]


class Span(NamedTuple):
    """A time of which no more is known, below the axis, as long as it."""

    told: str
    short: str
    address: str
    x: float
    width: float
    y: float


class Tick(NamedTuple):
    """A date on the axis."""

    told: str
    x: float
    anchor: str


class Row(NamedTuple):
    """A line of the table beside the picture."""

    told: str
    address: str
    counts: Mapping[str, int]
    claims: int


class Chart(NamedTuple):
    """A picture with its table; `most` is the number of claims in the longest bar, and `unknown` that of claims without a date."""

    unit: str
    height: int
    axis: int
    most: int
    bars: list[Bar]
    spans: list[Span]
    ticks: list[Tick]
    rows: list[Row]
    vague: int
    unknown: int

    @property
    def worth(self) -> bool:
        """Whether there is more to see than one bar."""
        return len(self.bars) + len(self.spans) > 1


def chart(time: Timeline, address: Address, prefix: str = "_") -> Chart:
    """The picture of a timeline; `address` takes the parameters of time, whose names begin with `prefix`."""

    def to(name: str) -> str:
        if name.endswith("0s"):
            return address(**{f"{prefix}since": name[:4], f"{prefix}until": f"{name[:3]}9"})
        return address(**{f"{prefix}published": name})

    periods, vague, unknown = time["periods"], time["vague"], time["unknown"]
    most = max((period["claims"] for period in periods), default=0)
    share = 100 / max(len(periods), 1)
    shown = [period for period in periods if period["claims"]]
    lanes = sorted({len(one["name"]) for one in vague})
    listed = [*shown, *vague, *([unknown] if unknown["claims"] else [])]
    return Chart(
        time["unit"],
        _AXIS + _TEXT + _LANE * len(lanes),
        _AXIS,
        most,
        [Bar(_told(period), to(period["name"]), *_place(period, share), _segments(period, most)) for period in shown],
        [_span(one, to(one["name"]), share, lanes.index(len(one["name"]))) for one in vague],
        _ticks(periods, share),
        [Row(label(one["name"]), to(one["name"]), one["counts"], one["claims"]) for one in listed],
        sum(one["claims"] for one in vague),
        unknown["claims"],
    )


def _place(period: Period, share: float) -> tuple[float, float]:
    length = period["last"] - period["first"] + _FILLED
    return round(share * period["first"], 3), round(share * length, 3)


def _span(period: Period, address: str, share: float, lane: int) -> Span:
    short = f"{period['name'].removesuffix('-XX')}: {period['claims']:,}"
    return Span(_told(period), short, address, *_place(period, share), _AXIS + _TEXT + _LANE * lane)


def _segments(period: Period, most: int) -> list[Segment]:
    """From the axis up: quoted, reported, asserted."""
    found, y = list[Segment](), float(_AXIS)
    for kind in AttributionKind:
        if n := period["counts"][kind.value]:
            height = HEIGHT * n / most
            y -= height
            found.append(Segment(kind.value, round(y, 2), round(height, 2)))
    return found


def _ticks(periods: list[Period], share: float) -> list[Tick]:
    """Some periods at equal distances, the first one first."""
    step = max(-(-len(periods) // TICKS), 1)
    shown = [(k, period) for k, period in enumerate(periods) if k % step == 0]
    return [
        Tick(period["name"], round(share * (k + (_FILLED / 2 if k else 0)), 3), "middle" if k else "start")
        for k, period in shown
    ]


def _told(period: Period) -> str:
    counts = ", ".join(f"{n:,} {kind}" for kind, n in period["counts"].items() if n)
    return f"{label(period['name'])}: {period['claims']:,} claim{'' if period['claims'] == 1 else 's'} ({counts})"
