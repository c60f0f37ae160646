"""Two builds of pdfium side by side: what one has read, the other proves."""

import json
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from claimsdb.ingestion.ingest import ingest
from claimsdb.reading.read import read
from tests.made_pdf import lines, pdf

ROOT = Path(__file__).parents[2]
FILES = sorted(p for p in (ROOT / "tests/files/pdf").glob("*.pdf") if p.stem not in ("bitmap", "password"))
OLDER = "5.0.0"
TEXT = "The council will rebuild the ﬁshing quay in May,\nthe mayor of the town said on Tuesday."

PROVED = """
import pickle, sys
from tests.unit.test_drawn import verdicts
print([sorted(verdicts(*given)) for given in pickle.load(sys.stdin.buffer)])
"""
READ = """
import sys
from hashlib import sha256
from pathlib import Path
from claimsdb.reading.read import read
for name in sys.argv[1:]:
    found = read(Path(name).read_bytes(), "a.pdf")
    print(sha256(found.text.encode() + found.raw).hexdigest())
"""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def older(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a process that has an older pypdfium2, which is installed for the test."""
    there = tmp_path_factory.mktemp("older")
    pip = [sys.executable, "-m", "pip", "install", "-q", "--retries", "1", "--timeout", "20", "--no-deps"]
    done = subprocess.run([*pip, "--target", there, f"pypdfium2=={OLDER}"], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(
            f"pypdfium2 {OLDER} cannot be installed: {(done.stderr.strip().splitlines() or ['pip failed'])[-1]}"
        )
    where = {**os.environ, "PYTHONPATH": os.pathsep.join([str(there), str(ROOT)])}
    assert run(where, "-c", "import pypdfium2; print(pypdfium2.PYPDFIUM_INFO)").startswith(OLDER)
    return where


def run(where: dict[str, str], *arguments: str, given: bytes = b"") -> str:
    done = subprocess.run([sys.executable, *arguments], input=given, stdout=subprocess.PIPE, env=where, check=True)
    return done.stdout.decode()


def test_a_database_made_with_one_build_is_verified_with_another(older: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.pdf").write_bytes(pdf([lines(40, 500, TEXT)]))
    ingest(tmp_path / "pages", tmp_path / "claims.db", jobs=0)
    found = json.loads(run(older, "-m", "claimsdb", "verify", "--json", "--db", str(tmp_path / "claims.db")))
    assert found["holds"]
    assert found["segments"] > 0
    assert found["drawn"] == {"same": found["segments"]}


def test_words_are_the_same_hold_by_place_or_differ_in_another_build(older: dict[str, str]) -> None:
    raw = pdf([lines(40, 500, TEXT)])
    document = read(raw, "a.pdf")
    otherwise = tuple(
        part._replace(sha256="0" * 64) for part in document.parts
    )  # as if the glyphs had been in another order
    changed = pdf([lines(40, 500, TEXT.replace("Tuesday", "Thursday"))])
    given = [(raw, document, document.parts), (raw, document, otherwise), (changed, document, document.parts)]
    assert run(older, "-c", PROVED, given=pickle.dumps(given)) == "[['same'], ['by place'], ['differs']]\n"


def test_files_of_many_programs_are_read_alike_by_both_builds(older: dict[str, str]) -> None:
    names = [str(path) for path in FILES]
    assert run(older, "-c", READ, *names) == run({**os.environ, "PYTHONPATH": str(ROOT)}, "-c", READ, *names)
