"""Shared fixtures: a folder of documents, a database over it, the command line as a real process."""

import functools
import gc
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import datasette.app  # noqa: F401 (before any of claimsdb.web, which it loads as its plugin)
import httpx
import pytest
from filelock import FileLock
from hypothesis import settings

from claimsdb.store import migrations
from tests.processes import usual_signals

settings.register_profile("whatever-the-machine-does", deadline=None)  # no test is timed: machines are noisy
settings.load_profile("whatever-the-machine-does")

ROOT = Path(__file__).parents[1]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screenshots", action="store_true", help="Keep pictures of all pages in screenshots/.")
    golden = parser.getgroup("golden files")
    golden.addoption(
        "--golden-update", action="store_true", help="Write new golden files instead of comparing with them."
    )
    golden.addoption(
        "--golden-clean",
        action="store_true",
        help="Delete all golden files first, then write those that tests ask for.",
    )


@pytest.fixture(scope="session", autouse=True)
def _empty_databases() -> Iterator[None]:
    """New databases in this process are copies of the first one, since making one takes half a second of every test with a database."""
    first: list[bytes] = []
    made = migrations.migrate

    @functools.wraps(made)
    def migrate(path: Path, target: str = "head") -> Path | None:
        if target != "head" or (path.exists() and path.stat().st_size):
            return made(path, target)
        if first:
            path.write_bytes(first[0])
        else:
            made(path)
            first.append(path.read_bytes())
        return None

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(migrations, "migrate", migrate)
        yield


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put slow tests first, so that at the end of a run no process works alone on a long one."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def pytest_collection_finish() -> None:
    """Keep the garbage collector from looking again and again at what is loaded by now, which took a tenth of the time."""
    gc.collect()
    gc.freeze()


SEEDS = ROOT / "seeds"


@dataclass(frozen=True)
class Result:
    """The result of a process. A traceback fails the test, whatever it checks."""

    code: int
    raw: bytes
    err: str

    @property
    def out(self) -> str:
        return self.raw.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.raw)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.raw.split(b"\n") if line]


def command(*arguments: str | bytes | Path) -> list[str | bytes | Path]:
    return [sys.executable, "-m", "claimsdb", *arguments]


def environment(**more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k not in ("CLAIMSDB_DB", "COLUMNS", "FORCE_COLOR")}
    return kept | {"PYTHONPATH": str(ROOT), "NO_COLOR": "1", "TERMINAL_WIDTH": "200", "CLAIMSDB_OUTPUT": "table"} | more


Cli = Callable[..., Result]
IN_PROCESS = {"ingest": {"jobs": 0}}
"""Options of commands that run in the process of a test, unless it gives others: starting a reader takes longer than what it reads."""


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    """Runs `claimsdb` in the test's folder, where `claims.db` is the default database."""

    def run(*arguments: str | bytes | Path, **more: str) -> Result:
        done = subprocess.run(
            command(*arguments), capture_output=True, cwd=tmp_path, env=environment(**more), check=False
        )
        result = Result(done.returncode, done.stdout, done.stderr.decode())
        assert "Traceback" not in result.err, result.err
        return result

    return run


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Runs a command in this process, which is quicker, in the test's folder; `ingest` starts no readers unless told to."""
    from typer.testing import CliRunner

    from claimsdb.cli.app import app as commands

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TERMINAL_WIDTH", "1000")
    monkeypatch.setenv("CLAIMSDB_OUTPUT", "table")

    def run(*arguments: str | Path) -> Result:
        done = CliRunner().invoke(commands, [str(a) for a in arguments], default_map=IN_PROCESS)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
        return Result(done.exit_code, done.stdout_bytes, done.stderr)

    return run


@pytest.fixture(scope="session")
def wait(pytestconfig: pytest.Config) -> float:
    """A timeout in seconds for calls that need one: the suite's own time limit, less the time to report a failure."""
    return float(pytestconfig.getini("timeout")) - 10


Shared = Callable[[str, Callable[[Path], None]], Path]


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Shared:
    """Gives a folder by name. The first process of the run that asks for it makes it, and the others wait."""
    base = tmp_path_factory.getbasetemp()
    root = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def folder(name: str, make: Callable[[Path], None]) -> Path:
        place, made = root / name, root / f"{name}.made"
        with FileLock(root / f"{name}.lock"):
            if not made.exists():
                shutil.rmtree(place, ignore_errors=True)  # left by a process that failed
                place.mkdir()
                make(place)
                made.touch()
        return place

    return folder


@pytest.fixture(scope="session")
def seeded(shared: Shared) -> Path:
    """A folder with the seeds and a database over them, made once; copy it before you change it."""

    def make(place: Path) -> None:
        shutil.copytree(SEEDS, place / "seeds")
        subprocess.run(command("ingest", "seeds"), cwd=place, env=environment(), check=True, capture_output=True)

    return shared("seeded", make)


@pytest.fixture
def database(seeded: Path, tmp_path: Path) -> Path:
    """A database over a copy of `seeds/` next to it, for this test alone."""
    shutil.copytree(seeded / "seeds", tmp_path / "seeds")
    shutil.copy(seeded / "claims.db", tmp_path / "claims.db")
    noted = json.dumps({"seeds": str((tmp_path / "seeds").resolve())})
    (tmp_path / "claims.db.folders.json").write_text(noted, "utf-8")
    return tmp_path / "claims.db"


def rows(database: Path, query: str, *values: object) -> list[Any]:
    """The rows of a query, over a separate connection."""
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(query, values).fetchall()


@pytest.fixture
def query(database: Path) -> Callable[..., list[Any]]:
    """Queries the test's database."""
    return lambda text, *values: rows(database, text, *values)


Server = Callable[[list[str], Path], "tuple[subprocess.Popen[bytes], str]"]


@pytest.fixture(scope="session")
def server() -> Server:
    """Start a server in a folder, with its output in `log`, and wait until it answers. Returns the process and its address."""

    def start(arguments: list[str], folder: Path) -> "tuple[subprocess.Popen[bytes], str]":
        with (folder / "log").open("wb") as log:
            started = subprocess.Popen(
                [sys.executable, "-m", *arguments],
                cwd=folder,
                stdout=log,
                stderr=log,
                preexec_fn=usual_signals if os.name == "posix" else None,
            )
        try:
            return started, _answering(started, folder / "log")
        except BaseException:  # the suite's time limit too, which is the only limit on the wait
            started.kill()
            raise

    return start


@contextmanager
def visited(
    server: Server, arguments: list[str], folder: Path
) -> "Iterator[tuple[subprocess.Popen[bytes], httpx.Client]]":
    """A server for as long as the block lasts, and a client that asks it."""
    process, address = server(arguments, folder)
    try:
        with httpx.Client(base_url=address, timeout=None) as http:
            yield process, http
    finally:
        process.terminate()
        process.wait()


def _answering(started: "subprocess.Popen[bytes]", log: Path) -> str:
    while True:
        said = log.read_text("utf-8")
        assert started.poll() is None, said
        if found := re.search(r"on (http://[^\s/]+)", said):
            try:
                httpx.get(f"{found[1]}/-/versions.json", timeout=None)
            except httpx.TransportError:
                pass
            else:
                return found[1]
        time.sleep(0.1)
