"""What the store keeps: versions of files, findings of runs, and ids, which are the same in every database."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from claimsdb.ingestion.ingest import ingest
from claimsdb.ingestion.progress import Summary
from claimsdb.lookup.verify.verify import verify
from claimsdb.model.document import Block
from claimsdb.model.errors import UnwritableError
from claimsdb.reading.blocks.blocks import blocks
from claimsdb.store.facet_columns import FACETS, Columns
from claimsdb.store.migrations import open_for_writing
from claimsdb.store.read.attributions import attributions
from claimsdb.store.read.claims import claims as claim_records
from tests.given import Given

BRIDGE = b"The mayor said that the old bridge would close in May.\n\nEngineers inspected the bridge on Monday.\n"
RIVER = b"Engineers warned that the river would rise.\n"
Query = Callable[..., list[Any]]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A folder of documents with the database next to it, which SQLite and `verify` check at the end."""
    (tmp_path / "news").mkdir()
    yield tmp_path
    with closing(sqlite3.connect(tmp_path / "claims.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.execute("INSERT INTO claims_fts (claims_fts, rank) VALUES ('integrity-check', 1)")
        kept = Columns(connection)
        for facet in FACETS:
            query = f"SELECT {facet}, count(*) FROM claims WHERE {facet} IS NOT NULL GROUP BY 1"
            assert dict(kept.most(facet, 1000)) == dict(connection.execute(query).fetchall())
    with open_for_writing(tmp_path / "claims.db").connect() as checked:
        assert verify(checked, tmp_path / "claims.db", {}).broken == []


def run(place: Path, **options: Any) -> Summary:
    return ingest([place / "news"], place / "claims.db", jobs=0, **options)


def ask(place: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(place / "claims.db")) as connection:
        return connection.execute(query).fetchall()


def counts(place: Path) -> dict[str, int]:
    """The number of rows of each table but `seals`, which follow from the others."""
    names = [
        name
        for (name,) in ask(
            place, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> 'seals'"
        )
    ]
    return {name: ask(place, f'SELECT count(*) FROM "{name}"')[0][0] for name in names}


def claims(place: Path, more: str = "") -> list[Any]:
    return ask(
        place, f"SELECT claim_id, text, attribution, status, run, retired_by FROM claims {more} ORDER BY claim_id"
    )


def write(place: Path, **files: bytes) -> None:
    for name, raw in files.items():
        (place / "news" / f"{name}.txt").write_bytes(raw)


KNOWN = Given(
    "<1s:The mayor> <1c:said> <1t:that the old bridge would close in May>.",
    "<1t:“The bridge will close in May,”> <1s:the mayor> <1c:said>.",
    "<1s:Engineers> <1c:warned> <1t:that the river would rise>.",
    "<1s:Ann Lee> <1c:said> <1t:that the old bridge would close in May>.",
    "<1s:Mayor Ann Lee> <1c:said> <1t:that the new bridge would open in May>.",
)
OTHER = Given(fingerprint="1" * 64)
"""An extractor of another version, which finds no attributions."""
QUIET = Given("<1t:“The bridge will close in May,”> the mayor <1c:said>.", fingerprint="2" * 64)
"""An extractor that finds what is said, but not by whom."""


@contextmanager
def reads(tagger: Given) -> Iterator[None]:
    """Within the context, documents are read with this tagger."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("claimsdb.normalizer.attribution.tagging.TrainedTagger", lambda: tagger)
        yield


@pytest.fixture(autouse=True)
def _known() -> Iterator[None]:
    with reads(KNOWN):
        yield


def test_same_bytes_and_same_extractor_add_a_run_and_nothing_else(place: Path) -> None:
    write(place, a=BRIDGE, b=RIVER, empty=b"")
    run(place)
    before = counts(place)
    assert before["documents"] == 2
    run(place)
    assert counts(place) == before | {"runs": 2}


def test_the_columns_of_the_claims_are_kept_after_every_run(place: Path) -> None:
    def kept() -> list[tuple[str | int, int]]:
        with closing(sqlite3.connect(place / "claims.db")) as connection:
            return Columns(connection, most_missing=0).most("status", 2)

    write(place, a=BRIDGE)
    run(place)
    old = len(claims(place))
    assert kept() == [("current", old)]
    write(place, a=RIVER)
    run(place)
    new = len(claims(place)) - old
    assert sorted(kept()) == [("current", new), ("retired", old)]
    assert ask(place, "SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'claims'")[0][0] > 8


def test_new_bytes_at_a_known_path(place: Path) -> None:
    write(place, a=BRIDGE)
    run(place)
    old = claims(place)
    write(place, a=RIVER)
    run(place)
    assert ask(
        place, "SELECT sha256 = (SELECT sha256 FROM documents WHERE id = 1), status, retired_by FROM documents"
    ) == [
        (1, "retired", 2),
        (0, "current", None),
    ]
    assert claims(place, "WHERE document = 1") == [(*c[:3], "retired", 1, 2) for c in old]
    assert {c[3] for c in claims(place, "WHERE document = 2")} == {"current"}
    assert ask(place, "SELECT path, document, run, retired_by FROM paths") == [
        ("a.txt", 1, 1, 2),
        ("a.txt", 2, 2, None),
    ]
    assert ask(place, "SELECT count(*) FROM blocks WHERE document = 1 AND retired_by IS NULL") == [(0,)]
    assert ask(place, "SELECT claims_new, claims_retired FROM runs WHERE id = 2") == [(1, len(old))]
    cited = ask(place, f"SELECT path, status FROM citations WHERE claim_id = '{old[0][0]}'")
    assert cited == [("a.txt", "retired")]


def test_back_to_the_old_bytes(place: Path) -> None:
    for raw in (BRIDGE, RIVER, BRIDGE):
        write(place, a=raw)
        run(place)
    assert ask(place, "SELECT status, retired_by, run FROM documents") == [("current", None, 3), ("retired", 3, 2)]
    assert {c[3:] for c in claims(place, "WHERE document = 1")} == {("current", 3, None)}
    assert ask(place, "SELECT count(*) FROM blocks WHERE document = 1 AND retired_by IS NULL") == [(2,)]
    assert ask(place, "SELECT count(*), count(retired_by) FROM attributions WHERE document = 1") == [(1, 0)]
    assert ask(place, "SELECT path, document, retired_by FROM paths ORDER BY id") == [
        ("a.txt", 1, 2),
        ("a.txt", 2, 3),
        ("a.txt", 1, None),
    ]
    assert counts(place)["earlier_findings"] == 0


def test_same_bytes_at_two_paths(place: Path) -> None:
    write(place, a=BRIDGE, b=BRIDGE)
    (place / "news" / "sources.csv").write_text("path,title,publisher\na.txt,One,Courant\nb.txt,Two,Herald\n")
    run(place)
    once = counts(place)
    assert (once["documents"], once["paths"]) == (1, 2)
    assert ask(
        place, "SELECT d.path, d.title, p.name FROM documents d JOIN publishers p ON p.id = d.publisher_row"
    ) == [("a.txt", "One", "Courant")]
    assert ask(place, "SELECT DISTINCT p.name FROM claims c JOIN publishers p ON p.id = c.publisher_row") == [
        ("Courant",)
    ]
    write(place, a=RIVER)
    run(place)
    assert ask(place, "SELECT path, status FROM documents") == [("b.txt", "current"), ("a.txt", "current")]
    assert {c[3] for c in claims(place)} == {"current"}


def test_two_files_swap_their_bytes(place: Path) -> None:
    write(place, a=BRIDGE, b=RIVER)
    run(place)
    before = [c[:4] for c in claims(place)]
    write(place, a=RIVER, b=BRIDGE)
    run(place)
    assert [c[:4] for c in claims(place)] == before
    assert ask(place, "SELECT path, status, retired_by FROM documents") == [
        ("b.txt", "current", None),
        ("a.txt", "current", None),
    ]


def test_the_same_bytes_read_as_two_kinds_are_read_once(place: Path) -> None:
    (place / "news" / "a.md").write_bytes(b"# Title\n\n" + BRIDGE)
    write(place, a=b"# Title\n\n" + BRIDGE)
    run(place)
    assert ask(place, "SELECT path, media_type FROM documents") == [("a.md", "text/markdown")]
    assert ask(place, "SELECT count(*) FROM blocks WHERE retired_by IS NOT NULL") == [(0,)]
    before = counts(place)
    run(place)
    assert counts(place) == before | {"runs": 2}


def test_changed_sources_change_the_metadata_alone(place: Path) -> None:
    write(place, a=BRIDGE)
    table = place / "news" / "sources.csv"
    table.write_text("path,title,publisher,published\na.txt,One,Courant,2023-02-22\n")
    run(place)
    before, old = counts(place), claims(place)
    table.write_text("path,title,publisher,published\na.txt,Two,Herald,2023-02-23\n")
    run(place)
    assert ask(place, "SELECT title, published FROM documents") == [("Two", "2023-02-23")]
    assert ask(place, "SELECT DISTINCT p.name FROM claims c JOIN publishers p ON p.id = c.publisher_row") == [
        ("Herald",)
    ]
    assert counts(place) == before | {"runs": 2, "publishers": 2}
    assert claims(place) == [(*c[:4], 2, None) for c in old]


def test_a_new_tagger_is_a_new_run_and_keeps_what_the_old_one_found(place: Path) -> None:
    write(place, a=BRIDGE)
    run(place)
    first = claims(place)
    assert [c[2] for c in first if c[1].startswith("the old")] == ["reported"]
    with reads(OTHER):
        run(place)
    assert ask(place, "SELECT tagger_fingerprint FROM runs WHERE id = 2") == [("1" * 64,)]
    second = {c[1]: c[2:] for c in claims(place)}
    assert second == {
        "the old bridge would close in May": ("reported", "retired", 1, 2),
        "The mayor said that the old bridge would close in May": ("asserted", "current", 2, None),
        "Engineers inspected the bridge on Monday": ("asserted", "current", 2, None),
    }
    assert ask(place, "SELECT count(*), count(retired_by) FROM attributions") == [(1, 1)]
    run(place)
    assert {c[1]: c[2:] for c in claims(place)} == {
        "the old bridge would close in May": ("reported", "current", 3, None),
        "The mayor said that the old bridge would close in May": ("asserted", "retired", 2, 3),
        "Engineers inspected the bridge on Monday": ("asserted", "current", 3, None),
    }
    assert ask(place, "SELECT count(*), count(retired_by) FROM attributions") == [(1, 0)]


def test_a_finding_that_changes_is_kept_as_an_earlier_one(place: Path) -> None:
    write(place, a="“The bridge will close in May,” the mayor said.\n".encode())
    with reads(QUIET):
        run(place)
    run(place)
    ((text, attribution),) = ask(place, "SELECT text, attribution FROM claims WHERE status = 'current'")
    assert (text, attribution) == ("“The bridge will close in May,”", "quoted")
    assert ask(place, "SELECT run, attribution, speaker_row, superseded_by FROM earlier_findings") == [
        (1, "quoted", None, 2)
    ]


def test_ids_are_the_same_on_other_roots(tmp_path: Path) -> None:
    found = []
    for name in ("here", "there"):
        (tmp_path / name / "news").mkdir(parents=True)
        write(tmp_path / name, a=BRIDGE, b=RIVER)
        run(tmp_path / name)
        found.append(
            (claims(tmp_path / name), ask(tmp_path / name, "SELECT attribution_id FROM attributions ORDER BY 1"))
        )
    assert found[0] == found[1]
    raw = (tmp_path / "here" / "claims.db").read_bytes()
    assert str(tmp_path).encode() not in raw


def test_a_block_keeps_its_place_among_new_ones(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(place, a=BRIDGE)
    run(place)

    def halved(document: Any) -> list[Block]:
        first, *rest = blocks(document)
        at = document.text.index(" that ", first.span.start)
        halves = [type(first.span)(first.span.start, at), type(first.span)(at + 1, first.span.end)]
        return [Block(first.kind, span) for span in halves] + rest

    monkeypatch.setattr("claimsdb.normalizer.normalize.blocks", halved)
    with reads(OTHER):
        run(place)
    live = ask(place, "SELECT position, char_start FROM blocks WHERE retired_by IS NULL ORDER BY char_start")
    assert [position for position, _ in live] == [0, 1, 2]


@pytest.mark.slow
def test_a_full_disk_is_reported_and_nothing_is_half_written(place: Path) -> None:
    from claimsdb.normalizer.normalize import normalize
    from claimsdb.reading.read import read
    from claimsdb.store.write.runs import Extractor, RunWriter

    write(place, a=BRIDGE)
    run(place)
    before = counts(place)
    engine = open_for_writing(place / "claims.db")
    with engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 2}")
    writer = RunWriter(engine, Extractor("plain", "x", {}))
    long = normalize(read(BRIDGE * 999, "long.txt"), KNOWN)
    with pytest.raises(UnwritableError, match="full"):
        writer.save("news", long)
    writer.finish()
    engine.dispose()
    assert counts(place) == before | {"runs": 2}


def test_a_folder_that_was_moved_keeps_its_documents(place: Path) -> None:
    write(place, bridge=BRIDGE)
    run(place)
    before = counts(place)
    (place / "elsewhere").mkdir()
    (place / "news").rename(place / "elsewhere" / "news")
    done = ingest([place / "elsewhere" / "news"], place / "claims.db", jobs=0)
    assert [s.outcome for s in done.steps] == ["unchanged"]
    assert counts(place) == before | {"runs": before["runs"] + 1}


def test_two_folders_of_one_name_are_two(place: Path) -> None:
    write(place, bridge=BRIDGE)
    run(place)
    (place / "other" / "news").mkdir(parents=True)
    (place / "other" / "news" / "bridge.txt").write_bytes(RIVER)
    ingest([place / "other" / "news"], place / "claims.db", jobs=0)
    assert ask(place, "SELECT name FROM folders ORDER BY id") == [("news",), ("news-2",)]
    assert ask(place, "SELECT DISTINCT status FROM documents") == [("current",)]


def test_a_speaker_is_one_over_documents_and_gets_a_kind_when_one_says_it(place: Path) -> None:
    write(place, a=b"Danes met.\n\nAnn Lee said that the old bridge would close in May.\n")
    run(place)
    before = ask(place, "SELECT name, kind FROM speakers")
    write(place, b=b"The bridge.\n\nMayor Ann Lee said that the new bridge would open in May.\n")
    run(place)
    assert (before, ask(place, "SELECT name, kind FROM speakers")) == (
        [("Ann Lee", "unknown")],
        [("Ann Lee", "person")],
    )


def test_pieces_in_a_long_line_are_their_spans_of_the_file(place: Path) -> None:
    line = "Ärger. " + BRIDGE.decode().split("\n")[0] + " "
    write(place, a=(line * 60).encode())
    run(place)
    text = (line * 60).rstrip()
    with open_for_writing(place / "claims.db").connect() as connection:
        found = [p for a in attributions(connection) for part in ("source", "cue", "content") for p in a[part]]
        by_claim = [p for c in claim_records(connection) for part in ("source", "cue") for p in c[part]]
    said = ["The mayor", "said", "that the old bridge would close in May"]
    assert [p["text"] for p in found] == said * 60
    assert [p["text"] for p in by_claim] == said[:2] * 60
    for p in (*found, *by_claim):
        assert text[p["start"] : p["end"]] == text.encode()[p["byte_start"] : p["byte_end"]].decode() == p["text"]
