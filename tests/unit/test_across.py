"""Groups, conflicts and origins in the store: a run changes only what its documents touch, and their order does not matter."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from claimsdb.comparison.update.update import update
from claimsdb.ingestion.ingest import ingest
from claimsdb.store.migrations import open_for_writing
from tests.given import Given

pytestmark = pytest.mark.slow

PASSAGE = "Divers from the harbour office searched the wreck of the ferry Aurora for nine hours and found no cargo in its hold."
NEWS = {
    "courant": f"The ferry Aurora sank off Skagen on Monday with 14 people aboard.\n\n{PASSAGE}\n\n"
    "Mayor Ann Lee said that the harbour of Skagen would close.\n",
    "herald": "Fourteen people were aboard when the ferry Aurora sank off Skagen on Monday.\n\n"
    "The harbour of Skagen will close, Mayor Ann Lee said.\n",
    "gazette": f"The ferry Aurora sank off Skagen on Monday with 17 people aboard.\n\n{PASSAGE}\n\nThe harbour of Skagen will not close.\n",
    "echo": "The parliament of Norway approved the budget for the new railway to Bergen.\n",
}


CONFLICTS_IN_GROUPS = """SELECT k.conflict_id FROM contradictions k JOIN members m ON m.claim = k.claim
    JOIN members n ON n.claim = k.other AND n.same_group = m.same_group"""
KNOWN = Given(
    "<1s:Mayor Ann Lee> <1c:said> <1t:that the harbour of Skagen would close>.",
    "<1t:The harbour of Skagen will close>, <1s:Mayor Ann Lee> <1c:said>.",
    *(f"<1s:Mayor Ann Lee> <1c:said> <1t:that bridge {n} of the Skagen harbour would close>." for n in range(31, 56)),
)


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimsdb.normalizer.attribution.tagging.TrainedTagger", lambda: KNOWN)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A folder of documents with the database next to it, which SQLite checks at the end; claims of a group never conflict."""
    (tmp_path / "news").mkdir()
    yield tmp_path
    with closing(sqlite3.connect(tmp_path / "claims.db")) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute(CONFLICTS_IN_GROUPS).fetchall() == []


def run(place: Path, **files: str) -> None:
    for name, text in files.items():
        (place / "news" / f"{name}.txt").write_text(text, "utf-8")
    ingest([place / "news"], place / "claims.db", jobs=0)


def ask(place: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(place / "claims.db")) as connection:
        return connection.execute(query).fetchall()


def state(place: Path) -> dict[str, list[Any]]:
    """All findings across documents, by public ids only."""
    queries = {
        "groups": "SELECT group_id, claim_id, score, documents, speakers, origins, conflicts, stands_for_it "
        "FROM claim_groups ORDER BY 1, 2",
        "links": "SELECT min(a.claim_id, b.claim_id), max(a.claim_id, b.claim_id), score FROM same_claims s "
        "JOIN claims a ON a.id = s.claim JOIN claims b ON b.id = s.other ORDER BY 1, 2",
        "conflicts": "SELECT conflict_id, kind, min(value, other_value), score FROM conflicts ORDER BY 1",
        "origins": "SELECT origin_id, reason, credited, path, passages FROM origins ORDER BY 1, 4",
    }
    return {name: ask(place, query) for name, query in queries.items()}


def test_what_is_found(place: Path) -> None:
    run(place, **NEWS)
    found = {
        r[0]: r[1:] for r in ask(place, "SELECT statement, documents, origins, speakers, conflicts FROM corroboration")
    }
    assert (
        list(found.values()).count((2, 2, 1, 2)) == 1
    )  # in two documents the mayor says that the harbour will close; a third denies it
    passage = ask(place, "SELECT documents, origins, summary FROM corroboration WHERE statement LIKE 'Divers%'")
    assert passage == [(2, 1, "2 documents, one origin")]
    assert ask(place, "SELECT path FROM origins ORDER BY path") == [("courant.txt",), ("gazette.txt",)]
    kinds = {
        (kind, *sorted((one, other)))
        for kind, one, other in ask(place, "SELECT kind, value, other_value FROM conflicts")
    }
    assert {("number", "14", "17"), ("number", "17", "Fourteen"), ("polarity", "close", "not close")} <= kinds
    assert ask(place, "SELECT count(*) FROM claim_groups WHERE path = 'echo.txt'") == [(0,)]


def test_values_are_at_their_offsets(place: Path) -> None:
    (place / "news" / "latin.txt").write_bytes(
        "“Zoë”, the ferry of Skagen, carried 14 people – or so says Åse Holm.\n".encode("utf-16")
    )
    run(place, other="“Zoë”, the ferry of Skagen, carried 16 people – or so says Åse Holm.\n")
    rows = ask(
        place,
        "SELECT path, byte_start, byte_end, value, other_path, other_byte_start, other_byte_end, other_value FROM conflicts",
    )
    assert rows
    for row in rows:
        for path, start, end, text in (row[:4], row[4:]):
            raw = (place / "news" / path).read_bytes()[start:end]
            assert raw.decode("utf-16-le" if path == "latin.txt" else "utf-8") == text


@pytest.mark.parametrize("order", random.Random(4).sample(list(permutations(NEWS)), 4), ids="-".join)
def test_any_order_gives_what_all_at_once_gives(place: Path, order: tuple[str, ...]) -> None:
    for name in order:
        run(place, **{name: NEWS[name]})
    apart = state(place)
    (place / "claims.db").unlink()
    run(place)
    assert state(place) == apart


def test_a_run_that_brings_nothing_new_changes_nothing(place: Path) -> None:
    run(place, **NEWS)
    before = [ask(place, f"SELECT * FROM {name}") for name in ("same_groups", "members", "same_claims", "reports")]
    run(place)
    assert [
        ask(place, f"SELECT * FROM {name}") for name in ("same_groups", "members", "same_claims", "reports")
    ] == before


def test_a_document_that_meets_no_group_leaves_the_groups_as_they_are(place: Path) -> None:
    run(place, **{name: text for name, text in NEWS.items() if name != "echo"})
    before = [ask(place, f"SELECT * FROM {name}") for name in ("same_groups", "members")]
    run(place, echo=NEWS["echo"])
    assert [ask(place, f"SELECT * FROM {name}") for name in ("same_groups", "members")] == before


def test_retired_claims_leave_their_groups_and_come_back(place: Path) -> None:
    run(place, **NEWS)
    whole = state(place)
    run(place, gazette="The weather was fine.\n")
    assert ask(place, "SELECT count(*) FROM claims WHERE status = 'retired'") == [(3,)]
    assert ask(place, "SELECT count(*) FROM conflicts") == ask(place, "SELECT count(*) FROM origins") == [(0,)]
    assert ask(place, "SELECT count(*) FROM members m JOIN claims c ON c.id = m.claim WHERE c.status <> 'current'") == [
        (0,)
    ]
    run(place, gazette=NEWS["gazette"])
    assert state(place) == whole


def test_a_run_that_dies_before_the_comparison_is_made_good_by_the_next(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("claimsdb.comparison.update.groups.Grouping.update", dies)
        with pytest.raises(KeyboardInterrupt):
            run(place, **NEWS)
    assert ask(place, "SELECT outcome FROM runs") == [("interrupted",)]
    assert state(place) == {"groups": [], "links": [], "conflicts": [], "origins": []}
    run(place)
    again = state(place)
    (place / "claims.db").unlink()
    run(place)
    assert state(place) == again


def test_another_method_compares_all_anew(place: Path) -> None:
    run(place, **NEWS)
    before = state(place)
    engine = open_for_writing(place / "claims.db")
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE compared SET method = 'older'")
        connection.exec_driver_sql("UPDATE same_claims SET score = 0.1, method = 'older'")
    update(engine, 1)
    engine.dispose()
    assert state(place) == before


def test_claims_that_are_nearly_the_same_as_others_do_not_draw_these_in(place: Path) -> None:
    """Links that are not sure and lead out of the groups that are made again stay as they are."""
    run(place, **NEWS)
    engine = open_for_writing(place / "claims.db")
    with engine.begin() as connection:
        (far,) = connection.exec_driver_sql(
            "SELECT c.id FROM claims c JOIN documents d ON d.id = c.document WHERE d.path = 'echo.txt'"
        ).one()
        near = connection.exec_driver_sql("SELECT claim FROM same_groups ORDER BY id").scalars().first()
        link = (min(near, far), max(near, far))
        connection.exec_driver_sql("INSERT INTO same_claims VALUES (?, ?, 'no', 0.45, '', 'same-1', 1)", link)
    engine.dispose()
    before = state(place)
    run(place, late="The ferry Aurora sank off Skagen on Monday.\n")
    after = {name: rows for name, rows in state(place).items() if name in ("origins",)}
    assert after["origins"] == before["origins"]
    assert ask(place, f"SELECT count(*) FROM members WHERE claim = {far}") == [(0,)]


def test_what_comparing_fails_on_is_a_problem_and_the_rest_is_compared(place: Path) -> None:
    """Every run tries it again, without failing; when it no longer fails, the problem is resolved, and the result is as if it never had."""
    run(place, **NEWS)
    whole = state(place)
    (place / "claims.db").unlink()
    ingest([place / "news"], place / "claims.db", jobs=0, compare=False)

    def change(*statements: str) -> None:
        with closing(sqlite3.connect(place / "claims.db")) as connection, connection:
            for statement in statements:
                connection.execute(statement)

    moved = (
        "UPDATE quantities SET char_start = char_start {0} 9000, char_end = char_end {0} 9000 WHERE text = 'Fourteen'"
    )
    change(moved.format("+"), "UPDATE documents SET encoding = 'no such' WHERE path = 'courant.txt'")
    for number in (2, 3):
        summary = ingest([place / "news"], place / "claims.db", jobs=0)
        assert str(summary.outcome) == "complete with problems"
        assert sorted(s.problem.path for s in summary.steps if s.problem) == ["gazette.txt", "herald.txt"]
        assert ask(place, f"SELECT problems FROM runs WHERE id = {number}") == [(2,)]
    found = ask(place, "SELECT path, message, run, resolved_by FROM problems ORDER BY path")
    assert [(path, *rest) for path, _, *rest in found] == [
        ("gazette.txt", 2, None),
        ("herald.txt", 2, None),
    ]
    messages = {path: message for path, message, *_ in found}
    assert "claimsdb failed when comparing its passages with courant.txt: LookupError" in messages["gazette.txt"]
    assert "claimsdb failed when reading a claim of it to compare: " in messages["herald.txt"]
    assert state(place)["groups"]
    change(moved.format("-"), "UPDATE documents SET encoding = 'utf-8'")
    assert str(ingest([place / "news"], place / "claims.db", jobs=0).outcome) == "complete"
    assert ask(place, "SELECT DISTINCT resolved_by FROM problems") == [(4,)]
    assert state(place) == whole


def test_a_crowd_of_like_claims_is_linked_to_the_nearest_in_any_order(place: Path) -> None:
    """Its links grow with the number of claims, not with its square, and claims that come or go change those of the others."""
    ships = "ferry barge yacht tanker trawler cutter sloop".split()
    sizes = "small large old new white black grey fast slow broad narrow tall".split()
    crowd = [f"The {size} {ship} Aurora of Skagen sank off the harbour on Monday." for ship in ships for size in sizes]
    files = {name: "\n\n".join(crowd[k::3]) + "\n" for k, name in enumerate(("courant", "gazette", "herald"))}
    run(place, **files)
    whole = state(place)
    assert 0 < len(whole["links"]) < len(crowd) * (len(crowd) - 1) / 2
    (place / "claims.db").unlink()
    for name in files:
        (place / "news" / f"{name}.txt").unlink()
    run(place, herald=files["herald"], late="\n\n".join(crowd[::5]) + "\n")
    run(place, courant=files["courant"])
    run(place, gazette=files["gazette"], late="The parliament of Norway met.\n")
    run(place, late=files["herald"])  # now the same file twice
    assert {name: rows for name, rows in state(place).items() if name != "origins"} == {
        name: rows for name, rows in whole.items() if name != "origins"
    }


TOWNS = """Aberdal Borvik Calden Dornoch Esbo Farsund Gilje Hamar Iddes Jarlso Kolvik
    Lunde Mandal Narvik Odda Porsgrun Rissa Sandnes Tana Ullern Vadso Ystad""".split()
BRIDGES = {
    f"bridge{n}": f"Mayor Ann Lee said that bridge {n} of the Skagen harbour would close.\n" for n in range(31, 56)
}
WRECKS = {
    f"wreck{n}": f"Divers from Skagen counted {n} wrecks off the coast of {town}.\n" for n, town in enumerate(TOWNS, 31)
}


def test_the_lines_of_a_list_do_not_conflict(place: Path) -> None:
    """In any order and number of runs, and only while there are enough lines; another value for one of the lines does conflict."""
    files = list(
        (BRIDGES | WRECKS | {"other": "Divers from Skagen counted 90 wrecks off the coast of Esbo.\n"}).items()
    )
    run(place, **dict(files))
    whole = state(place)
    assert ask(place, "SELECT kind, min(value, other_value), max(value, other_value) FROM conflicts") == [
        ("number", "35", "90")
    ]
    (place / "claims.db").unlink()
    for path in (place / "news").iterdir():
        path.unlink()
    random.Random(5).shuffle(files)
    few = [name for name, _ in files if name.startswith("bridge")][:20]
    run(place, **{name: text for name, text in files if name in few})
    before = state(place)
    assert len(before["conflicts"]) == 20 * 19 / 2
    rest = [(name, text) for name, text in files if name not in few]
    for at in range(0, len(rest), 16):
        run(place, **dict(rest[at : at + 16]))
    assert state(place) == whole
    for name, _ in rest:
        (place / "news" / f"{name}.txt").write_text("The weather was fine.\n", "utf-8")
    run(place)
    assert {name: rows for name, rows in state(place).items() if name == "conflicts"} == {
        "conflicts": before["conflicts"]
    }


def test_a_line_may_be_unlike_all_others_of_its_list(place: Path) -> None:
    names = [*TOWNS, "Paris", "Moscow", "Chicago", "Nairobi", "Google", "Boeing", "Madonna"]
    texts = [
        f"{names[(7 * k + 3) % 29]} met {one} to talk about {names[(11 * k + 5) % 29]}.\n"
        for k, one in enumerate(names)
    ]
    run(place, **{f"talks{k}": text for k, text in enumerate(texts[:-1])})
    run(place, last=texts[-1])
    apart = state(place)
    (place / "claims.db").unlink()
    run(place)
    assert state(place) == apart


MOVES = (1.2, -0.8, 0.4, -2.1, 1.9, -0.3, 0.7, -1.4, 2.6, -0.9, 1.1, -3.2, 0.2)


def test_a_series_is_not_one_group(place: Path) -> None:
    """Movements of one index on 13 days, in percent and in points, and a claim without a number: no group has two of one measure."""
    moves = [("rose" if m > 0 else "fell", abs(m)) for m in MOVES]
    run(
        place,
        none="The Skagen index of shares moved at the close of trading.\n",
        **{
            f"percent{k}": f"The Skagen index of shares {v} {m} percent at the close of trading.\n"
            for k, (v, m) in enumerate(moves)
        },
        **{
            f"points{k}": f"The Skagen index of shares {v} {m * 31:.0f} points at the close of trading.\n"
            for k, (v, m) in enumerate(moves)
        },
    )
    query = """SELECT g.group_id, q.unit, count(DISTINCT q.normal) FROM claim_groups g JOIN claims c ON c.claim_id = g.claim_id
        JOIN quantities q ON q.claim = c.id GROUP BY 1, 2"""
    assert {count for *_, count in ask(place, query)} == {1}
    assert ask(place, "SELECT count(*) FROM claim_groups WHERE path = 'none.txt'") == [(0,)]


def test_standing_text_of_one_publisher_does_not_corroborate(place: Path) -> None:
    """A note under each article is one origin, however many documents have it; another publisher's own words are another origin."""
    note = "Zermatt Ferries of Skagen pays for the harbour pages."
    texts = (
        "Norway approved a budget",
        "A wolf was seen in Bergen",
        "Two bakers of Oslo won a prize",
        "The rain has stopped in Narvik",
    )
    files = {f"day{k}": f"{text}.\n\n{note}\n" for k, text in enumerate(texts)}
    (place / "news").joinpath("sources.csv").write_text(
        "path,publisher\n" + "".join(f"{name}.txt,Courant\n" for name in files)
    )
    run(place, **files)
    query = "SELECT documents, origins FROM corroboration WHERE statement LIKE '%harbour pages%'"
    assert ask(place, query) == [(4, 1)]
    run(place, other="The harbour pages are paid for by Zermatt Ferries of Skagen.\n")
    assert ask(place, query) == [(5, 2)]
