"""`claimsdb serve` as a user runs it, as a process with a port and Ctrl-C, also with a database of another name."""

import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from claimsdb.web.metadata import metadata_for
from claimsdb.web.settings import SETTINGS

Serve = Callable[..., "tuple[subprocess.Popen[bytes], str]"]


@pytest.fixture
def serve(server: Callable[..., Any], tmp_path: Path) -> Iterator[Serve]:
    """Start `claimsdb serve` with the arguments and wait for it. Returns the process and its address."""
    started = []

    def start(*arguments: str) -> "tuple[subprocess.Popen[bytes], str]":
        process, address = server(["claimsdb", "serve", *arguments], tmp_path)
        started.append(process)
        return process, f"{address}/"

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
            process.wait()


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_serves_until_ctrl_c(site: Any, serve: Serve, tmp_path: Path) -> None:
    shutil.copy(site.folder / "claims.db", tmp_path / "claims.db")
    server, address = serve("--port", "0")
    claims = httpx.get(f"{address}claims/claims.json", params={"_shape": "array"}, timeout=None).json()
    assert len(claims) == 50
    settings = httpx.get(f"{address}-/settings.json", timeout=None).json()
    assert (settings["suggest_facets"], settings["facet_time_limit_ms"]) == (False, SETTINGS["facet_time_limit_ms"])
    server.send_signal(signal.SIGINT)
    assert server.wait() == 0
    said = (tmp_path / "log").read_text("utf-8")
    assert "stop with Ctrl-C" in said
    assert "Traceback" not in said


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
@pytest.mark.parametrize("number", ["SIGTERM", "SIGHUP", "SIGKILL"])
def test_every_end_leaves_nothing(
    site: Any, serve: Serve, tmp_path: Path, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(site.folder / "claims.db", tmp_path / "claims.db")
    (tmp_path / "places").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "places"))
    server, _ = serve("--port", "0")
    server.send_signal(signal.Signals[number])
    assert server.wait() == (-signal.SIGKILL if number == "SIGKILL" else 0)
    assert "Traceback" not in (tmp_path / "log").read_text("utf-8")
    assert list((tmp_path / "places").glob("claimsdb*")) == []


def test_a_database_of_another_name_is_described_too(site: Any, serve: Serve, tmp_path: Path) -> None:
    shutil.copy(site.folder / "claims.db", tmp_path / "my news.v2.db")
    _, address = serve("--port", "0", "--db", "my news.v2.db")
    with httpx.Client(base_url=address, timeout=None) as http:
        home = http.get("/").text
        links = set(re.findall(r'href="(/my\+news~2Ev2/\w+)"', home))
        assert len(links) > 10
        for link in links:
            assert http.get(link).status_code == 200
        assert http.get("/my+news~2Ev2").text.count("<h2") == 4
        answer = http.get("/my+news~2Ev2/claims.json", params={"_search": "zeppelin", "_shape": "objects"}).json()
        assert answer["filtered_table_rows_count"] == 3
        assert "attribution" in answer["facet_results"]
        found = http.get("/my+news~2Ev2/look_up_a_phrase.json", params={"phrase": "zeppelin hangar", "_shape": "array"})
        assert len(found.json()) == 2


def test_the_plain_command_has_the_same_settings() -> None:
    page = (Path(__file__).parents[2] / "docs" / "how-to" / "newsroom.md").read_text("utf-8")
    (command,) = re.findall(r"^datasette claims\.db .*$", page, re.MULTILINE)
    assert re.findall(r"--setting (\w+) (\w+)", command) == [(k, str(v)) for k, v in SETTINGS.items()]
    assert int(SETTINGS["facet_time_limit_ms"]) < int(SETTINGS["sql_time_limit_ms"])


def test_metadata_of_another_name_differs_in_the_name_only() -> None:
    ours, theirs = metadata_for(Path("claims.db")), metadata_for(Path("folder/other.db"))
    assert list(ours["databases"]) == ["claims"]
    assert list(theirs["databases"]) == ["other"]
    assert ours["databases"]["claims"]["tables"] == theirs["databases"]["other"]["tables"]
    assert ours["databases"]["claims"]["queries"] == theirs["databases"]["other"]["queries"]
    assert 'href="other/claims"' in theirs["description_html"]
    assert 'href="claims/' not in str(theirs)


def test_a_port_that_is_taken(site: Any, tmp_path: Path) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = str(holder.getsockname()[1])
        command = [sys.executable, "-m", "claimsdb", "serve", "--db", str(site.folder / "claims.db"), "--port", port]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert f"Port {port} on 127.0.0.1 is in use" in " ".join(done.stderr.replace("│", " ").split())
    assert "Traceback" not in done.stderr


def test_a_database_that_is_not_there(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "claimsdb", "serve", "--db", str(tmp_path / "none.db")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "none.db" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_only_its_own_names_are_served(site: Any, serve: Serve, tmp_path: Path) -> None:
    """A page elsewhere whose name is made to point to this machine (DNS rebinding) cannot read the database."""
    shutil.copy(site.folder / "claims.db", tmp_path / "claims.db")
    _, address = serve("--port", "0", "--allow-host", "claims.example")
    with httpx.Client(base_url=address, timeout=None) as http:
        for name, status in (("evil.example", 421), ("claims.example", 200), ("localhost:1", 200)):
            assert http.get("/-/comparison.json", headers={"host": name}).status_code == status
