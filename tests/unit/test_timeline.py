"""Claims by time: nothing is lost, periods have no gap, and what is not known is never placed in one of them."""

from hypothesis import given
from hypothesis import strategies as st

from claimsdb.model.attribution import AttributionKind
from claimsdb.store.read.timeline import Timeline, timeline

DATES = st.dates().map(str).flatmap(lambda date: st.sampled_from([date[:4], date[:7], date, f"{date}T10:00"]))
PUBLISHED = st.none() | DATES | st.sampled_from(["2016-02-31", "soon", "0000", ""])


def names(found: Timeline) -> tuple[str, list[str], list[tuple[str, int, int]]]:
    vague = [(one["name"], one["first"], one["last"]) for one in found["vague"]]
    return found["unit"], [f"{one['name']} {one['claims']}" for one in found["periods"]], vague


def test_the_range_decides_the_unit() -> None:
    days = [
        ("2016-09-12", "quoted", 3),
        ("2016-09-14T08:00", "asserted", 4),
        ("2016-09", "quoted", 2),
        (None, "quoted", 5),
    ]
    assert names(timeline(days)) == (
        "day",
        ["2016-09-12 3", "2016-09-13 0", "2016-09-14 4"],
        [("2016-09-XX", 0, 2)],
    )
    assert names(timeline([*days, ("2016-12-31", "quoted", 1), ("2016", "quoted", 1)])) == (
        "month",
        ["2016-09 9", "2016-10 0", "2016-11 0", "2016-12 1"],
        [("2016-XX", 0, 3)],
    )
    assert names(timeline([*days, ("2015", "quoted", 90)]))[:2] == ("year", ["2015 90", "2016 9"])
    assert names(timeline([("1650", "quoted", 1), ("1799", "quoted", 1)]))[1][-1] == "1790s 1"
    assert names(timeline([(None, "quoted", 1)])) == ("day", [], [])


@given(
    st.lists(st.tuples(PUBLISHED, st.sampled_from([k.value for k in AttributionKind]), st.integers(1, 9)), max_size=8)
)
def test_nothing_is_lost_and_nothing_is_guessed(counted: list[tuple[str | None, str, int]]) -> None:
    found = timeline(counted)
    placed = [*found["periods"], *found["vague"], found["unknown"]]
    assert sum(one["claims"] for one in placed) == sum(n for *_, n in counted) == found["claims"]
    assert all(one["claims"] == sum(one["counts"].values()) for one in placed)
    assert [one["first"] for one in found["periods"]] == list(range(len(found["periods"])))
    for one in found["vague"]:
        assert 0 <= one["first"] <= one["last"] < len(found["periods"])
        inside = found["periods"][one["first"] : one["last"] + 1]
        assert all(period["name"].startswith(one["name"].removesuffix("-XX")) for period in inside)
