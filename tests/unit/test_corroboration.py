"""What people say about claims, standing text, and why claims are held for the same and documents for one origin."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import claimsdb
from claimsdb.lookup.alike.why import why
from claimsdb.model.errors import VerdictError
from claimsdb.store.read.alike import Value
from tests.given import Given

pytestmark = pytest.mark.slow

NOTE = "Editor’s note: the Gazette holds that the harbour tax of Skagen is unfair to all fishermen of the town."
FERRY = "The ferry Aurora sank off Skagen on Monday with 14 people aboard."
SAME = "Fourteen people were aboard when the ferry Aurora sank off Skagen on Monday."
OWN = {
    "a": "The bakery in Lund sells rye bread on Sundays.",
    "b": "A new bridge over the Elbe opens in spring.",
    "c": "Nobody has seen the lynx of Harz since winter.",
    "d": "Painters repaired the roof of the old mill.",
}
OTHERS = "The parliament of Norway approved the budget for the new railway to Bergen."


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimsdb.normalizer.attribution.tagging.TrainedTagger", Given)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A folder of documents with the database next to it, which must be sound at the end."""
    (tmp_path / "news").mkdir()
    yield tmp_path
    with claimsdb.open(tmp_path / "claims.db") as database:
        report = database.verify()
        assert report.holds, report


def run(place: Path, publisher: Callable[[str], str] | None = None, **files: str) -> None:
    for name, text in files.items():
        (place / "news" / f"{name}.txt").write_text(text + "\n", "utf-8")
    if publisher is not None:
        lines = [f"{p.name},{publisher(p.stem)}" for p in sorted((place / "news").glob("*.txt"))]
        (place / "news" / "sources.csv").write_text("\n".join(["path,publisher", *lines]) + "\n", "utf-8")
    claimsdb.ingest([place / "news"], place / "claims.db", jobs=0)


def ask(place: Path, query: str, *values: object) -> list[Any]:
    with closing(sqlite3.connect(place / "claims.db")) as connection:
        return connection.execute(query, values).fetchall()


def claim(place: Path, begin: str, path: str = "%") -> str:
    ((found,),) = ask(
        place,
        "SELECT claim_id FROM claims c JOIN documents d ON d.id = c.document WHERE c.text LIKE ? || '%' AND d.path LIKE ?"
        " AND c.status = 'current'",
        begin,
        path,
    )
    return str(found)


def together(place: Path, one: str, other: str) -> bool:
    query = """SELECT count(*) FROM claim_groups a JOIN claim_groups b ON b.group_row = a.group_row
        WHERE a.claim_id = ? AND b.claim_id = ?"""
    return bool(ask(place, query, one, other)[0][0])


def test_claims_are_held_apart_and_together_until_it_is_taken_back(place: Path) -> None:
    run(place, a=f"{FERRY}\n\n{OWN['a']}", b=SAME, c=OTHERS)
    one, other, far = claim(place, "The ferry"), claim(place, "Fourteen"), claim(place, "The parliament")
    before = ask(place, "SELECT group_id, documents, origins FROM same_groups ORDER BY 1")
    assert together(place, one, other)

    made = claimsdb.judge(place / "claims.db", one[:10], other[:10], same=False, why="another\nferry", by="Ann Lee")
    assert [(v.pair, v.why) for v in made] == [(tuple(sorted((one, other))), "another ferry")]
    assert ask(place, "SELECT count(*) FROM same_claims") == ask(place, "SELECT count(*) FROM same_groups") == [(0,)]
    claimsdb.judge(place / "claims.db", one, far, same=True)
    assert together(place, one, far)
    assert not together(place, one, other)
    with claimsdb.open(place / "claims.db") as database:
        found = database.corroboration(one)
        assert [(h["id"], h["told"][:20], h["told"][-15:]) for h in found["held"]] == [
            (other, "held apart by Ann Le", ": another ferry"),
            (far, found["held"][1]["told"][:20], found["held"][1]["told"][-15:]),
        ]
        (reason,) = [c["why"] for g in found["groups"] for o in g["origins"] for c in o["claims"] if c["why"]]
        assert reason["told"].startswith("Held together, ")
        assert len(list(database.verdicts())) == 2

    with closing(sqlite3.connect(place / "claims.db")) as connection, connection:
        connection.execute("UPDATE compared SET method = ''")
    run(place)  # a later run keeps to it, though it compares everything anew
    assert together(place, one, far)
    assert not together(place, one, other)

    assert claimsdb.withdraw(place / "claims.db", other, one, by="Bo Ek") == 1
    assert claimsdb.withdraw(place / "claims.db", one, [far]) == 1
    assert claimsdb.withdraw(place / "claims.db", one, far) == 0
    assert ask(place, "SELECT group_id, documents, origins FROM same_groups ORDER BY 1") == before
    assert ask(place, "SELECT judge, withdrawn_by FROM verdicts WHERE same = 'no'") == [("Ann Lee", "Bo Ek")]
    with pytest.raises(VerdictError, match="one claim, given twice"):
        claimsdb.judge(place / "claims.db", one, one, same=True)


def test_a_conflict_of_claims_that_are_held_apart_is_none(place: Path) -> None:
    run(place, a=FERRY, b=FERRY.replace("14", "17"))
    assert ask(place, "SELECT count(*) FROM contradictions") == [(1,)]
    one, other = claim(place, "The ferry", "a.txt"), claim(place, "The ferry", "b.txt")
    claimsdb.judge(place / "claims.db", one, other, same=False)
    assert ask(place, "SELECT count(*) FROM contradictions") == [(0,)]


def test_what_judging_fails_on_is_a_problem(place: Path) -> None:
    """The verdict stands, and the next run tries it again."""
    run(place, a=f"{FERRY}\n\n{OWN['a']}", b=SAME, c=OTHERS)
    moved = (
        "UPDATE quantities SET char_start = char_start {0} 9000, char_end = char_end {0} 9000 WHERE text = 'Fourteen'"
    )
    for sign, problems in (("+", [("b.txt", "comparison", None)]), ("-", [("b.txt", "comparison", 3)])):
        with closing(sqlite3.connect(place / "claims.db")) as connection, connection:
            connection.execute(moved.format(sign))
        if sign == "+":
            claimsdb.judge(place / "claims.db", claim(place, "The parliament"), claim(place, "Fourteen"), same=True)
        else:
            run(place)
        assert ask(place, "SELECT path, code, resolved_by FROM problems") == problems
    assert together(place, claim(place, "The parliament"), claim(place, "Fourteen"))


def test_verdicts_outlive_new_versions_and_a_recovery(place: Path) -> None:
    run(place, a=f"{FERRY}\n\n{OWN['a']}", b=SAME)
    claimsdb.judge(place / "claims.db", claim(place, "The ferry"), claim(place, "Fourteen"), same=False, by="Ann Lee")
    run(place, a=f"{FERRY}\n\n{OWN['b']}")
    one, other = claim(place, "The ferry"), claim(place, "Fourteen")
    assert not together(place, one, other)
    with claimsdb.open(place / "claims.db") as database:
        assert [h["id"] for h in database.corroboration(one)["held"]] == [other]
    with closing(sqlite3.connect(place / "claims.db")) as connection, connection:
        connection.execute("UPDATE claims SET text = 'Five were aboard' WHERE claim_id = ?", (other,))
    assert claimsdb.recover(place / "claims.db", jobs=0).lost == ()
    assert ask(place, "SELECT judge, withdrawn_at FROM verdicts") == [("Ann Lee", None)]
    assert not together(place, one, other)


def text(name: str) -> str:
    """A document of its own, with a note that others of its publisher have too."""
    words = " ".join(f"The {name}{k} stone of {name}{k + 1} hill fell in {name}{k + 2} wood." for k in range(12))
    return f"{OWN[name]} {words}\n\n{NOTE}"


@pytest.mark.parametrize("known", ["sources", "nobody"])
def test_standing_text_is_one_origin(place: Path, known: str) -> None:
    publisher = (lambda name: "The Gazette" if name in "abc" else "The Herald") if known == "sources" else None
    run(place, publisher, **{name: text(name) for name in "ab"})
    assert ask(place, "SELECT DISTINCT documents, origins FROM same_groups") == [(2, 1)]
    assert ask(place, "SELECT count(*) FROM standing") == [(0,)]  # in two documents it may be chance
    run(place, publisher, c=text("c"), d=f"{OWN['d']}\n\n{SAME}")
    assert ask(place, "SELECT DISTINCT documents, origins FROM same_groups") == [(3, 1)]
    if known == "nobody":  # the passage is common to the documents, whoever publishes them
        assert ask(place, "SELECT count(*) FROM standing") == [(0,)]
        return
    assert ask(place, "SELECT DISTINCT publisher, path FROM standing ORDER BY 2") == [
        ("The Gazette", f"{name}.txt") for name in "abc"
    ]
    assert ask(place, "SELECT count(*) FROM claims WHERE status = 'current' AND text LIKE '%harbour tax%'")[0][0] >= 3
    with claimsdb.open(place / "claims.db") as database:
        from claimsdb.store.read.groups import corroborations

        assert corroborations(database.connection) == []
        assert {g["origins"] for g in corroborations(database.connection, standing=True)} == {1}
        (identity,) = {c["id"] for c in database.claims(text="harbour tax") if c["document"] == "a.txt"}
        (group,) = database.corroboration(identity)["groups"]
        assert [o["reasons"] for o in group["origins"]] == [
            [
                "It is standing text, which begins or ends several documents of one publisher.",
                "The Gazette prints these words alike in each.",
            ]
        ]
    run(place, publisher, c=OWN["c"])
    assert ask(place, "SELECT count(*) FROM standing") == [(0,)]


def test_why() -> None:
    one, other = "Lee paid 14 federal taxes in May", "Fourteen taxes were paid by Ortega"
    found = why((one, other), ([Value("14", 9, 11)], [Value("14", 0, 8)]), 0.871, 0.93)
    assert found["told"] == (
        "2 words in common (“paid”, “taxes”), the number “14”, nearness 0.87, score 0.93. "
        "It lacks the name “Lee”; the word “federal”. It adds the name “Ortega”."
    )
    assert [one[a:b] for a, b in found["spans"]] == ["paid", "14", "taxes"]
    assert [other[a:b] for a, b in found["other_spans"]] == ["Fourteen", "taxes", "paid"]
    told = why((one, other), ([], []), None, None, through="Lee paid taxes")["told"]
    assert "Both are held for the same as “Lee paid taxes”." in told
    assert why((one, one), ([], []), 1.0, 1.0)["told"].endswith(
        "Neither has a name, a number or a word that the other lacks."
    )
