"""The public API: what `claimsdb.__all__` promises."""

import subprocess
import sys
from pathlib import Path

import pytest

import claimsdb
from claimsdb.model.errors import BadQueryError, DatabaseMissingError, UnknownIdError

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def db(seeded: Path) -> claimsdb.Database:
    return claimsdb.open(seeded / "claims.db")


@pytest.mark.parametrize("name", claimsdb.__all__)
def test_every_name_is_there_and_documented(name: str) -> None:
    assert name in dir(claimsdb)
    assert (getattr(claimsdb, name).__doc__ or "").strip()


def test_every_method_of_a_database_is_documented() -> None:
    for name, member in vars(claimsdb.Database).items():
        if callable(member) and not name.startswith("_"):
            assert (member.__doc__ or "").strip(), name


def test_what_is_not_promised_is_not_there() -> None:
    with pytest.raises(AttributeError, match="guess"):
        getattr(claimsdb, "guess")  # noqa: B009


def test_importing_it_loads_nothing_else() -> None:
    """Importing the package takes hardly longer than starting Python; names load their modules when they are used."""
    program = "import sys, claimsdb; print(*(m for m in sys.modules if m.startswith(('claimsdb.', 'sqlalchemy', 'numpy', 'typing'))))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == []


def test_a_document_without_a_database() -> None:
    made = claimsdb.normalize(claimsdb.read("“The bridge is safe,” said Ann Lee.".encode(), "a.txt"))
    assert [c.text(made.document.text) for c in made.claims] == ["“The bridge is safe,”"]
    assert [s.name for s in made.speakers] == ["Ann Lee"]
    (told,) = claimsdb.explain(made)
    assert (told.line, told.claims, told.attributions) == (1, (0,), (0,))


def test_ingest_takes_text_or_paths_one_or_many(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("“The bridge is safe,” said Ann Lee.\n", "utf-8")
    first = claimsdb.ingest(str(tmp_path / "a.txt"), into=str(tmp_path / "claims.db"))
    again = claimsdb.ingest([tmp_path], tmp_path / "claims.db")
    assert [s.outcome for s in (*first.steps, *again.steps)] == ["read", "unchanged"]
    with claimsdb.open(tmp_path / "claims.db") as opened:
        assert [c["text"] for c in opened.claims(attribution="quoted", speaker="lee")] == ["“The bridge is safe,”"]
        assert [d["path"] for d in opened.documents()] == ["a.txt"]
        assert opened.verify().holds
        assert (opened.problems(), len(opened.runs())) == ([], 2)


def test_find_and_cite(db: claimsdb.Database) -> None:
    hit = db.find("Who led the Japanese delegation?")[0]
    citation = db.cite(hit.claim["id"][:8])
    assert citation == hit.citation
    assert citation.as_text() == citation.as_record()["text"]
    assert citation.as_markdown().startswith("> ")
    assert citation.as_bibtex().startswith(f"@misc{{claim-{hit.claim['id']},")
    assert citation.as_csl()["id"] == f"claim-{hit.claim['id']}"
    assert citation.as_annotation()["type"] == "Annotation"
    assert set(citation.formatted()) >= {"text", "short", "markdown", "bibtex", "ris", "csl", "annotation"}
    assert hit.as_record()["citation"] == citation.as_record()


def test_sql_of_ones_own(db: claimsdb.Database) -> None:
    (counted,) = db.sql("SELECT count(*) AS n FROM citations WHERE attribution = :kind", kind="quoted")
    assert counted == {"n": len(list(db.claims(attribution="quoted")))}
    with pytest.raises(claimsdb.ClaimsdbError, match="readonly"):
        db.sql("DELETE FROM claims")


def test_records_are_those_of_the_interchange_format(db: claimsdb.Database) -> None:
    ids = [c["id"] for c in db.claims()]
    assert len(ids) == len(set(ids)) == len(list(db.claims(retired=True)))
    assert {i for g in db.groups() for i in g["claims"]} <= set(ids)
    assert {i for c in db.conflicts() for i in c["claims"]} <= set(ids)
    assert sum(s["claims"] for s in db.sentences()) >= len(ids)
    assert {a["document"] for a in db.attributions()} <= {d["path"] for d in db.documents()}
    assert {b["document"] for b in db.blocks()} == {d["path"] for d in db.documents()}
    assert sum(s["claims"] for s in db.speakers()) == sum(c["speaker_id"] is not None for c in db.claims())
    assert all(len(o["documents"]) > 1 for o in db.origins())
    assert len(list(db.claims(limit=3))) == 3


@pytest.mark.parametrize(
    "filters", [{"attribution": "said"}, {"block": "footnote"}, {"since": "May"}, {"until": "1/2/23"}]
)
def test_an_invalid_filter_is_an_error(db: claimsdb.Database, filters: dict[str, str]) -> None:
    with pytest.raises(BadQueryError, match="is not understood: give "):
        db.claims(**filters)  # type: ignore[arg-type]


def test_errors_are_claimsdb_errors(db: claimsdb.Database, tmp_path: Path) -> None:
    with pytest.raises(UnknownIdError) as unknown:
        db.cite("0000000000")
    with pytest.raises(DatabaseMissingError) as missing:
        claimsdb.open(tmp_path / "nowhere.db")
    assert all(isinstance(e.value, claimsdb.ClaimsdbError) for e in (unknown, missing))
