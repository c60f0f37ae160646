"""Who is who over documents, by the command: joined by evidence, in any order, undone without it, overridden by speakers.csv."""

import itertools
from pathlib import Path

import pytest

from tests.conftest import Cli, rows

DOCUMENTS = {
    "budget.txt": "“The harbour will open in June,” said Senator Berta Lindqvist on Monday. Lindqvist said that the cranes were ready.\n",
    "crane.txt": "The cranes are late, Lindqvist said on Tuesday. “They are late,” Lindqvist said.\n",
    "capital.txt": "LINDQVIST said that the tolls would fall. “We cut them,” LINDQVIST said.\n",
    "camp.txt": "The Lindqvist campaign said that the rally was full.\n",
    "camps.txt": "Berta Lindqvist’s campaign said that it had spent the money.\n",
}
COUSIN = {"cousin.txt": "“I never liked boats,” said Göran Lindqvist, a baker. He said that he sold bread.\n"}
JOINS = """SELECT DISTINCT s.name, t.name, j.reason, j.evidence FROM same_speakers j JOIN speakers s ON s.id = j.speaker_row
    JOIN speakers t ON t.id = j.same_as ORDER BY 1, 2"""
SAID = """SELECT d.path, c.text, s.name, s.kind, s.speaker_id FROM claims c JOIN documents d ON d.id = c.document
    LEFT JOIN speakers s ON s.id = c.speaker_row WHERE c.status = 'current' ORDER BY 1, c.char_start"""


def write(folder: Path, documents: dict[str, str]) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in documents.items():
        (folder / name).write_text(text, "utf-8")


def who(database: Path) -> set[tuple[str, str]]:
    return {(path, name) for path, _, name, *_ in rows(database, SAID)}


def sound(app: Cli, *options: str) -> None:
    done = app("verify", *options)
    assert done.code == 0, done.out


def test_one_person_over_documents_with_the_evidence(app: Cli, tmp_path: Path) -> None:
    write(tmp_path / "news", DOCUMENTS)
    assert app("ingest", "news").code == 0
    assert rows(tmp_path / "claims.db", JOINS) == [
        ("Lindqvist", "Berta Lindqvist", "surname", "only person of that name in 3 documents"),
        ("Lindqvist campaign", "Berta Lindqvist’s campaign", "possessor", "of the same person, in 2 documents"),
    ]
    assert {name for path, name in who(tmp_path / "claims.db") if "camp" not in path} == {"Berta Lindqvist"}
    (found,) = app("speakers", "LINDQVIST", "--limit", "1", "--json").json
    assert (found["name"], found["documents"]) == ("Berta Lindqvist", 3)
    assert [n["told"] for n in found["names"]] == [
        "Lindqvist: same as Berta Lindqvist, only person of that name in 3 documents"
    ]
    assert "Lindqvist: same as Berta Lindqvist, only person of that name in 3 documents" in app("speakers").out
    assert app("speakers", "nobody of that name").code == 1
    assert {c["document"] for c in app("list", "--speaker", "lindqvist campaign", "--json").json} == {
        "camp.txt",
        "camps.txt",
    }
    ((kind,),) = rows(tmp_path / "claims.db", "SELECT kind FROM speakers WHERE name = 'Berta Lindqvist'")
    assert kind == "person"
    sound(app)


def test_a_surname_alone_is_not_one_person_in_two_documents(app: Cli, tmp_path: Path) -> None:
    for name in ("east.txt", "west.txt"):
        write(tmp_path / "news", {name: f"“The {name[:4]} road is closed,” said Mr. Lindqvist on Monday.\n"})
    app("ingest", "news")
    found = rows(tmp_path / "claims.db", SAID)
    assert ([name for _, _, name, *_ in found], len({identity for *_, identity in found})) == (["Lindqvist"] * 2, 2)
    assert rows(tmp_path / "claims.db", JOINS) == [
        (
            "Lindqvist",
            "Lindqvist",
            "apart",
            "nothing shows that this is the same person in all of 2 documents with that name",
        )
    ]
    sound(app)


def test_the_order_of_documents_makes_no_difference(app: Cli, tmp_path: Path) -> None:
    documents = {
        name: text for name, text in (DOCUMENTS | COUSIN).items() if name in ("budget.txt", "crane.txt", "cousin.txt")
    }
    results = []
    for k, order in enumerate(
        list(itertools.permutations(documents))[::2]
    ):  # each is once the first, the second and the last
        for name in order:
            write(tmp_path / f"news{k}", {name: documents[name]})
            app("ingest", f"news{k}", "--db", f"{k}.db")
        results.append((rows(tmp_path / f"{k}.db", SAID), rows(tmp_path / f"{k}.db", JOINS)))
    assert all(result == results[0] for result in results)


def test_what_has_no_evidence_any_more_is_undone(app: Cli, tmp_path: Path) -> None:
    write(tmp_path / "news", DOCUMENTS)
    app("ingest", "news")
    assert ("crane.txt", "Berta Lindqvist") in who(tmp_path / "claims.db")
    write(tmp_path / "news", COUSIN)
    app("ingest", "news")
    assert ("crane.txt", "Berta Lindqvist") not in who(tmp_path / "claims.db")
    sound(app)
    write(tmp_path / "news", {"cousin.txt": "The bread was sold.\n"})
    app("ingest", "news")
    assert ("crane.txt", "Berta Lindqvist") in who(tmp_path / "claims.db")
    write(tmp_path / "news", {"budget.txt": "The harbour will open.\n", "camps.txt": "The money is spent.\n"})
    app("ingest", "news")
    assert ("crane.txt", "Berta Lindqvist") not in who(tmp_path / "claims.db")
    sound(app, "--again")


def test_speakers_csv_decides(app: Cli, tmp_path: Path) -> None:
    write(tmp_path / "news", DOCUMENTS | COUSIN)
    (tmp_path / "news" / "speakers.csv").write_text(
        "name,same_as,kind,wikidata\nLindqvist,Göran Lindqvist,,\nGöran Lindqvist,Göran Olof Lindqvist,person,https://www.wikidata.org/wiki/Q77\n",
        "utf-8",
    )
    assert app("ingest", "news").code == 0
    assert {
        ("crane.txt", "Göran Olof Lindqvist"),
        ("cousin.txt", "Göran Olof Lindqvist"),
        ("budget.txt", "Berta Lindqvist"),
    } <= who(tmp_path / "claims.db")
    items = "SELECT DISTINCT s.name, t.wikidata FROM stated_speakers t JOIN speakers s ON s.id = t.speaker_row WHERE t.wikidata <> ''"
    assert rows(tmp_path / "claims.db", items) == [("Göran Olof Lindqvist", "Q77")]
    sound(app)
    (tmp_path / "news" / "speakers.csv").write_text("name,same_as\nLindqvist,Lindqvist\n", "utf-8")
    assert app("ingest", "news").code == 0  # all files are unchanged
    assert ("crane.txt", "Lindqvist") in who(tmp_path / "claims.db")
    (tmp_path / "news" / "speakers.csv").unlink()
    assert app("ingest", "news").code == 0
    assert rows(tmp_path / "claims.db", "SELECT count(*) FROM stated_speakers") == [(0,)]
    (tmp_path / "who.csv").write_text("name,same_as\nLindqvist,Berta Lindqvist\n", "utf-8")
    assert app("ingest", "news", "--speakers", "who.csv").code == 0
    assert ("crane.txt", "Berta Lindqvist") in who(tmp_path / "claims.db")
    sound(app, "--again", "--speakers", "who.csv")


def test_all_faults_of_speakers_csv_are_said_at_once(app: Cli, tmp_path: Path) -> None:
    write(tmp_path / "news", COUSIN)
    (tmp_path / "news" / "speakers.csv").write_text(
        "name,same_as,kind,wikidata\n"
        "Ann Lee,,pirate,\n"
        "Bo Ek,,person,42\n"
        "Bo Ek,,group,\n"
        "Cy Fox,Di Fox,,\n"
        "Di Fox,Cy Fox,,\n"
        ",Ed Gil,,\n"
        "Flo Hay,,,\n"
        "Gus Ito,,person,Q7\n"
        "G. Ito,Gus Ito,group,Q8\n"
        "Hal Jay,,,Q7\n"
        "Ida Kay,Ann Lee\n",
        "utf-8",
    )
    done = app("ingest", "news")
    assert done.code == 2
    assert [line.removeprefix("claimsdb: ") for line in done.err.splitlines()] == [
        "news/speakers.csv, line 2: No kind of speaker is called 'pirate'. "
        "The kinds are person, organisation, government, group, document, unknown.",
        "news/speakers.csv, line 3: '42' is not an item of Wikidata. Write its number after Q, as in Q42.",
        "news/speakers.csv, line 4: 'Bo Ek' already has a line (line 3). Keep one line for each name.",
        "news/speakers.csv, line 5: 'Cy Fox' is the same as 'Di Fox', which leads back to it. Let all of them be the same as one name.",
        "news/speakers.csv, line 6: 'Di Fox' is the same as 'Cy Fox', which leads back to it. Let all of them be the same as one name.",
        "news/speakers.csv, line 7: The name is empty. Give a name as documents have it.",
        "news/speakers.csv, line 8: Nothing is stated about 'Flo Hay'. Fill in same_as, kind or wikidata, or remove the line.",
        "news/speakers.csv, line 10: 'G. Ito' has the kind group, and 'Gus Ito', the same speaker, person (line 9). "
        "Correct one of the two.",
        "news/speakers.csv, line 10: 'G. Ito' has the id Q8, and 'Gus Ito', the same speaker, Q7 (line 9). Correct one of the two.",
        "news/speakers.csv, line 11: Q7 is the id of 'Gus Ito' too (line 9). "
        "If they are one speaker, say so with same_as; otherwise correct the id.",
        "news/speakers.csv, line 12: 2 fields where the header has 4. Put fields with commas in quotation marks.",
    ]
    assert not (tmp_path / "claims.db").exists()


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (b"", ["line 1: It has no header. Begin it with name,same_as,kind,wikidata."]),
        (b"nam,name,name\nAnn,Bo,Cy\n", ["line 1: Unknown column 'nam'.", "line 1: The column 'name' appears twice."]),
        (b"same_as\nAnn\n", ["line 1: There is no column 'name'."]),
        (b"name,kind\nAnn,\xff\n", ["line 2: It is not UTF-8."]),
        (b'name,kind\n"Ann,person\n', ["It is not valid CSV"]),
    ],
)
def test_a_file_that_is_no_such_table(app: Cli, tmp_path: Path, text: bytes, faults: list[str]) -> None:
    write(tmp_path / "news", COUSIN)
    (tmp_path / "news" / "speakers.csv").write_bytes(text)
    done = app("ingest", "news")
    assert done.code == 2
    assert all(fault in done.err for fault in faults), done.err


def test_folders_that_contradict_each_other(app: Cli, tmp_path: Path) -> None:
    for folder, whose in (("north", "Göran Lindqvist"), ("south", "Berta Lindqvist")):
        write(tmp_path / folder, COUSIN | {"own.txt": f"{folder}\n"})
        (tmp_path / folder / "speakers.csv").write_text(f"name,same_as\nLindqvist,{whose}\n", "utf-8")
    assert app("ingest", "north").code == 0
    done = app("ingest", "south")
    assert (done.code, done.err) == (
        2,
        "claimsdb: south/speakers.csv, line 2: 'Lindqvist' already has a line (north/speakers.csv, line 2). Keep one line for each name.\n",
    )
    assert rows(tmp_path / "claims.db", "SELECT count(*) FROM paths") == [(2,)]
