"""No request stalls the others: look-ups of any text take little work and take turns, and nonsense is refused at once."""

import asyncio
import html
import random
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette
from sqlalchemy import event

from claimsdb.lookup import find
from claimsdb.lookup.vocabulary import MENDED
from claimsdb.store.migrations import open_for_reading
from claimsdb.web.metadata import metadata_for
from claimsdb.web.settings import SETTINGS
from claimsdb.web.turns import LOOK_UPS

LONGEST = 2000
LETTERS = "abcdefghijklmnopqrstuvwxyz"
ODD = "“”\"'‘«»—-…%$€£°:;,.?!()[]{}\\/\0\t\n\u00a0\u200b\u202e\u0301\ufeff\ud83d"
Draw = Callable[[random.Random], str]


def _words(length: int, letters: Sequence[str] = LETTERS) -> Draw:
    return lambda chance: " ".join("".join(chance.choices(letters, k=length)) for _ in range(LONGEST // (length + 1)))


FAMILIES: dict[str, Draw] = {
    "unknown words": _words(7),
    "short unknown words": _words(4),
    "syllables": _words(2),
    "one word": _words(LONGEST - 1),
    "two words": _words(LONGEST // 2 - 1),
    "joined words": lambda chance: _words(5)(chance).replace(" ", "-"),
    "capitals": lambda chance: _words(6)(chance).title(),
    "numbers": _words(6, "0123456789"),
    "one number": _words(LONGEST - 1, "0123456789"),
    "amounts": lambda chance: " ".join(f"{chance.randrange(10**6)} percent" for _ in range(140))[:LONGEST],
    "dates": lambda chance: " ".join(f"{chance.randrange(1, 29)} May {chance.randrange(3000)}" for _ in range(150)),
    "ideographs": _words(5, [chr(k) for k in range(0x4E00, 0x9FFF)]),
    "combining marks": _words(9, "e\u0301\u0302\u0303"),
    "marks": lambda chance: "".join(chance.choices(ODD, k=LONGEST)),
    "marks and letters": _words(9, ODD + LETTERS),
    "anything": lambda chance: "".join(chr(chance.randrange(0x20, 0xD7FF)) for _ in range(LONGEST)),
    "who said what": lambda chance: f"{chance.choice(LETTERS)} said that " * 150,
    "what did who say": lambda chance: f"What did {_words(7)(chance)[:900]} say about {_words(5)(chance)[:900]}?",
    "common words": lambda chance: " ".join(chance.choices("the of and to in is it was who did say".split(), k=400)),
}


@pytest.fixture(scope="module")
def database(site: Any) -> Path:
    return Path(site.folder / "claims.db")


@pytest.fixture(scope="module")
def datasette(database: Path) -> Datasette:
    return Datasette([str(database)], metadata=metadata_for(database), settings={**SETTINGS, "suggest_facets": False})


@pytest.mark.network
@pytest.mark.parametrize("family", FAMILIES)
def test_a_look_up_of_any_text_takes_few_statements(database: Path, family: str) -> None:
    phrase = FAMILIES[family](random.Random(family))[:LONGEST]
    statements: list[str] = []
    with open_for_reading(database).connect() as connection:
        event.listen(connection, "before_cursor_execute", lambda *given: statements.append(given[2]))
        found = find.look_up(connection, phrase)
    assert all(0.5 <= hit.score <= 1 for hit in found.hits)
    assert len(statements) < 60


@pytest.mark.network
@pytest.mark.parametrize("family", FAMILIES)
def test_a_look_up_of_any_text_is_answered(datasette: Datasette, family: str) -> None:
    phrase = FAMILIES[family](random.Random(f"{family}, again"))[:LONGEST].replace("\ud83d", "�")
    both = [asyncio.run(datasette.client.get(f"/-/cite{end}", params={"q": phrase})) for end in ("", ".json")]
    assert [answer.status_code for answer in both] == [200, 200]
    for hit in both[1].json():
        assert hit.keys() == {"claim", "score", "match", "spans", "citation", "database"}


@pytest.mark.network
def test_the_first_unknown_words_are_corrected_and_the_page_says_that_others_are_not(
    database: Path, datasette: Datasette
) -> None:
    wrong = "zepelin hangr"
    with open_for_reading(database).connect() as connection:
        assert find.look_up(connection, wrong).hits[0].claim["text"] == "Zeppelin hangar burns down"
        assert find.look_up(connection, wrong).uncorrected == 0
    odd = " ".join(f"qxzj{letter * 3}" for letter in LETTERS)
    page = asyncio.run(datasette.client.get("/-/cite", params={"q": f"{wrong} {odd}"})).text
    assert f"{len(LETTERS) + 2 - MENDED} unknown words were not compared" in page
    assert "not compared" not in asyncio.run(datasette.client.get("/-/cite", params={"q": wrong})).text


def test_look_ups_take_turns_and_other_pages_do_not_wait(datasette: Datasette, monkeypatch: pytest.MonkeyPatch) -> None:
    """Look-ups stand still for as long as the test wants; no machine is too slow for that."""
    go_on, lock, running, most = threading.Event(), threading.Lock(), [0], [0]

    def slow(connection: Any, phrase: str, filters: Any, *, limit: int) -> find.Found:
        with lock:
            running[0] += 1
            most[0] = max(most[0], running[0])
        go_on.wait()
        with lock:
            running[0] -= 1
        return find.Found([], 0)

    async def ask() -> tuple[list[int], list[Any]]:
        client = datasette.client
        await datasette.invoke_startup()
        monkeypatch.setattr(find, "look_up", slow)
        monkeypatch.setattr(LOOK_UPS, "seconds", 0.1)
        look_ups = [asyncio.create_task(client.get(f"/-/cite{end}?q=a")) for end in ("", "", ".json", "", "")]
        late: list[Any] = []
        while len(late) < 3:
            done, _ = await asyncio.wait(look_ups, return_when=asyncio.FIRST_COMPLETED)
            late += [task.result() for task in done]
            look_ups = [task for task in look_ups if task not in done]
        others = [(await client.get(page)).status_code for page in ("/", "/claims/claims", "/-/glossary", "/-/cite")]
        monkeypatch.setattr(LOOK_UPS, "seconds", 1000)
        waiting = asyncio.create_task(client.get("/-/cite?q=b"))
        go_on.set()
        others += [(await task).status_code for task in (*look_ups, waiting)]
        return others, late

    others, late = asyncio.run(ask())
    assert others == [200] * 7
    assert [(answer.status_code, answer.headers["retry-after"]) for answer in late] == [(503, "0.1")] * 3
    assert all("Try again in a moment" in answer.text for answer in late)
    assert most == [LOOK_UPS.at_once]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("claims?" + "&".join(["_facet=text"] * 500), "too many parameters"),
        ("claims?" + "&".join(["_facet=text"] * 11), "too many facets"),
        ("claims?" + "&".join(f"c{k}=1" for k in range(3000)), "too many parameters"),
        ("claims?_facet={", "_facet={ is not understood: give the name of a column"),
        ("claims?_facet_array={}", "_facet_array={} is not understood"),
        ("claims?_through=[]", "give a JSON object with table, column and value"),
        ("claims?_timelimit=x", "_timelimit=x is not understood: give a number"),
        ("claims?text__in=[", "or a JSON array"),
        ("claims?_sort=none", "Cannot sort table by none"),
        ("claims?_sort=id&_sort_desc=id", "Cannot use _sort and _sort_desc at the same time"),
        ("claims?_col=none", "invalid columns"),
        ("claims?_facet=none", "no such column: none"),
        ("claims?_where=none", "no such column: none"),
        ('claims?_through={"table":"none","column":"x","value":"1"}', "Invalid _through"),
        ("citations?_next=x", "The value of _next is not understood"),
        ("citations?_next=999999999999999999999", "mismatch"),
    ],
)
@pytest.mark.parametrize("ending", ["", ".json"])
def test_nonsense_is_refused(
    datasette: Datasette, path: str, said: str, ending: str, capfd: pytest.CaptureFixture[str]
) -> None:
    answer = asyncio.run(datasette.client.get("/claims/" + path.replace("?", f"{ending}?", 1)))
    assert answer.status_code == 400
    assert said in html.unescape(answer.text).replace('\\"', '"')
    assert "Traceback" not in "".join(capfd.readouterr())


def test_a_database_is_not_csv(datasette: Datasette) -> None:
    answer = asyncio.run(datasette.client.get("/claims.csv"))
    assert answer.status_code == 400
    assert "Only a table or a query can be read as CSV" in answer.text


def test_what_is_not_found_is_not_logged(datasette: Datasette, capfd: pytest.CaptureFixture[str]) -> None:
    for path in ("/-/nothing", "/nothing", "/claims/nothing", "/claims/claims/nothing", "/-/nothing.json"):
        assert asyncio.run(datasette.client.get(path)).status_code == 404
    assert "".join(capfd.readouterr()) == ""


def test_a_fault_of_ours_is_logged_without_what_variables_held(
    datasette: Datasette, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def broken(connection: Any, phrase: str, filters: Any, *, limit: int) -> find.Found:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(find, "look_up", broken)
    for end in ("", ".json"):
        answer = asyncio.run(datasette.client.get(f"/-/cite{end}?q=zeppelin"))
        assert answer.status_code == 500
        assert "The server failed at this request. Its log says how." in answer.text
        logged = "".join(capfd.readouterr())
        assert "RuntimeError: a fault of ours" in logged
        assert "zeppelin" not in logged
