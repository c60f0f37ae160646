"""Each command end to end over the seeds."""

import csv
import io
import json
import shutil
import sqlite3
import textwrap
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from claimsdb.lookup.scoring import SURE

App = Callable[..., Any]
Query = Callable[..., list[Any]]
COLUMNS = {
    "documents": "id path sha256 size_bytes media_type encoding title publisher author published language ingested_at run proof modified",
    "blocks": "document kind start end byte_start byte_end part",
    "sentences": "document block start end byte_start byte_end part claims reason",
    "claims": "id document block segments text attribution attribution_id source cue cue_type speaker speaker_id via hedged"
    " quotes confidence group place proof",
    "attributions": "id document source cue content cue_type speaker confidence",
    "speakers": "id name kind roles mentions claims",
}
PIECE = {"start", "end", "byte_start", "byte_end", "text"}
CITATION = {
    "text",
    "path",
    "line",
    "column",
    "start",
    "end",
    "byte_start",
    "byte_end",
    "sha256",
    "exact",
    "prefix",
    "suffix",
    "place",
    "proof",
}


def pieces(record: dict[str, Any]) -> list[dict[str, Any]]:
    found = [p for key in ("segments", "source", "cue", "content", "quotes") for p in record.get(key, ())]
    return found + [p for outer in record.get("via", ()) for key in ("source", "cue") for p in outer[key]]


def test_ingest_twice_says_so(app: App, database: Path) -> None:
    done = app("ingest", "seeds", "--json")
    assert done.code == 0
    expected = {
        "run": 2,
        "outcome": "complete",
        "read": 0,
        "unchanged": 5,
        "problems": 0,
        "claims": 0,
        "skipped": 0,
        "skipped_files": [],
        "missing": 0,
        "moved": 0,
        "removed": 0,
        "claims_retired": 0,
        "kept_bytes": 0,
        "captures": [],
    }
    assert done.json == expected


@pytest.mark.parametrize("what", COLUMNS)
def test_export_jsonl(app: App, database: Path, what: str) -> None:
    done = app("export", what)
    assert done.code == 0
    assert done.lines
    assert {tuple(record) for record in done.lines} == {tuple(COLUMNS[what].split())}
    texts = {p.name: (p.read_bytes(), p.read_bytes().decode()) for p in (database.parent / "seeds").iterdir()}
    for record in done.lines:
        for piece in pieces(record):
            raw, text = texts[record["document"]]
            assert set(piece) == PIECE
            assert text[piece["start"] : piece["end"]] == piece["text"]
            assert raw[piece["byte_start"] : piece["byte_end"]].decode() == piece["text"]


@pytest.mark.parametrize("what", COLUMNS)
def test_export_csv_is_the_same_with_lists_as_json(app: App, database: Path, what: str) -> None:
    records = app("export", what).lines
    assert app("export", what, "--format", "csv", "--output", "out.csv").code == 0
    with (database.parent / "out.csv").open(encoding="utf-8", newline="") as file:
        read = list(csv.DictReader(file))
    assert list(read[0]) == COLUMNS[what].split()
    for record, row in zip(records, read, strict=True):
        for key, value in record.items():
            assert row[key] == (
                "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            )
    assert not (database.parent / "out.csv.part").exists()


def test_export_is_in_document_order_with_segments_joined(app: App, database: Path) -> None:
    for what in ("claims", "attributions"):
        records = app("export", what).lines
        places = [
            (r["document"], min(p["start"] for p in (r["segments"] if what == "claims" else pieces(r))))
            for r in records
        ]
        assert places == sorted(places)
    for claim in app("export", "claims").lines:
        assert claim["text"] == " … ".join(p["text"] for p in claim["segments"])
    documents = app("export", "documents").lines
    for document in documents:
        raw = (database.parent / "seeds" / document["path"]).read_bytes()
        assert (document["sha256"], document["size_bytes"]) == (sha256(raw).hexdigest(), len(raw))


def test_export_of_lone_carriage_returns(app: App, tmp_path: Path) -> None:
    words = "The mayor of the town said that the old bridge over the river would close in May and open again in June. "
    (tmp_path / "a.txt").write_text("\r".join(textwrap.wrap(words * 9, 70)), newline="")
    app("ingest", "a.txt")
    done = app("export", "claims", "--format", "csv")
    texts = [row["text"] for row in csv.DictReader(io.StringIO(done.out, newline=""))]
    assert texts == [r["text"] for r in app("export", "claims").lines]
    assert any("\r" in text for text in texts)


def test_export_parquet(app: App, database: Path) -> None:
    done = app("export", "claims", "--format", "parquet", "--output", "out.parquet")
    try:
        from pyarrow import parquet  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        assert (done.code, "pip install 'claimsdb[parquet]'" in done.err) == (2, True)
        assert not (database.parent / "out.parquet").exists()
    else:
        table = parquet.read_table(database.parent / "out.parquet")
        assert table.column_names == COLUMNS["claims"].split()


def test_export_to_a_place_that_is_none(app: App, database: Path) -> None:
    done = app("export", "claims", "--output", "no/such/out.jsonl")
    assert (done.code, "cannot be written" in done.err) == (2, True)


def test_list_filters(app: App, database: Path, query: Query) -> None:
    every = app("list", "--json", "--limit", "0").json
    assert every == app("export", "claims").lines
    for kind in ("quoted", "reported", "asserted"):
        assert app("list", "--json", "--limit", "0", "--attribution", kind).json == [
            c for c in every if c["attribution"] == kind
        ]
    assert app("list", "--json", "--kind", "title").json == [c for c in every if c["block"] == "title"]
    name, identity = next((c["speaker"], c["speaker_id"]) for c in every if c["speaker"] and " " in c["speaker"])
    mine = [c for c in every if name.casefold() in (c["speaker"] or "").casefold()]
    assert app("list", "--json", "--limit", "0", "--speaker", name.upper()).json == mine
    assert app("list", "--json", "--limit", "0", "--speaker", identity).json == [
        c for c in every if c["speaker_id"] == identity
    ]
    assert app("list", "--json", "--limit", "0", "--document", "001_").json == [
        c for c in every if c["document"].startswith("001_")
    ]
    assert len(app("list", "--json", "--limit", "3").json) == 3
    words = every[0]["text"].split()[:3]
    assert every[0] in app("list", "--json", "--text", " ".join(reversed(words))).json


@pytest.mark.parametrize("text", [" ", '"', "AND", "*", "(", "text:", "zzzz", "NEAR(", "-", "'"])
def test_list_text_is_words_and_never_syntax(app: App, database: Path, text: str) -> None:
    done = app("list", "--json", "--text", text)
    assert done.code == (0 if done.json else 1)


def test_list_for_people(app: App, database: Path) -> None:
    done = app("list", "--limit", "1")
    assert done.code == 0
    assert "There are more" in done.err
    assert (app("list", "--speaker", "nobody at all").code, app("list", "--speaker", "%").code) == (1, 1)


def test_show(app: App, database: Path, query: Query) -> None:
    claim = next(c for c in app("export", "claims").lines if c["attribution"] == "reported" and c["speaker"])
    told = app("show", claim["id"][:12].upper()).out
    ((published,),) = query("SELECT DISTINCT published FROM documents WHERE path = ?", claim["document"])
    assert all(words in told for words in ("published", published, claim["speaker"]))
    shown = app("show", claim["id"], "--json").json
    assert {key: shown[key] for key in claim} == claim
    assert (set(shown["citation"]), shown["status"], shown["run"], shown["earlier"]) == (CITATION, "current", 1, [])


def test_short_ids(app: App, database: Path, query: Query) -> None:
    ids = sorted(c for (c,) in query("SELECT claim_id FROM claims"))
    shared = next(a[:1] for a, b in pairwise(ids) if a[0] == b[0])
    done = app("show", shared)
    assert done.code == 2
    assert f"Several claims have an id that begins with {shared}" in done.err
    assert f"\n  {next(i for i in ids if i.startswith(shared))}  " in done.err
    unknown = next(f"{n:04x}" for n in range(65536) if not any(i.startswith(f"{n:04x}") for i in ids))
    done = app("show", unknown)
    assert (done.code, done.err.startswith(f"claimsdb: No claim has an id that begins with {unknown}.")) == (2, True)


def test_cite_by_id_in_each_form(app: App, database: Path) -> None:
    claim = next(c for c in app("export", "claims").lines if len(c["segments"]) > 1)
    cited = app("cite", claim["id"], "--format", "json").json
    assert set(cited) == {"claim", "score", "match", "sure", "spans", "citation"}
    assert (cited["claim"], cited["score"], cited["match"]) == (claim, 1.0, "exact")
    citation = cited["citation"]
    assert set(citation) == CITATION
    raw = (database.parent / "seeds" / citation["path"]).read_bytes()
    assert sha256(raw).hexdigest() == citation["sha256"]
    assert raw[citation["byte_start"] : citation["byte_end"]].decode() == citation["exact"]
    text, start, end = raw.decode(), citation["start"], citation["end"]
    assert text[start:end] == citation["exact"]
    assert text[:start].endswith(citation["prefix"])
    assert text[end:].startswith(citation["suffix"])
    assert text.split("\n")[citation["line"] - 1][citation["column"] - 1 :].startswith(claim["segments"][0]["text"])
    where = f"characters {start}–{end}"
    assert where in app("cite", claim["id"][:10]).out
    markdown = app("cite", claim["id"][:10], "--format", "markdown").out
    assert markdown.startswith("> ")
    assert where in markdown.replace("\\", "")


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_cite_by_phrase(app: App, database: Path, form: str) -> None:
    claim = max(app("export", "claims").lines, key=lambda c: len(c["segments"][0]["text"]))
    words = claim["segments"][0]["text"].split()[2:9]
    found = app("cite", " ".join(words), "--format", "json").json
    assert (claim["id"], "exact", 1.0) in [(hit["claim"]["id"], hit["match"], hit["score"]) for hit in found]
    longest = max(words, key=len)
    misspelt = longest[:2] + longest[3] + longest[2] + longest[4:]
    typo = app("cite", " ".join(misspelt if w == longest else w for w in words), "--format", "json").json
    assert (claim["id"], "words") in [(hit["claim"]["id"], hit["match"]) for hit in typo]
    assert all(hit["sure"] == (hit["score"] >= SURE) for hit in typo)
    assert all(0 < hit["score"] < 1 for hit in typo)
    assert claim["document"] in app("cite", " ".join(words), "--format", form).out.replace("\\", "")


def test_cite_says_how_many_more_claims_say_it(app: App, database: Path) -> None:
    every = app("cite", "Japan", "--limit", "1000")
    number = len(every.out.splitlines()) // 2
    assert every.err == ""
    assert app("cite", "Japan", "--limit", "1").err == f"The best 1 of {number} claims: --limit gives more of them.\n"


def test_cite_shows_what_is_not_sure_under_a_line(app: App, database: Path) -> None:
    asked = "Japan and China spoke about boats"
    done, found = app("cite", asked), app("cite", asked, "--format", "json")
    sure = [hit for hit in found.json if hit["sure"]]
    above, _, below = done.out.partition("Not sure:\n")
    for hit in found.json:
        assert (hit["claim"]["id"][:10] in above, hit["claim"]["id"][:10] in below) == (hit["sure"], not hit["sure"])
    assert done.code == found.code == (0 if sure else 1)
    assert 0 < len(found.json) - len(sure) <= 5
    assert app("cite", asked, "--format", "markdown").out.count("> —") == len(sure)


def test_cite_letters_composed_or_not(app: App, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Re\u0301sume\u0301s were handed to the mayor on Monday in the old hall.\n", "utf-8"
    )
    app("ingest", "a.txt")
    for phrase in ("r\u00e9sum\u00e9s were handed", "re\u0301sume\u0301s were handed", "R\u00c9SUM\u00c9S WERE HANDED"):
        assert [hit["match"] for hit in app("cite", phrase, "--format", "json").json] == ["exact"]


def test_cite_by_meaning_under_filters(app: App, database: Path) -> None:
    asked = "Who led the Chinese delegation?"
    found = app("cite", asked, "--format", "json").json
    assert "headed" in found[0]["claim"]["text"]
    assert found[0]["sure"]
    assert all(0 < hit["score"] <= 1 for hit in found)
    for hit in found:
        text = hit["claim"]["text"]
        assert all(0 <= s["start"] < s["end"] <= len(text) for s in hit["spans"])
    where = found[0]["claim"]["document"]
    inside = app("cite", asked, "--document", where, "--format", "json").json
    assert inside[0]["claim"] == found[0]["claim"]
    assert {hit["claim"]["document"] for hit in inside} == {where}
    reported = app("cite", "talks", "--attribution", "reported", "--format", "json").json
    assert {hit["claim"]["attribution"] for hit in reported} == {"reported"}
    spoken = app("cite", "talks", "--speaker", "sun", "--format", "json").json
    assert all("sun" in hit["claim"]["speaker"].lower() for hit in spoken)
    assert app("cite", "talks", "--since", "2030").code == 1


@pytest.mark.parametrize("date", ["yesterday", "2023-2", "20230222", ""])
def test_cite_wants_a_date(app: App, database: Path, date: str) -> None:
    done = app("cite", "talks", "--since", date)
    assert (done.code, "is not a date. Give one such as 2023-02-22" in done.err) == (2, True)


@pytest.mark.parametrize("what", ["quite unheard of gibberish", "0000abcd", "%", '"', "", "…", "zzzz"])
def test_cite_nothing(app: App, database: Path, what: str) -> None:
    done = app("cite", what, "--format", "json")
    assert (done.code, done.json) == (1, [])
    assert (app("cite", what).code, app("cite", what).out) == (1, "")


def test_verify(app: App, database: Path) -> None:
    seeds = database.parent / "seeds"
    done = app("verify", "--json")
    assert (done.code, done.json["holds"], done.json["counts"]["same"]) == (0, True, 5)
    assert done.json["segments"] > 100
    files = sorted(seeds.iterdir())
    files[0].rename(seeds / "moved.txt")
    assert (app("verify").code, app("verify", "--json").json["counts"]["moved"]) == (0, 1)
    files[1].write_bytes(files[1].read_bytes() + b"\n")
    files[2].unlink()
    done = app("verify", "--json")
    assert done.code == 1
    assert done.json["counts"] == {"same": 2, "moved": 1, "kept": 0, "changed": 1, "missing": 1}
    assert [f["status"] for f in done.json["files"]] == ["moved", "changed", "missing", "same", "same"]
    assert "changed" in app("verify").out


def test_verify_finds_a_segment_that_does_not_hold(app: App, database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE segments SET text = 'forged' WHERE rowid = (SELECT min(rowid) FROM segments)")
    done = app("verify", "--json")
    assert (done.code, len(done.json["broken"])) == (1, 1)
    assert "'forged'" in done.json["broken"][0]


def test_verify_compares_with_a_root_hash_that_was_noted(app: App, database: Path) -> None:
    root = app("stats", "--json").json["root_hash"]
    assert (app("verify", "--root", root).code, root in app("verify", "--root", root[:16]).out) == (0, True)
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE documents SET title = 'Forged' WHERE id = 1")
    done = app("verify", "--root", root)
    assert (done.code, done.out.count("fault: ")) == (1, 2)
    assert app("verify", "--root", "12345").code == 2


def test_verify_elsewhere(app: App, database: Path) -> None:
    shutil.move(database.parent / "seeds", database.parent / "other")
    assert (app("verify").code, app("verify", "--json").json["unknown_folders"]) == (1, ["seeds"])
    assert app("verify", "--folder", "seeds=other").code == 0


def test_runs_and_stats(app: App, database: Path) -> None:
    app("ingest", "seeds")
    runs = app("runs", "--json").json
    assert [(r["id"], r["outcome"], r["documents_read"], r["documents_unchanged"]) for r in runs] == [
        (2, "complete", 0, 5),
        (1, "complete", 5, 0),
    ]
    assert runs[1]["claims_new"] == len(app("export", "claims").lines)
    stats = app("stats", "--json").json
    assert (stats["documents"], stats["claims"], stats["runs"]) == (5, runs[1]["claims_new"], 2)
    assert sum(stats["claims_by_attribution"].values()) == stats["claims"]
    assert sum(stats["sentences_without_claims"].values()) == stats["sentences"] - stats["sentences_with_claims"]
    assert app("runs").code == app("stats").code == app("migrate").code == 0


def test_problems_none(app: App, database: Path) -> None:
    assert (app("problems").code, app("problems").out, app("problems", "--json").json) == (0, "No open problems.\n", [])


def test_citations_for_other_programs(app: App, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "a.txt").write_text(
        "“The hangar & its 50% of {zeppelins} were safe,” said Maria Ortega.\n", "utf-8"
    )
    table = "path,title,publisher,author,published,url\na.txt,Hangar_1,The Gazette,Ada Bell,2024-05-06,https://example.org/a?b=1#c\n"
    (tmp_path / "own" / "sources.csv").write_text(table, "utf-8")
    assert app("ingest", "own").code == 0
    (claim,) = app("list", "--json").json
    bibtex = app("cite", claim["id"], "--format", "bibtex").out
    assert bibtex.startswith(
        f'@article{{claim-{claim["id"]},\n    author = "Bell, Ada",\n    title = "{{Hangar\\_1}}",\n    journal = "{{The Gazette}}",\n'
    )
    assert '    date = "2024-05-06",\n    url = "https://example.org/a?b=1#c",\n' in bibtex
    assert "hangar \\& its 50\\% of \\textbraceleft{}zeppelins\\textbraceright{} were safe" in bibtex
    (item,) = app("cite", claim["id"], "--format", "csl").json
    assert item["issued"] == {"date-parts": [[2024, 5, 6]]}
    assert (item["title"], item["container-title"], item["author"]) == (
        "Hangar_1",
        "The Gazette",
        [{"family": "Bell", "given": "Ada"}],
    )
    annotation = app("cite", claim["id"], "--format", "annotation").json
    assert annotation["target"]["via"] == "https://example.org/a?b=1#c"
    position, words, of_bytes = annotation["target"]["selector"]
    text = (tmp_path / "own" / "a.txt").read_text("utf-8")
    assert text[position["start"] : position["end"]] == words["exact"] == claim["text"]
    assert text.encode()[of_bytes["start"] : of_bytes["end"]].decode() == claim["text"]
    link = app("cite", claim["id"], "--format", "url").out
    assert link == (
        "https://example.org/a?b=1#:~:text=%E2%80%9CThe%20hangar%20%26%20its%2050%25%20of%20%7Bzeppelins%7D%20were%20safe"
        "%2C%E2%80%9D,-said%20Maria%20Ortega.\n"
    )
